"""Reference pages that are drawn from the code: ``make pages`` writes them anew."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import polib

from motcua.kernel.refusals import Refusal
from tests.fitness.code import DECISIONS, PACKAGE, ROOT, all_refusals
from tests.fitness.procedure_pages import parts_page, procedures_page

REFUSALS_HEAD = """# Refusals

Every “no” that motcua foresees. At the API it is `application/problem+json` with this
`code` and status; `code` never changes. The text is what a person reads, here in
English; it says what is wrong and what to do next. Words in braces are filled in.

This page is drawn from the code: `make pages` writes it anew.
"""

ENDPOINTS_HEAD = """# Endpoints of the API

Every operation, and who may call it: anybody, anybody whom we know, or
holders of one of these powers ([roles and powers](roles-and-powers.md)). How to sign
in, and what all operations have in common: [the API](api.md). The whole, for
programs: `/api/v1/openapi.json`.

This page is drawn from the code: `make pages` writes it anew.
"""
DOORS = {"PUBLIC": "anybody", "SIGNED_IN": "anybody whom we know"}

DECISIONS_HEAD = """# Decisions

Where the law is silent or several ways lead on, a record says what was chosen and why:
context, options, decision, consequences. A record is never edited, only superseded by a
newer one that names it. Rules name theirs with `@decided_by("NNNN-…")`; a gate looks.

To add one, take the next free number, copy the headings of another record, and run
`make pages`: it writes this list anew.
"""


def english() -> dict[str, str]:
    """Return the English of every text, by its Vietnamese."""
    return {
        entry.msgid: entry.msgstr
        for path in sorted(PACKAGE.glob("*/locale/en/LC_MESSAGES/django.po"))
        for entry in polib.pofile(str(path))
    }


def refusals_page() -> str:
    """Return the page of all refusals, capability by capability."""
    texts = english()
    groups: dict[str, list[str]] = {}
    for refusal in all_refusals():
        capability = refusal.__module__.split(".")[1]
        groups.setdefault(capability, []).append(_row(refusal, texts))
    parts = [REFUSALS_HEAD]
    for capability, rows in sorted(groups.items()):
        head = "| Code | Status | Meaning | Text |\n| --- | --- | --- | --- |\n"
        parts.append(f"## {capability}\n\n{head}" + "\n".join(rows) + "\n")
    return "\n".join(parts)


def endpoints_page() -> str:
    """Return the page of all operations of the API, subject by subject."""
    from motcua.config.api import api  # needs Django set up

    groups: dict[str, list[str]] = {}
    for path, methods in api.get_openapi_schema()["paths"].items():
        for method, said in methods.items():
            tag = (said.get("tags") or ["other"])[0]
            groups.setdefault(tag, []).append(_endpoint(method, path, said))
    parts = [ENDPOINTS_HEAD]
    head = "| Method | Path | Who | What |\n| --- | --- | --- | --- |\n"
    for tag, rows in sorted(groups.items()):
        parts.append(f"## {tag}\n\n{head}" + "\n".join(rows) + "\n")
    return "\n".join(parts)


def _endpoint(method: str, path: str, said: dict[str, Any]) -> str:
    needs = [DOORS.get(need, f"`{need}`") for need in said["x-permission"]]
    what = " ".join(said["description"].strip().partition("\n\n")[0].split())
    cells = (
        method.upper(),
        f"`{path}`",
        " or ".join(needs),
        what,
    )
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def decisions_page() -> str:
    """Return the list of all decision records."""
    rows = []
    for path in sorted(DECISIONS.glob("[0-9]*.md")):
        number, _, title = path.read_text("utf-8").splitlines()[0][2:].partition(". ")
        rows.append(f"- {number} [{title}]({path.name})")
    return DECISIONS_HEAD + "\n" + "\n".join(rows) + "\n"


def _row(refusal: type[Refusal], texts: dict[str, str]) -> str:
    from motcua.web.refusals import status_of  # needs Django set up

    meaning = " ".join((refusal.__doc__ or "").partition("\n\n")[0].split())
    text = texts.get(refusal.text, refusal.text)
    cells = f"`{refusal.code}`", str(int(status_of(refusal))), meaning, text
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


PAGES: dict[str, Callable[[], str]] = {
    "reference/refusals.md": refusals_page,
    "reference/endpoints.md": endpoints_page,
    "reference/procedures-of-hanoi.md": procedures_page,
    "reference/parts.md": parts_page,
    "decisions/README.md": decisions_page,
}


def place_of(name: str) -> Path:
    """Return where a page stands."""
    return ROOT / "docs" / name


def write_all() -> None:
    """Write every page anew."""
    for name, draw in PAGES.items():
        place_of(name).write_text(draw(), encoding="utf-8")


if __name__ == "__main__":
    import django

    django.setup()
    write_all()
