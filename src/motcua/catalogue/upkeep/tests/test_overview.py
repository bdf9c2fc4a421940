from datetime import UTC, date, datetime

import pytest

from motcua.catalogue.tests.entries import entry
from motcua.catalogue.upkeep.overview import (
    Standing,
    Wanted,
    list_catalogue,
    row_of,
)
from motcua.catalogue.upkeep.tests.factories import controller, published, started

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 25)


@pytest.fixture
def stock():
    """A procedure of each standing, by code."""
    writer = controller("Ngô Đức Anh")
    published(writer, code="1.1", name="Đăng ký khai sinh")
    published(writer, code="1.2", name="Cấp lại", in_force_from="2027-01-01")
    published(writer, code="1.3", name="Cũ", in_force_until="2026-01-01")
    entry("1.1", "Đăng ký khai sinh")
    entry("1.4", "Cấp giấy phép")
    entry("1.5", "Đã mất", vanished_at=datetime(2026, 8, 1, tzinfo=UTC))
    started(writer, code="1.6", name="Thủ tục mới", template="examine_sign")
    started(writer, code="1.4", template="examine_sign")


def codes(**more):
    return [row.code for row in list_catalogue(Wanted(DAY, **more)).items]


class TestListCatalogue:
    def test_lists_each_once_by_code(self, stock):
        rows = list_catalogue(Wanted(DAY)).items

        assert [(row.code, row.standing) for row in rows] == [
            ("1.1", Standing.APPLY),
            ("1.2", Standing.COMING),
            ("1.3", Standing.ENDED),
            ("1.4", Standing.INFORMATION),
            ("1.5", Standing.INFORMATION),
            ("1.6", Standing.PROPOSED),
        ]
        assert [row.proposals for row in rows] == [0, 0, 0, 1, 0, 1]

    @pytest.mark.parametrize(
        ("more", "found"),
        [
            ({"standing": Standing.APPLY}, ["1.1"]),
            ({"standing": Standing.COMING}, ["1.2"]),
            ({"standing": Standing.ENDED}, ["1.3"]),
            ({"standing": Standing.INFORMATION}, ["1.4", "1.5"]),
            ({"standing": Standing.PROPOSED}, ["1.6"]),
            ({"proposed": True}, ["1.4", "1.6"]),
            ({"vanished": True}, ["1.5"]),
            ({"text": "khai sinh"}, ["1.1"]),
            ({"text": "cap giay"}, ["1.4"]),
            ({"text": "mới"}, ["1.6"]),
            ({"field": "civil_status"}, ["1.1", "1.2", "1.3", "1.4", "1.5"]),
            ({"field": "land"}, []),
            ({"level": "COMMUNE"}, ["1.1", "1.2", "1.3", "1.4", "1.5"]),
            ({"level": "CITY"}, []),
            ({"standing": Standing.PROPOSED, "field": "civil_status"}, []),
        ],
    )
    def test_filters(self, stock, more, found):
        assert codes(**more) == found

    def test_is_as_of_a_day(self, stock):
        rows = list_catalogue(Wanted(date(2027, 2, 1), standing=Standing.APPLY)).items

        assert [row.code for row in rows] == ["1.1", "1.2"]

    def test_goes_on_after_a_code(self, stock):
        first = list_catalogue(Wanted(DAY), limit=4)
        second = list_catalogue(Wanted(DAY), after=first.next, limit=4)

        assert first.next == "1.4"
        assert [row.code for row in second.items] == ["1.5", "1.6"]
        assert second.next is None

    def test_costs_the_same_for_many(self, stock, django_assert_num_queries):
        with django_assert_num_queries(5):
            list_catalogue(Wanted(DAY))


class TestRowOf:
    def test_is_what_is_known(self, stock):
        assert row_of("1.4", DAY).name.vi == "Cấp giấy phép"

    def test_is_nothing_if_nobody_knows(self, stock):
        assert row_of("9.9", DAY) is None
