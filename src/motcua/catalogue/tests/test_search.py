"""Search on the tables: what is found, in which order, and what it costs."""

from datetime import UTC, date, datetime

import pytest

from motcua.catalogue import commands, queries
from motcua.catalogue.search import store
from motcua.catalogue.tests.entries import entry
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
    definition("1.000007", "Cấp giấy phép bán dao"),
]


@pytest.fixture
def some(db):
    for one in SOME:
        commands._publish(one, SYSTEM, NOW)
    entry("2.000001", "Đăng ký khai tử lưu động")
    entry("2.000002", "Bay thử tàu bay", field="Hàng không", group="transport")
    entry("2.000003", "Bay thử đã bỏ", vanished_at=NOW)
    entry("1.000001", "Thủ tục đăng ký khai sinh")


def codes(text, **more):
    return [hit.code for hit in queries.search(text, DAY, **more).items]


def first(text, **more):
    return next(iter(codes(text, **more)), None)


@pytest.mark.usefixtures("some")
class TestSearch:
    @pytest.mark.parametrize(
        ("text", "code"),
        [
            ("khai sinh", "1.000001"),
            ("KHAI SINH", "1.000001"),
            ("khaí sinh", "1.000001"),
            ("đăng ký khai sinh", "1.000001"),
            ("dang ki khai sinh", "1.000001"),
            ("khaisinh", "1.000001"),
            ("khai sinhh", "1.000001"),
            ("khia sinh", "1.000001"),
            ("ddangs kys khai sinh", "1.000001"),
            ("d9a8ng ky1 khai sinh", "1.000001"),
            ("tôi muốn làm giấy khai sinh cho con gái ở đâu", "1.000001"),
            ("dang ky lai", "1.000002"),
            ("cưới", "1.000003"),
            ("đào đường", "1.000005"),
            ("dao duong", "1.000005"),
            ("bán dao", "1.000007"),
            ("1.000002", "1.000002"),
            ("khai tử", "2.000001"),  # for information only, and found
            ("tàu bay", "2.000002"),
            ("thủ tục cũ", None),  # no longer in force
            ("bay thử đã bỏ", "2.000002"),  # vanished from its source
            ("qqqq wwww", None),
            ("", None),
            ("%", None),
            ("_", None),
        ],
    )
    def test_finds_first(self, text, code):
        assert first(text) == code

    def test_marks_that_were_typed_count(self):
        assert first("dao") in {"1.000005", "1.000007"}
        assert first("đào") == "1.000005"

    def test_shows_what_is_written_out_in_place_of_its_entry(self):
        assert codes("đăng ký khai sinh").count("1.000001") == 1
        assert queries.search("khai sinh", DAY).items[0].version_id

    def test_an_entry_stands_in_where_nothing_written_out_holds(self):
        hits = queries.search("đăng ký khai sinh", date(2020, 1, 1)).items

        assert next(h.code for h in hits if not h.applies_here) == "1.000001"
        assert not any(hit.applies_here for hit in hits)

    def test_can_leave_out_what_is_for_information_only(self):
        assert "2.000001" not in codes("khai tử", only_here=True)

    def test_keeps_to_a_field(self):
        assert set(codes("cấp phép", field="construction")) == {"1.000004", "1.000005"}
        assert codes("khai sinh", field="construction") == []

    def test_pages(self):
        whole = codes("khai sinh")
        page = queries.search("khai sinh", DAY, limit=2)
        rest = queries.search("khai sinh", DAY, limit=50, after=page.next)

        assert [hit.code for hit in (*page.items, *rest.items)] == whole
        assert rest.next is None

    def test_survives_any_page(self):
        assert codes("khai", after="99999999999") == []
        assert codes("khai", after="x") != []

    def test_sees_the_past(self):
        hits = queries.search("thủ tục cũ", date(2025, 12, 31)).items

        assert hits[0].code == "1.000006"

    def test_asks_the_database_once_a_second_at_most(self, django_assert_num_queries):
        queries.search("khai sinh", DAY)

        with django_assert_num_queries(0):
            queries.search("kết hôn", DAY)
        store._kept.asked_at -= store.FRESH
        with django_assert_num_queries(1):
            queries.search("kết hôn", DAY)

    def test_follows_the_catalogue(self):
        assert first("nuôi ong") != "1.000009"
        commands._publish(definition("1.000009", "Nuôi ong lấy mật"), SYSTEM, NOW)
        store._kept.asked_at -= store.FRESH

        assert first("nuôi ong") == "1.000009"

    def test_what_is_asked_for_often_comes_first(self):
        commands._publish(definition("1.000010", "Nuôi ong ruồi"), SYSTEM, NOW)
        commands._publish(definition("1.000011", "Nuôi ong mật"), SYSTEM, NOW)
        assert codes("nuôi ong") == ["1.000010", "1.000011"]
        commands.record_demand(cases={"1.000011": 12}, now=NOW)
        store._kept.asked_at -= store.FRESH

        assert codes("nuôi ong") == ["1.000011", "1.000010"]


@pytest.mark.usefixtures("some")
class TestSuggest:
    @pytest.mark.parametrize(
        ("text", "code"),
        [
            ("kh", "1.000001"),
            ("khai s", "1.000001"),
            ("cướ", "1.000003"),
            ("xay d", "1.000004"),
            ("tàu b", "2.000002"),
            ("  ", None),
        ],
    )
    def test_reads_a_word_that_is_begun(self, text, code):
        hits = queries.suggest(text, DAY)

        assert (hits[0].code if hits else None) == code

    def test_is_short(self):
        assert len(queries.suggest("c", DAY, limit=3)) <= 3


class TestPieces:
    def test_set_off_what_was_sought(self):
        found = queries.pieces("Đăng ký khai sinh", {"dang", "sinh"})

        assert [(p.text, p.met) for p in found] == [
            ("Đăng", True),
            (" ký khai ", False),
            ("sinh", True),
        ]

    def test_are_the_text_together(self):
        text = "Cấp, (lại) “giấy” 1.2"

        assert "".join(p.text for p in queries.pieces(text, {"lai"})) == text


class TestDemand:
    def test_is_what_was_counted_last(self, db):
        commands.record_demand(cases={"1.1": 3, "1.2": 1}, now=NOW)
        commands.record_demand(cases={"1.2": 5}, now=NOW)

        assert store.demand() == {"1.2": 5}

    def test_the_same_again_changes_nothing(self, db):
        commands.record_demand(cases={"1.1": 3}, now=NOW)
        before = store.revision.current()
        commands.record_demand(cases={"1.1": 3}, now=NOW)

        assert store.revision.current() == before
