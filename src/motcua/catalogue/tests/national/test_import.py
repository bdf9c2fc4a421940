import gzip
import json
import tracemalloc
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from motcua.catalogue.models import Entry, EntryChange
from motcua.catalogue.national import commands, indexing, queries
from motcua.catalogue.national.reading import (
    LONGEST_LINE,
    Found,
    Refused,
    Tape,
    Unreadable,
    read_records,
)
from motcua.catalogue.tests.national.records import TABLE, record, write

NOW = datetime(2026, 8, 1, 3, tzinfo=UTC)
DAY = date(2026, 7, 31)
ORIGIN = commands.Origin("Nguồn thử", DAY)
pytestmark = pytest.mark.django_db


@pytest.fixture
def load(tmp_path):
    """Return a function that writes lines and imports them, each time a day later."""
    days = iter(range(100))

    def run(*lines, name="file.jsonl", **options):
        with Tape(write(tmp_path / name, *lines)) as tape:
            day = next(days)
            return commands.import_entries(
                read_records(tape),
                origin=commands.Origin("Nguồn thử", DAY + timedelta(days=day)),
                now=NOW + timedelta(days=day),
                **options,
            )

    return run


def told(report):
    """Return the counts of a report that are not 0."""
    return {name: n for name, n in report.counts.items() if n}


class TestImport:
    @pytest.mark.parametrize("name", ["file.jsonl", "file.jsonl.gz"])
    def test_adds_entries_with_facts_and_their_text(self, load, name):
        report = load(record("1.000001"), record("1.000002"), name=name)

        assert told(report) == {"added": 2}
        entry = queries.get_entry("1.000001", DAY)
        assert entry.facts.channels[0].limit.value == 5
        assert entry.original["channels"][0]["limit"] == "5 Ngày làm việc"
        assert entry.group == "civil_status"
        assert entry.first_seen_at == entry.last_seen_at == NOW
        assert entry.source.day == DAY

    def test_again_changes_nothing_but_when_it_was_seen(self, load):
        load(record())
        before = Entry.objects.values().get()

        report = load(record())

        after = Entry.objects.values().get()
        assert told(report) == {"unchanged": 1}
        seen = {"last_seen_at", "source_date"}
        assert {k for k in before if before[k] != after[k]} == seen
        assert EntryChange.objects.count() == 1

    def test_shows_and_keeps_a_typed_diff(self, load):
        load(record())

        report = load(
            record(cach_thuc_thuc_hien=f"{TABLE}Trực tuyến3 Ngày làm việcMiễn phí")
        )

        assert told(report) == {"changed": 1}
        (change,) = queries.list_entry_changes(kinds=("CHANGED",))
        assert [(c["aspect"], c["what"]) for c in change.changes] == [
            ("TIME", "ONLINE"),
            ("CHANNELS", "COUNTER"),
        ]
        assert change.changes[0]["after"] == [{"value": 3, "unit": "WORKING_DAYS"}]
        entry = queries.get_entry("1.000001", DAY)
        assert entry.facts.channels[0].limit.value == 3
        assert entry.first_seen_at == NOW
        assert entry.last_changed_at == NOW + timedelta(days=1)

    def test_says_that_words_changed_where_no_fact_did(self, load):
        load(record())

        load(record(trinh_tu_thuc_hien="Bước 1: Nộp hồ sơ."))

        (change,) = queries.list_entry_changes(kinds=("CHANGED",))
        assert [c["aspect"] for c in change.changes] == ["TEXT"]

    def test_marks_what_is_gone_and_what_is_back(self, load):
        load(record("1.000001"), record("1.000002"))

        gone = load(record("1.000001"))

        assert told(gone) == {"unchanged": 1, "vanished": 1}
        assert Entry.objects.count() == 2
        assert queries.get_entry("1.000002", DAY).vanished_at is not None

        back = load(record("1.000001"), record("1.000002"))

        assert told(back) == {"unchanged": 1, "returned": 1}
        assert queries.get_entry("1.000002", DAY).vanished_at is None
        kinds = [c.kind for c in queries.list_entry_changes(code="1.000002")]
        assert kinds == ["RETURNED", "VANISHED", "ADDED"]

    def test_marks_a_gone_entry_once(self, load):
        load(record("1.000001"), record("1.000002"))
        load(record("1.000001"))

        assert told(load(record("1.000001"))) == {"unchanged": 1}

    def test_of_a_part_marks_nothing_as_gone(self, load):
        load(record("1.000001"), record("1.000002"))

        report = load(record("1.000001"), partial=True)

        assert told(report) == {"unchanged": 1}
        assert report.kept_because

    def test_leaves_the_entries_of_another_source_alone(self, load, tmp_path):
        load(record("1.000001"))

        with Tape(write(tmp_path / "other.jsonl", record("2.000002"))) as tape:
            report = commands.import_entries(
                read_records(tape), origin=commands.Origin("Khác", DAY), now=NOW
            )

        assert told(report) == {"added": 1}

    def test_that_is_a_trial_keeps_nothing(self, load):
        report = load(record(), dry_run=True)

        assert told(report) == {"added": 1}
        assert not Entry.objects.exists()

    def test_refuses_a_file_older_than_what_is_here(self, load, tmp_path):
        load(record())

        with pytest.raises(commands.OlderSource):
            commands.import_entries(
                [], origin=commands.Origin("Nguồn thử", date(2026, 1, 1)), now=NOW
            )

    def test_takes_few_statements(self, load, tmp_path):
        lines = [record(f"1.{n:06}") for n in range(1000)]
        with (
            Tape(write(tmp_path / "many.jsonl", *lines)) as tape,
            CaptureQueriesContext(connection) as queries_,
        ):
            commands.import_entries(read_records(tape), origin=ORIGIN, now=NOW)
        first = len(queries_)

        with CaptureQueriesContext(connection) as queries_:
            load(*lines)

        assert first < 60  # SQLite takes as many rows in one as its variables allow
        assert len(queries_) < 20

    def test_reads_one_record_at_a_time(self, tmp_path):
        lines = [record(f"1.{n:06}") for n in range(1000)]
        path = write(tmp_path / "file.jsonl", *lines)
        del lines

        with Tape(path) as tape:
            tracemalloc.start()
            for _ in read_records(tape):
                pass
            used = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()

        assert used < path.stat().st_size / 4


