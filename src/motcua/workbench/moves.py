"""What a change of a calendar would move: every open case, a few seconds at a time.

Nothing is kept between two requests but what the page carries along, signed: how far
it came, what it found, and the first of those that would move. So memory is bounded
however many cases are open, and no request takes long.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from time import monotonic
from uuid import UUID

from django.conf import settings

from motcua.cases.queries import MOST_CLOCKS, count_open_clocks, list_open_clocks
from motcua.deadlines import Clock, queries
from motcua.deadlines.rules import Edit, Move
from motcua.kernel.refusals import InvalidInput
from motcua.web.paging import read_cursor, write_cursor
from motcua.workbench.calendar import days_of

SECONDS = 3  # that one request looks
SHOWN = 50  # of those that would move
Clocks = list[tuple[UUID, Clock]]


@dataclass(frozen=True, slots=True)
class Moved:
    """A case whose due date a change would move."""

    case_id: UUID
    code: str
    before: datetime | None
    after: datetime | None


@dataclass(frozen=True, slots=True)
class Preview:
    """What a change would move, as far as it was looked for."""

    moved: Sequence[Moved]
    count: int
    looked_at: int
    total: int  # open cases there are
    so_far: str = ""  # to look on from here; nothing once every case was looked at

    @property
    def is_whole(self) -> bool:
        """Tell whether every open case was looked at."""
        return not self.so_far


def what_moves(change: Edit, so_far: str = "") -> Preview:
    """Return which open due dates a change would move, looking on from ``so_far``."""
    name, edits = settings.CALENDAR, days_of(change)
    subject = f"{queries.revision_of(name)}:{edits!r}"
    return _look(
        lambda clocks: queries.preview(clocks, calendar=name, edits=edits),
        so_far,
        subject,
    )


def what_moves_without(edit_id: UUID, so_far: str = "") -> Preview:
    """Return which open due dates would move if a change were taken back."""
    subject = f"{queries.revision_of(settings.CALENDAR)}:without {edit_id}"
    return _look(
        lambda clocks: queries.preview_withdrawal(clocks, edit_id=edit_id),
        so_far,
        subject,
    )


@dataclass(slots=True)
class _Found:
    """How far it came, and what it found."""

    after: UUID | None
    count: int
    looked_at: int
    moved: list[Moved]

    def add(self, moves: list[Move[UUID]], codes: dict[UUID, str]) -> None:
        self.count += len(moves)
        self.looked_at += len(codes)
        for move in moves[: SHOWN - len(self.moved)]:
            before = move.before.at if move.before else None
            after = move.after.at if move.after else None
            self.moved.append(Moved(move.key, codes[move.key], before, after))

    def write(self, subject: str) -> str:
        moved = [
            [str(m.case_id), m.code, m.before and m.before.isoformat(),
             m.after and m.after.isoformat()]
            for m in self.moved
        ]  # fmt: skip
        key = [str(self.after), self.count, self.looked_at, moved]
        return write_cursor(key, of=f"moves:{subject}")

    @classmethod
    def read(cls, text: str, subject: str) -> "_Found":
        """Return what a page carried along; nothing if it is of another change."""
        try:
            if not text:
                return cls(None, 0, 0, [])
            after, count, looked_at, moved = read_cursor(text, of=f"moves:{subject}")
        except InvalidInput:
            return cls(None, 0, 0, [])
        return cls(UUID(after), count, looked_at, [_moved(*one) for one in moved])


def _moved(case_id: str, code: str, before: str | None, after: str | None) -> Moved:
    return Moved(
        UUID(case_id),
        code,
        datetime.fromisoformat(before) if before else None,
        datetime.fromisoformat(after) if after else None,
    )


def _look(
    preview: Callable[[Clocks], list[Move[UUID]]], so_far: str, subject: str
) -> Preview:
    found, end = _Found.read(so_far, subject), monotonic() + SECONDS
    while True:
        batch = list_open_clocks(after=found.after, size=MOST_CLOCKS)
        moves = preview([(one.case_id, one.clock) for one in batch])
        found.add(moves, {one.case_id: one.code for one in batch})
        if len(batch) < MOST_CLOCKS:
            return Preview(
                found.moved, found.count, found.looked_at, total=found.looked_at
            )
        found.after = batch[-1].case_id
        if monotonic() >= end:
            return Preview(
                found.moved,
                found.count,
                found.looked_at,
                total=max(count_open_clocks(), found.looked_at),
                so_far=found.write(subject),
            )
