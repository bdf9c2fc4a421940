"""What procedures share, and who decides and what costs how much by rule."""

from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest

from motcua.catalogue import rules
from motcua.catalogue.checks import check_definition
from motcua.catalogue.loader import read_procedure, read_procedure_text, shelf_of
from motcua.catalogue.parts import add_parts, names_of
from motcua.catalogue.publishing import from_json
from motcua.catalogue.schema import procedure_schema
from motcua.catalogue.tests.factories import with_fields, words
from motcua.packs.reading import folder
from motcua.packs.yaml_file import DefectiveFile, read_yaml

SHELF = shelf_of(["base", "vn", "vn_hanoi"])
TEXT = (folder("vn_hanoi") / "procedures" / "1.004873.yaml").read_text("utf-8")
USE = TEXT.replace("{use: phone}", "{use: phone, required: false}", 1)


def refusal_of(text, shelf=SHELF):
    with pytest.raises(DefectiveFile) as refused:
        read_procedure_text(text, "x.yaml", shelf)
    return str(refused.value)


class TestUse:
    def test_takes_the_part_and_what_is_said_beside_it(self):
        found = read_procedure_text(USE, "x.yaml", SHELF)

        phone = next(f for f in found.form.fields if f.id == "phone")
        assert phone.type == "PHONE"
        assert phone.prefill == "PHONE"
        assert not phone.required

    def test_says_at_its_line_that_there_is_no_such_part(self):
        said = refusal_of(USE.replace("use: phone", "use: phon"))

        line = USE[: USE.index("{use: phone")].count("\n") + 1
        assert said.startswith(f"x.yaml:{line}:")
        assert "There is no part in `fields` 'phon'. Did you mean 'phone'?" in said

    def test_says_at_its_line_what_is_wrong_inside(self):
        said = refusal_of(USE.replace("required: false", "required: perhaps"))

        line = USE[: USE.index("{use: phone")].count("\n") + 1
        assert said.startswith(f"x.yaml:{line}:")

    def test_works_inside_parts(self):
        sections = SHELF.parts["sections"]

        ids = [field["id"] for field in sections["applicant"]["fields"]]
        assert ids[:2] == ["applicant_name", "applicant_identity"]

    def test_is_in_the_schema_of_editors(self):
        jsonschema.validate(read_yaml(USE, "").data, procedure_schema())

    def test_is_refused_by_the_schema_with_a_key_that_is_none(self):
        data = read_yaml(USE.replace("required: false", "requird: false"), "").data

        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(data, procedure_schema())


class TestAddParts:
    def test_refuses_a_kind_that_is_none(self):
        with pytest.raises(DefectiveFile, match="Did you mean 'fields'"):
            add_parts({}, read_yaml("field: {a: {type: TEXT}}", "parts.yaml"))

    def test_lets_later_packs_replace_a_part(self):
        one = add_parts({}, read_yaml("fees: {a: {amount: 1}}", "1.yaml"))
        two = add_parts(one, read_yaml("fees: {a: {amount: 2}}", "2.yaml"))

        assert two["fees"]["a"] == {"id": "a", "amount": 2}
        assert one["fees"]["a"]["amount"] == 1

    def test_finds_parts_of_many_kinds(self):
        assert len({kind for kind, _ in names_of(SHELF.parts)}) > 5


class TestLike:
    FILE = "like: original\nin_force_from: 2018-06-21\nin_force_until: 2025-07-01\n"

    def test_takes_what_the_other_file_says(self, tmp_path):
        (tmp_path / "original.yaml").write_text(USE, "utf-8")
        (tmp_path / "older.yaml").write_text(self.FILE, "utf-8")

        older = read_procedure(tmp_path / "older.yaml", SHELF)
        newer = read_procedure(tmp_path / "original.yaml", SHELF)

        assert str(older.in_force_until) == "2025-07-01"
        assert older.components == newer.components

    def test_says_that_there_is_no_such_file(self):
        said = refusal_of(self.FILE)

        assert said.startswith("x.yaml:1:")
        assert "There is no file of a procedure 'original'." in said

    def test_of_itself_is_refused(self, tmp_path):
        path = tmp_path / "original.yaml"
        path.write_text(self.FILE, "utf-8")
        shelf = replace(SHELF, procedures={"original": Path(path)})

        assert "There is no file of a procedure" in refusal_of(self.FILE, shelf)

    def test_is_in_the_schema_of_editors(self):
        jsonschema.validate(read_yaml(self.FILE, "").data, procedure_schema())


