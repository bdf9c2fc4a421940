"""Gate: files stay small, links lead somewhere, nothing is left lying about."""

import ast
import gettext
import re
from pathlib import Path

import polib
import pytest

from tests.fitness.code import PACKAGE, ROOT, RULES

LONGEST, LONGEST_TEST = 400, 800  # lines
LEFT_BEHIND = re.compile(
    r"\b(?:TODO|FIXME|XXX|HACK)\b" r'|(?<![\w.}"])/(?:work|root)/\w'
)
LINK = re.compile(r"\]\(([^)#:\s]+)(?:#[\w-]*)?\)")
# Numbers in rules, read one by one: none is a number of the law. Those are data.
NUMBERS = {
    "accounts": {"PREFIX", "DEVICE_LENGTH"},
    "authority": {"LONGEST_TOKEN"},
    "cases": {"LAST_DIGITS"},
    "catalogue": {
        "MOST", "MOST_CHARACTERS", "LEAST", "SHOWN", "_TIMES",
    },
    "deadlines": {"MINUTE", "VERSION_LENGTH", "MINUTES_OF_A_DAY", "LONGEST"},
    "documents": {"LONGEST_NAME", "CODE_LENGTH", "_PRIMITIVE"},
    "notices": {
        "MAX_ATTEMPTS", "LONGEST_WAIT", "SMS_LETTERS", "PLACEHOLDER_LETTERS",
    },
}  # fmt: skip


def sources():
    return [*PACKAGE.rglob("*.py"), *(ROOT / "tests").rglob("*.py")]


def pages():
    return [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]


def too_long(path):
    allowed = LONGEST_TEST if "tests" in path.parts else LONGEST
    return len(path.read_text("utf-8").splitlines()) > allowed


def dead_links(page):
    return [
        link
        for link in LINK.findall(page.read_text("utf-8"))
        if not (page.parent / link).exists()
    ]


def numbers_in(source):
    """Return the names of constants of a module that hold a number above one."""
    found = set()
    for node in ast.parse(source).body:
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if any(_is_number(part) for part in ast.walk(node.value)):
                found |= {t.id for t in targets if isinstance(t, ast.Name)}
    return found


def _is_number(node):
    value = node.value if isinstance(node, ast.Constant) else None
    return type(value) in (int, float) and value > 1


class TestFiles:
    def test_stay_small(self):
        long = [p for p in sources() if "migrations" not in p.parts and too_long(p)]

        assert long == []

    def test_hold_nothing_left_behind(self):
        texts = [*sources(), *pages(), *ROOT.glob("changelog.d/*"), ROOT / "Makefile"]
        found = [
            f"{path}: {match[0]}"
            for path in texts
            if path != Path(__file__)
            for match in LEFT_BEHIND.finditer(path.read_text("utf-8"))
        ]

        assert found == []


class TestPages:
    @pytest.mark.parametrize("page", pages(), ids=lambda p: str(p.relative_to(ROOT)))
    def test_links_lead_somewhere(self, page):
        assert dead_links(page) == []

    def test_each_is_in_the_index(self):
        index = (ROOT / "docs" / "README.md").read_text("utf-8")
        for page in (ROOT / "docs").glob("*/*.md"):
            name = str(page.relative_to(ROOT / "docs"))
            if page.parent.name != "decisions":
                assert f"]({name})" in index, name


class TestNumbersInRules:
    def test_none_is_the_laws(self):
        found = {}
        for path in PACKAGE.rglob("*.py"):
            parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
            names = numbers_in(path.read_text("utf-8"))
            if names and RULES.fullmatch(".".join(parts)):
                found[parts[1]] = found.get(parts[1], set()) | names

        assert found == NUMBERS, "law is data; another number is listed here"


class TestCatalogues:
    @pytest.mark.parametrize(
        "path", sorted(PACKAGE.glob("*/locale/*/LC_MESSAGES/django.po")),
        ids=lambda p: "-".join((p.parts[-5], p.parts[-3])),
    )  # fmt: skip
    def test_each_compiles(self, path, tmp_path):
        compiled = tmp_path / "django.mo"
        polib.pofile(str(path)).save_as_mofile(str(compiled))

        with compiled.open("rb") as file:
            assert len(gettext.GNUTranslations(file)._catalog) > 1


class TestTheGateItself:
    def test_finds_a_long_file(self, tmp_path):
        path = tmp_path / "long.py"
        path.write_text("x = 1\n" * 401)

        assert too_long(path)

    @pytest.mark.parametrize("text", ["# TODO: later", "see /work/notes"])
    def test_finds_what_was_left_behind(self, text):
        assert LEFT_BEHIND.search(text)

    def test_finds_a_link_to_nowhere(self, tmp_path):
        page = tmp_path / "page.md"
        page.write_text("[a](page.md#x) [b](gone.md) [c](https://example.org)")

        assert dead_links(page) == ["gone.md"]

    def test_finds_a_number_in_a_rule(self):
        source = "A = 15\nB: int = 1\nC = timedelta(hours=8)\nD = 'x'"

        assert numbers_in(source) == {"A", "C"}
