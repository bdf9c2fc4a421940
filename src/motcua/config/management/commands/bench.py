"""``motcua bench NAME``: measure a capability beside a control in the same run."""

import json
from argparse import REMAINDER, ArgumentParser
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

import motcua

ROOT = Path(motcua.__path__[0])


def names() -> list[str]:
    """Return the capabilities that can be measured: those with a ``bench.py``."""
    return sorted(path.parent.name for path in ROOT.glob("*/bench.py"))


class Command(BaseCommand):
    help = (
        "Measure a capability, always beside a plain control in the same run. "
        "motcua.NAME.bench.run(**options) does it; further options go there."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", nargs="?", help=f"one of: {', '.join(names())}")
        parser.add_argument("--json", action="store_true", help="for programs")
        parser.add_argument("rest", nargs=REMAINDER, help="options of the measurement")

    def handle(self, **options: Any) -> None:
        asked = [options["name"]] if options["name"] else names()
        rest, as_json = _options(options["rest"], options["json"])
        found: dict[str, list[dict[str, object]]] = {}
        for name in asked:
            if name not in names() or find_spec(f"motcua.{name}.bench") is None:
                raise CommandError(
                    f"There is no benchmark {name!r}. Known: {', '.join(names())}.",
                    returncode=2,
                )
            found[name] = import_module(f"motcua.{name}.bench").run(**rest)
        if as_json:
            self.stdout.write(json.dumps(found, ensure_ascii=False, indent=1))
            return
        for name, rows in found.items():
            self.stdout.write(f"{name}\n{_table(rows)}")


def _options(words: list[str], as_json: bool) -> tuple[dict[str, str], bool]:
    """Read ``--db postgres`` or ``--db=postgres`` as keyword arguments."""
    options: dict[str, str] = {}
    words = list(words)
    while words:
        word, _, value = words.pop(0).partition("=")
        if not word.startswith("--"):
            raise CommandError(f"Not an option: {word!r}.", returncode=2)
        if word == "--json":
            as_json = True
            continue
        if not value and words and not words[0].startswith("--"):
            value = words.pop(0)
        options[word[2:].replace("-", "_")] = value
    return options, as_json


def _table(rows: list[dict[str, object]]) -> str:
    heads = list(dict.fromkeys(key for row in rows for key in row))
    cells = [heads, *([_cell(row.get(key, "")) for key in heads] for row in rows)]
    widths = [max(len(line[i]) for line in cells) for i in range(len(heads))]
    first = [line[0].ljust(widths[0]) for line in cells]
    others = [
        "  ".join(cell.rjust(w) for cell, w in zip(line[1:], widths[1:], strict=True))
        for line in cells
    ]
    return "\n".join(f"  {a}  {b}" for a, b in zip(first, others, strict=True)) + "\n"


def _cell(value: object) -> str:
    if isinstance(value, int) and not isinstance(value, bool):
        return f"{value:,}"
    return str(value)
