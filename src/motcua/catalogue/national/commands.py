"""Importing a national database: what is new, what changed, what is gone."""

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from motcua.catalogue import revision
from motcua.catalogue.models import Entry, EntryChange
from motcua.catalogue.national.groups import group_of
from motcua.catalogue.national.reading import Found, Refused
from motcua.catalogue.national.report import Report
from motcua.catalogue.national.rules.diff import Aspect, Change, completes, diff, merged
from motcua.catalogue.national.rules.facts import Facts, as_json, from_json
from motcua.catalogue.publishing import words_of
from motcua.kernel.ids import new_id
from motcua.kernel.refusals import Kind, Refusal, gettext_noop

CHUNK = 500  # records in one transaction
_WRITTEN = (
    *("name", "field", "group", "facts", "original", "content_hash", "original_hash"),
    *("source", "source_date", "last_seen_at", "last_changed_at", "vanished_at"),
    *("search_name", "level_words"),
)


class OlderSource(Refusal):
    """What is here is from a later day than what is to be imported."""

    code = "older_source"
    text = gettext_noop(
        "Danh mục đang có dữ liệu ngày {here}, mới hơn ngày {given} của tệp. "
        "Hãy kiểm tra lại tệp, hoặc ghi đúng ngày của tệp bằng --date."
    )
    kind = Kind.CONFLICT


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the records are from, and on which day they held."""

    source: str
    day: date


def import_entries(
    found: Iterable[Found | Refused],
    *,
    origin: Origin,
    now: datetime,
    partial: bool = False,
    dry_run: bool = False,
    tell: Callable[[int], None] = lambda _: None,
) -> Report:
    """Bring the entries of a source up to date, and report what was new.

    Importing the same again changes nothing. An entry that is no longer in its source
    is marked, unless the file is ``partial`` or has a line whose code cannot be told.
    ``dry_run``: everything is tried and nothing kept. ``tell`` hears of each chunk
    how many lines it had. Takes the same memory whatever the size of the file.

    :raises OlderSource: if entries of this source are of a later day.
    :raises Unreadable: if the file breaks off; what was read before it is kept.
    """
    _check_day(origin)
    run = _Run(origin, now, Report())
    if not dry_run:
        run.store(found, tell)
        run.mark_vanished(partial)
        return run.report
    with transaction.atomic():
        run.store(found, tell)
        run.mark_vanished(partial)
        transaction.set_rollback(True)
    return run.report


def latest_day(source: str) -> date | None:
    """Return the day of the newest facts of a source, if there are any."""
    newest = Entry.objects.filter(source=source).aggregate(day=Max("source_date"))
    day: date | None = newest["day"]
    return day


def _check_day(origin: Origin) -> None:
    here = latest_day(origin.source)
    if here is not None and here > origin.day:
        raise OlderSource(here=here.isoformat(), given=origin.day.isoformat())


@dataclass(frozen=True, slots=True)
class _Run:
    """One import: where from, when, and what it did so far."""

    origin: Origin
    now: datetime
    report: Report

    def store(
        self, found: Iterable[Found | Refused], tell: Callable[[int], None]
    ) -> None:
        lines = iter(found)
        while chunk := list(islice(lines, CHUNK)):
            with transaction.atomic():
                _Chunk(self.origin, self.now, self.report).store(chunk)
            tell(len(chunk))

    def mark_vanished(self, partial: bool) -> None:
        """Mark what the file no longer has, if the file can tell."""
        nameless = self.report.nameless
        if partial:
            self.report.kept_because = "the file is said to be a part"
        elif nameless:
            self.report.kept_because = f"{nameless} lines have no code that can be told"
        elif not self.report.accepted:
            self.report.kept_because = "the file has no record"
        else:
            _mark_vanished(self.origin, self.now, self.report)


@dataclass(frozen=True, slots=True)
class _Known:
    """What is stored of an entry."""

    id: UUID
    facts: dict[str, Any]
    content_hash: str
    original_hash: str
    vanished: bool
    seen_at: datetime
    first_seen_at: datetime


class _Chunk:
    """Some records, stored by a handful of statements."""

    def __init__(self, origin: Origin, now: datetime, report: Report) -> None:
        self.origin, self.now, self.report = origin, now, report
        self.rows: list[Entry] = []
        self.changes: list[EntryChange] = []
        self.seen: list[UUID] = []

    def store(self, chunk: Sequence[Found | Refused]) -> None:
        known = _known(self._codes(chunk))
        done: set[str] = set()
        for item in chunk:
            if isinstance(item, Refused):
                self._refuse(item, known)
                continue
            code = item.facts.code
            here = known.get(code)
            if code in done or (here and here.seen_at == self.now):
                reason = "The code stood in an earlier line already."
                self.report.refuse(Refused(item.line, code, reason))
                continue
            done.add(code)
            self.report.read(code, item.remarks)
            self._put(item, here)
        self._write()

    @staticmethod
    def _codes(chunk: Sequence[Found | Refused]) -> list[str]:
        return [
            item.code if isinstance(item, Refused) else item.facts.code
            for item in chunk
        ]

    def _refuse(self, item: Refused, known: dict[str, _Known]) -> None:
        """Report a line; the entry that it speaks of is still in its source."""
        self.report.refuse(item)
        if here := known.get(item.code):
            self.seen.append(here.id)

    def _put(self, item: Found, here: _Known | None) -> None:
        text = hash_of(item.original) if item.original is not None else ""
        if here is None:
            self._row(new_id(), item.facts, item.original, text)
            self._change("ADDED", ())
            return
        kind, facts, changes = _compare(item, here, text)
        self.seen.append(here.id)
        if here.vanished:
            kind = "RETURNED"
        if not kind:
            self.report.count("unchanged")
            return
        keeps_text = item.original is None
        self._row(
            here.id, facts, item.original, here.original_hash if keeps_text else text
        )
        self.rows[-1].first_seen_at = here.first_seen_at
        self._change(kind, changes)

    def _row(self, id_: UUID, facts: Facts, original: Any, text: str) -> None:
        data = as_json(facts)
        self.rows.append(
            Entry(
                id=id_,
                code=facts.code,
                name=facts.name,
                field=facts.field,
                group=group_of(facts.field),
                facts=data,
                original=original,
                content_hash=hash_of(data),
                original_hash=text,
                source=self.origin.source,
                source_date=self.origin.day,
                first_seen_at=self.now,
                last_seen_at=self.now,
                last_changed_at=self.now,
                search_name=words_of(f"{facts.name} {facts.code}"),
                level_words=f" {' '.join(facts.levels)} ",
            )
        )

    def _change(self, kind: str, changes: Sequence[Change]) -> None:
        row = self.rows[-1]
        self.report.change(kind, row.code, changes)
        self.changes.append(
            EntryChange(
                entry_id=row.pk,
                kind=kind,
                changes=[change.as_json() for change in changes],
                happened_at=self.now,
                source=self.origin.source,
                source_date=self.origin.day,
                content_hash=row.content_hash,
            )
        )

    def _write(self) -> None:
        lean = [row for row in self.rows if row.original is None and row.original_hash]
        full = [row for row in self.rows if row not in lean]
        for rows, columns in (
            (full, _WRITTEN),
            (lean, tuple(c for c in _WRITTEN if c != "original")),
        ):
            Entry.objects.bulk_create(
                rows,
                update_conflicts=True,
                unique_fields=["code"],
                update_fields=columns,
            )
        EntryChange.objects.bulk_create(self.changes)
        if self.rows:
            revision.touch()
        Entry.objects.filter(pk__in=self.seen).update(
            last_seen_at=self.now,
            source=self.origin.source,
            source_date=self.origin.day,
        )


def _known(codes: Iterable[str]) -> dict[str, _Known]:
    rows = Entry.objects.filter(code__in=[code for code in codes if code])
    facts = rows.values_list(
        "code",
        "pk",
        "facts",
        "content_hash",
        "original_hash",
        "vanished_at",
        "last_seen_at",
        "first_seen_at",
    )
    return {
        code: _Known(pk, data, digest, text, vanished is not None, seen, first)
        for code, pk, data, digest, text, vanished, seen, first in facts
    }


def _compare(
    item: Found, here: _Known, text: str
) -> tuple[str, Facts, tuple[Change, ...]]:
    """Return what happened to an entry, its facts from now on, and the changes."""
    new = item.facts
    same_text = item.original is None or text == here.original_hash
    if here.content_hash == hash_of(as_json(new)) and same_text:
        return "", new, ()
    old = from_json(here.facts)
    facts = merged(old, new)
    changes = diff(old, facts)
    if changes:
        return "CHANGED", facts, changes
    if completes(old, facts):
        return "COMPLETED", facts, ()
    if not same_text and here.original_hash:
        return "CHANGED", facts, (Change(Aspect.TEXT, "original", None, None),)
    if not same_text:
        return "COMPLETED", facts, ()
    return "", facts, ()


def _mark_vanished(origin: Origin, now: datetime, report: Report) -> None:
    gone = Entry.objects.filter(
        source=origin.source, last_seen_at__lt=now, vanished_at__isnull=True
    )
    while rows := list(gone.values_list("pk", "code", "content_hash")[:CHUNK]):
        with transaction.atomic():
            revision.touch()
            ids = [pk for pk, _, _ in rows]
            Entry.objects.filter(pk__in=ids).update(
                vanished_at=now, last_changed_at=now
            )
            EntryChange.objects.bulk_create(
                EntryChange(
                    entry_id=pk,
                    kind="VANISHED",
                    happened_at=now,
                    source=origin.source,
                    source_date=origin.day,
                    content_hash=digest,
                )
                for pk, _, digest in rows
            )
        for _, code, _ in rows:
            report.change("VANISHED", code, ())


def hash_of(data: Any) -> str:
    """Return the SHA-256 of JSON data in its one spelling, in hex."""
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
