"""The calendar that cases go by, and what happens when it is edited."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from time import monotonic
from typing import Any

from django.conf import settings

from motcua.cases.rules.state import CaseState
from motcua.deadlines import Clock, WorkCalendar, due
from motcua.deadlines.queries import calendar_for, list_edits
from motcua.jobs.commands import enqueue

FRESH = 1.0  # seconds; an edit derives all due dates anew, so a second is harmless
FOLLOW_CALENDAR = "motcua.cases.tasks.follow_calendar"
FOLLOW_CALENDAR_OF = "motcua.cases.tasks.follow_calendar_of"
LATECOMERS = timedelta(minutes=1)  # longer than any action takes
_kept: list[tuple[float, str, WorkCalendar]] = []  # none or one


def present_calendar() -> WorkCalendar:
    """Return the calendar with all edits, as it was within the last second."""
    if _kept:
        read_at, name, calendar = _kept[0]
        if monotonic() - read_at < FRESH and name == settings.CALENDAR:
            return calendar
    fresh = calendar_for(settings.CALENDAR)
    _kept[:] = [(monotonic(), settings.CALENDAR, fresh)]
    return fresh


def derivation_of(state: CaseState) -> Sequence[Mapping[str, Any]]:
    """Return why a case is due when it is, line by line, from the facts of its clock.

    Nothing before it was accepted.
    """
    if "clock" not in state.facts:
        return ()
    clock = Clock.from_json(state.facts["clock"])
    return tuple(due(clock, present_calendar()).as_json()["lines"])


def forget() -> None:
    """Let the next look read the calendar anew."""
    _kept.clear()


def on_edit(*, calendar: str, revision: int, now: datetime, **_: Any) -> None:
    """Enqueue the job that derives open due dates anew, in the edit's transaction.

    Once more a little later: somebody may be acting who saw the calendar before.
    """
    forget()
    if calendar == settings.CALENDAR:
        enqueue(FOLLOW_CALENDAR, now=now, revision=revision)
        later = now + LATECOMERS
        enqueue(FOLLOW_CALENDAR, now=now, run_after=later, revision=revision)


def cause_of(revision: int) -> str:
    """Return what a revision of the calendar rests on, for those whom it concerns."""
    for edit in list_edits(settings.CALENDAR):
        if edit.revision == revision:
            return edit.reason or edit.source
    return ""
