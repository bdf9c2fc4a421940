"""When a case is due and why: derived from the origin and the facts, never pushed."""

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from motcua.deadlines import wording
from motcua.deadlines.rules.calendar import MIDNIGHT, ONE_DAY, WorkCalendar
from motcua.deadlines.rules.clock import (
    Clock,
    Extension,
    Fact,
    Reappointment,
    Suspension,
)
from motcua.deadlines.rules.limits import Limit, LimitUnit
from motcua.deadlines.rules.policy import ResumeMode
from motcua.deadlines.wording import Line
from motcua.kernel.law import Citation, cites
from motcua.kernel.texts import Text

CIVIL_CODE = "91/2015/QH13"
DUE_AT_CLOSING = "decision:0012-due-at-the-end-of-office-hours"
STOPPED_DAYS = "decision:0013-days-of-a-stop"
LATE_FACTS = "decision:0014-late-facts-move-nothing"

Step = tuple[Callable[..., "Line | list[Line]"], tuple[Any, ...]]


class DueStatus(StrEnum):
    """Whether there is a due date."""

    RUNNING = "RUNNING"  # có hạn
    STOPPED = "STOPPED"  # đang tạm dừng
    NOT_STATED = "NOT_STATED"  # không quy định


@dataclass(frozen=True, slots=True)
class Due:
    """When the result is due, and the derivation that a person can check by hand."""

    at: datetime | None  # None while stopped and where no limit is stated
    status: DueStatus
    calendar: str
    version: str  # of the calendar
    steps: tuple[Step, ...] = ()

    @property
    def lines(self) -> tuple[Line, ...]:
        """Return the derivation; it is worded only when somebody reads it."""
        lines: list[Line] = []
        for say, facts in self.steps:
            said = say(*facts)
            lines.extend([said] if isinstance(said, Line) else said)
        return tuple(lines)

    def as_json(self) -> dict[str, Any]:
        """Return instant and derivation as JSON has them."""
        return {
            "at": self.at.isoformat() if self.at else None,
            "status": self.status.value,
            "calendar": self.calendar,
            "calendar_version": self.version,
            "lines": [line.as_json() for line in self.lines],
        }


@cites(
    Citation(CIVIL_CODE, article="147", clause="3"),
    Citation(CIVIL_CODE, article="148", clause="5"),
)
def due(clock: Clock, calendar: WorkCalendar) -> Due:
    """Return when the case is due (ngày hẹn trả kết quả), with the derivation.

    The count starts from the acceptance, or from zero where a completed file asks
    for it; the days of a stop do not count; the last day is rolled to a working
    day once, at the end. What happens after the due time moves nothing, except a
    new appointment with an apology.

    :raises OutsideCalendar: if the count leaves the calendar.
    """
    return _Derivation(clock, calendar).result()


