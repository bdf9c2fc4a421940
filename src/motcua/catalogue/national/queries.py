"""Entries of the catalogue: one, a list, and what has changed in one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from motcua.catalogue.models import Entry as Row
from motcua.catalogue.models import EntryChange as ChangeRow
from motcua.catalogue.models import ProcedureVersion
from motcua.catalogue.national.groups import group_names
from motcua.catalogue.national.rules.facts import Facts, from_json
from motcua.catalogue.publishing import split_words
from motcua.kernel.refusals import NotFound
from motcua.kernel.texts import Text

PAGE = 50
MOST_ON_A_PAGE = 100
MOST_WORDS = 8


@dataclass(frozen=True, slots=True)
class Source:
    """Where the facts of an entry were read, and on which day they held."""

    name: str
    day: date


@dataclass(frozen=True, slots=True)
class EntrySummary:
    """What a list shows of an entry (mục của danh mục)."""

    id: UUID
    code: str
    name: str
    field: str
    group: str
    levels: tuple[str, ...]
    applicants: tuple[str, ...]
    channels: tuple[str, ...]
    is_written_out: bool
    vanished_at: datetime | None
    last_changed_at: datetime


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry in full.

    ``original`` is the text beside each value, by the same names; empty for facts
    that come from the index in a pack.
    """

    id: UUID
    code: str
    facts: Facts
    group: str
    original: Mapping[str, Any]
    content_hash: str
    source: Source
    first_seen_at: datetime
    last_seen_at: datetime
    last_changed_at: datetime
    vanished_at: datetime | None
    is_written_out: bool


@dataclass(frozen=True, slots=True)
class EntryChange:
    """What an import found new in an entry; ``changes`` as of ``rules.diff``."""

    id: UUID
    code: str
    kind: str
    changes: tuple[Mapping[str, Any], ...]
    happened_at: datetime
    source: Source
    content_hash: str


@dataclass(frozen=True, slots=True)
class Page:
    """Some of the entries, and the ``after`` of the next page."""

    items: tuple[EntrySummary, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class GroupCount:
    """A field of the pack (its id) with the number of its entries."""

    group: str
    name: Text
    entries: int


def get_entry(code: str, day: date) -> Entry:
    """Return the entry of a procedure code; vanished ones, too.

    ``day`` decides whether a written-out procedure stands in its place.

    :raises NotFound: if there is none.
    """
    row = _marked(Row.objects.filter(code=code), day).first()
    if row is None:
        raise NotFound(entry=code)
    return Entry(
        id=row.pk,
        code=row.code,
        facts=from_json(row.facts),
        group=row.group,
        original=row.original or {},
        content_hash=row.content_hash,
        source=Source(row.source, row.source_date),
        first_seen_at=row.first_seen_at,
        last_seen_at=row.last_seen_at,
        last_changed_at=row.last_changed_at,
        vanished_at=row.vanished_at,
        is_written_out=row.written_out,
    )


def list_entries(
    day: date,
    *,
    group: str | None = None,
    level: str | None = None,
    text: str = "",
    written_out: bool | None = None,
    vanished: bool | None = False,
    after: str | None = None,
    limit: int = PAGE,
) -> Page:
    """Return entries by code, after the code ``after``.

    ``text``: words that must begin words of name or code, marks do not matter.
    ``written_out``: those that a written-out procedure in force on ``day`` stands
    for, or those that none does; ``vanished``: those gone from their source, or
    those still there. ``None`` asks for both.
    """
    rows = _marked(Row.objects.all(), day).order_by("code")
    if group is not None:
        rows = rows.filter(group=group)
    if level:
        rows = rows.filter(level_words__contains=f" {level} ")
    for word in split_words(text[:400])[:MOST_WORDS]:
        rows = rows.filter(search_name__contains=f" {word}")
    if written_out is not None:
        rows = rows.filter(written_out=written_out)
    if vanished is not None:
        rows = rows.filter(vanished_at__isnull=not vanished)
    if after:
        rows = rows.filter(code__gt=after)
    limit = max(1, min(limit, MOST_ON_A_PAGE))
    items = tuple(map(_summary, rows.defer("original")[: limit + 1]))
    more = len(items) > limit
    return Page(items[:limit], items[limit - 1].code if more else None)


def count_entries(day: date) -> tuple[GroupCount, ...]:
    """Return the fields that have entries without a written-out procedure."""
    rows = _marked(Row.objects.filter(vanished_at__isnull=True), day)
    counts = rows.filter(written_out=False).values("group").annotate(n=Count("pk"))
    names = group_names()
    return tuple(
        GroupCount(c["group"], names.get(c["group"], Text(c["group"])), c["n"])
        for c in counts.order_by("group")
    )


def list_entry_changes(
    *,
    code: str | None = None,
    kinds: tuple[str, ...] = (),
    before: UUID | None = None,
    limit: int = PAGE,
) -> tuple[EntryChange, ...]:
    """Return what imports found new, the newest first, before the id ``before``."""
    rows = ChangeRow.objects.select_related("entry").order_by("-pk")
    if code:
        rows = rows.filter(entry__code=code)
    if kinds:
        rows = rows.filter(kind__in=kinds)
    if before:
        rows = rows.filter(pk__lt=before)
    rows = rows.defer("entry__facts", "entry__original")
    return tuple(map(_change, rows[: max(1, min(limit, MOST_ON_A_PAGE))]))


def _marked(rows: QuerySet[Row], day: date) -> QuerySet[Any]:
    """Mark the entries for which a written-out procedure in force stands."""
    own = ProcedureVersion.objects.filter(
        Q(in_force_until__isnull=True) | Q(in_force_until__gt=day),
        procedure__code=OuterRef("code"),
        in_force_from__lte=day,
        superseded_at__isnull=True,
    )
    return rows.annotate(written_out=Exists(own))


def _summary(row: Any) -> EntrySummary:
    facts = row.facts
    channels = dict.fromkeys(line["channel"] for line in facts["channels"])
    return EntrySummary(
        id=row.pk,
        code=row.code,
        name=row.name,
        field=row.field,
        group=row.group,
        levels=tuple(facts["levels"]),
        applicants=tuple(facts["applicants"]),
        channels=tuple(channels),
        is_written_out=row.written_out,
        vanished_at=row.vanished_at,
        last_changed_at=row.last_changed_at,
    )


def _change(row: ChangeRow) -> EntryChange:
    return EntryChange(
        id=row.pk,
        code=row.entry.code,
        kind=row.kind,
        changes=tuple(row.changes),
        happened_at=row.happened_at,
        source=Source(row.source, row.source_date),
        content_hash=row.content_hash,
    )
