"""What follows an event."""

from datetime import datetime
from uuid import UUID


def follow_up(case_id: UUID, first: int, last: int, *, now: datetime) -> None:
    """Tell people and issue papers."""
