from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motcua.catalogue import commands, queries
from motcua.catalogue.publishing import split_words, words_of
from motcua.catalogue.tests.factories import definition, words
from motcua.kernel.actors import SYSTEM

NOW = datetime(2026, 4, 28, 3, tzinfo=UTC)
DAY = date(2026, 4, 28)
BUILDING = {"id": "construction", "name": words("Xây dựng và nhà ở")}
SOME = [
    definition("1.000001", "Đăng ký khai sinh", keywords={"vi": ["giấy cho con"]}),
    definition("1.000002", "Đăng ký lại khai sinh"),
    definition("1.000003", "Đăng ký kết hôn", keywords={"vi": ["cưới", "khai sinh"]}),
    definition("1.000004", "Cấp giấy phép xây dựng", field=BUILDING),
    definition("1.000005", "Cấp phép đào đường", field=BUILDING),
    definition("1.000006", "Thủ tục cũ", in_force_until="2026-01-01"),
]


@pytest.fixture
def some(db):
    for one in SOME:
        commands._publish(one, SYSTEM, NOW)


@pytest.mark.usefixtures("some")
class TestListProcedures:
    def test_lists_what_is_in_force(self):
        page = queries.list_procedures(DAY)

        assert [item.code[-1] for item in page.items] == ["1", "2", "3", "4", "5"]

    def test_sees_the_past(self):
        page = queries.list_procedures(date(2025, 12, 31))

        assert len(page.items) == 6

    def test_pages_by_code(self, django_assert_num_queries):
        codes, after = [], None
        while True:
            with django_assert_num_queries(1):
                page = queries.list_procedures(DAY, limit=2, after=after)
            codes += [item.code[-1] for item in page.items]
            after = page.next
            if after is None:
                break
        assert codes == ["1", "2", "3", "4", "5"]

    def test_keeps_to_a_field(self):
        page = queries.list_procedures(DAY, field="construction")

        assert [item.code[-1] for item in page.items] == ["4", "5"]

    def test_is_bounded(self):
        assert len(queries.list_procedures(DAY, limit=10**6).items) == 5


@pytest.mark.usefixtures("some")
def test_list_fields_counts():
    fields = queries.list_fields(DAY)

    assert [(f.id, f.name.vi, f.procedures) for f in fields] == [
        ("civil_status", "Hộ tịch", 3),
        ("construction", "Xây dựng và nhà ở", 2),
    ]


class TestWords:
    @given(st.text(max_size=200))
    @settings(max_examples=200, deadline=None)
    def test_are_stable_under_folding(self, text):
        once = split_words(text)

        assert split_words(" ".join(once)) == once

    @given(st.lists(st.sampled_from(["Đăng", "ký", "sổ", "đỏ"]), min_size=1))
    def test_are_found_in_themselves(self, some_words):
        stored = words_of(" ".join(some_words))

        assert all(f" {word}" in stored for word in split_words(" ".join(some_words)))
