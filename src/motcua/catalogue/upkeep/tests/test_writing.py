from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.catalogue.definition import ProcedureFile
from motcua.catalogue.loader import read_procedure, read_procedure_text
from motcua.catalogue.national.queries import Entry, Source
from motcua.catalogue.national.rules.facts import (
    Amount,
    FeeKind,
    Paper,
    PaperList,
    StatedFee,
    SubmissionChannel,
)
from motcua.catalogue.tests.entries import facts, line
from motcua.catalogue.upkeep.drafting import blank_draft, draft_of, id_of
from motcua.catalogue.upkeep.library import known_parts, shelf
from motcua.catalogue.upkeep.writing import ORDER, file_data, to_yaml
from motcua.kernel.ids import new_id
from motcua.packs.reading import folder
from motcua.packs.yaml_file import read_yaml

FILES = sorted((folder("vn_hanoi") / "procedures").glob("*.yaml"))
NOW = datetime(2026, 11, 25, tzinfo=UTC)
DAY = date(2027, 1, 1)
yes_or_no = st.booleans()
said = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\x85\u2028\u2029\ufeff\ufffe\uffff"))  # fmt: skip  # noqa: E501


def entry(**more) -> Entry:
    return Entry(
        id=new_id(),
        code="1.000001",
        facts=facts(**more),
        group="civil_status",
        original={},
        content_hash="",
        source=Source("Cơ sở dữ liệu thử", date(2026, 7, 31)),
        first_seen_at=NOW,
        last_seen_at=NOW,
        last_changed_at=NOW,
        vanished_at=None,
        is_written_out=False,
    )


def draft(**more):
    return draft_of(entry(**more), template="examine_sign", day=DAY)


class TestWriting:
    @pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
    def test_gives_back_what_was_read(self, file):
        definition = read_procedure(file, shelf())

        text = to_yaml(file_data(definition, shelf()))

        assert read_procedure_text(text, "x", shelf()) == definition

    def test_finds_the_template_again(self):
        file = next(f for f in FILES if "template:" in f.read_text("utf-8"))

        data = file_data(read_procedure(file, shelf()), shelf())

        assert "template" in data["process"]

    def test_knows_every_key_of_a_file(self):
        assert set(ORDER) == set(ProcedureFile.model_fields)

    @given(
        st.dictionaries(st.sampled_from("abc"), said | st.integers() | st.booleans())
    )
    def test_loses_no_letter(self, data):
        assert not data or read_yaml(to_yaml(data), "x").data == data


class TestBlankDraft:
    def test_says_only_what_is_known(self):
        made = blank_draft("1.1", "Thử", template="examine_sign", day=DAY)

        assert made["in_force_from"] == "2027-01-01"
        assert "channels" not in made
        assert "fees" not in made


class TestDraftOf:
    def test_takes_what_the_entry_says(self):
        made = draft()

        assert made["field"] == "civil_status"
        assert made["legal_bases"] == ["60/2014/QH13"]
        assert made["channels"] == ["ONLINE", "COUNTER"]
        assert made["competence"] == {"level": "COMMUNE", "unit": "territory"}
        assert made["components"] == [
            {
                "id": "to_khai",
                "name": {"vi": "Tờ khai"},
                "form": "ORIGINAL",
                "originals": 1,
            }
        ]
        assert made["results"][0] == {
            "id": "approved",
            "kind": "APPROVAL",
            "name": {"vi": "Giấy phép"},
            "code": "KQ.G15.000001",
        }

    def test_tells_channels_apart_where_they_differ(self):
        made = draft()

        assert [(fee["amount"], fee["when"]) for fee in made["fees"]] == [
            (0, 'channel == "ONLINE"'),
            (8000, 'channel == "COUNTER"'),
        ]
        limits = [(one["limit"], one.get("when")) for one in made["time_limits"]]
        assert limits == [
            ("5 working days", 'channel == "ONLINE"'),
            ("3 working days", None),
        ]

    def test_says_once_what_is_the_same_for_all(self):
        made = draft(channels=(line(), line("POST")))

        assert made["fees"] == [
            {"id": "fee_1", "name": {"vi": "Phí, lệ phí"}, "kind": "FEE", "amount": 0}
        ]
        assert len(made["time_limits"]) == 1

    def test_takes_silence_about_the_fee_for_not_known_never_for_free(self):
        fee = StatedFee(FeeKind.NOT_STATED)
        made = draft(channels=(line(fee=fee),))

        assert made["fees"][0]["amount"] is None

    def test_keeps_another_currency(self):
        fee = StatedFee(FeeKind.AMOUNTS, (Amount(5, "USD"),))

        assert draft(channels=(line(fee=fee),))["fees"][0]["currency"] == "USD"

    def test_leaves_out_what_nobody_said(self):
        made = draft(levels=(), applicants=(), conditions=None, paper_lists=None)

        for key in ("competence", "applicants", "requirements", "service_level"):
            assert key not in made

    def test_gives_papers_of_one_name_different_ids(self):
        papers = (Paper("Đơn", 1, 0), Paper("Đơn", 0, 2))
        made = draft(paper_lists=(PaperList("Cấp lại", papers),))

        first, second = made["components"]
        assert (first["id"], second["id"]) == ("don", "don_2")
        assert second["form"] == "COPY"
        assert first["note"] == {"vi": "Trường hợp: Cấp lại"}

    def test_is_of_channels_that_we_have(self):
        assert {str(c) for c in SubmissionChannel} == {"ONLINE", "COUNTER", "POST"}


class TestIdOf:
    @given(said, st.lists(said))
    def test_is_an_id_that_is_not_taken(self, name, taken):
        made = id_of(name, taken)

        assert made not in taken
        assert len(made) <= 60
        assert made[0].isalpha()


class TestKnownParts:
    def test_are_those_of_the_packs(self):
        assert known_parts("fields")["phone"].data["prefill"] == "PHONE"
        assert known_parts("components")["authorisation"].name.en
        assert known_parts("nothing") == {}
