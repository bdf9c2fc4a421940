"""``check``: files of procedures; without paths, Django's own system checks."""

import json
import sys
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser
from django.core.management.commands.check import Command as SystemCheck

from motcua.catalogue.finder.definition import read_event
from motcua.catalogue.loader import (
    Shelf,
    procedure_files,
    read_procedure,
    read_template,
    shelf_of,
)
from motcua.catalogue.search import judging
from motcua.catalogue.search.synonyms import read_synonyms
from motcua.packs.yaml_file import DefectiveFile, Problem


class Command(SystemCheck):
    help = (
        "Check files of procedures and process templates, of life events and of words "
        "for search (PATH: files or folders). "
        "Each mistake is said with file, line, column, reason and mend. "
        "Exit code 1 if there is one, 2 if a path does not exist. "
        "Without a path: check the installation itself (Django's system checks)."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        for action in parser._actions:  # Django's positional one takes our paths too
            if action.dest == "args":
                action.metavar, action.help = "PATH", "file or folder"
        parser.add_argument(
            "--json", action="store_true", help="print what was found as JSON"
        )

    def handle(self, *app_labels: Any, **options: Any) -> None:
        paths: tuple[str, ...] = app_labels
        if not any("/" in path or Path(path).exists() for path in paths):
            super().handle(*app_labels, **options)
            return
        if missing := [path for path in paths if not Path(path).exists()]:
            raise CommandError(f"There is no {missing[0]}.", returncode=2)
        files = procedure_files(map(Path, paths))
        problems = check_files(files)
        if options["json"]:
            found = [asdict(problem) for problem in problems]
            self.stdout.write(json.dumps({"checked": len(files), "problems": found}))
        else:
            self.tell(len(files), problems)
        if problems:
            sys.exit(1)

    def tell(self, checked: int, problems: list[Problem]) -> None:
        for problem in problems:
            self.stdout.write(str(problem))
        verdict = f"{len(problems)} problems" if problems else "all in order"
        self.stdout.write(f"{checked} files checked: {verdict}.")


def _read_search(file: Path) -> None:
    """Read a file of everyday words or of judged questions."""
    if file.name == judging.FILE:
        judging.read_judged([file])
    else:
        read_synonyms([file])


_READERS: Mapping[str, Callable[[Path], object]] = {
    "events": read_event,
    "processes": read_template,
    "search": _read_search,
}


def check_files(files: list[Path]) -> list[Problem]:
    """Return everything that is wrong in the files."""
    try:
        shelf = shelf_of(settings.PACKS)
    except DefectiveFile as error:
        return list(error.problems)
    return [problem for file in files for problem in _check(file, shelf)]


def _check(file: Path, shelf: Shelf) -> tuple[Problem, ...]:
    try:
        if reader := _READERS.get(file.parent.name):
            reader(file)
        else:
            read_procedure(file, shelf)
    except DefectiveFile as error:
        return error.problems
    return ()
