"""Procedures and their versions: one, those in force, those that a person seeks."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from motcua.catalogue.definition import ProcedureDefinition
from motcua.catalogue.models import ProcedureVersion as Row
from motcua.catalogue.publishing import from_json
from motcua.catalogue.search.finding import Hit, Hits, pieces, search, suggest
from motcua.kernel.refusals import NotFound
from motcua.kernel.texts import Text
from motcua.processes.rules import Process, compile_process

__all__ = [
    "FieldCount",
    "Hit",
    "Hits",
    "Page",
    "ProcedureSummary",
    "ProcedureVersion",
    "VersionFacts",
    "get_version",
    "list_fields",
    "list_procedures",
    "list_versions",
    "pieces",
    "search",
    "suggest",
    "version_in_force",
    "versions_in_force",
]

PAGE = 50
MOST_ON_A_PAGE = 100
_PERIOD = ("in_force_from", "in_force_until")


@dataclass(frozen=True, slots=True)
class ProcedureVersion:
    """A published version: it never changes, so each process keeps it."""

    id: UUID
    code: str
    number: int
    name: Text
    definition: ProcedureDefinition
    process: Process
    in_force_from: date
    published_at: datetime
    content_hash: str


@dataclass(frozen=True, slots=True)
class ProcedureSummary:
    """What a list shows of a procedure."""

    version_id: UUID
    code: str
    name: Text
    summary: Text
    field: str
    field_name: Text
    level: str
    channels: tuple[str, ...]
    applicants: tuple[str, ...]
    service_level: str
    in_force_from: date
    in_force_until: date | None


@dataclass(frozen=True, slots=True)
class VersionFacts:
    """When a version holds, and whether a correction has taken its place."""

    id: UUID
    number: int
    in_force_from: date
    in_force_until: date | None
    published_at: datetime
    superseded_at: datetime | None
    content_hash: str


@dataclass(frozen=True, slots=True)
class Page:
    """Some of the procedures, and where the next page starts."""

    items: tuple[ProcedureSummary, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class FieldCount:
    """A field of administration with the number of its procedures in force."""

    id: str
    name: Text
    procedures: int


@lru_cache(maxsize=4096)
def get_version(version_id: UUID) -> ProcedureVersion:
    """Return a version; one statement the first time, none after.

    :raises NotFound: if there is no such version.
    """
    row = (
        Row.objects.filter(pk=version_id)
        .values_list(
            "procedure__code",
            "number",
            "definition",
            "in_force_from",
            "published_at",
            "content_hash",
        )
        .first()
    )
    if row is None:
        raise NotFound(version=str(version_id))
    code, number, data, start, published_at, content_hash = row
    definition = from_json(data)
    return ProcedureVersion(
        id=version_id,
        code=code,
        number=number,
        name=definition.name,
        definition=definition,
        process=compile_process(definition.process),
        in_force_from=start,
        published_at=published_at,
        content_hash=content_hash,
    )


def version_in_force(code: str, day: date) -> ProcedureVersion:
    """Return the version of a procedure that holds on ``day``.

    :raises NotFound: if there is none.
    """
    found = _in_force(day).filter(procedure__code=code).values_list("pk", flat=True)
    version_id = found.first()
    if version_id is None:
        raise NotFound(procedure=code, day=day.isoformat())
    return get_version(version_id)


def versions_in_force(codes: Iterable[str], day: date) -> dict[str, ProcedureVersion]:
    """Return the versions of several procedures that hold on ``day``, by code.

    One statement, and one more for each version that this process sees first.
    """
    rows = _in_force(day).filter(procedure__code__in=list(codes))
    ids = rows.values_list("procedure__code", "pk")
    return {code: get_version(version_id) for code, version_id in ids}


def list_versions(code: str) -> tuple[VersionFacts, ...]:
    """Return all versions of a procedure, the newest first.

    :raises NotFound: if there is no such procedure.
    """
    rows = Row.objects.filter(procedure__code=code).order_by("-number")[:MOST_ON_A_PAGE]
    facts = rows.values_list(
        "pk",
        "number",
        "in_force_from",
        "in_force_until",
        "published_at",
        "superseded_at",
        "content_hash",
    )
    versions = tuple(VersionFacts(*row) for row in facts)
    if not versions:
        raise NotFound(procedure=code)
    return versions


def list_procedures(
    day: date,
    *,
    field: str | None = None,
    after: str | None = None,
    limit: int = PAGE,
) -> Page:
    """Return the procedures in force on ``day`` by code, after the code ``after``."""
    rows = _in_force(day).order_by("procedure__code")
    if field:
        rows = rows.filter(field=field)
    if after:
        rows = rows.filter(procedure__code__gt=after)
    limit = max(1, min(limit, MOST_ON_A_PAGE))
    items = _summaries(rows[: limit + 1])
    more = len(items) > limit
    return Page(items[:limit], items[limit - 1].code if more else None)


def list_fields(day: date) -> tuple[FieldCount, ...]:
    """Return the fields that have procedures on ``day``, by their id."""
    counts = _in_force(day).values("field").annotate(n=Count("pk")).order_by("field")
    pairs = _in_force(day).values_list("field", "card__field_name").distinct()
    names = {field: Text.of(name) for field, name in pairs}
    return tuple(FieldCount(c["field"], names[c["field"]], c["n"]) for c in counts)


def _in_force(day: date) -> QuerySet[Row]:
    return Row.objects.filter(
        Q(in_force_until__isnull=True) | Q(in_force_until__gt=day),
        in_force_from__lte=day,
        superseded_at__isnull=True,
    )


def _summaries(rows: QuerySet[Row]) -> tuple[ProcedureSummary, ...]:
    names = ("pk", "procedure__code", "card", "field", *_PERIOD)
    return tuple(map(_summary, rows.values(*names)))


def _summary(row: dict[str, Any]) -> ProcedureSummary:
    card = row["card"]
    return ProcedureSummary(
        version_id=row["pk"],
        code=row["procedure__code"],
        name=Text.of(card["name"]),
        summary=Text.of(card["summary"]),
        field=row["field"],
        field_name=Text.of(card["field_name"]),
        level=card["level"],
        channels=tuple(card["channels"]),
        applicants=tuple(card["applicants"]),
        service_level=card["service_level"],
        in_force_from=row["in_force_from"],
        in_force_until=row["in_force_until"],
    )