@cites(Citation(CIVIL_CODE, article="148", clause="3"))
def add_months(day: date, months: int) -> date:
    """Return the corresponding day of the last month, or that month's last day.

    >>> add_months(date(2026, 1, 31), 1)
    datetime.date(2026, 2, 28)
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


class _Derivation:
    """One pass over the facts of a clock, keeping the unrolled last day."""

    def __init__(self, clock: Clock, calendar: WorkCalendar) -> None:
        self.clock, self.calendar = clock, calendar
        self.limit, self.policy = clock.limit, clock.policy
        self.steps: list[Step] = []
        self.first = clock.accepted_at.date()  # the first day that counts
        self.last = self.first  # the unrolled last day
        self.at: datetime | None = None  # the due instant, where hours or a promise say
        self.is_known = False  # is there a due date at all?
        self.in_hours = False  # does a stop take out hours or days?
        self.stopped = False

    def result(self) -> Due:
        accepted = self.calendar.local(self.clock.accepted_at)
        self._say(wording.accepted, accepted, self.policy.basis("accepted"))
        if self.limit.unit is LimitUnit.NOT_STATED:
            basis = self.clock.basis or self.policy.basis("limit")
            self._say(wording.not_stated, basis)
        else:
            basis = self.clock.basis or self.policy.basis("limit")
            self._say(wording.limit_is, self.limit, basis)
            self._begin(accepted)
        for fact in self.clock.facts():
            self._apply(fact)
        return Due(
            self._conclude(),
            self._status(),
            self.calendar.name,
            self.calendar.version,
            tuple(self.steps),
        )

    # -- Counting the limit from an origin

    def _begin(self, received: datetime) -> None:
        origin = self._origin(received)
        unit, self.at, self.is_known = self.limit.unit, None, True
        self.in_hours = unit is LimitUnit.WORKING_HOURS
        if unit is LimitUnit.WORKING_HOURS:
            self._begin_hours(origin)
        elif unit is LimitUnit.SAME_WORKING_DAY:
            self._begin_same_day(origin)
        else:
            self._begin_days(origin.date())

    def _origin(self, received: datetime) -> datetime:
        """Return the instant at which the file counts as received."""
        calendar, policy, day = self.calendar, self.policy, received.date()
        if not calendar.is_working(day):
            late = policy.off_day_intake_next_opening
        else:
            margin = timedelta(minutes=policy.intake_margin)
            late = bool(margin) and received > calendar.closing(day) - margin
            if policy.intake_cut_off is not None:
                late = late or received.time() > policy.intake_cut_off
        if not late:
            return received
        opening = calendar.opening(calendar.add_working_days(day, 1))
        self._say(wording.late_intake, opening, policy.basis("intake"))
        return opening

    def _begin_hours(self, origin: datetime) -> None:
        minutes = self.limit.number * 60
        self.at = self.calendar.add_working_time(origin, minutes)
        self.first, self.last = origin.date(), self.at.date()
        start = self.calendar.start_of_work(origin)
        basis = self.policy.basis("hours")
        self._say(wording.counted_hours, start, self.at, self.limit, basis)
        self._say_days_off(self.first, self.last + ONE_DAY)

    def _begin_same_day(self, origin: datetime) -> None:
        calendar, cut_off, day = (
            self.calendar,
            self.policy.same_day_cut_off,
            origin.date(),
        )
        late = not calendar.is_working(day) or origin.time() > cut_off
        self.first = self.last = calendar.add_working_days(day, 1) if late else day
        basis = self.policy.basis("same_day_cut_off")
        self._say(wording.same_day, self.last, cut_off, late, basis)
        if late:
            self._say_days_off(day, self.last)

    def _begin_days(self, day: date) -> None:
        counted = self.policy.count_first_day
        before = day - ONE_DAY if counted else day
        self.first = before + ONE_DAY
        self.last = last = self._later(before, self.limit)
        basis = self.policy.basis("first_day")
        self._say(wording.first_day, self.first, counted, basis)
        if self.limit.unit is LimitUnit.WORKING_DAYS:
            self._say_days_off(self.first, last)
            facts = (self.calendar, self.first, last, self.limit)
            self._say(wording.counted_days, *facts, self.policy.basis("days"))
        else:
            name = self.limit.unit.value.lower()
            self._say(wording.ends_on, self.limit, last, self.policy.basis(name))

    def _later(self, day: date, limit: Limit) -> date:
        """Return ``day`` moved on by a limit in days or months."""
        number = limit.number
        if limit.unit is LimitUnit.WORKING_DAYS:
            return self.calendar.add_working_days(day, number)
        if limit.unit is LimitUnit.MONTHS:
            return add_months(day, number)
        return day + timedelta(days=number)

    # -- What happened on the way

    def _apply(self, fact: Fact) -> None:
        if isinstance(fact, Reappointment):
            self._reappoint(fact)
            return
        due_at = self._settled()
        if due_at is None:
            self._apply_without_limit(fact)
        elif fact.at >= due_at:
            at = self.calendar.local(fact.at)
            self._say(wording.without_effect, at, due_at, LATE_FACTS)
        elif isinstance(fact, Extension):
            self._extend(fact, due_at)
        elif fact.end is None:
            self._stop(fact)
        elif fact.mode is ResumeMode.RESTART and self.clock.is_limited:
            span = (self.calendar.local(fact.at), self.calendar.local(fact.end))
            basis = self.policy.basis("supplement")
            self._say(wording.restarted, fact, span, basis)
            self._begin(span[1])
        else:
            self._continue(
                fact,
                self.calendar.local(fact.at),
                self.calendar.local(fact.end),
                due_at,
            )

    def _apply_without_limit(self, fact: Fact) -> None:
        if isinstance(fact, Suspension) and fact.end is None:
            self._stop(fact)

    def _stop(self, stop: Suspension) -> None:
        self.stopped = True
        at = self.calendar.local(stop.at)
        self._say(wording.stopped, stop, at, self.policy.basis("suspension"))

    def _continue(
        self, stop: Suspension, start: datetime, end: datetime, due_at: datetime
    ) -> None:
        before = self.last
        if self.in_hours:
            minutes = self.calendar.working_minutes_between(start, end)
            self.at = self.calendar.add_time_worked_between(due_at, start, end)
            self.last = self.at.date()
            self._say_stop(stop, start, end, _hours(minutes))
        else:
            amount = self._skip_days(start.date(), end.date())
            self._say_stop(stop, start, end, amount)
        self._say_moved(before, working=self.in_hours or self.counts_workdays)

    def _skip_days(self, start: date, end: date) -> Text:
        """Move the last day on by the days in ``[start, end)`` that would count."""
        since = max(start, self.first)
        until, self.at = max(since, end), None
        if self.counts_workdays:
            count = self.calendar.working_days_between(since, until)
            self.last = self.calendar.add_working_days(self.last, count)
            return _days(count, LimitUnit.WORKING_DAYS)
        count = (until - since).days
        self.last = max(self.last + timedelta(days=count), end)
        return _days(count, LimitUnit.DAYS)

    @property
    def counts_workdays(self) -> bool:
        """Tell whether only working days count."""
        return self.limit.unit in {LimitUnit.WORKING_DAYS, LimitUnit.SAME_WORKING_DAY}

    def _say_stop(
        self, stop: Suspension, start: datetime, end: datetime, amount: Text
    ) -> None:
        basis = self.policy.basis("suspension")
        self._say(wording.continued, stop, (start, end), amount, basis)

    def _extend(self, extension: Extension, due_at: datetime) -> None:
        before = self.last
        self._say(wording.extended, extension)
        self.in_hours = extension.limit.unit is LimitUnit.WORKING_HOURS
        if self.in_hours:
            minutes = extension.limit.number * 60
            self.at = self.calendar.add_working_time(due_at, minutes)
            self.last = self.at.date()
        else:
            self.at, self.last = None, self._later(before, extension.limit)
        works = extension.limit.unit is LimitUnit.WORKING_DAYS
        self._say_moved(before, working=works or self.in_hours)

    def _say_moved(self, before: date, *, working: bool) -> None:
        if self.last == before:
            return
        if working:
            self._say_days_off(before + ONE_DAY, self.last)
        basis = self.policy.basis("hours" if self.in_hours else "days")
        self._say(wording.moved_to, self.last, basis)

    def _reappoint(self, fact: Reappointment) -> None:
        at, self.at = self.calendar.local(fact.at), self.calendar.local(fact.due_at)
        self.last, self.is_known = self.at.date(), True
        basis = self.policy.basis("reappointments")
        self._say(wording.reappointed, fact, at, self.at, basis)

    # -- The end

    def _settled(self) -> datetime | None:
        """Return the due instant as it stands, rolled to a working day."""
        if self.at is not None or not self.is_known:
            return self.at
        if self.calendar.is_working(self.last):
            return self.calendar.closing(self.last)
        if not self.policy.roll_last_day:
            day = self.last + ONE_DAY
            return datetime.combine(day, MIDNIGHT, self.calendar.zone)
        return self.calendar.closing(self.calendar.on_or_after(self.last))

    def _conclude(self) -> datetime | None:
        due_at = self._settled()
        if self.stopped or due_at is None:
            return None
        rolled = self.policy.roll_last_day and self.last != due_at.date()
        if self.at is None and rolled:
            facts = (self.calendar, self.last, due_at.date())
            self._say(wording.rolled, *facts, self.policy.basis("last_day"))
        self._say(wording.due_at, due_at, self._basis_of_the_hour())
        return due_at

    def _basis_of_the_hour(self) -> str:
        if self.at is None:
            return DUE_AT_CLOSING
        return self.policy.basis("hours" if self.in_hours else "reappointments")

    def _status(self) -> DueStatus:
        if self.stopped:
            return DueStatus.STOPPED
        if self._settled() is None:
            return DueStatus.NOT_STATED
        return DueStatus.RUNNING

    def _say(self, say: Callable[..., Line | list[Line]], *facts: Any) -> None:
        self.steps.append((say, facts))

    def _say_days_off(self, start: date, end: date) -> None:
        if start < end:
            self._say(wording.days_off, self.calendar, start, end)


def _days(count: int, unit: LimitUnit) -> Text:
    if count:
        return Limit(count, unit).text()
    nothing = {
        LimitUnit.DAYS: Text("không có ngày nào", "no day", "kein Tag"),
        LimitUnit.WORKING_DAYS: Text(
            "không có ngày làm việc nào", "no working day", "kein Arbeitstag"
        ),
    }
    return nothing[unit]


def _hours(minutes: int) -> Text:
    h, m = divmod(minutes, 60)
    return Text(
        f"{h} giờ {m} phút làm việc",
        f"{h} h {m} min of working time",
        f"{h} Std. {m} Min. Arbeitszeit",
    )
