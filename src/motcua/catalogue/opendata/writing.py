"""From nodes and records to text, piece by piece: Turtle, JSON-LD, JSON, CSV."""

import csv
import io
import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from motcua.catalogue.opendata.nodes import Duration, Link, Node, Value
from motcua.catalogue.opendata.records import FeeRecord, Record
from motcua.catalogue.opendata.vocabulary import (
    ALL,
    CLASSES,
    PREFIXES,
    Kind,
    full,
)
from motcua.kernel.texts import LANGUAGES, Text

FORMAT = "motcua-catalogue-1"
BETWEEN = " | "  # values of one cell
COLUMNS = (
    *("code", "applies_here", "name_vi", "name_en", "name_de"),
    *("field", "field_name", "levels", "units", "applicants", "channels"),
    *("service_level", "time_limits", "fees", "fees_known", "papers"),
    *("legal_bases", "in_force_from", "in_force_until", "source", "source_date"),
    *("content_hash", "url"),
)
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def turtle(nodes: Iterator[Node]) -> Iterator[str]:
    """Yield the nodes as Turtle, one piece each."""
    yield "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
    for one in nodes:
        yield _turtle_node(one)


def _turtle_node(one: Node) -> str:
    kinds = ", ".join(CLASSES[kind] for kind in one.kinds)
    lines = [f"a {kinds}"]
    for name, values in one.facts.items():
        said = ", ".join(part for value in values for part in _turtle_values(value))
        lines.append(f"{ALL[name].iri} {said}")
    return f"\n<{one.iri}> " + " ;\n    ".join(lines) + " .\n"


def _turtle_values(value: Value) -> Iterator[str]:
    if isinstance(value, Text):
        for language, text in value.as_dict().items():
            yield f"{_quoted(text)}@{language}"
    elif isinstance(value, Link):
        yield f"<{value.iri}>"
    elif isinstance(value, Duration):
        yield f'"{value.text}"^^xsd:duration'
    elif isinstance(value, float):
        yield f'"{value!r}"^^xsd:double'
    elif isinstance(value, date):
        yield f'"{value.isoformat()}"^^xsd:date'
    else:
        yield _quoted(value)


def _quoted(text: str) -> str:
    return '"' + "".join(_ESCAPES.get(c, c) for c in text) + '"'


def context() -> dict[str, Any]:
    """Return the JSON-LD context: the terms of CPSV-AP's own that we use."""
    types: Mapping[Kind, dict[str, Any]] = {
        Kind.TEXT: {"@container": "@set", "@type": full_of_text()},
        Kind.LINK: {"@container": "@set", "@type": "@id"},
        Kind.NUMBER: {"@type": full("xsd:double")},
        Kind.DURATION: {"@type": full("xsd:duration")},
        Kind.DAY: {"@type": full("xsd:date")},
        Kind.WORD: {},
    }
    terms: dict[str, Any] = {name: full(iri) for name, iri in CLASSES.items()}
    for name, said in ALL.items():
        terms[name] = {"@id": full(said.iri)} | types[said.kind]
    return terms


def full_of_text() -> str:
    """Return the address of words with a language."""
    return "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"


def json_ld(nodes: Iterator[Node]) -> Iterator[str]:
    """Yield the nodes as one JSON-LD document, its context inside, a line a node."""
    yield f'{{"@context":{_json(context())},\n"@graph":['
    between = "\n"
    for one in nodes:
        yield between + _json(as_json_ld(one))
        between = ",\n"
    yield "\n]}\n"


def as_json_ld(one: Node) -> dict[str, Any]:
    """Return a node as JSON-LD, in the terms of :func:`context`."""
    kinds = one.kinds[0] if len(one.kinds) == 1 else list(one.kinds)
    data: dict[str, Any] = {"@id": one.iri, "@type": kinds}
    for name, values in one.facts.items():
        said = [part for value in values for part in _json_values(value)]
        many = ALL[name].kind in (Kind.TEXT, Kind.LINK)
        data[name] = said if many or len(said) > 1 else said[0]
    return data


def _json_values(value: Value) -> Iterator[Any]:
    if isinstance(value, Text):
        for language, text in value.as_dict().items():
            yield {"@language": language, "@value": text}
    elif isinstance(value, Link):
        yield value.iri
    elif isinstance(value, Duration):
        yield value.text
    elif isinstance(value, date):
        yield value.isoformat()
    else:
        yield value