class TestAMalformedLine:
    @pytest.mark.parametrize(
        ("line", "reason"),
        [
            ("{", "No JSON"),
            ("[]", "No JSON object"),
            ('"text"', "No JSON object"),
            (json.dumps({"ten_thu_tuc": "Tên"}), "ma_thu_tuc: Field required"),
            (json.dumps({"ma_thu_tuc": "1.000009"}), "ten_thu_tuc: Field required"),
            (json.dumps(record(ma_thu_tuc=1)), "ma_thu_tuc: Input should be"),
            (json.dumps(record(ma_thu_tuc="a b")), "ma_thu_tuc: String should match"),
            (json.dumps(record(ten_thu_tuc="  ")), "ten_thu_tuc: String should have"),
            (json.dumps(record(linh_vuc=["Thuế"])), "linh_vuc: Input should be"),
            (json.dumps(record(ten_thu_tuc="a\x00b")), "NUL"),
            ('{"ma_thu_tuc": "1.000009", "ten_thu_tuc": "\\ud800"}', "damaged"),
            ("[" * 100_000, "recursion"),
        ],
    )  # fmt: skip
    def test_is_refused_by_itself_with_line_and_reason(self, load, line, reason):
        report = load(record("1.000001"), line, record("1.000002"))

        assert told(report) == {"added": 2}
        (refused,) = report.refusals
        assert refused.line == 2
        assert reason in refused.reason

    def test_may_be_no_text_at_all(self, tmp_path):
        path = tmp_path / "file.jsonl"
        path.write_bytes(b'\xff\xfe{}\n{"ma_thu_tuc": "1.1", "ten_thu_tuc": "B"}\n')

        with Tape(path) as tape:
            first, second = read_records(tape)

        assert isinstance(first, Refused)
        assert isinstance(second, Found)

    def test_may_be_too_long(self, tmp_path):
        path = tmp_path / "file.jsonl"
        path.write_bytes(b" " * (LONGEST_LINE + 5) + b"x\n" + b'{"a": 1}\n')

        with Tape(path) as tape:
            found = [(item.line, item.reason) for item in read_records(tape)]

        assert found[0][0] == 1
        assert "longer than" in found[0][1]
        assert found[1][0] == 2

    def test_with_a_code_that_came_already_is_refused(self, load):
        report = load(record("1.000001"), record("1.000001", name="Khác"))

        assert told(report) == {"added": 1}
        assert [(r.line, r.code) for r in report.refusals] == [(2, "1.000001")]

    def test_with_a_code_that_came_in_an_earlier_chunk_is_refused(
        self, load, monkeypatch
    ):
        monkeypatch.setattr(commands, "CHUNK", 1)

        report = load(record("1.000001"), record("1.000002"), record("1.000001"))

        assert [(r.line, r.code) for r in report.refusals] == [(3, "1.000001")]

    def test_is_still_in_its_source_if_its_code_can_be_told(self, load):
        load(record("1.000001"), record("1.000002"))

        report = load(record("1.000001"), record("1.000002", linh_vuc=7))

        assert told(report) == {"unchanged": 1}
        assert queries.get_entry("1.000002", DAY).vanished_at is None

    def test_without_a_code_lets_nothing_be_marked_as_gone(self, load):
        load(record("1.000001"), record("1.000002"))

        report = load(record("1.000001"), "{")

        assert "vanished" not in told(report)
        assert report.kept_because


