"""All that the catalogue holds, in one list: procedures, listed entries, proposals."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from motcua.catalogue.models import Entry, ProcedureVersion, Proposal
from motcua.catalogue.publishing import split_words, words_of
from motcua.catalogue.search import store
from motcua.catalogue.upkeep.rules.proposing import OPEN
from motcua.kernel.texts import Text

PAGE = 50
MOST_ON_A_PAGE = 100
MOST_WORDS = 8


class Standing(StrEnum):
    """What one can do about a procedure on a day."""

    APPLY = "APPLY"  # written out and in force: can be applied for
    INFORMATION = "INFORMATION"  # only listed: information
    COMING = "COMING"  # written out, in force later
    ENDED = "ENDED"  # written out, no longer in force
    PROPOSED = "PROPOSED"  # only proposed so far

    @property
    def label(self) -> Text:
        """Return its name."""
        return _LABELS[self]


_LABELS = {
    Standing.APPLY: Text("Nộp được", "Can be applied for", "Kann beantragt werden"),
    Standing.INFORMATION: Text(
        "Chỉ cung cấp thông tin", "Information only", "Nur Auskunft"
    ),
    Standing.COMING: Text("Sắp có hiệu lực", "In force later", "Gilt später"),
    Standing.ENDED: Text("Hết hiệu lực", "No longer in force", "Gilt nicht mehr"),
    Standing.PROPOSED: Text("Mới dự thảo", "Only proposed", "Nur vorgeschlagen"),
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which procedures a list shows, as of ``day``.

    ``proposed``: with an open proposal. ``vanished``: gone from the national source.
    """

    day: date
    text: str = ""
    field: str = ""
    level: str = ""
    standing: Standing | None = None
    proposed: bool = False
    vanished: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A procedure of the catalogue, whatever is known of it."""

    code: str
    name: Text
    field: str
    level: str
    standing: Standing
    in_force_from: date | None
    in_force_until: date | None
    proposals: int
    vanished_at: datetime | None


@dataclass(frozen=True, slots=True)
class Page:
    """Some procedures by code, and the ``after`` of the next page."""

    items: tuple[Row, ...]
    next: str | None


def list_catalogue(
    wanted: Wanted, *, after: str | None = None, limit: int = PAGE
) -> Page:
    """Return procedures by code, after the code ``after``, in five statements."""
    limit = max(1, min(limit, MOST_ON_A_PAGE))
    sources = _sources(wanted)
    codes = list(_codes(sources, after)[: limit + 1]) if sources else []
    more = len(codes) > limit
    rows = _rows(codes[:limit], wanted.day)
    return Page(rows, rows[-1].code if more else None)


def row_of(code: str, day: date) -> Row | None:
    """Return what is known of one procedure on a day; nothing if nobody knows it."""
    found = _rows([code], day)
    known = found[0] if found else None
    if known is None or (known.standing is Standing.PROPOSED and not known.name.vi):
        return None
    return known


def _codes(sources: Sequence[QuerySet[Any]], after: str | None) -> QuerySet[Any, str]:
    """Return the codes of all sources, each once, in the database's own order."""
    if after:
        sources = [source.filter(key__gt=after) for source in sources]
    first, *others = sources
    keys = first.order_by().values_list("key", flat=True)
    rest = [source.order_by().values_list("key", flat=True) for source in others]
    return (
        keys.union(*rest).order_by("key") if rest else keys.distinct().order_by("key")
    )


def _sources(wanted: Wanted) -> list[QuerySet[Any]]:
    standing, sources = wanted.standing, []
    only_others = standing in (Standing.INFORMATION, Standing.PROPOSED)
    if not only_others and not wanted.vanished:
        sources.append(_versions(wanted))
    if standing in (None, Standing.INFORMATION):
        sources.append(_entries(wanted))
    if standing in (None, Standing.PROPOSED) and not (
        wanted.field or wanted.level or wanted.vanished
    ):
        sources.append(_proposals(wanted))
    return sources


def _in_force(day: date) -> Q:
    open_ended = Q(in_force_until__isnull=True) | Q(in_force_until__gt=day)
    return open_ended & Q(in_force_from__lte=day)


def _versions(wanted: Wanted) -> QuerySet[Any]:
    rows = ProcedureVersion.objects.filter(superseded_at__isnull=True)
    rows = rows.annotate(key=F("procedure__code"))
    now = ProcedureVersion.objects.filter(
        _in_force(wanted.day),
        procedure=OuterRef("procedure"),
        superseded_at__isnull=True,
    )
    later = ProcedureVersion.objects.filter(
        procedure=OuterRef("procedure"),
        superseded_at__isnull=True,
        in_force_from__gt=wanted.day,
    )
    if wanted.standing is Standing.APPLY:
        rows = rows.filter(_in_force(wanted.day))
    elif wanted.standing is Standing.COMING:
        rows = rows.filter(~Exists(now), in_force_from__gt=wanted.day)
    elif wanted.standing is Standing.ENDED:
        rows = rows.filter(~Exists(now), ~Exists(later))
    if wanted.field:
        rows = rows.filter(field=wanted.field)
    if wanted.level:
        rows = rows.filter(card__level=wanted.level)
    if wanted.text:
        rows = rows.filter(procedure__code__in=_named(wanted.text))
    return _proposed(rows, wanted, "procedure__code")


