"""JSON of deadlines: translate, ask one query, translate back. Open to everybody."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Header, Query, Router, Schema, Status
from pydantic import Field

from motcua.deadlines import commands, data, queries
from motcua.deadlines.editing import EditIn, EditOut, WithdrawalIn
from motcua.deadlines.rules import Clock, Due, Horizon, Limit, due
from motcua.kernel.texts import nfc
from motcua.web.actors import actor_of
from motcua.web.inputs import Moment
from motcua.web.permissions import PUBLIC, permission
from motcua.web.requests import Precondition, etag

router = Router(tags=["deadlines"], auth=None)
editing = Router(tags=["deadlines"])

NAME = r"^[a-z][a-z0-9_.]{0,59}$"
CalendarName = Annotated[str, Field(pattern=NAME)]
Year = Annotated[int, Field(ge=1900, le=2200)]


class TextOut(Schema):
    """What people read, in up to three languages."""

    vi: str
    en: str | None = None
    de: str | None = None


class LineOut(Schema):
    """One line of a derivation."""

    kind: str
    text: TextOut
    basis: str


class DueOut(Schema):
    """When a result is due, and why."""

    at: datetime | None
    status: str
    calendar: str
    calendar_version: str
    lines: list[LineOut]


class DeadlineIn(Schema):
    """What a due date is derived from."""

    accepted: Moment = Field(
        description="When the complete file was accepted. Without an offset it is "
        "local time of the calendar."
    )
    limit: str = Field(
        max_length=60,
        description="The limit in words: 5 working days, 8 giờ làm việc, 2 Monate …",
        examples=["5 working days"],
    )
    calendar: str = Field(data.OWN_CALENDAR, max_length=40, pattern=NAME)
    policy: str = Field(
        data.OWN_POLICY,
        max_length=60,
        pattern=NAME,
        description="The counting rules; GET /deadlines/policies lists them.",
    )


class DayOut(Schema):
    """One day of a calendar."""

    date: date
    kind: str
    name: TextOut
    is_working: bool
    sessions: list[str]
    source: str
    status: str


class CalendarOut(Schema):
    """One year of a calendar."""

    calendar: str
    version: str
    zone: str
    first: date
    last: date
    days: list[DayOut]


@router.get(
    "/deadlines",
    response=DueOut,
    exclude_none=True,
    openapi_extra={"responses": {404: {"$ref": "#/components/responses/Refused404"}}},
)
@permission(PUBLIC)
def calculate_deadline(request: HttpRequest, asked: Query[DeadlineIn]) -> Any:
    """Derive a due date from an acceptance and a limit, with every reason."""
    calendar = queries.calendar_for(asked.calendar)
    accepted = asked.accepted
    if accepted.tzinfo is None:
        accepted = accepted.replace(tzinfo=calendar.zone)
    policy = data.load_policy(asked.policy, calendar.local(accepted).date())
    limit = Limit.parse(nfc(asked.limit))
    return _out(due(Clock(accepted_at=accepted, limit=limit, policy=policy), calendar))


@router.get("/deadlines/policies", response=list[str])
@permission(PUBLIC)
def list_counting_policies(request: HttpRequest) -> Any:
    """List the codes of the counting rules."""
    return data.list_policies()


@router.get("/calendars", response=list[str])
@permission(PUBLIC)
def list_work_calendars(request: HttpRequest) -> Any:
    """List the names of the working calendars."""
    return data.list_calendars()


@router.get("/calendars/{name}/{int:year}", response=CalendarOut, exclude_none=True)
@permission(PUBLIC)
def read_work_calendar(request: HttpRequest, name: CalendarName, year: Year) -> Any:
    """Return every day of one year with its kind and its source."""
    calendar = queries.calendar_for(name)
    rows = queries.list_days(name, year)
    days = [
        {
            "date": row.day.date,
            "kind": row.day.kind,
            "name": row.day.name.as_dict(),
            "is_working": row.is_working,
            "sessions": [str(session) for session in row.sessions],
            "source": row.day.source,
            "status": row.day.status,
        }
        for row in rows
    ]
    return {
        "calendar": calendar.name,
        "version": calendar.version,
        "zone": calendar.zone.key,
        "first": calendar.first,
        "last": calendar.last,
        "days": days,
    }


@editing.get("/calendars/{name}/edits", response=list[EditOut])
@permission("workbench.enter")
def list_calendar_edits(
    request: HttpRequest, name: CalendarName, response: HttpResponse
) -> list[EditOut]:
    """List what was changed in a calendar, the latest first; the ETag counts it."""
    queries.calendar_for(name)
    response["ETag"] = etag(queries.revision_of(name))
    return [EditOut.of(facts) for facts in queries.list_edits(name)]


@editing.post("/calendars/{name}/edits", response={201: list[EditOut]})
@permission("deadlines.edit_calendar")
def edit_calendar(
    request: HttpRequest,
    name: CalendarName,
    conditions: Header[Precondition],
    response: HttpResponse,
    said: EditIn,
) -> Status[list[EditOut]]:
    """Change a calendar: a day, office hours, or the next year with its holidays.

    Open due dates are derived anew soon after. See first what would move:
    `POST /calendars/{name}/preview`.
    """
    edit = said.edit(name)
    who: dict[str, Any] = {"actor": actor_of(request), "now": timezone.now()}
    if isinstance(edit, Horizon):
        made = commands.adopt_year(
            year=edit.last.year, source=said.source, calendar=name, **who
        )
    else:
        made = [
            commands.edit_calendar(
                edit=edit,
                calendar=name,
                reason=said.reason,
                expected_revision=conditions.seen,
                **who,
            )
        ]
    response["ETag"] = etag(made[-1].revision)
    return Status(201, [EditOut.of(facts) for facts in made])


@editing.post("/calendar-edits/{edit_id}/withdraw", response={201: EditOut})
@permission("deadlines.edit_calendar")
def withdraw_calendar_edit(
    request: HttpRequest,
    edit_id: UUID,
    conditions: Header[Precondition],
    response: HttpResponse,
    said: WithdrawalIn,
) -> Status[EditOut]:
    """Take a change of a calendar back; both stay in the history."""
    made = commands.withdraw_edit(
        actor=actor_of(request),
        now=timezone.now(),
        edit_id=edit_id,
        reason=said.reason,
        expected_revision=conditions.seen,
    )
    response["ETag"] = etag(made.revision)
    return Status(201, EditOut.of(made))


def _out(found: Due) -> dict[str, Any]:
    return found.as_json()