class TestTheFile:
    def test_that_is_missing_is_unreadable(self, tmp_path):
        with pytest.raises(Unreadable):
            Tape(tmp_path / "none.jsonl")

    def test_that_breaks_off_keeps_what_was_read_and_marks_nothing(
        self, load, tmp_path
    ):
        load(record("9.000009"))
        whole = gzip.compress(
            b"".join(
                json.dumps(record(f"1.{n:06}", name=f"{n * 7919} x")).encode() + b"\n"
                for n in range(1200)
            )
        )
        path = tmp_path / "broken.jsonl.gz"
        path.write_bytes(whole[: len(whole) - 40])

        with pytest.raises(Unreadable), Tape(path) as tape:
            commands.import_entries(
                read_records(tape), origin=ORIGIN, now=NOW + timedelta(days=9)
            )

        assert Entry.objects.filter(code__startswith="1.").count() >= commands.CHUNK
        assert not Entry.objects.filter(vanished_at__isnull=False).exists()

    def test_may_begin_with_a_mark_and_have_empty_lines(self, load):
        line = json.dumps(record())

        assert told(load(f"\ufeff{line}\n\n   ")) == {"added": 1}

    def test_without_a_record_marks_nothing_as_gone(self, load):
        load(record())

        assert load().kept_because == "the file has no record"


class TestIndex:
    def index(self, tmp_path, *lines):
        path = tmp_path / "vn" / indexing.INDEX
        with Tape(write(tmp_path / "full.jsonl", *lines)) as tape:
            indexing.write_index(read_records(tape), origin=ORIGIN, path=path)
        return path

    @pytest.fixture(autouse=True)
    def own_pack(self, tmp_path, monkeypatch):
        monkeypatch.setattr(indexing, "folder", lambda pack: tmp_path / pack)

    def test_fills_a_fresh_installation_with_facts_alone(self, tmp_path):
        self.index(tmp_path, record("1.000001"), record("1.000002"))

        report = indexing.load_index(pack="vn", now=NOW)

        assert told(report) == {"added": 2}
        entry = queries.get_entry("1.000001", DAY)
        assert entry.facts.channels[0].limit.value == 5
        assert entry.facts.bases[0].number == "60/2014/QH13"
        assert entry.facts.bases[0].title == ""
        assert entry.facts.paper_lists is None
        assert entry.original == {}

    def test_is_the_same_for_the_same_records(self, tmp_path):
        lines = [record("1.000001"), record("1.000002")]

        first = self.index(tmp_path, *lines).read_bytes()

        assert self.index(tmp_path, *reversed(lines)).read_bytes() == first

    def test_is_loaded_once(self, tmp_path):
        self.index(tmp_path, record())
        indexing.load_index(pack="vn", now=NOW)

        assert indexing.load_index(pack="vn", now=NOW) is None

    def test_is_completed_by_the_full_file(self, tmp_path, load):
        self.index(tmp_path, record())
        indexing.load_index(pack="vn", now=NOW - timedelta(days=1))

        report = load(record())

        assert told(report) == {"completed": 1}
        entry = queries.get_entry("1.000001", DAY)
        assert entry.facts.paper_lists[0].papers[0].name == "Tờ khai"
        assert entry.original["bases"]

    def test_takes_no_details_away(self, tmp_path, load, monkeypatch):
        load(record())
        monkeypatch.setattr(
            "motcua.catalogue.tests.national.test_import.ORIGIN",
            commands.Origin("Nguồn thử", date(2027, 1, 1)),
        )
        self.index(tmp_path, record(name="Tên mới"))

        report = indexing.load_index(pack="vn", now=NOW + timedelta(days=200))

        assert told(report) == {"changed": 1}
        entry = queries.get_entry("1.000001", DAY)
        assert entry.facts.name == "Tên mới"
        assert entry.facts.paper_lists[0].papers[0].name == "Tờ khai"
        assert entry.original["bases"]

    def test_of_a_pack_without_one_is_nothing(self):
        assert indexing.load_index(pack="base", now=NOW) is None

    def test_that_is_damaged_is_unreadable(self, tmp_path):
        path = tmp_path / "vn" / indexing.INDEX
        path.parent.mkdir(parents=True)
        path.write_bytes(gzip.compress(b'{"format": 99}\n'))

        with pytest.raises(Unreadable):
            indexing.load_index(pack="vn", now=NOW)
