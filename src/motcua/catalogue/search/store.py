"""The index of this process: read once, and anew when the catalogue has changed.

All processes read the same rows, so they rank alike, on every database. A question
costs no statement, but for one small one a second: is the revision still the same?
"""

from collections.abc import Iterator
from pathlib import Path
from threading import Lock
from time import monotonic
from uuid import UUID

from django.conf import settings

from motcua.catalogue import revision
from motcua.catalogue.models import Demand, Entry, ProcedureVersion
from motcua.catalogue.search.index import Document, Index
from motcua.catalogue.search.synonyms import FILE, FOLDER, Synonyms, read_synonyms
from motcua.kernel.texts import Text
from motcua.packs.reading import folder

FRESH = 1.0  # seconds for which the revision is not asked again
_ORDER = ("COMMUNE", "CITY", "NATIONAL", "OTHER")  # of levels, the nearest first


class _Kept:
    """The index, the revision that it was read at, and when that was last asked."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.forget()
        self.synonyms: Synonyms | None = None

    def forget(self) -> None:
        """Ask anew next time."""
        self.index: Index | None = None
        self.revision: UUID | None = None
        self.asked_at = float("-inf")


_kept = _Kept()


def forget() -> None:
    """Forget the index of this process, but not the words of the packs."""
    _kept.forget()


def current() -> Index:
    """Return the index of the catalogue as it is now, at most a second old."""
    index = _kept.index
    if index is not None and monotonic() - _kept.asked_at < FRESH:
        return index
    name = revision.current()
    if index is not None and name == _kept.revision:
        _kept.asked_at = monotonic()
        return index
    with _kept.lock:  # one thread reads, the others wait: it is their first, too
        if _kept.index is None or name != _kept.revision:
            _kept.index = Index(documents(), synonyms(), demand())
            _kept.revision = name
        _kept.asked_at = monotonic()
        return _kept.index


def synonyms() -> Synonyms:
    """Return the everyday words of the packs; they change with the program only.

    :raises DefectiveFile: with file and line, if a pack's file is wrong.
    """
    if _kept.synonyms is None:
        _kept.synonyms = read_synonyms(synonym_files())
    return _kept.synonyms


def synonym_files() -> list[Path]:
    """Return the files of the packs in use that say everyday words."""
    paths = [folder(pack) / FOLDER / FILE for pack in settings.PACKS]
    return [path for path in paths if path.is_file()]


def demand() -> dict[str, int]:
    """Return how many cases each procedure had lately."""
    return dict(Demand.objects.values_list("code", "cases"))


def documents() -> Iterator[Document]:
    """Yield the versions of written-out procedures, then the entries."""
    yield from _written_out()
    yield from _entries()


def _written_out() -> Iterator[Document]:
    rows = ProcedureVersion.objects.filter(superseded_at__isnull=True).values(
        "pk", "procedure__code", "card", "field", "in_force_from", "in_force_until"
    )
    for row in rows.order_by("procedure__code", "in_force_from").iterator():
        card = row["card"]
        yield Document(
            code=row["procedure__code"],
            name=Text.of(card["name"]),
            summary=Text.of(card["summary"]),
            keywords=tuple(card["keywords"]),
            field=row["field"],
            field_name=Text.of(card["field_name"]),
            level=card["level"],
            version_id=row["pk"],
            channels=tuple(card["channels"]),
            applicants=tuple(card["applicants"]),
            service_level=card["service_level"],
            in_force_from=row["in_force_from"],
            in_force_until=row["in_force_until"],
        )


def _entries() -> Iterator[Document]:
    rows = Entry.objects.filter(vanished_at__isnull=True).order_by("code")
    columns = ("code", "name", "field", "group", "level_words")
    for code, name, field, group, levels in rows.values_list(*columns).iterator():
        yield Document(
            code=code,
            name=Text(name),
            summary=Text(""),
            keywords=(),
            field=group,
            field_name=Text(field),
            level=next((one for one in _ORDER if one in levels.split()), "OTHER"),
        )
