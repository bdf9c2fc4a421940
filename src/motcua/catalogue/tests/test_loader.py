import json
from pathlib import Path

import jsonschema
import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from motcua.catalogue.loader import read_procedure_text, shelf_of
from motcua.catalogue.publishing import from_json, hash_of, to_json
from motcua.catalogue.schema import procedure_schema, schema_text
from motcua.packs.reading import PACKS
from motcua.packs.yaml_file import DefectiveFile, read_yaml

ROOT = Path(__file__).resolve().parents[4]
BIRTH = PACKS / "vn_hanoi" / "procedures" / "1.001193.yaml"
TEXT = BIRTH.read_text("utf-8")
SHELF = shelf_of(["base", "vn", "vn_hanoi"])
TEMPLATE = """process:
  template: examine_sign
  change:
    - {step: examine, within: 3 working hours}
"""


def problems(old, new):
    """Return what is said when ``old`` stands as ``new`` in a good file."""
    assert old in TEXT
    with pytest.raises(DefectiveFile) as refused:
        read_procedure_text(TEXT.replace(old, new, 1), "x.yaml", SHELF)
    return [str(problem) for problem in refused.value.problems]


def line_of(text):
    return TEXT[: TEXT.index(text)].count("\n") + 1


def with_process(process):
    start, end = TEXT.index("process:\n"), TEXT.index("results:\n")
    return TEXT[:start] + process + "\n" + TEXT[end:]


class TestReadProcedure:
    @pytest.mark.parametrize(
        ("old", "new", "said"),
        [
            ("clock: RESTART", "clok: RESTART", "Did you mean 'clock'?"),
            ("clock: RESTART", "clok: RESTART", "The key 'clock' is missing."),
            ("amount: 8000", 'amount: "8000"', "Write digits alone."),
            ("personal: true", "personal: yes", "Write true or false."),
            ("type: CHOICE", "type: CHOISE", "There is no 'CHOISE' here."),
            ("limit: same working day", "limit: soon", "'soon' is no limit."),
            ("role: OFFICER", "role: BOSS", "Input should be"),
            (
                "field: civil_status",
                "field: civil_state",
                "Did you mean 'civil_status'",
            ),
            ("in_force_from: 2025-07-01", "in_force_from: 2025-13-01", "valid date"),
            ("to: [sign]", "to: [sgn]", "There is no step 'sgn'. Did you mean 'sign'?"),
            ("place: parents_ward", "place: child_name", "does not say where"),
            ("result: approved", "result: granted", "There is no result 'granted'."),
            (
                "when: father_known\n",
                "when: father_knwn\n",
                "Did you mean 'father_known'",
            ),
            ("when: abandoned", 'when: "abandoned ="', "The condition is wrong"),
            ("when: abandoned", 'when: "shout(abandoned)"', "no function 'shout'"),
            ("not_after: applied_on", "not_after: tomorrow", "valid date"),
            ("id: birth_date", "id: channel", "name of another field"),
            ("id: birth_date", "id: child_name", "name of another field"),
            ("quantity: extract_copies", "quantity: phone", "is no count"),
            ("    set_by:", "    sets_by:", "Did you mean 'set_by'?"),
            ("amount: null", "amount: 5000", "says who sets it"),
            ("group: proof_of_birth", "group: alone", "Nothing else is in the group"),
            ("form: DATA", "form: COPY", "with 0 pieces"),
            ("originals: 1", "originals: 0", "with 0 pieces"),
            ("places: ANY", "places: LISTED", "`units` are listed with LISTED"),
            ("statutory_form: birth_app", "statutory_form: bith_app", "statutory form"),
            ("kind: CONSULTATION", "kind: TASK", "A CONSULTATION, and nothing else"),
            ("code: KQ", "code: &x KQ", ""),
        ],
    )
    def test_says_where_and_how_to_mend(self, old, new, said):
        if not said:  # an anchor is no mistake
            read_procedure_text(TEXT.replace(old, new, 1), "x.yaml", SHELF)
            return
        found = problems(old, new)

        assert any(said in text for text in found), found
        assert all(text.startswith("x.yaml:") for text in found)

    def test_says_the_line_and_column_of_a_word_in_a_condition(self):
        old = "when: father_known && marriage_elsewhere"
        found = problems(old, "when: father_known && marriage_elswhere")

        line = line_of(old)
        column = len("    when: father_known && ") + 1
        assert found == [
            f"x.yaml:{line}:{column}: The condition is wrong: There is no field "
            "'marriage_elswhere'. Did you mean 'marriage_elsewhere'?"
        ]

    def test_says_the_column_inside_quotes(self):
        old = 'when: "!abandoned && surrogacy"'
        found = problems(old, 'when: "!abandoned && surogacy"')

        column = len('    when: "!abandoned && ') + 1
        assert found[0].startswith(f"x.yaml:{line_of(old)}:{column}:")

    def test_refuses_a_condition_on_a_later_field(self):
        found = problems('when: "!abandoned"', 'when: proof == "witness"')

        assert "There is no field 'proof'." in found[0]

    def test_refuses_a_key_that_stands_twice(self):
        found = problems("field: civil_status", "field: land\nfield: civil_status")

        assert "The key 'field' stands here twice." in found[0]

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("", "The file is empty."),
            ("a: [1", "This is not YAML"),
            ("a: !!python/object:os.system x", "are not used"),
            ("- a", "Write keys and values"),
            ("{[1]: a}", "A key must be a word."),
            ("a: \x00", "This is not YAML"),
            ("x" * 1_000_001, "too large"),
            (
                "a: &a [x,x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\n"
                "c: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c]\n"
                "e: [*d,*d,*d,*d,*d,*d,*d,*d,*d,*d]\n",
                "too many values",
            ),
        ],
    )
    def test_refuses_what_is_no_procedure(self, text, said):
        with pytest.raises(DefectiveFile, match=said):
            read_procedure_text(text, "x.yaml", SHELF)

    def test_takes_a_template_and_its_changes(self):
        found = read_procedure_text(with_process(TEMPLATE), "x.yaml", SHELF)

        steps = {step.id: step for step in found.process.steps}
        assert steps["examine"].within == "3 working hours"
        assert steps["sign"].within is None

    @pytest.mark.parametrize(
        ("old", "new", "said"),
        [
            ("examine_sign", "examin_sign", "Did you mean 'examine_sign'?"),
            ("step: examine", "step: examin", "Did you mean 'examine'?"),
            ("within", "wthin", "Did you mean 'within'?"),
            ("3 working hours", "2 working days", "The steps may take 2 working days"),
            ("within:", "when: {propos: fast}, within:", "Did you mean 'propose'?"),
        ],
    )
    def test_refuses_a_template_that_does_not_fit(self, old, new, said):
        with pytest.raises(DefectiveFile) as refused:
            read_procedure_text(
                with_process(TEMPLATE.replace(old, new)), "x.yaml", SHELF
            )

        assert said in str(refused.value)

    def test_brings_the_formats_that_it_uses(self):
        found = read_procedure_text(TEXT, "x.yaml", SHELF)

        assert {f.type for f in found.formats} == {"PHONE", "IDENTITY_NUMBER"}

    def test_survives_storing(self):
        found = read_procedure_text(TEXT, "x.yaml", SHELF)
        stored = json.loads(json.dumps(to_json(found), sort_keys=True))

        assert from_json(stored) == found
        assert hash_of(stored) == hash_of(to_json(found))


