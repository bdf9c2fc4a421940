"""150 records of the national database, drawn by lot and read by hand.

``sample.csv`` has facts only, written down from the text of each record and not from
what the importer made of it: the lines of the table of channels (150 records); lists
and papers with the sums of originals and copies, and the numbers of legal bases (the
first 50). UNREAD: the text contradicts itself, or a sum in it cannot be what is meant.
``text``: the beginning of the hash of the table that was read.
"""

import csv
import hashlib
from itertools import pairwise
from pathlib import Path

import pytest

from motcua.catalogue.national.measuring import measure
from motcua.catalogue.national.reading import Found, Tape, read_records
from motcua.catalogue.national.rules.facts import FeeKind

HERE = Path(__file__).parent
FILE = "shared/data/national-procedures-2026-07.jsonl.gz"
with (HERE / "sample.csv").open(encoding="utf-8", newline="") as sheet:
    SAMPLE = {row["code"]: row for row in csv.DictReader(sheet)}
READ_BY_HAND = 50  # records whose papers and legal bases were read, too


# The file lies in a folder beside the repository, or beside one of those above it.
PATH = next((p / FILE for p in HERE.parents if (p / FILE).exists()), None)
needs_file = pytest.mark.skipif(
    PATH is None, reason=f"needs ../{FILE}, which is no part of the repository"
)


@pytest.fixture(scope="module")
def found():
    with Tape(PATH) as tape:
        return {
            item.facts.code: item
            for item in read_records(tape)
            if isinstance(item, Found)
        }


def limit_text(limit):
    if limit is None:
        return "-"
    return f"{limit.value} {limit.unit or '?'}"


def fee_text(fee):
    if fee.kind is FeeKind.AMOUNTS:
        return " ".join(f"{a.value}{a.currency}" for a in fee.amounts)
    return fee.kind.value


def lines_of(code, found):
    """Return the lines (channel, limit, fee) as read by hand, and as read here."""
    expected = [line.split(": ") for line in SAMPLE[code]["lines"].split("; ")]
    ours = [
        [line.channel.value, limit_text(line.limit), fee_text(line.fee)]
        for line in found[code].facts.channels
    ]
    return expected, ours


class TestTheSample:
    def test_has_150_records_in_order(self):
        assert len(SAMPLE) == 150
        assert all(a < b for a, b in pairwise(SAMPLE))

    def test_holds_facts_and_no_text(self):
        assert max(len(row["lines"]) for row in SAMPLE.values()) < 400


@needs_file
class TestTheReading:
    def test_is_of_the_records_that_were_read_by_hand(self, found):
        for code, row in SAMPLE.items():
            text = found[code].original["record"]["cach_thuc_thuc_hien"]
            assert hashlib.sha256(text.encode()).hexdigest()[:12] == row["text"], code

    def test_finds_every_line_of_the_tables(self, found):
        for code in SAMPLE:
            expected, ours = lines_of(code, found)
            assert [line[0] for line in ours] == [line[0] for line in expected], code

    def test_of_time_limits_is_precise(self, found):
        stated, wrong = 0, []
        for code in SAMPLE:
            for hand, ours in zip(*lines_of(code, found), strict=True):
                stated += ours[1] != "-"
                wrong += [code] if ours[1] not in {"-", hand[1]} else []

        assert stated > 350
        assert 1 - len(wrong) / stated >= 0.99, wrong

    def test_of_fees_is_precise(self, found):
        said, wrong = 0, []
        for code in SAMPLE:
            for hand, ours in zip(*lines_of(code, found), strict=True):
                said += ours[2] != "UNREAD"
                wrong += [code] if ours[2] not in {"UNREAD", hand[2]} else []

        assert said > 350
        assert 1 - len(wrong) / said >= 0.99, wrong

    def test_leaves_few_values_of_the_sample_out(self, found):
        pairs = [
            pair for code in SAMPLE for pair in zip(*lines_of(code, found), strict=True)
        ]
        limits = [ours[1] == "-" for hand, ours in pairs if hand[1] != "-"]
        fees = [
            ours[2] == "UNREAD"
            for hand, ours in pairs
            if hand[2] not in {"UNREAD", "NOT_STATED", "ELSEWHERE"}
        ]

        assert sum(limits) / len(limits) <= 0.05
        assert sum(fees) / len(fees) <= 0.05

    def test_counts_papers_as_a_person_does(self, found):
        rows = [(c, r["papers"]) for c, r in SAMPLE.items() if r["papers"]]
        wrong = [code for code, hand in rows if papers_of(found[code]) != hand]

        assert len(rows) == READ_BY_HAND
        assert wrong == []

    def test_finds_the_numbers_of_legal_bases(self, found):
        codes = list(SAMPLE)[:READ_BY_HAND]
        hand = {(c, n) for c in codes for n in SAMPLE[c]["bases"].split()}
        ours = {(c, b.number) for c in codes for b in found[c].facts.bases}

        assert ours <= hand
        assert len(ours & hand) / len(hand) >= 0.99

    def test_takes_most_of_what_all_records_state(self, found):
        figures = measure(found.values())

        assert figures["records"] == 2642
        assert figures["of_these_read_percent"] >= 95
        assert figures["of_these_fees_read_percent"] >= 95


def papers_of(item):
    lists = item.facts.paper_lists
    papers = [paper for one in lists for paper in one.papers]
    originals = sum(paper.originals or 0 for paper in papers)
    copies = sum(paper.copies or 0 for paper in papers)
    return f"{len(lists)} {len(papers)} {originals} {copies}"
