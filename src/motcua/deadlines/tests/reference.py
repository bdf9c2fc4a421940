"""The slow way to count, day by day and minute by minute, to check the fast one."""

from datetime import date, datetime, timedelta

from hypothesis import strategies as st

from motcua.deadlines import WorkCalendar

ONE_DAY = timedelta(days=1)
ONE_MINUTE = timedelta(minutes=1)


def add_working_days(calendar: WorkCalendar, day: date, n: int) -> date:
    step = ONE_DAY if n > 0 else -ONE_DAY
    while n:
        day += step
        if calendar.is_working(day):
            n -= 1 if n > 0 else -1
    return day


def working_days_between(calendar: WorkCalendar, start: date, end: date) -> int:
    count = 0
    while start < end:
        count += calendar.is_working(start)
        start += ONE_DAY
    return count


def is_open(calendar: WorkCalendar, instant: datetime) -> bool:
    """Tell whether the minute that begins at ``instant`` is office time."""
    minute = instant.hour * 60 + instant.minute
    return any(s.start <= minute < s.end for s in calendar.sessions_on(instant.date()))


def add_working_time(
    calendar: WorkCalendar, instant: datetime, minutes: int
) -> datetime:
    while minutes:
        minutes -= is_open(calendar, instant)
        instant += ONE_MINUTE
    return instant


days = st.dates(date(2018, 6, 1), date(2027, 6, 1))
minutes_of_day = st.integers(0, 1439)
