"""The index of facts that a pack ships: written from a full file, read at the start."""

import gzip
import io
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from motcua.catalogue.national.commands import Origin, import_entries, latest_day
from motcua.catalogue.national.reading import (
    INDEX_FORMAT,
    Found,
    Refused,
    Tape,
    read_index_head,
)
from motcua.catalogue.national.report import Report
from motcua.catalogue.national.rules.facts import Facts, as_json
from motcua.packs.reading import folder

INDEX = "catalogue/index.jsonl.gz"


@dataclass(frozen=True, slots=True)
class Written:
    """How large an index has become."""

    entries: int
    refused: int
    size: int


def write_index(
    found: Iterable[Found | Refused],
    *,
    origin: Origin,
    path: Path,
    tell: Callable[[], object] = lambda: None,
) -> Written:
    """Write the facts of records as an index: no papers, conditions, results, titles.

    The same records give the same bytes.
    """
    lines: dict[str, str] = {}
    refused = 0
    for item in found:
        tell()
        if isinstance(item, Refused):
            refused += 1
        else:
            lines.setdefault(item.facts.code, _line(as_json(_lean(item.facts))))
    head = {
        "format": INDEX_FORMAT,
        "source": origin.source,
        "date": origin.day.isoformat(),
        "entries": len(lines),
    }
    text = "\n".join([_line(head), *(lines[code] for code in sorted(lines)), ""])
    packed = io.BytesIO()
    with gzip.GzipFile(fileobj=packed, mode="wb", filename="", mtime=0) as file:
        file.write(text.encode())
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(packed.getvalue())
    return Written(len(lines), refused, packed.tell())


def load_index(*, pack: str, now: datetime) -> Report | None:
    """Load the index of a pack, unless what is here is of the same day or newer.

    :raises Unreadable: if the file is damaged.
    """
    path = folder(pack) / INDEX
    if not path.exists():
        return None
    with Tape(path) as tape:
        head, found = read_index_head(tape)
        here = latest_day(head.source)
        if here is not None and here >= head.day:
            return None
        return import_entries(found, origin=Origin(head.source, head.day), now=now)


def _lean(facts: Facts) -> Facts:
    return replace(
        facts,
        bases=tuple(replace(basis, title="") for basis in facts.bases),
        paper_lists=None,
        conditions=None,
        results=None,
        authority="",
        decision="",
    )


def _line(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))
