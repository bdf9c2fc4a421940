"""Gate: every MOTCUA_ variable has a line in docs/reference/settings.md."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "reference" / "settings.md"
NAME = re.compile(r"\bMOTCUA_[A-Z0-9_]+\b")
CALL = re.compile(
    r"(?:environ(?:\.get\(|\[|\.setdefault\()|_(?:flag|number|required)\(|getenv\()\s*[\"'](MOTCUA_\w+)"
)


def used(source):
    return set(CALL.findall(source))


def used_everywhere():
    found = set()
    for path in (ROOT / "src").rglob("*.py"):
        if "tests" not in path.parts:
            found |= used(path.read_text(encoding="utf-8"))
    return found


def documented(text):
    rows = [line for line in text.splitlines() if line.startswith("| `MOTCUA_")]
    return {NAME.search(row)[0] for row in rows}


class TestSettings:
    def test_every_variable_is_documented(self):
        assert used_everywhere() - documented(PAGE.read_text(encoding="utf-8")) == set()

    def test_nothing_is_documented_that_is_not_used(self):
        assert documented(PAGE.read_text(encoding="utf-8")) - used_everywhere() == set()


class TestTheGateItself:
    def test_sees_every_way_in_which_a_variable_is_read(self):
        source = """
        os.environ["MOTCUA_A"]; os.environ.get('MOTCUA_B', ""); _flag("MOTCUA_C")
        _number("MOTCUA_F")
        _required(
            "MOTCUA_D"); os.environ.setdefault("MOTCUA_E", "1")
        """

        assert used(source) == {f"MOTCUA_{letter}" for letter in "ABCDEF"}
