"""When a job runs again, and when a timer fires. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from motcua.kernel.law import decided_by

LONGEST_WAIT = timedelta(hours=1)


@decided_by("0050-jobs-in-the-database-with-our-own-keeper")
def wait_before_attempt(attempts: int) -> timedelta:
    """Return how long a job that was started ``attempts`` times waits: 2ⁿ seconds.

    >>> [int(wait_before_attempt(n).total_seconds()) for n in (1, 2, 3, 20)]
    [2, 4, 8, 3600]
    """
    return min(timedelta(seconds=2 ** min(attempts, 30)), LONGEST_WAIT)


@dataclass(frozen=True, slots=True)
class Every:
    """A timer that fires once in each span of this many seconds."""

    seconds: int


@dataclass(frozen=True, slots=True)
class Daily:
    """A timer that fires once a day, at this time of the city's clock."""

    hour: int
    minute: int = 0


Schedule = Every | Daily


@decided_by("0050-jobs-in-the-database-with-our-own-keeper")
def slot_of(schedule: Schedule, now: datetime, zone: ZoneInfo) -> str:
    """Return the name of the last slot that has begun at ``now``.

    A timer fires once for each name it has not seen, so that a slot missed while no
    worker ran is caught up once, and several workers fire it once between them.

    >>> hanoi = ZoneInfo("Asia/Ho_Chi_Minh")
    >>> now = datetime.fromisoformat("2026-03-02T01:30:00+07:00")
    >>> slot_of(Daily(2), now, hanoi)
    '2026-03-01'
    >>> slot_of(Every(3600), now, hanoi)
    '2026-03-01T18:00:00+00:00'
    """
    if isinstance(schedule, Daily):
        time_of_day = timedelta(hours=schedule.hour, minutes=schedule.minute)
        local = now.astimezone(zone).replace(tzinfo=None)
        return (local - time_of_day).date().isoformat()
    start = int(now.timestamp()) // schedule.seconds * schedule.seconds
    return datetime.fromtimestamp(start, ZoneInfo("UTC")).isoformat()
