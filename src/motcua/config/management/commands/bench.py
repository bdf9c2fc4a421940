"""``motcua bench NAME``: measure a capability beside a control in the same run."""

import json
import os
import subprocess
import sys
import tempfile
from argparse import REMAINDER, ArgumentParser
from contextlib import ExitStack
from importlib import import_module
from inspect import Parameter, getdoc, signature
from pathlib import Path
from types import ModuleType
from typing import Any

from django.core.management.base import BaseCommand, CommandError

import motcua
from motcua.config.postgres import server

INSIDE = "MOTCUA_BENCH_INSIDE"  # set by ourselves: the database may be filled
ROOT = Path(motcua.__path__[0])


def names() -> dict[str, str]:
    """Return what can be measured, each with the module that does it.

    ``cases/bench.py`` is ``cases``, ``processes/bench_proofs.py`` is ``proofs``.
    """
    found = {}
    for path in sorted(ROOT.glob("*/bench*.py")):
        folder = path.parent.name
        name = path.stem.partition("_")[2] or folder
        found[name] = f"motcua.{folder}.{path.stem}"
    return found


class Command(BaseCommand):
    help = (
        "Measure a capability, always beside a plain control in the same run. "
        "Options after the name go to the measurement (NAME --help lists them). "
        "--db sqlite|postgres chooses the database, made for it, of what needs one."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", nargs="?", help=f"one of: {', '.join(names())}")
        parser.add_argument("--json", action="store_true", help="for programs")
        parser.add_argument("rest", nargs=REMAINDER, help="options of the measurement")

    def handle(self, **options: Any) -> None:
        asked = [options["name"]] if options["name"] else names()
        rest, as_json = _options(options["rest"], options["json"])
        if "help" in rest:
            self.stdout.write("\n\n".join(_help(name, _module(name)) for name in asked))
            return
        db = rest.pop("db", None)
        found: dict[str, list[dict[str, object]]] = {}
        for name in asked:
            module = _module(name)
            values = _values(name, module, rest)
            if getattr(module, "NEEDS_DATABASE", False) and not os.environ.get(INSIDE):
                found[name] = in_fresh_database(name, db or "sqlite", rest)
            else:
                found[name] = module.run(**values)
        if as_json:
            self.stdout.write(json.dumps(found, ensure_ascii=False, indent=1))
            return
        for name, rows in found.items():
            self.stdout.write(f"{name}\n{_table(rows)}")


def _module(name: str) -> ModuleType:
    """Return what measures ``name``."""
    if name not in names():
        raise CommandError(
            f"There is no benchmark {name!r}. Known: {', '.join(names())}.",
            returncode=2,
        )
    return import_module(names()[name])


def _parameters(module: ModuleType) -> dict[str, Parameter]:
    """Return the options that a measurement takes by name."""
    return {
        name: parameter
        for name, parameter in signature(module.run).parameters.items()
        if parameter.kind is not Parameter.VAR_KEYWORD
    }


def _help(name: str, module: ModuleType) -> str:
    """Return what a measurement does and which options it takes."""
    lines = [f"motcua bench {name}", "", getdoc(module) or "", "", getdoc(module.run)]
    options = [
        f"  --{option.replace('_', '-')} (default: {parameter.default})"
        for option, parameter in _parameters(module).items()
    ]
    if getattr(module, "NEEDS_DATABASE", False):
        options.append("  --db sqlite|postgres (default: sqlite)")
    options.append("  --json")
    return "\n".join([*map(str, lines), "", "Options:", *options])


def _values(
    name: str, module: ModuleType, options: dict[str, str]
) -> dict[str, str | int]:
    """Return the options of a measurement as it takes them.

    :raises CommandError: if it has no such option, or a number is none.
    """
    known, values = _parameters(module), dict[str, str | int]()
    for option, text in options.items():
        if option not in known:
            raise CommandError(
                f"motcua bench {name} has no option --{option.replace('_', '-')}; "
                f"see motcua bench {name} --help.",
                returncode=2,
            )
        values[option] = text
        if isinstance(known[option].default, int):
            if not text.isdecimal():
                raise CommandError(f"--{option} takes a number.", returncode=2)
            values[option] = int(text)
    return values


def in_fresh_database(
    name: str, db: str, options: dict[str, str]
) -> list[dict[str, object]]:
    """Measure in a process of its own, in a city of its own, thrown away after."""
    with tempfile.TemporaryDirectory(prefix="motcua-bench-") as home, ExitStack() as on:
        url = {"sqlite": "", "postgres": None}.get(db, db)
        if url is None:
            url = on.enter_context(server(durable=True))
        environment = os.environ | {
            "MOTCUA_HOME": home,
            "MOTCUA_DATABASE_URL": url,
            "MOTCUA_DEMO": "1",
            INSIDE: "1",
        }
        command = [sys.executable, "-m", "motcua"]

        def call(*words: str, **more: Any) -> subprocess.CompletedProcess[str]:
            return subprocess.run(
                [*command, *words], check=True, env=environment, text=True, **more
            )

        call("init", stdout=subprocess.DEVNULL)
        call("demo", "--cases", "0", stdout=subprocess.DEVNULL)
        said = [word for pair in options.items() for word in (f"--{pair[0]}", pair[1])]
        done = call("bench", name, "--json", *said, stdout=subprocess.PIPE)
    rows: list[dict[str, object]] = json.loads(done.stdout)[name]
    return rows


def _options(words: list[str], as_json: bool) -> tuple[dict[str, str], bool]:
    """Read ``--db postgres`` or ``--db=postgres`` as keyword arguments."""
    options: dict[str, str] = {}
    words = list(words)
    while words:
        word, _, value = words.pop(0).partition("=")
        if word == "-h":
            word = "--help"
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
