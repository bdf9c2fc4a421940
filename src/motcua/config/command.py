"""The ``motcua`` command: ours and Django's under one name."""

import os
import re
import sys
import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.core.management import ManagementUtility, get_commands

import motcua
from motcua.config.translations import compile_all

if TYPE_CHECKING:
    from django.core.management.base import BaseCommand

GROUPS = {
    "Set up": ("init", "demo"),
    "Serve": ("serve", "worker", "jobs", "notices"),
    "Law and time": ("deadline", "check", "catalogue", "procedure_schema"),
    "Cases": ("verify", "erase"),
    "Accounts": ("account", "token"),
    "Development": ("bench", "translations"),
}
# Django's own that stand under one name here already, or that nobody can use here.
HIDDEN = {
    "compilemessages", "makemessages", "runserver", "startapp", "startproject", "test",
    "testserver", "db_worker", "createsuperuser",
}  # fmt: skip
OF_DJANGO = {  # options that each of its commands has, and that ours need not show
    "--settings", "--pythonpath", "--traceback", "--no-color", "--force-color",
    "--skip-checks", "--verbosity", "--version",
}  # fmt: skip
INTERRUPTED = 130
NO_TABLES = re.compile(r"no such table|relation .* does not exist", re.IGNORECASE)


def version() -> str:
    """Return motcua's version."""
    return motcua.__version__


def our_commands() -> set[str]:
    """Return the names of motcua's own commands."""
    return {name for name, app in get_commands().items() if app.startswith("motcua.")}


class Utility(ManagementUtility):
    """Django's utility, with an overview that begins with what is ours."""

    def main_help_text(self, commands_only: bool = False) -> str:
        """Return the overview of all commands."""
        if commands_only:
            return super().main_help_text(commands_only=True)
        ours = our_commands()
        left = ours.difference(*GROUPS.values())
        groups = GROUPS | ({"Other": tuple(sorted(left))} if left else {})
        lines = [
            "motcua: one door to a city's administrative procedures.",
            "",
            "motcua COMMAND --help says more of a command; settings are environment",
            "variables (docs/reference/settings.md).",
        ]
        for group, names in groups.items():
            lines += ["", group]
            for name in names:
                lines += _entry(name, _summary(self.fetch_command(name)))
        others = sorted(set(get_commands()) - ours - HIDDEN)
        return "\n".join([*lines, "", "Of Django", *_wrapped(", ".join(others))])

    def fetch_command(self, subcommand: str) -> "BaseCommand":
        """Return a command; one of ours shows its own options alone."""
        command = super().fetch_command(subcommand)
        if type(command).__module__.startswith("motcua."):
            command.suppressed_base_arguments = OF_DJANGO
        return command


def _summary(command: "BaseCommand") -> str:
    """Return the first sentence of a command's help."""
    return re.split(r"(?<=\.)\s", str(command.help), maxsplit=1)[0]


def _entry(name: str, text: str) -> list[str]:
    first, *rest = textwrap.wrap(text, 62)
    return [f"  {name:<18}{first}", *(" " * 20 + line for line in rest)]


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(text, 80, initial_indent="  ", subsequent_indent="  ")


def _installation_error(error: Exception) -> str | None:
    """Return what to do where the program is not at fault, else None."""
    said = str(error)
    if NO_TABLES.search(said):
        return f"{said}: set up the database with `motcua init`."
    if said.startswith("connection failed"):
        return f"The database does not answer: {said}"
    return said if type(error).__name__ == "ImproperlyConfigured" else None


def run(arguments: Sequence[str]) -> int:
    """Run one command; return the exit code."""
    from django.core.exceptions import ImproperlyConfigured
    from django.db import DatabaseError

    try:
        Utility(["motcua", *arguments]).execute()
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:  # the reader has seen enough: `motcua verify | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except (ImproperlyConfigured, DatabaseError) as error:
        said = _installation_error(error)
        if said is None or "--traceback" in arguments:
            raise
        print(said, file=sys.stderr)
        return 1
    return 0


def main() -> None:
    """Run the command that ``sys.argv`` names."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "motcua.config.settings")
    if sys.argv[1:] in (["version"], ["--version"], ["-V"]):
        print(f"motcua {version()}")
        return
    compile_all()
    sys.exit(run(sys.argv[1:]))
