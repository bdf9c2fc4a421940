"""Identifiers: UUIDv7, so that rows made one after another lie side by side."""

from datetime import datetime
from uuid import UUID

from uuid_utils.compat import uuid7


def new_id() -> UUID:
    """Return a new UUIDv7.

    >>> new_id().version
    7
    """
    return uuid7()


def id_of(at: datetime) -> UUID:
    """Return a new UUIDv7 for what came into being at another instant than now.

    >>> from datetime import UTC
    >>> old = id_of(datetime(2026, 1, 2, tzinfo=UTC))
    >>> old < new_id(), old.version
    (True, 7)
    """
    return uuid7(nanoseconds=int(at.timestamp() * 1_000_000) * 1000)
