"""Gate: every refusal has a code, a text in three languages, a meaning, a place."""

import re
from collections import Counter

import pytest

from motcua.config.translations import LANGUAGES, Message, _translated
from motcua.kernel.refusals import Kind, Refusal
from tests.fitness.code import all_refusals
from tests.fitness.pages import PAGES, place_of


def trouble(refusal):
    """Return what a refusal lacks; its texts are looked up elsewhere."""
    own = vars(refusal)
    lacks = [name for name in ("code", "text") if not own.get(name)]
    if not re.fullmatch(r"[a-z][a-z0-9_]+", own.get("code", "x_")):
        lacks.append("code in lower case")
    if own.get("text") and not own["text"].rstrip().endswith((".", "?", "}")):
        lacks.append("whole sentence")
    if not (own.get("__doc__") or "").strip():
        lacks.append("docstring")
    if not isinstance(refusal.kind, Kind):
        lacks.append("kind")
    return lacks


def shared(refusals):
    codes = Counter(refusal.code for refusal in refusals)
    return [code for code, count in codes.items() if count > 1]


class TestRefusals:
    @pytest.mark.parametrize("refusal", all_refusals(), ids=lambda r: r.__name__)
    def test_is_whole(self, refusal):
        assert trouble(refusal) == []

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_speaks_every_language(self, language):
        for refusal in all_refusals():
            capability = refusal.__module__.split(".")[1]
            known = _translated(capability, language) | _translated("web", language)
            assert Message(refusal.text) in known, refusal

    def test_has_a_code_of_its_own(self):
        assert shared(all_refusals()) == []


class TestPages:
    @pytest.mark.parametrize("name", sorted(PAGES))
    def test_says_what_the_code_says(self, name):
        assert place_of(name).read_text("utf-8") == PAGES[name](), "run `make pages`"


class TestTheGateItself:
    def test_finds_what_a_refusal_lacks(self):
        bare = type("Bare", (Refusal,), {"__doc__": None})
        loud = type("Loud", (Refusal,), {"code": "Loud", "text": "Không", "kind": "?"})

        assert trouble(bare) == ["code", "text", "docstring"]
        assert trouble(loud) == [
            "code in lower case", "whole sentence", "docstring", "kind",
        ]  # fmt: skip

    def test_finds_a_code_that_two_have(self):
        one, two = (type(name, (Refusal,), {"code": "same"}) for name in "AB")

        assert shared([one, two]) == ["same"]
