"""The pages on procedures and parts, drawn from the files of the packs."""

import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

from motcua.catalogue.definition import ProcedureDefinition, TimeLimit
from motcua.catalogue.loader import Shelf, procedure_files, read_procedure, shelf_of
from motcua.catalogue.parts import names_of
from motcua.packs.reading import folder

PACKS = ("base", "vn", "vn_hanoi")
TWO_LEVELS = date(2025, 7, 1)  # districts ended the day before
HEAD = """# The procedures of the pack `vn_hanoi`

{count} procedures of {fields} fields are written in full, in {versions} versions;
{older} of these have ended and stay for older cases, {june} of them on 30 June 2025.
What nobody has read in its source yet stands in the last column; an amount or limit
that is not stated stays unknown and is never guessed (decision 0060). Authorities that
are no unit of the pack have a stand-in (decision 0063).

For every procedure there are
[a sample application and worked examples](worked-examples.md).

This page is drawn from the files: `make pages` writes it anew.
"""
PARTS_HEAD = """# Parts that procedures share

What `use` may name in a file of the pack `vn_hanoi`, by kind
([the language of procedures](procedure-language.md)).

This page is drawn from the files: `make pages` writes it anew.
"""


@cache
def shelf() -> Shelf:
    return shelf_of(PACKS)


@cache
def written_out() -> tuple[tuple[Path, ProcedureDefinition], ...]:
    """Return each file of the pack with its procedure."""
    files = procedure_files([folder("vn_hanoi") / "procedures"])
    return tuple((path, read_procedure(path, shelf())) for path in files)


def procedures_page() -> str:
    """Return the page of all procedures, field by field."""
    every = [definition for _, definition in written_out()]
    groups: dict[str, list[ProcedureDefinition]] = {}
    for one in sorted(every, key=lambda d: (d.code, d.in_force_from)):
        groups.setdefault(one.field.name.to("en"), []).append(one)
    parts = [
        HEAD.format(
            count=len({d.code for d in every}),
            fields=len(groups),
            versions=len(every),
            older=sum(d.in_force_until is not None for d in every),
            june=sum(d.in_force_until == TWO_LEVELS for d in every),
        )
    ]
    head = "| Code | Procedure | Decides | Time limits | To pay | Not confirmed |\n"
    head += "| --- | --- | --- | --- | --- | --- |\n"
    for name, group in sorted(groups.items()):
        parts.append(f"## {name}\n\n{head}" + "\n".join(map(_row, group)) + "\n")
    parts.append(_remarks())
    return "\n".join(parts)


def _row(it: ProcedureDefinition) -> str:
    until = f", until {it.in_force_until}" if it.in_force_until else ""
    levels = [it.competence.level, *(o.level for o in it.competence.instead)]
    cells = (
        it.code,
        f"{it.name.to('en')} (from {it.in_force_from}{until})",
        ", ".join(dict.fromkeys(level.lower() for level in levels)),
        "; ".join(map(_limit, it.time_limits)),
        "; ".join(dict.fromkeys(_fees(it))),
        "; ".join(dict.fromkeys(_doubts(it))) or "nothing",
    )
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _limit(limit: TimeLimit) -> str:
    cut_off = f" ({limit.cut_off})" if limit.cut_off else ""
    longer = f", + {limit.extension.limit}" if limit.extension else ""
    return f"{limit.limit}{cut_off}{longer}"


def _fees(it: ProcedureDefinition) -> Iterator[str]:
    for fee in it.fees:
        if fee.amount is None:
            yield "set elsewhere"
        elif fee.amount == 0:
            yield "free"
        else:
            amounts = [fee.amount, *(step.amount for step in fee.beyond)]
            yield f"{' / '.join(f'{a:,}' for a in amounts)} a {fee.per.lower()}"


def _doubts(it: ProcedureDefinition) -> Iterator[str]:
    if not it.competence.confirmed:
        yield "who decides"
    for fee in it.fees:
        if fee.amount is None or not fee.confirmed:
            yield f"amount: {fee.name.to('en')}"
    for limit in it.time_limits:
        if not limit.confirmed:
            yield f"limit: {limit.name.to('en')}"
        if limit.extension and not limit.extension.confirmed:
            yield f"extension: {limit.name.to('en')}"
    for kind in ("requirements", "components", "results"):
        if not all(one.confirmed for one in getattr(it, kind)):
            yield f"some {kind}"


def _remarks() -> str:
    lines = ["## Remarks\n", "What the files say of themselves.\n"]
    for path, it in written_out():
        said = re.match(r"(?:#.*\n)+", path.read_text("utf-8"))
        words = " ".join(re.findall(r"# ?(.*)", said[0])) if said else ""
        if words:
            lines.append(f"- {it.code}, from {it.in_force_from}: {words}")
    return "\n".join(lines) + "\n"


def parts_page() -> str:
    """Return the page of all parts, kind by kind."""
    rows: dict[str, list[str]] = {}
    parts = shelf().parts
    for kind, name in names_of(parts):
        said = parts[kind][name]
        about = said.get("name") or said.get("decider") or said.get("title") or {}
        rows.setdefault(kind, []).append(f"| `{name}` | {about.get('en', '')} |")
    head = "| Part | Is |\n| --- | --- |\n"
    tables = [f"## {kind}\n\n{head}" + "\n".join(r) + "\n" for kind, r in rows.items()]
    return "\n".join([PARTS_HEAD, *tables])
