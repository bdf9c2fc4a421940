"""Sessions in the database, read by one plain statement.

A session can be ended by the server at once, in every process (signed cookies
cannot, nor a cache per process), and by its owner from elsewhere: each row says whose
it is. See docs/decisions/0033-sessions.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions
from django.db import connection
from django.utils import timezone

_READ = """
SELECT session_data FROM web_session WHERE session_key = %s AND expire_date > %s
"""
_OWNER = "_auth_user_id"  # where Django keeps who is signed in
MOST = 100  # sessions that are listed


class SessionStore(DatabaseSessions):
    """Django's database sessions with a faster read, and an owner."""

    @classmethod
    def get_model_class(cls) -> Any:
        """Return the table."""
        from motcua.web.models import Session

        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        """Return the row, with whose session it is."""
        row: Any = super().create_model_instance(data)
        owner = data.get(_OWNER)
        row.account_id = UUID(str(owner)) if owner else None
        return row

    def load(self) -> dict[str, Any]:
        """Return what the session holds; nothing if it has ended."""
        now = connection.ops.adapt_datetimefield_value(timezone.now())  # noqa: TID251
        with connection.cursor() as cursor:
            cursor.execute(_READ, [self.session_key, now])
            row = cursor.fetchone()
        if row is None:
            self._session_key = None
            return {}
        found: dict[str, Any] = self.decode(row[0])
        return found


@dataclass(frozen=True, slots=True)
class OpenSession:
    """A session that has not ended. ``mark`` names it without giving its key away."""

    mark: str
    expires_at: datetime
    holds: Mapping[str, Any]


def mark_of(key: str | None) -> str:
    """Return a name for a session from which its key cannot be found."""
    return sha256(f"session:{key}".encode()).hexdigest()[:20] if key else ""


def open_sessions(account_id: UUID, now: datetime) -> list[OpenSession]:
    """Return the sessions of an account that have not ended, the latest first."""
    store = SessionStore()
    rows = store.get_model_class().objects.filter(
        account_id=account_id, expire_date__gt=now
    )
    return [
        OpenSession(mark_of(key), expires_at, store.decode(data))
        for key, data, expires_at in rows.order_by("-expire_date").values_list(
            "session_key", "session_data", "expire_date"
        )[:MOST]
    ]


def end_sessions(
    account_id: UUID, *, mark: str = "", all_but: str | None = None
) -> int:
    """End the session ``mark`` of an account, or all but one; return how many."""
    rows = SessionStore.get_model_class().objects.filter(account_id=account_id)
    keys = [
        key
        for key in rows.values_list("session_key", flat=True)
        if (mark_of(key) == mark if mark else mark_of(key) != all_but)
    ]
    return int(rows.filter(session_key__in=keys).delete()[0])


def forget_ended(now: datetime) -> None:
    """Delete the sessions that have run out."""
    SessionStore.get_model_class().objects.filter(expire_date__lt=now).delete()
