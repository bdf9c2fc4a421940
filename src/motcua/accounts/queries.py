"""Read the record of sign-ins."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import F

from motcua.accounts.models import SignIn
from motcua.accounts.rules import Event
from motcua.web.paging import Page, after, check_size, page_of, read_cursor


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


_LIST = "sign-ins"


def list_sign_ins(
    *,
    account_id: UUID | None = None,
    cursor: str | None = None,
    size: int | None = None,
) -> Page[SignInFacts]:
    """Return a page of events, the newest first; of one account, or of all.

    :raises InvalidInput: if the cursor or the size is wrong.
    """
    size = check_size(size)
    rows = SignIn.objects.all()
    if account_id is not None:
        rows = rows.filter(account=account_id)
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


def _key(row: SignInFacts) -> Sequence[str]:
    return (row.at.isoformat(), str(row.id))
