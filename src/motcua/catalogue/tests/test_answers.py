from contextlib import suppress

import jsonschema
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from motcua.catalogue import rules
from motcua.catalogue.checks import check_definition
from motcua.catalogue.form_schema import form_schema
from motcua.catalogue.tests.factories import definition, with_fields, words
from motcua.kernel.ledger import canonical
from motcua.kernel.refusals import InvalidInput

CHOICES = [{"id": "roof", "name": words("Mái")}, {"id": "wall", "name": words("Tường")}]
ALL = with_fields(
    {"id": "name", "type": "TEXT", "min_length": 2, "max_length": 20},
    {"id": "plate", "type": "TEXT", "pattern": "[A-Z]{2}", "pattern_help": words("AB")},
    {"id": "story", "type": "LONGTEXT", "required": False},
    {"id": "floors", "type": "NUMBER", "min": 1, "max": 99},
    {"id": "area", "type": "NUMBER", "decimals": 2, "min": 0},
    {"id": "cost", "type": "MONEY"},
    {
        "id": "born",
        "type": "DATE",
        "not_before": "1900-01-01",
        "not_after": "applied_on",
    },
    {"id": "kind", "type": "CHOICE", "choices": CHOICES},
    {"id": "works", "type": "CHOICE", "choices": CHOICES, "many": True},
    {"id": "owned", "type": "YES_NO"},
    {"id": "mail", "type": "EMAIL"},
    {"id": "phone", "type": "PHONE"},
    {"id": "number", "type": "IDENTITY_NUMBER"},
    {"id": "home", "type": "ADDRESS"},
    {"id": "ward", "type": "WARD"},
    {"id": "why", "type": "TEXT", "when": "area > 100.5 && 'roof' in works"},
)
GOOD = {
    "name": "An",
    "plate": "HN",
    "floors": 3,
    "area": "120.5",
    "cost": "5000000",
    "born": "1990-02-28",
    "kind": "roof",
    "works": ["wall", "roof"],
    "owned": True,
    "mail": "an@example.vn",
    "phone": "0912 345 678",
    "number": "001090000001",
    "home": {"line": "Số 1 Hàng Bài", "ward": "00070"},
    "ward": "00070",
    "why": "Mái cũ",
    "applied_on": "2026-04-28",
}
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["line", "ward", "x"]), inner, max_size=3)
    ),
    max_leaves=5,
)
names = [field.id for field in ALL.form.fields]


class TestCheckForm:
    def test_takes_every_type(self):
        assert rules.check_form(ALL, GOOD) == {
            "name": "An",
            "plate": "HN",
            "floors": 3,
            "area": "120.50",
            "cost": 5_000_000,
            "born": "1990-02-28",
            "kind": "roof",
            "works": ["roof", "wall"],
            "owned": True,
            "mail": "an@example.vn",
            "phone": "0912345678",
            "number": "001090000001",
            "home": {"line": "Số 1 Hàng Bài", "ward": "00070"},
            "ward": "00070",
            "why": "Mái cũ",
        }

    @pytest.mark.parametrize(
        ("field", "value", "code"),
        [
            ("name", "A", "too_short"),
            ("plate", "hn", "not_in_pattern"),
            ("plate", "HNX", "not_in_pattern"),
            ("floors", 0, "out_of_range"),
            ("floors", 3.5, "not_a_number"),
            ("area", "1.234", "not_a_number"),
            ("area", "-1", "out_of_range"),
            ("area", "1,5", "not_a_number"),
            ("cost", -1, "out_of_range"),
            ("cost", 10**16, "not_a_number"),
            ("born", "1899-12-31", "date_too_early"),
            ("born", 19900228, "not_text"),
            ("works", ["roof", "door"], "not_a_choice"),
            ("works", {"roof": 1, "x": 2}, "not_a_choice"),
            ("mail", "an@example", "not_an_email"),
            ("mail", "an @example.vn", "not_an_email"),
            ("home", "Số 1", "not_an_address"),
            ("home", {"line": "Số 1"}, "not_an_address"),
            ("home", {"line": "Số 1", "ward": "1", "x": "y"}, "not_an_address"),
        ],
    )
    def test_refuses_what_is_wrong(self, field, value, code):
        with pytest.raises(InvalidInput) as refused:
            rules.check_form(ALL, GOOD | {field: value})

        assert refused.value.fields[field].code == code

    @given(st.dictionaries(st.sampled_from([*names, "nonsense"]), json_values))
    @example({"works": [["roof"]]})
    @example({"works": "roof"})
    @example({"kind": ["roof"]})
    @example({"name": "\ud800\ud800"})
    @example({"works": ["roof", "\ud800"]})
    @example({"home": {"line": "\ud800", "ward": "\ud800"}})
    @example({"kind": {"line": {}}})
    @example({"floors": float("inf")})
    @settings(max_examples=400, deadline=None)
    def test_survives_anything(self, some):
        form = GOOD | some
        rules.facts_of(ALL, form)
        rules.asked_fields(ALL, form)
        with suppress(InvalidInput):
            cleaned = rules.check_form(ALL, form)

            canonical(cleaned)  # it can be hashed into an event
            again = cleaned | {"applied_on": "2026-04-28"}
            assert rules.check_form(ALL, again) == cleaned

    def test_needs_the_day_where_the_form_speaks_of_it(self):
        form = {k: v for k, v in GOOD.items() if k != "applied_on"}

        with pytest.raises(ValueError, match="applied_on"):
            rules.check_form(ALL, form)