def json_records(
    records: Iterator[Record], *, day: date, url: Mapping[str, str]
) -> Iterator[str]:
    """Yield the records as one JSON document, a line a procedure."""
    head = {"format": FORMAT, "day": day.isoformat(), **url}
    yield _json(head)[:-1] + ',"procedures":['
    between = "\n"
    for record in records:
        yield between + _json(as_json(record))
        between = ",\n"
    yield "\n]}\n"


def as_json(it: Record) -> dict[str, Any]:
    """Return a record as JSON; null is *not known*, never none."""
    return {
        "code": it.code,
        "applies_here": it.applies_here,
        "name": it.name.as_dict(),
        "summary": it.summary.as_dict() if it.summary else None,
        "field": it.field,
        "field_name": it.field_name.as_dict(),
        "levels": list(it.levels),
        "units": [one.unit for one in it.deciders if one.unit],
        "applicants": list(it.applicants),
        "channels": list(it.channels),
        "service_level": it.service_level,
        "time_limits": [
            {
                "case": one.case.as_dict() if one.case else None,
                "channel": one.channel or None,
                "limit": one.said,
                "basis": one.basis or None,
            }
            for one in it.limits
        ],
        "fees": [
            {
                "name": fee.name.as_dict(),
                "amount": fee.amount,
                "currency": fee.currency or None,
                "channel": fee.channel or None,
                "in_some_cases": fee.conditional,
                "basis": fee.basis or None,
            }
            for fee in it.fees
        ],
        "papers": None if it.papers is None else [
            {
                "name": paper.name.as_dict(),
                "originals": paper.originals,
                "copies": paper.copies,
                "required": paper.required,
                "in_some_cases": paper.conditional,
            }
            for paper in it.papers
        ],
        "results": None
        if it.results is None
        else [name.as_dict() for _, name in it.results],
        "legal_bases": [number for number, _ in it.legal_bases],
        "in_force_from": _day(it.in_force_from) or None,
        "in_force_until": _day(it.in_force_until) or None,
        "source": it.source or None,
        "source_date": _day(it.source_day) or None,
        "content_hash": it.content_hash,
    }  # fmt: skip


def csv_records(records: Iterator[Record], *, address: Any) -> Iterator[str]:
    """Yield the records as CSV (RFC 4180, UTF-8), the names of the columns first."""
    yield _row(COLUMNS)
    for record in records:
        cells = as_cells(record) | {"url": address(record.code)}
        yield _row(tuple(cells[name] for name in COLUMNS))


def as_cells(it: Record) -> dict[str, str]:
    """Return a record as cells; an empty cell is *not known*."""
    names = it.name.as_dict()
    return {
        "code": it.code,
        "applies_here": _yes(it.applies_here),
        **{f"name_{language}": names.get(language, "") for language in LANGUAGES},
        "field": it.field,
        "field_name": str(it.field_name),
        "levels": BETWEEN.join(it.levels),
        "units": BETWEEN.join(one.unit for one in it.deciders if one.unit),
        "applicants": BETWEEN.join(it.applicants),
        "channels": BETWEEN.join(it.channels),
        "service_level": it.service_level,
        "time_limits": BETWEEN.join(dict.fromkeys(one.said for one in it.limits)),
        "fees": BETWEEN.join(dict.fromkeys(map(_money, it.fees))),
        "fees_known": _yes(
            bool(it.fees) and all(f.amount is not None for f in it.fees)
        ),
        "papers": "" if it.papers is None else str(len(it.papers)),
        "legal_bases": BETWEEN.join(number for number, _ in it.legal_bases),
        "in_force_from": _day(it.in_force_from),
        "in_force_until": _day(it.in_force_until),
        "source": it.source,
        "source_date": _day(it.source_day),
        "content_hash": it.content_hash,
    }


def _money(fee: FeeRecord) -> str:
    return "?" if fee.amount is None else f"{fee.amount} {fee.currency}".strip()


def _yes(fact: bool) -> str:
    return "true" if fact else "false"


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _row(cells: tuple[str, ...]) -> str:
    line = io.StringIO()
    csv.writer(line).writerow(cells)
    return line.getvalue()


def _json(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))
