"""Days and instants: the only way from one to the other."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


def day_of(instant: datetime, zone: ZoneInfo) -> date:
    """Return the day in ``zone`` at ``instant``.

    >>> hanoi = ZoneInfo("Asia/Ho_Chi_Minh")
    >>> day_of(datetime.fromisoformat("2026-03-02T18:00:00+00:00"), hanoi)
    datetime.date(2026, 3, 3)
    """
    return instant.astimezone(zone).date()


def to_text(instant: datetime) -> str:
    """Return the one spelling of an instant in events: UTC, microseconds, Z.

    >>> to_text(datetime.fromisoformat("2026-03-02T18:00:00+07:00"))
    '2026-03-02T11:00:00.000000Z'
    """
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def from_text(text: str) -> datetime:
    """Read an instant that :func:`to_text` wrote.

    >>> from_text("2026-03-02T11:00:00.000000Z")
    datetime.datetime(2026, 3, 2, 11, 0, tzinfo=datetime.timezone.utc)
    """
    return datetime.fromisoformat(text)