class TestAskedFields:
    @pytest.mark.parametrize(("area", "asked"), [("100.5", False), ("100.51", True)])
    def test_follow_the_answers(self, area, asked):
        fields = rules.asked_fields(ALL, GOOD | {"area": area})

        assert ("why" in [field.id for field in fields]) is asked


class TestFormSchema:
    def test_agrees_with_the_checker_on_what_is_good(self):
        cleaned = rules.check_form(ALL, GOOD)

        jsonschema.Draft202012Validator(form_schema(ALL)).validate(cleaned)

    def test_is_a_schema(self):
        jsonschema.Draft202012Validator.check_schema(form_schema(ALL, "de"))


class TestCheckDefinition:
    @pytest.mark.parametrize(
        ("field", "said"),
        [
            ({"type": "TEXT", "pattern": "("}, "Not a regular expression"),
            ({"type": "TEXT", "pattern": "a"}, "Nobody can read a pattern."),
            ({"type": "NUMBER", "min": 3, "max": 2}, "`max` is below `min`."),
            ({"type": "CHOICE", "choices": CHOICES[:1] * 2}, "stands here twice"),
            ({"type": "TEXT", "when": "x == 'a'"}, "There is no field 'x'."),
            ({"type": "TEXT", "when": "variant == 'a'"}, "no field 'variant'"),
        ],
    )
    def test_finds(self, field, said):
        found = check_definition(with_fields({"id": "x", **field}))

        assert said in " ".join(defect.reason for defect in found)

    @pytest.mark.parametrize(
        ("condition", "said"),
        [
            ("floors > 'three'", "No such overload"),
            ("'roof' in kind", "No such overload"),
            ("owned == true && name > 1", "No such overload"),
            ("!owned && name > 1", "No such overload"),
            ("floors + 1", "not true or false"),
            ("home.street == 'x'", "street"),
        ],
    )
    def test_tries_conditions_on_the_right_types(self, condition, said):
        fees = [{"id": "f", "name": words("F"), "kind": "FEE", "amount": 0}]
        wrong = ALL.model_copy(
            update={
                "fees": (
                    definition(fees=fees)
                    .fees[0]
                    .model_copy(update={"when": condition}),
                )
            }
        )

        (defect,) = check_definition(wrong)

        assert defect.place == ("fees", 0, "when")
        assert said in defect.reason

    def test_accepts_the_smallest_procedure(self):
        assert check_definition(definition()) == []

    def test_accepts_every_type_of_field(self):
        assert check_definition(ALL) == []

    def test_wants_the_ordinary_variant_last(self):
        limits = [
            {"id": "a", "name": words("A"), "limit": "1 working day"},
            {"id": "b", "name": words("B"), "limit": "not stated"},
        ]

        (defect,) = check_definition(definition(time_limits=limits))

        assert defect.place == ("time_limits", 0)
