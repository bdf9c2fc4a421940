"""Edits of a calendar as programs send them, and the history as they read it."""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field

from motcua.deadlines import proposals, queries, rules
from motcua.deadlines.queries import EditFacts
from motcua.deadlines.rules import Day, DayStatus, Edit, Horizon, OfficeHours
from motcua.deadlines.rules.days import WEEKDAYS
from motcua.kernel.refusals import InvalidInput
from motcua.kernel.texts import Text
from motcua.web.inputs import Day as IsoDay
from motcua.web.inputs import Input, Line, ValueMissing, Words
from motcua.web.shapes import Output

Sessions = Annotated[
    list[
        Annotated[str, Field(pattern=r"^[0-2][0-9]:[0-5][0-9]-[0-2][0-9]:[0-5][0-9]$")]
    ],
    Field(max_length=4, examples=[["07:30-11:30", "13:30-17:00"]]),
]
Source = Annotated[
    str, Field(max_length=300, description="Number and date of the decision.")
]


class NamesIn(Input):
    """What a day is called."""

    vi: Line
    en: Line = ""
    de: Line = ""


class DayIn(Input):
    """A day that is not like its weekday."""

    date: IsoDay
    kind: Literal[
        "HOLIDAY", "COMPENSATION", "SWAP_OFF", "MAKE_UP", "CLOSURE", "ORDINARY"
    ]
    name: NamesIn
    swapped_with: IsoDay | None = None
    sessions: Sessions = []


class HoursIn(Input):
    """Office hours of each weekday from a day on; no sessions: a day of rest."""

    start_date: IsoDay
    mon: Sessions = []
    tue: Sessions = []
    wed: Sessions = []
    thu: Sessions = []
    fri: Sessions = []
    sat: Sessions = []
    sun: Sessions = []


class EditIn(Input):
    """A change of a calendar: one of a day, office hours, or the next year."""

    day: DayIn | None = None
    hours: HoursIn | None = None
    next_year: Annotated[
        bool, Field(description="The year after the last, with its lawful holidays.")
    ] = False
    source: Source
    reason: Words = ""

    def edit(self, calendar: str) -> Edit:
        """Return the change that is meant.

        :raises InvalidInput: unless exactly one is said.
        :raises UnknownOfficeHours: if sessions overlap.
        """
        said = [self.day is not None, self.hours is not None, self.next_year]
        if said.count(True) != 1:
            raise InvalidInput({"day": ValueMissing()})
        if self.day is not None:
            return _day(self.day, self.source)
        if self.hours is not None:
            return _hours(self.hours, self.source)
        year = queries.calendar_for(calendar).last.year + 1
        return Horizon(date(year, 12, 31), self.source)

    def edits(self, calendar: str) -> list[Edit]:
        """Return the change with all that comes with it: a year brings holidays."""
        edit = self.edit(calendar)
        if isinstance(edit, Horizon):
            return [edit, *proposals.propose_year(edit.last.year)]
        return [edit]


def _day(said: DayIn, source: str) -> Day:
    swapped = said.swapped_with
    return Day.from_json(
        {
            "date": said.date.isoformat(),
            "kind": said.kind,
            "name": Text.of(said.name.model_dump()).as_dict(),
            "source": source,
            "swapped_with": swapped.isoformat() if swapped else "",
            "sessions": said.sessions,
        }
    )


def _hours(said: HoursIn, source: str) -> OfficeHours:
    return OfficeHours.of(
        said.start_date,
        weekdays={weekday: getattr(said, weekday) for weekday in WEEKDAYS},
        source=source,
        status=DayStatus.CONFIRMED,
    )


class WithdrawalIn(Input):
    """Why a change is taken back."""

    reason: Words


class EditOut(Output):
    """One change of a calendar, as it stands in the history."""

    id: UUID
    calendar: str
    revision: int
    subject: str
    on_date: date
    content: dict[str, Any] | None
    source: str
    reason: str
    made_at: datetime
    made_as: dict[str, str]
    withdraws_id: UUID | None
    withdrawn_by_id: UUID | None

    @classmethod
    def of(cls, facts: EditFacts) -> "EditOut":
        """Return a change as it is answered."""
        return cls(
            id=facts.id,
            calendar=facts.calendar,
            revision=facts.revision,
            subject=facts.subject,
            on_date=facts.on_date,
            content=queries.json_of(facts.edit) if facts.edit else None,
            source=facts.source,
            reason=facts.reason,
            made_at=facts.made_at,
            made_as=dict(facts.made_as),
            withdraws_id=facts.withdraws_id,
            withdrawn_by_id=facts.withdrawn_by_id,
        )


class DueMove(Output):
    """A due date of a case that would be another one."""

    case_id: UUID
    code: str
    before: datetime | None
    after: datetime | None

    @classmethod
    def of(cls, move: rules.Move[UUID], code: str) -> "DueMove":
        """Return a move as it is answered."""
        return cls(
            case_id=move.key,
            code=code,
            before=move.before.at if move.before else None,
            after=move.after.at if move.after else None,
        )
