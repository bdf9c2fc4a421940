"""Gate: every rule cites law that is known, or a decision record that exists."""

import re

import pytest
import yaml

from motcua.kernel.law import Citation, cites, decided_by
from tests.fitness.code import (
    DECISIONS,
    PACKAGE,
    all_rules,
    bases_in,
    basis_trouble,
    instruments,
    unknown_basis,
)

KNOWN = {"91/2015/QH13"}
RECORDS = sorted(DECISIONS.glob("[0-9]*.md"))
NAMED = re.compile(r"(?:decided_by\(\"|decision: ?)(\d{4}-[a-z0-9-]+)")


class TestRules:
    def test_each_has_a_basis(self):
        known = instruments()
        trouble = [basis_trouble(name, rule, known) for name, rule in all_rules()]

        assert [line for line in trouble if line] == []

    def test_each_says_what_it_means(self):
        assert [name for name, rule in all_rules() if not rule.__doc__] == []

    def test_there_are_rules_to_look_at(self):
        assert len(all_rules()) > 50


class TestPacks:
    def test_rest_on_what_is_known(self):
        known = instruments()
        lost = {
            f"{path.relative_to(PACKAGE)}: {missing}"
            for path in PACKAGE.glob("packs/*/**/*.yaml")
            # Facts about units quote lists and records that are no instruments.
            if path.parent.name not in {"organisation", "demo"}
            for text in bases_in(yaml.safe_load(path.read_text("utf-8")))
            for part in text.split("; ")
            if (missing := unknown_basis(part, known))
        }

        assert lost == set()


class TestDecisions:
    def test_each_that_is_named_exists(self):
        named = {
            name
            for path in [*PACKAGE.rglob("*.py"), *PACKAGE.rglob("*.yaml")]
            if "tests" not in path.parts
            for name in NAMED.findall(path.read_text("utf-8"))
        }

        assert named
        assert named - {path.stem for path in DECISIONS.glob("*.md")} == set()

    def test_each_has_its_own_number(self):
        numbers = [path.name[:4] for path in RECORDS]

        assert sorted(numbers) == sorted(set(numbers))

    @pytest.mark.parametrize(
        "path", sorted(DECISIONS.glob("[0-9]*.md")), ids=lambda p: p.name
    )
    def test_each_says_what_was_decided_and_why(self, path):
        text = path.read_text("utf-8")

        assert text.startswith(f"# {path.name[:4]}. ")
        for heading in ("Context", "Decision", "Consequences"):
            assert re.search(rf"^## {heading}", text, re.MULTILINE), heading


class TestTheGateItself:
    def test_finds_a_rule_without_a_basis(self):
        assert "needs @cites" in basis_trouble("r", lambda: None, KNOWN)

    def test_finds_a_rule_with_two_bases(self):
        rule = cites(Citation("91/2015/QH13"))(decided_by("0001-x")(lambda: None))

        assert "one of them" in basis_trouble("r", rule, KNOWN)

    def test_finds_an_instrument_that_nobody_knows(self):
        rule = cites(Citation("0/1900/XX"))(lambda: None)

        assert "0/1900/XX" in basis_trouble("r", rule, KNOWN)

    def test_finds_a_decision_that_nobody_wrote(self):
        rule = decided_by("9999-nobody-wrote-this")(lambda: None)

        assert "9999" in basis_trouble("r", rule, KNOWN)

    def test_finds_a_basis_in_data_that_nobody_knows(self):
        data = {"a": [{"citation": "Điều 1 9/9"}], "law": ["91/2015/QH13"], "b": "9/8"}
        found = [unknown_basis(text, KNOWN) for text in bases_in(data)]

        assert found == ["9/9", ""]
        assert unknown_basis("decision:9999-nobody", KNOWN)

    def test_passes_a_rule_that_cites(self):
        rule = cites(Citation("91/2015/QH13", "147"))(lambda: None)

        assert basis_trouble("r", rule, KNOWN) == ""


class TestForms:
    def test_each_set_begins_when_its_instrument_comes_into_force(self):
        known = yaml.safe_load((PACKAGE / "packs/vn/instruments.yaml").read_text())
        sets = yaml.safe_load((PACKAGE / "packs/vn/forms.yaml").read_text())["sets"]

        assert sets
        for one in sets:
            symbol = one["instrument"].removeprefix("Thông tư ")
            begun = known.get("instruments", known)[symbol]["in_force_from"]
            assert one["start_date"] == begun, symbol