def _named(text: str) -> list[str]:
    """Return the codes of written-out procedures whose names have the words."""
    words = [f" {word}" for word in split_words(text[:400])[:MOST_WORDS]]
    return [
        it.code
        for it in store.current().documents
        if it.version_id is not None
        and all(word in words_of(f"{it.name.vi} {it.code}") for word in words)
    ]


def _entries(wanted: Wanted) -> QuerySet[Any]:
    rows: QuerySet[Any] = Entry.objects.annotate(key=F("code"))
    if wanted.standing is Standing.INFORMATION:
        own = ProcedureVersion.objects.filter(
            procedure__code=OuterRef("code"), superseded_at__isnull=True
        )
        rows = rows.filter(~Exists(own))
    if wanted.field:
        rows = rows.filter(group=wanted.field)
    if wanted.level:
        rows = rows.filter(level_words__contains=f" {wanted.level} ")
    if wanted.vanished:
        rows = rows.filter(vanished_at__isnull=False)
    for word in split_words(wanted.text[:400])[:MOST_WORDS]:
        rows = rows.filter(search_name__contains=f" {word}")
    return _proposed(rows, wanted, "code")


def _proposals(wanted: Wanted) -> QuerySet[Any]:
    rows: QuerySet[Any] = Proposal.objects.annotate(key=F("code"))
    rows = rows.filter(state__in=OPEN)
    if wanted.standing is Standing.PROPOSED:
        known = ProcedureVersion.objects.filter(procedure__code=OuterRef("code"))
        listed = Entry.objects.filter(code=OuterRef("code"))
        rows = rows.filter(~Exists(known), ~Exists(listed))
    for word in wanted.text.split()[:MOST_WORDS]:
        rows = rows.filter(Q(name__icontains=word) | Q(code__icontains=word))
    return rows


def _proposed(rows: QuerySet[Any], wanted: Wanted, code: str) -> QuerySet[Any]:
    if wanted.proposed:
        open_ones = Proposal.objects.filter(code=OuterRef(code), state__in=OPEN)
        rows = rows.filter(Exists(open_ones))
    return rows


def _rows(codes: Sequence[str], day: date) -> tuple[Row, ...]:
    versions: dict[str, list[Any]] = {}
    stored = ProcedureVersion.objects.filter(
        procedure__code__in=codes, superseded_at__isnull=True
    )
    names = ("procedure__code", "card", "field", "in_force_from", "in_force_until")
    for row in stored.order_by("in_force_from").values(*names):
        versions.setdefault(row["procedure__code"], []).append(row)
    entries = {
        e.code: e for e in Entry.objects.filter(code__in=codes).defer("original")
    }
    proposals = Proposal.objects.filter(code__in=codes, state__in=OPEN)
    counts = dict(
        proposals.values_list("code").annotate(n=Count("pk")).values_list("code", "n")
    )
    titles = dict(proposals.order_by("pk").values_list("code", "name"))
    rows = []
    for code in codes:
        chosen = _chosen(versions.get(code, []), day)
        row = _row(code, day, chosen, entries.get(code))
        name = row.name if row.name.vi else Text(titles.get(code, ""))
        rows.append(replace(row, name=name, proposals=counts.get(code, 0)))
    return tuple(rows)


def _chosen(versions: list[Any], day: date) -> Any:
    """Return the version in force on the day, else the next one, else the last."""
    for row in versions:
        if row["in_force_until"] is None or row["in_force_until"] > day:
            return row
    return versions[-1] if versions else None


def _row(code: str, day: date, version: Any, entry: Entry | None) -> Row:
    standing = _standing(version, entry, day)
    name, field, level = Text(""), "", ""
    if version is not None:
        card = version["card"]
        name, field, level = Text.of(card["name"]), version["field"], card["level"]
    elif entry is not None:
        levels = entry.facts["levels"]
        name, field = Text(entry.name), entry.group
        level = levels[0] if levels else ""
    return Row(
        code=code,
        name=name,
        field=field,
        level=level,
        standing=standing,
        in_force_from=version["in_force_from"] if version else None,
        in_force_until=version["in_force_until"] if version else None,
        proposals=0,
        vanished_at=entry.vanished_at if entry else None,
    )


def _standing(version: Any, entry: Entry | None, day: date) -> Standing:
    if version is None:
        return Standing.INFORMATION if entry is not None else Standing.PROPOSED
    if version["in_force_from"] > day:
        return Standing.COMING
    if version["in_force_until"] is not None and version["in_force_until"] <= day:
        return Standing.ENDED
    return Standing.APPLY
