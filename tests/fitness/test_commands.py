"""Gate: every command has a place in the overview, a page, and says its exit codes."""

import re
from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class

from motcua.config.command import GROUPS, OF_DJANGO, our_commands

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "reference" / "commands.md"
ALWAYS = OF_DJANGO | {"-h", "--help", "-v"}
OF_CHECK = {"--tag", "--list-tags", "--deploy", "--fail-level", "--database", "-t"}


def sections(text):
    """Return what the page says of each command."""
    parts = re.split(r"^### `motcua (\w+)`$", text, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def options(name):
    """Return the options that are the command's own."""
    command = load_command_class(get_commands()[name], name)
    parser = command.create_parser("motcua", name)
    return {
        option
        for action in parser._actions
        for option in action.option_strings
        if option not in ALWAYS and not (name == "check" and option in OF_CHECK)
    }


def documented(section):
    return {
        option
        for line in section.splitlines()
        if line.startswith("| `-")
        for option in re.findall(r"`(--[\w-]+)", line.split("|")[1])
    }


class TestCommands:
    def test_each_has_one_place_in_the_overview(self):
        placed = [name for names in GROUPS.values() for name in names]

        assert sorted(placed) == sorted(our_commands())

    def test_each_has_a_section_on_the_page(self):
        assert set(sections(PAGE.read_text("utf-8"))) == our_commands()

    @pytest.mark.parametrize("name", sorted(our_commands()))
    def test_each_option_is_on_the_page_and_no_other(self, name):
        section = sections(PAGE.read_text("utf-8"))[name]

        assert documented(section) == options(name)

    @pytest.mark.parametrize("name", sorted(our_commands()))
    def test_each_says_what_it_does_and_how_it_ends(self, name):
        command = load_command_class(get_commands()[name], name)

        assert re.match(r"[A-Z][^.]+\.", command.help)
        assert len(command.help.split(". ")[0]) < 160
        for action in command.create_parser("motcua", name)._actions:
            assert action.help, action.option_strings or action.dest


class TestTheGateItself:
    def test_sees_a_command_without_a_section(self):
        text = "### `motcua init`\nDoes.\n### `motcua demo`\nFills.\n"

        assert sections(text) == {"init": "\nDoes.\n", "demo": "\nFills.\n"}

    def test_sees_an_option_without_a_row(self):
        assert documented("| `--json` | for programs |\n`--other` in prose") == {
            "--json"
        }