PAGES = {"id": "pages", "type": "NUMBER"}
COPIES = {"id": "copies", "type": "NUMBER"}
FEE = {
    "id": "pages",
    "name": words("Trang"),
    "kind": "FEE",
    "amount": 2000,
    "quantity": "pages",
    "beyond": [{"above": 2, "amount": 1000}, {"above": 5, "amount": 500}],
    "most": 8000,
    "times": "copies",
}


def fee(**more):
    return with_fields(PAGES, COPIES, fees=[{**FEE, **more}])


class TestTariff:
    @pytest.mark.parametrize(
        ("pages", "copies", "due"),
        [
            (1, 1, 2000),
            (2, 1, 4000),
            (3, 1, 5000),
            (5, 1, 7000),
            (6, 1, 7500),
            (7, 1, 8000),
            (400, 1, 8000),
            (3, 4, 20000),
            (400, 2, 16000),
        ],
    )
    def test_charges_each_step_at_its_amount_up_to_the_most(self, pages, copies, due):
        found = rules.fees_due(fee(), {"pages": pages, "copies": copies})

        assert found.total.amount == due
        assert found.lines[0].quantity == pages * copies

    @pytest.mark.parametrize("form", [{"pages": 3}, {"copies": 2}, {}])
    def test_charges_nothing_for_nothing(self, form):
        assert rules.fees_due(fee(), form).lines == ()

    @pytest.mark.parametrize(
        ("more", "said"),
        [
            ({"times": "copie"}, "Did you mean 'copies'?"),
            (
                {"beyond": [{"above": 5, "amount": 1}, {"above": 5, "amount": 2}]},
                "rise",
            ),
            ({"quantity": None}, "need the number"),
        ],
    )
    def test_is_refused_when_it_cannot_be_worked_out(self, more, said):
        defects = check_definition(fee(**more))

        assert any(said in f"{d.reason} {d.mend}" for d in defects)


WARD = {"id": "ward", "type": "WARD"}
BIG = {"id": "big", "type": "YES_NO"}


def competence(**more):
    usual = {"level": "COMMUNE", "unit": "territory", "place": "ward", **more}
    return with_fields(WARD, BIG, competence=usual)


class TestInstead:
    OTHER = {"when": "big", "level": "CITY", "unit": "H26.15"}

    def test_decides_when_its_condition_holds(self):
        who = rules.competent_of(
            competence(instead=[self.OTHER]), {"ward": "00004", "big": True}
        )

        assert (who.level, who.unit, who.territory) == ("CITY", "H26.15", "")

    def test_leaves_the_usual_authority_otherwise(self):
        who = rules.competent_of(
            competence(instead=[self.OTHER]), {"ward": "00004", "big": False}
        )

        assert (who.level, who.territory, who.place) == ("COMMUNE", "00004", "ward")

    @pytest.mark.parametrize(
        ("other", "said"),
        [
            ({"when": "bg"}, "bg"),
            ({"unit": "territory", "place": "wrd"}, "Did you mean 'ward'?"),
            ({"unit": "territory", "place": "big"}, "does not say where"),
            ({"place": "ward"}, "A unit is named"),
        ],
    )
    def test_is_refused_when_it_cannot_be_told(self, other, said):
        defects = check_definition(competence(instead=[{**self.OTHER, **other}]))

        assert any(said in f"{d.reason} {d.mend} {d.cause}" for d in defects)

    def test_knows_the_level_that_ended(self):
        assert not check_definition(competence(level="DISTRICT"))


def test_a_counting_policy_is_named_by_its_code():
    limit = {"id": "all", "name": words("Chung"), "limit": "5 working days"}
    known = with_fields(WARD, time_limits=[{**limit, "policy": "vn.general"}])
    wrong = with_fields(WARD, time_limits=[{**limit, "policy": "vn.generel"}])

    assert not check_definition(known)
    assert "vn.general" in check_definition(wrong)[0].mend
    assert from_json(known.model_dump(mode="json")) == known
