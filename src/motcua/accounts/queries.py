"""Read the record of sign-ins, and the sessions that are open."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import F

from motcua.accounts.models import SignIn
from motcua.accounts.rules import Event
from motcua.web.paging import Page, after, check_size, page_of, read_cursor
from motcua.web.sessions import mark_of, open_sessions

DOOR = "motcua_door"  # what a session remembers of how it began


@dataclass(frozen=True, slots=True)
class SignInFacts:
    """One event at the door."""

    id: UUID
    at: datetime
    event: Event
    account_id: UUID | None
    name: str  # empty if nobody with this address is known
    method: str
    network: str
    device: str


@dataclass(frozen=True, slots=True)
class SessionFacts:
    """A session that is open; of one that began before an update little is known."""

    mark: str  # names it; its key is not to be found from it
    began_at: datetime | None
    ends_at: datetime
    method: str
    network: str
    device: str
    is_current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInFilter:
    """Which events are wanted; what is not said is not asked for."""

    account_id: UUID | None = None
    event: Event | None = None
    start: datetime | None = None
    end: datetime | None = None  # before this instant


EVERY = SignInFilter()
_LIST = "sign-ins"


def list_sign_ins(
    wanted: SignInFilter = EVERY,
    *,
    cursor: str | None = None,
    size: int | None = None,
) -> Page[SignInFacts]:
    """Return a page of events, the newest first; of one account, or of all.

    :raises InvalidInput: if the cursor or the size is wrong.
    """
    size = check_size(size)
    rows = SignIn.objects.filter(**_conditions(wanted))
    if cursor is not None:
        at, row_id = read_cursor(cursor, of=_LIST)
        key = (datetime.fromisoformat(at), UUID(row_id))
        rows = rows.filter(after(key, "-at", "-id"))
    ordered = rows.order_by("-at", "-id").annotate(name=F("account__name"))
    found = [
        SignInFacts(
            id=row.id,
            at=row.at,
            event=Event(row.event),
            account_id=row.account_id,
            name=row.name or "",
            method=row.method,
            network=row.network,
            device=row.device,
        )
        for row in ordered[: size + 1]
    ]
    return page_of(found, size, _key, of=_LIST)


def _conditions(wanted: SignInFilter) -> dict[str, object]:
    asked = {
        "account": wanted.account_id,
        "event": wanted.event,
        "at__gte": wanted.start,
        "at__lt": wanted.end,
    }
    return {name: value for name, value in asked.items() if value is not None}


def _key(row: SignInFacts) -> Sequence[str]:
    return (row.at.isoformat(), str(row.id))


def list_sessions(
    account_id: UUID, now: datetime, *, current_key: str | None = None
) -> list[SessionFacts]:
    """Return the open sessions of an account: the one that asks first."""
    here = mark_of(current_key)
    found = []
    for one in open_sessions(account_id, now):
        door = one.holds.get(DOOR, {})
        began = door.get("at")
        found.append(
            SessionFacts(
                mark=one.mark,
                began_at=datetime.fromisoformat(began) if began else None,
                ends_at=one.expires_at,
                method=door.get("method", ""),
                network=door.get("network", ""),
                device=door.get("device", ""),
                is_current=one.mark == here,
            )
        )
    return sorted(found, key=lambda one: not one.is_current)
