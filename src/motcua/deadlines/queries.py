"""Reads of calendars: the pack's facts with the administrators' edits on top."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

from motcua.deadlines import data, rules
from motcua.deadlines.models import CalendarEdit, CalendarState
from motcua.deadlines.rules import (
    Clock,
    Day,
    Edit,
    Horizon,
    Move,
    OfficeHours,
    WorkCalendar,
)
from motcua.deadlines.rules.days import Sessions
from motcua.kernel.refusals import NotFound
from motcua.kernel.texts import nfc

Key = TypeVar("Key")
SUBJECTS: Mapping[str, type[Day] | type[OfficeHours] | type[Horizon]] = {
    CalendarEdit.Subject.DAY: Day,
    CalendarEdit.Subject.OFFICE_HOURS: OfficeHours,
    CalendarEdit.Subject.HORIZON: Horizon,
}

# Built calendars of this process, by name: the token they were built from, and they.
# A token is never used twice, so a stale entry cannot be taken for a fresh one.
_built: dict[str, tuple[UUID, WorkCalendar]] = {}


@dataclass(frozen=True, slots=True)
class EditFacts:
    """One change of a calendar, as it stands in the history."""

    id: UUID
    calendar: str
    revision: int
    subject: str
    on_date: date
    edit: Edit | None  # None for a withdrawal
    source: str
    reason: str
    made_by: UUID
    made_as: Mapping[str, str]
    made_at: datetime
    withdraws_id: UUID | None
    withdrawn_by_id: UUID | None  # the edit that takes this one back

    @property
    def is_in_force(self) -> bool:
        """Tell whether the change still stands."""
        return self.edit is not None and self.withdrawn_by_id is None


@dataclass(frozen=True, slots=True)
class DayRow:
    """One day of a calendar as a screen shows it."""

    day: Day  # its kind, name, source and status
    is_working: bool
    sessions: Sessions
    unconfirmed: Day | None  # a fact about this day that is known but not applied
    edit_id: UUID | None  # the administrator's change that says so, if one does


def calendar_for(
    name: str = data.OWN_CALENDAR, at: datetime | None = None
) -> WorkCalendar:
    """Return the calendar ``name`` with all edits, or as it was known ``at`` then.

    Without ``at`` one small read tells whether the built calendar is the newest.

    :raises UnknownCalendar: if no pack has it.
    """
    pack = data.load_calendar(name)
    token = CalendarState.objects.filter(pk=name).values_list("token", flat=True)
    newest = token.first()
    if newest is None:
        return pack
    if at is not None:
        return rules.edited(pack, _edits_in_force(name, at))
    built = _built.get(name)
    if built is None or built[0] != newest:
        built = (newest, rules.edited(pack, _edits_in_force(name)))
        _built[name] = built
    return built[1]


def revision_of(name: str) -> int:
    """Return how often the calendar was edited; give it back with the next edit."""
    state = CalendarState.objects.filter(pk=name).values_list("revision", flat=True)
    return state.first() or 0


def list_edits(name: str, *, year: int | None = None) -> list[EditFacts]:
    """Return the history of a calendar, newest first; of one year if asked."""
    edits = CalendarEdit.objects.filter(calendar_id=name)
    if year is not None:
        edits = edits.filter(on_date__year=year)
    rows = edits.select_related("withdrawal").order_by("-revision")
    return [facts_of(row) for row in rows]


def get_edit(edit_id: UUID) -> EditFacts:
    """Return one change.

    :raises NotFound: if there is no such change.
    """
    rows = CalendarEdit.objects.select_related("withdrawal").filter(pk=edit_id)
    if (row := rows.first()) is None:
        raise NotFound
    return facts_of(row)


def list_days(name: str, year: int) -> list[DayRow]:
    """Return every day of ``year`` with its kind, its source and its edit.

    :raises UnknownCalendar: if no pack has the calendar.
    :raises OutsideCalendar: if it does not know the year.
    """
    calendar = calendar_for(name)
    days = calendar.days_of(year)
    edits = {
        facts.on_date: facts.id
        for facts in reversed(list_edits(name, year=year))
        if facts.is_in_force and facts.subject == CalendarEdit.Subject.DAY
    }
    return [
        DayRow(
            calendar.why(day),
            calendar.is_working(day),
            calendar.sessions_on(day),
            calendar.unconfirmed.get(day),
            edits.get(day),
        )
        for day in days
    ]


def preview(
    clocks: Iterable[tuple[Key, Clock]], *, calendar: str, edits: Sequence[Edit]
) -> list[Move[Key]]:
    """Return which of the due dates ``edits`` would move, and whither; writes nothing.

    :raises UnknownCalendar: if no pack has the calendar.
    """
    now = calendar_for(calendar)
    return list(rules.what_moves(clocks, now, rules.edited(now, edits)))


def preview_withdrawal(
    clocks: Iterable[tuple[Key, Clock]], *, edit_id: UUID
) -> list[Move[Key]]:
    """Return which of the due dates would move if the change were taken back.

    :raises NotFound: if there is no such change.
    """
    name = get_edit(edit_id).calendar
    pack = data.load_calendar(name)
    without = [
        facts.edit
        for facts in reversed(list_edits(name))
        if facts.is_in_force and facts.edit and facts.id != edit_id
    ]
    after = rules.edited(pack, without)
    return list(rules.what_moves(clocks, calendar_for(name), after))


def facts_of(row: CalendarEdit) -> EditFacts:
    """Return what stands in a row of the history."""
    kind = SUBJECTS.get(row.subject)
    withdrawal = getattr(row, "withdrawal", None)
    return EditFacts(
        id=row.id,
        calendar=row.calendar_id,
        revision=row.revision,
        subject=row.subject,
        on_date=row.on_date,
        edit=kind.from_json(row.facts) if kind else None,
        source=row.source,
        reason=row.reason,
        made_by=row.made_by,
        made_as=row.made_as,
        made_at=row.made_at,
        withdraws_id=row.withdraws_id,
        withdrawn_by_id=withdrawal.id if withdrawal else None,
    )


def _edits_in_force(name: str, at: datetime | None = None) -> list[Edit]:
    """Return the edits that stand, oldest first, as known at ``at``."""
    rows = CalendarEdit.objects.filter(calendar_id=name)
    if at is not None:
        rows = rows.filter(made_at__lte=at)
    made = list(
        rows.order_by("revision").values_list("id", "subject", "facts", "withdraws_id")
    )
    withdrawn = {row[3] for row in made}
    return [
        SUBJECTS[subject].from_json(facts)
        for edit_id, subject, facts, _ in made
        if subject in SUBJECTS and edit_id not in withdrawn
    ]


def json_of(edit: Edit) -> dict[str, Any]:
    """Return an edit as its row holds it."""
    facts = edit.as_json()
    facts["source"] = nfc(edit.source.strip())
    return facts
