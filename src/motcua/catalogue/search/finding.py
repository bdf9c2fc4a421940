"""Search as others call it: hits, pages of them, suggestions, and what was met."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from motcua.catalogue.search import store
from motcua.catalogue.search.ranking import Ranked, Wanted, rank
from motcua.catalogue.search.words import split
from motcua.kernel.texts import Text

MOST_ON_A_PAGE = 100
LAST_HIT = 500  # nobody turns so many pages
SUGGESTED = 7


@dataclass(frozen=True, slots=True)
class Hit:
    """A procedure that was found; without a version it is for information only."""

    version_id: UUID | None
    code: str
    name: Text
    summary: Text
    field: str
    field_name: Text
    level: str
    channels: tuple[str, ...]
    applicants: tuple[str, ...]
    service_level: str
    in_force_from: date | None
    in_force_until: date | None
    words: frozenset[str]

    @property
    def applies_here(self) -> bool:
        """Tell whether the procedure is written out, so that one can apply here."""
        return self.version_id is not None


@dataclass(frozen=True, slots=True)
class Hits:
    """Some of what was found, and where the next page starts."""

    items: tuple[Hit, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text, and whether it is one of the words that were sought."""

    text: str
    met: bool


def search(
    text: str,
    day: date,
    *,
    field: str | None = None,
    only_here: bool = False,
    after: str | None = None,
    limit: int = 20,
) -> Hits:
    """Return the procedures that answer a question, the best first.

    The question may be a word or a sentence, in Vietnamese with or without marks, in
    everyday words, with typing errors, in English or German. ``only_here`` leaves
    out what is for information only.
    """
    start = int(after) if after and after.isdecimal() else 0
    start = min(start, LAST_HIT)
    limit = max(1, min(limit, MOST_ON_A_PAGE))
    wanted = Wanted(day, field, only_here)
    most = start + limit + 1
    found = rank(store.current(), text, wanted, most=most)[start:]
    more = len(found) > limit and start + limit < LAST_HIT
    return Hits(tuple(map(_hit, found[:limit])), str(start + limit) if more else None)


def suggest(text: str, day: date, *, limit: int = SUGGESTED) -> tuple[Hit, ...]:
    """Return the procedures that a question may be about that is still being typed."""
    limit = max(1, min(limit, MOST_ON_A_PAGE))
    found = rank(store.current(), text, Wanted(day), most=limit, typing=True)
    return tuple(map(_hit, found))


def pieces(text: str, words: Collection[str]) -> tuple[Piece, ...]:
    """Return a text in pieces: those that were sought, and what is between them.

    >>> [piece.text for piece in pieces("Đăng ký khai sinh", {"khai"}) if piece.met]
    ['khai']
    """
    return tuple(piece for piece in _pieces(text, words) if piece.text)


def _pieces(text: str, words: Collection[str]) -> Iterator[Piece]:
    """Yield the pieces; words that stand side by side are one."""
    at = start = end = 0
    for word in split(text):
        if word.bare not in words:
            continue
        if end and text[end : word.start].isspace():
            end = word.end
            continue
        yield Piece(text[at:start], met=False)
        yield Piece(text[start:end], met=True)
        at, start, end = end, word.start, word.end
    yield Piece(text[at:start], met=False)
    yield Piece(text[start:end], met=True)
    yield Piece(text[end:], met=False)


def _hit(found: Ranked) -> Hit:
    it = found.document
    return Hit(
        version_id=it.version_id,
        code=it.code,
        name=it.name,
        summary=it.summary,
        field=it.field,
        field_name=it.field_name,
        level=it.level,
        channels=it.channels,
        applicants=it.applicants,
        service_level=it.service_level,
        in_force_from=it.in_force_from,
        in_force_until=it.in_force_until,
        words=found.words,
    )
