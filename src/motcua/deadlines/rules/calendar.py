"""A working calendar: day tables built once from dated facts, then only look-ups."""

import hashlib
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from motcua.deadlines.rules.days import (
    Day,
    DayKind,
    DayStatus,
    OfficeHours,
    OutsideCalendar,
    Sessions,
)
from motcua.kernel.ledger import canonical

ONE_DAY = timedelta(days=1)
MIDNIGHT = time()
MINUTE = 60_000_000  # in microseconds, the unit of the tables
VERSION_LENGTH = 12


class WorkCalendar:
    """Which days are working days, at which hours, from ``first`` to ``last``.

    Every question is index arithmetic on dense tables, never a walk day by day.
    Instants carry a zone; answers are in the calendar's own ``zone``.
    """

    def __init__(
        self,
        name: str,
        zone: ZoneInfo,
        *,
        first: date,
        last: date,
        hours: Sequence[OfficeHours],
        days: Iterable[Day] = (),
    ) -> None:
        """Build the tables. Of two facts about one day the later in ``days`` holds."""
        self.name, self.zone, self.first, self.last = name, zone, first, last
        by_start = {each.start_date: each for each in hours}
        self.hours = tuple(by_start[start] for start in sorted(by_start))
        self._stated = tuple(days)
        self._facts: dict[date, Day] = {}
        self.unconfirmed: dict[date, Day] = {}
        for day in self._stated:
            self._take(day)
        self._fact_dates = sorted(self._facts)
        self._build()

    def _take(self, day: Day) -> None:
        self.unconfirmed.pop(day.date, None)
        if day.status is DayStatus.UNCONFIRMED:
            self.unconfirmed[day.date] = day
        elif day.kind is DayKind.ORDINARY:
            self._facts.pop(day.date, None)
        else:
            self._facts[day.date] = day

    def _build(self) -> None:
        count = self.last.toordinal() - self.first.toordinal() + 1
        dates = [self.first + timedelta(days=i) for i in range(count)]
        self._days: list[date] = []  # the working days
        self._upto: dict[date, int] = {}  # working days up to the day, less one
        self._before: dict[date, int] = {}  # working days before the day
        self._sessions: list[Sessions] = []  # of each working day
        self._starts, self._ends = [], []  # working time before and through each
        total = worked = 0
        for day in dates:
            self._before[day] = worked
            if sessions := self._sessions_on(day):
                self._days.append(day)
                self._sessions.append(sessions)
                self._starts.append(total)
                total += MINUTE * sum(each.end - each.start for each in sessions)
                self._ends.append(total)
                worked += 1
            self._upto[day] = worked - 1
        # A half-open range may end on the day after the last.
        self._bounds = {**self._before, self.last + ONE_DAY: worked}
        self._version = ""

    def _sessions_on(self, day: date) -> Sessions:
        fact = self._facts.get(day)
        if fact is None:
            return self.hours_at(day).week[day.weekday()]
        if fact.is_off:
            return ()
        week = self.hours_at(day).week
        stands_for = (fact.swapped_with or day).weekday()
        usual = next(sessions for sessions in week if sessions)
        return fact.sessions or week[stands_for] or usual

    # -- What the calendar is made of

    @property
    def version(self) -> str:
        """Return the fingerprint of all facts; another fact gives another version."""
        if not self._version:
            digest = hashlib.sha256(canonical(self.as_json())).hexdigest()
            self._version = digest[:VERSION_LENGTH]
        return self._version

    def as_json(self) -> dict[str, Any]:
        """Return the facts, in one spelling."""
        facts = [*self._facts.values(), *self.unconfirmed.values()]
        return {
            "name": self.name,
            "zone": self.zone.key,
            "first": self.first.isoformat(),
            "last": self.last.isoformat(),
            "hours": [each.as_json() for each in self.hours],
            "days": [day.as_json() for day in sorted(facts, key=lambda d: d.date)],
        }

    def hours_at(self, day: date) -> OfficeHours:
        """Return the office hours in force on ``day``."""
        found = self.hours[0]
        for each in self.hours:
            if each.start_date <= day:
                found = each
        return found

    def why(self, day: date) -> Day:
        """Return what sort of day ``day`` is and on whose word.

        :raises OutsideCalendar: if the calendar does not know the day.
        """
        if day not in self._upto:
            raise self._outside(day)
        if (fact := self._facts.get(day)) is not None:
            return fact
        kind = DayKind.WORKDAY if self.is_working(day) else DayKind.WEEKLY_REST
        hours = self.hours_at(day)
        return Day(day, kind, kind.label, hours.source, hours.status)

    def days_of(self, year: int) -> list[date]:
        """Return the days of ``year``, first to last.

        :raises OutsideCalendar: if the calendar does not know the year.
        """
        days = [day for day in self._upto if day.year == year]
        if not days:
            raise self._outside(year)
        return days

    def facts_between(self, start: date, end: date) -> list[Day]:
        """Return the days in ``[start, end)`` that are not like their weekday."""
        a = bisect_left(self._fact_dates, start)
        b = bisect_left(self._fact_dates, end)
        return [self._facts[day] for day in self._fact_dates[a:b]]

    def sessions_on(self, day: date) -> Sessions:
        """Return the office hours of one day; none on a day off.

        :raises OutsideCalendar: if the calendar does not know the day.
        """
        return self._sessions[self._before[day]] if self.is_working(day) else ()

    # -- The same calendar with other facts

    def with_office_hours(
        self, *sessions: str, **weekdays: Sequence[str]
    ) -> "WorkCalendar":
        """Return this calendar with other office hours, on all its days.

        Sessions hold from Monday to Friday; a weekday named differs:
        ``with_office_hours("07:30-11:30", "13:30-17:00", sat=("07:30-11:30",))``.

        :raises UnknownOfficeHours: if they cannot be read.
        """
        hours = OfficeHours.of(self.first, *sessions, weekdays=weekdays)
        return self.with_facts(only_hours=(hours,))

    def with_facts(
        self,
        *,
        days: Iterable[Day] = (),
        hours: Sequence[OfficeHours] = (),
        only_hours: Sequence[OfficeHours] = (),
        last: date | None = None,
    ) -> "WorkCalendar":
        """Return this calendar with more facts; where two disagree the new holds."""
        return WorkCalendar(
            self.name,
            self.zone,
            first=self.first,
            last=max(self.last, last or self.last),
            hours=only_hours or (*self.hours, *hours),
            days=(*self._stated, *days),
        )

    # -- Days

    def is_working(self, day: date) -> bool:
        """Tell whether ``day`` is a working day (ngày làm việc).

        :raises OutsideCalendar: if the calendar does not know the day.
        """
        try:
            return self._upto[day] == self._before[day]
        except KeyError:
            raise self._outside(day) from None

    def add_working_days(self, day: date, n: int) -> date:
        """Return the ``n``-th working day after ``day``, before it if ``n`` < 0.

        ``day`` itself is not counted and need not be a working day; 0 gives it back.

        :raises OutsideCalendar: if either day lies beyond the calendar.
        """
        try:
            if n > 0:
                return self._days[self._upto[day] + n]
            index = self._before[day] + n
            if n and index >= 0:
                return self._days[index]
        except LookupError:
            raise self._outside(day) from None
        if n:
            raise self._outside(day)
        return day

    def add_working_days_many(self, days: Iterable[date], n: int) -> list[date]:
        """Return :meth:`add_working_days` of each of ``days``, in one sweep.

        :raises OutsideCalendar: if any of the days lies beyond the calendar.
        """
        shift = len(self._days)
        table = {
            day: self._days[index + n]
            for day, index in (self._upto if n > 0 else self._before).items()
            if n and 0 <= index + n < shift
        }
        if not n:
            table = {day: day for day in self._before}
        asked = days if isinstance(days, Sequence) else list(days)
        try:
            return list(map(table.__getitem__, asked))
        except KeyError as error:
            raise self._outside(error.args[0]) from None

    def working_days_between(self, start: date, end: date) -> int:
        """Count the working days in ``[start, end)``; negative if ``end`` comes first.

        :raises OutsideCalendar: if either day lies beyond the calendar.
        """
        try:
            return self._bounds[end] - self._bounds[start]
        except KeyError as error:
            raise self._outside(error.args[0]) from None

    def on_or_after(self, day: date) -> date:
        """Return ``day`` if it is a working day, else the next one.

        :raises OutsideCalendar: if there is none in the calendar.
        """
        try:
            return self._days[self._before[day]]
        except LookupError:
            raise self._outside(day) from None

    # -- Hours

    def local(self, instant: datetime) -> datetime:
        """Return ``instant`` in the calendar's zone.

        :raises OutsideCalendar: if it lies at the very edge of all time.
        :raises ValueError: if it carries no zone.
        """
        if instant.tzinfo is None:
            raise ValueError("An instant carries a zone; this one has none.")
        try:
            return instant.astimezone(self.zone)
        except OverflowError:
            raise self._outside(instant.date()) from None

    def opening(self, day: date) -> datetime:
        """Return the instant at which work begins on the working day ``day``."""
        return self._at(day, self.sessions_on(day)[0].start * MINUTE)

    def closing(self, day: date) -> datetime:
        """Return the instant at which work ends on the working day ``day``."""
        return self._at(day, self.sessions_on(day)[-1].end * MINUTE)

    def add_working_time(self, instant: datetime, minutes: int) -> datetime:
        """Return the instant after ``minutes`` of office hours, before if negative.

        The end of a session belongs to that session: "17:00 today", never "07:30
        the next day" (and going back, its start does). 0 gives the instant back.

        :raises OutsideCalendar: if either instant lies beyond the calendar.
        :raises ValueError: if the instant carries no zone.
        """
        return self._add(instant, minutes * MINUTE)

    def add_time_worked_between(
        self, instant: datetime, start: datetime, end: datetime
    ) -> datetime:
        """Return ``instant`` moved on by the office hours from ``start`` to ``end``.

        :raises OutsideCalendar: if one of the instants lies beyond the calendar.
        :raises ValueError: if one of the instants carries no zone.
        """
        return self._add(instant, self._worked(end) - self._worked(start))

    def start_of_work(self, instant: datetime) -> datetime:
        """Return ``instant`` if people work then, else when they next begin.

        :raises OutsideCalendar: if they begin no more in this calendar.
        :raises ValueError: if the instant carries no zone.
        """
        return self._locate(self._worked(instant), instant, ends=False)

    def _add(self, instant: datetime, span: int) -> datetime:
        target = self._worked(instant) + span
        if not span:
            return self.local(instant)
        return self._locate(target, instant, ends=span > 0)

    def _locate(self, target: int, asked: datetime, *, ends: bool) -> datetime:
        """Return when ``target`` was worked: the first such instant, or the last."""
        if ends:
            index = bisect_left(self._ends, target)
        else:
            index = bisect_right(self._starts, target) - 1
        if not 0 <= target < self._ends[-1] + ends:
            raise self._outside(self.local(asked).date())
        rest = target - self._starts[index]
        for session in self._sessions[index]:
            length = (session.end - session.start) * MINUTE
            if rest < length or (ends and rest == length):
                break
            rest -= length
        return self._at(self._days[index], session.start * MINUTE + rest)

    def working_minutes_between(self, start: datetime, end: datetime) -> int:
        """Count the whole minutes of office hours from ``start`` to ``end``.

        Negative if ``end`` comes first.

        :raises OutsideCalendar: if either instant lies beyond the calendar.
        :raises ValueError: if an instant carries no zone.
        """
        worked = self._worked(end) - self._worked(start)
        return worked // MINUTE if worked >= 0 else -(-worked // MINUTE)

    def _worked(self, instant: datetime) -> int:
        """Return the microseconds worked from the first day to ``instant``."""
        local = self.local(instant)
        day = local.date()
        try:
            index = self._before[day]
            if self._upto[day] != index:  # a day off
                return self._ends[index - 1] if index else 0
        except KeyError:
            raise self._outside(day) from None
        now = (local.hour * 60 + local.minute) * MINUTE
        now += local.second * 1_000_000 + local.microsecond
        worked = self._starts[index]
        for session in self._sessions[index]:
            start = session.start * MINUTE
            if now <= start:
                break
            worked += min(now, session.end * MINUTE) - start
        return worked

    def _at(self, day: date, microseconds: int) -> datetime:
        midnight = datetime.combine(day, MIDNIGHT, self.zone)
        return midnight + timedelta(microseconds=microseconds)

    def _outside(self, day: date | int) -> OutsideCalendar:
        if isinstance(day, datetime) or not isinstance(day, date | int):
            raise TypeError(f"A calendar counts days, not {type(day).__name__}.")
        return OutsideCalendar.of(self.name, self.first, self.last, day)

    def __repr__(self) -> str:
        return f"<WorkCalendar {self.name} {self.first}…{self.last} {self.version}>"