class TestSchema:
    def test_stands_in_the_docs(self):
        path = ROOT / "docs" / "reference" / "procedure.schema.json"

        assert path.read_text("utf-8") == schema_text(), (
            "Run: motcua procedure_schema > docs/reference/procedure.schema.json"
        )

    def test_takes_a_good_file(self):
        jsonschema.validate(read_yaml(TEXT, "").data, procedure_schema())

    def test_refuses_a_bad_one(self):
        data = read_yaml(TEXT.replace("clock: RESTART", "clock: NEVER"), "").data

        with pytest.raises(jsonschema.ValidationError, match="NEVER"):
            jsonschema.validate(data, procedure_schema())


class TestCheck:
    def test_accepts_the_packs(self, capsys):
        call_command("check", str(PACKS))

        assert "all in order" in capsys.readouterr().out

    def test_says_problems_as_json(self, capsys, tmp_path):
        (tmp_path / "a.yaml").write_text(TEXT.replace("RESTART", "NEVER"), "utf-8")

        with pytest.raises(SystemExit) as ended:
            call_command("check", str(tmp_path), "--json")

        assert ended.value.code == 1
        found = json.loads(capsys.readouterr().out)
        assert found["checked"] == 1
        assert found["problems"][0]["line"] == line_of("clock: RESTART")

    def test_says_that_a_path_does_not_exist(self):
        with pytest.raises(CommandError, match=r"There is no nowhere/at_all\.yaml\."):
            call_command("check", "nowhere/at_all.yaml")

    def test_still_checks_the_system(self, capsys):
        call_command("check")

        assert "no issues" in capsys.readouterr().out


def test_every_text_of_the_packs_is_in_three_languages():
    missing = []
    for path in PACKS.rglob("procedures/*.yaml"):
        _walk(read_yaml(path.read_text("utf-8"), "").data, path.name, missing)
    assert missing == []


def _walk(value, place, missing):
    if isinstance(value, dict):
        if "vi" in value and isinstance(value["vi"], str):
            lacking = {"vi", "en", "de"} - set(value)
            missing += [f"{place}: {value['vi']} lacks {lacking}"] if lacking else []
        for key, item in value.items():
            _walk(item, f"{place}.{key}", missing)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            _walk(item, f"{place}.{index}", missing)
