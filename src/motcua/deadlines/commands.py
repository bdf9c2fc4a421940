"""Writes of calendars: add a fact, take one back, adopt a year. Nothing is lost."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from motcua.deadlines import data, proposals, queries, rules
from motcua.deadlines.models import CalendarEdit, CalendarState
from motcua.deadlines.queries import EditFacts
from motcua.deadlines.rules import Day, Edit, Horizon, OfficeHours, WorkCalendar
from motcua.deadlines.signals import calendar_edited
from motcua.kernel.actors import Actor
from motcua.kernel.ids import new_id
from motcua.kernel.refusals import ChangedMeanwhile, NotFound, Refusal, gettext_noop
from motcua.kernel.texts import nfc

EDIT_CALENDAR = "deadlines.edit_calendar"


class EditAlreadyWithdrawn(Refusal):
    """The change was taken back before, or is itself a withdrawal."""

    code = "edit_already_withdrawn"
    text = gettext_noop(
        "Thay đổi này đã được rút lại, hoặc bản thân nó là việc rút lại. "
        "Hãy thêm một thay đổi mới."
    )


class EditNeedsReason(Refusal):
    """A change is taken back without saying why."""

    code = "edit_needs_reason"
    text = gettext_noop("Hãy ghi lý do rút lại thay đổi.")


@transaction.atomic
def edit_calendar(
    *,
    actor: Actor,
    now: datetime,
    edit: Edit,
    calendar: str = data.OWN_CALENDAR,
    reason: str = "",
    expected_revision: int | None = None,
) -> EditFacts:
    """Add a day, office hours or a longer horizon to a calendar (sửa lịch làm việc).

    ``expected_revision`` is what the person saw (:func:`queries.revision_of`).
    Listeners of ``calendar_edited`` hear of it inside the transaction.

    :raises NotCompetent: unless ``actor`` holds ``deadlines.edit_calendar``.
    :raises UnknownCalendar: if no pack has the calendar.
    :raises ChangedMeanwhile: if somebody else edited it since.
    :raises EditNeedsSource: if the change names no source.
    :raises EditChangesNothing: if the calendar says so already.
    :raises DayKindNotStated: if its kind of day is nobody's to state.
    :raises YearNotNext: if it is a year other than the next.
    :raises OutsideCalendar: if its day lies beyond the calendar.
    """
    actor.require(EDIT_CALENDAR)
    state = _lock(calendar, expected_revision)
    write = _writer(state, actor, now, reason)
    rules.check_edit(queries.calendar_for(calendar), edit)
    made = write(**_columns(edit))
    _tell(state, now)
    return made


@transaction.atomic
def withdraw_edit(
    *,
    actor: Actor,
    now: datetime,
    edit_id: UUID,
    reason: str,
    expected_revision: int | None = None,
) -> EditFacts:
    """Take a change of a calendar back (rút lại); both stay in the history.

    :raises NotCompetent: unless ``actor`` holds ``deadlines.edit_calendar``.
    :raises NotFound: if there is no such change.
    :raises EditNeedsReason: if no reason is given.
    :raises EditAlreadyWithdrawn: if it was taken back before.
    :raises ChangedMeanwhile: if somebody else edited the calendar since.
    """
    actor.require(EDIT_CALENDAR)
    if not reason.strip():
        raise EditNeedsReason
    edit = CalendarEdit.objects.filter(pk=edit_id).first()
    if edit is None:
        raise NotFound
    state = _lock(edit.calendar_id, expected_revision)
    if edit.withdraws_id or CalendarEdit.objects.filter(withdraws=edit).exists():
        raise EditAlreadyWithdrawn
    write = _writer(state, actor, now, reason)
    made = write(
        subject=CalendarEdit.Subject.WITHDRAWAL,
        on_date=edit.on_date,
        source=edit.source,
        withdraws=edit,
    )
    _tell(state, now)
    return made


@transaction.atomic
def adopt_year(
    *,
    actor: Actor,
    now: datetime,
    year: int,
    source: str,
    calendar: str = data.OWN_CALENDAR,
    reason: str = "",
) -> list[EditFacts]:
    """Add the next year to a calendar with the holidays the law foresees.

    The days come from :func:`proposals.propose_year`, status DERIVED, so that they
    can be confirmed one by one when the announcement is out.

    :raises NotCompetent: unless ``actor`` holds ``deadlines.edit_calendar``.
    :raises UnknownCalendar: if no pack has the calendar.
    :raises EditNeedsSource: if no source is named.
    :raises YearNotNext: if it is a year other than the next.
    """
    actor.require(EDIT_CALENDAR)
    state = _lock(calendar, None)
    write = _writer(state, actor, now, reason)
    horizon = Horizon(date(year, 12, 31), source)
    rules.check_edit(queries.calendar_for(calendar), horizon)
    days: list[Edit] = [horizon, *proposals.propose_year(year)]
    made = [write(**_columns(edit)) for edit in days]
    _tell(state, now)
    return made


def _lock(name: str, expected: int | None) -> CalendarState:
    """Return the state of the calendar, locked until the transaction ends."""
    calendar: WorkCalendar = data.load_calendar(name)
    CalendarState.objects.get_or_create(pk=calendar.name, defaults={"revision": 0})
    state = CalendarState.objects.select_for_update().get(pk=name)
    if expected is not None and expected != state.revision:
        raise ChangedMeanwhile
    return state


def _writer(
    state: CalendarState, actor: Actor, now: datetime, reason: str
) -> Callable[..., EditFacts]:
    """Return what writes the next row of the history."""
    post = next((p for p in actor.posts if p.role is actor.role), None)
    capacity = dict(actor.capacity(post))

    def write(**columns: Any) -> EditFacts:
        state.revision += 1
        row = CalendarEdit.objects.create(
            calendar=state,
            revision=state.revision,
            reason=nfc(reason.strip()),
            made_by=actor.id,
            made_as=capacity,
            made_at=now,
            **columns,
        )
        return queries.facts_of(row)

    return write


def _columns(edit: Edit) -> dict[str, Any]:
    subject = CalendarEdit.Subject.HORIZON
    if isinstance(edit, Day):
        subject = CalendarEdit.Subject.DAY
    elif isinstance(edit, OfficeHours):
        subject = CalendarEdit.Subject.OFFICE_HOURS
    facts = queries.json_of(edit)
    return {
        "subject": subject,
        "on_date": rules.date_of(edit),
        "facts": facts,
        "source": facts["source"],
    }


def _tell(state: CalendarState, now: datetime) -> None:
    state.token = new_id()
    state.save(update_fields=["revision", "token"])
    calendar_edited.send(
        CalendarEdit, calendar=state.pk, revision=state.revision, now=now
    )
