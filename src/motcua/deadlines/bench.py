"""How fast calendars count, beside a plain loop measured in the same run."""

import random
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from time import perf_counter
from typing import Any

from motcua.deadlines import Clock, Limit, WorkCalendar, due, load_calendar, load_policy

SINGLE, BATCH, HOURS, DUE = 300_000, 1_000_000, 50_000, 5_000
LOOP, MINUTE_LOOP = 20_000, 1_000
ROUNDS = 3
ONE_DAY = timedelta(days=1)
DAYS_AHEAD, MINUTES_AHEAD = 20, 2400
SEED = 20260428


def run() -> list[dict[str, object]]:
    """Measure, and return a row per way of counting: ours, the control, the ratio.

    Rates are per second, the best of three rounds; ``wall_s`` is the whole round.
    """
    chance = random.Random(SEED)  # noqa: S311 - test data, no secret
    calendar = load_calendar("vn")
    days = [date(2018, 1, 2) + timedelta(chance.randrange(3500)) for _ in range(BATCH)]
    instants = [
        calendar.opening(calendar.on_or_after(day)) + timedelta(minutes=17)
        for day in days[:HOURS]
    ]
    off = frozenset(
        day
        for day in (calendar.first + timedelta(i) for i in range(3652))
        if not calendar.is_working(day)
    )
    loop = _rate(lambda: _loop_days(days[:LOOP], off), LOOP)
    walk = _rate(lambda: _loop_hours(calendar, instants[:MINUTE_LOOP]), MINUTE_LOOP)
    return [
        _row("add_working_days", SINGLE, _singles(calendar, days[:SINGLE]), loop),
        _row("add_working_days_many", BATCH, _batch(calendar, days), loop),
        _row("add_working_time", HOURS, _hours(calendar, instants), walk),
        _row("due", DUE, _due(calendar, instants[:DUE])),
        _row("due with its lines", DUE, _due(calendar, instants[:DUE], True)),
    ]


def _singles(calendar: WorkCalendar, days: Sequence[date]) -> float:
    def work() -> None:
        add = calendar.add_working_days
        for day in days:
            add(day, DAYS_AHEAD)

    return _rate(work, len(days))


def _batch(calendar: WorkCalendar, days: Sequence[date]) -> float:
    def work() -> None:
        calendar.add_working_days_many(days, DAYS_AHEAD)

    return _rate(work, len(days))


def _hours(calendar: WorkCalendar, instants: Sequence[datetime]) -> float:
    def work() -> None:
        add = calendar.add_working_time
        for instant in instants:
            add(instant, MINUTES_AHEAD)

    return _rate(work, len(instants))


def _due(
    calendar: WorkCalendar, instants: Sequence[datetime], lines: bool = False
) -> float:
    limit = Limit.parse(f"{DAYS_AHEAD} working days")
    policy = load_policy("vn.general", date(2026, 1, 1))
    clocks = [Clock(accepted_at=at, limit=limit, policy=policy) for at in instants]

    def work() -> None:
        for clock in clocks:
            found = due(clock, calendar)
            if lines:
                _ = found.lines

    return _rate(work, len(clocks))


def _loop_days(days: Sequence[date], off: frozenset[date]) -> None:
    """Add working days as one would without thinking: day by day."""
    for start in days:
        day, left = start, DAYS_AHEAD
        while left:
            day += ONE_DAY
            left -= day not in off


def _loop_hours(calendar: WorkCalendar, instants: Sequence[datetime]) -> None:
    """Add office minutes session by session, day by day."""
    for instant in instants:
        left, day = MINUTES_AHEAD, instant.date()
        now = instant.hour * 60 + instant.minute
        while left > 0:
            for session in calendar.sessions_on(day):
                open_for = max(0, session.end - max(now, session.start))
                left -= min(left, open_for)
            day, now = day + ONE_DAY, 0


def _rate(work: Callable[[], Any], count: int) -> float:
    """Return how often a second, the best of some rounds."""
    best = float("inf")
    for _ in range(ROUNDS):
        start = perf_counter()
        work()
        best = min(best, perf_counter() - start)
    return count / best


def _row(
    name: str, count: int, ours: float, control: float | None = None
) -> dict[str, object]:
    row: dict[str, object] = {
        "name": name,
        "count": count,
        "ours_per_s": round(ours),
        "ours_us": round(1e6 / ours, 3),
        "wall_s": round(count / ours, 4),
    }
    if control is not None:
        row |= {"control_per_s": round(control), "ratio": round(ours / control, 1)}
    return row
