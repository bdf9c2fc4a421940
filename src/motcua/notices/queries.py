"""Reads of the inbox and of what became of deliveries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, QuerySet

from motcua.notices.models import Delivery, Message
from motcua.notices.rules import ERASED, Channel, State, mask
from motcua.web.paging import Page, after, check_size, page_of, read_cursor

_MESSAGE_FIELDS = (
    "id", "key", "case_id", "language", "subject", "body", "path", "created_at",
    "read_at",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class MessageFacts:
    """One notice in an inbox."""

    id: UUID
    key: str
    case_id: UUID | None
    language: str
    subject: str
    body: str
    path: str  # where to go from here, below the site's root
    created_at: datetime
    read_at: datetime | None


@dataclass(frozen=True, slots=True)
class DeliveryFacts:
    """One notice on its way out; the address is masked."""

    id: UUID
    channel: str
    key: str
    address: str
    state: str
    attempts: int
    last_error: str  # the address in it is masked, too
    created_at: datetime
    next_attempt_at: datetime | None
    sent_at: datetime | None
    is_erased: bool  # its text and address are gone; it cannot be sent again


@dataclass(frozen=True, slots=True, kw_only=True)
class FailedFilter:
    """Which of the failed deliveries are wanted; what is not said is not asked for."""

    channel: Channel | None = None
    key: str = ""


EVERY = FailedFilter()
_FAILED = "failed-deliveries"


def inbox(
    account_id: UUID,
    *,
    before: UUID | None = None,
    unread_only: bool = False,
    limit: int = 20,
) -> Sequence[MessageFacts]:
    """Return a person's notices, newest first, those before message ``before``."""
    rows = Message.objects.filter(account_id=account_id)
    if before is not None:
        rows = rows.filter(id__lt=before)
    if unread_only:
        rows = rows.filter(read_at__isnull=True)
    page = rows.order_by("-id").values(*_MESSAGE_FIELDS)[:limit]
    return tuple(MessageFacts(**row) for row in page)


def get_message(account_id: UUID, message_id: UUID) -> MessageFacts | None:
    """Return one notice, if it is this person's."""
    rows = Message.objects.filter(account_id=account_id, pk=message_id)
    row = rows.values(*_MESSAGE_FIELDS).first()
    return None if row is None else MessageFacts(**row)


def count_unread(account_id: UUID) -> int:
    """Return how many notices a person has not read."""
    return Message.objects.filter(account_id=account_id, read_at__isnull=True).count()


def list_deliveries(*, case_id: UUID) -> Sequence[DeliveryFacts]:
    """Return what was sent about a case, oldest first."""
    rows = Delivery.objects.filter(case_id=case_id).order_by("id")
    return tuple(_facts(row) for row in rows)


def failed_rows(wanted: FailedFilter) -> QuerySet[Delivery]:
    """Return the rows of what could not be delivered."""
    rows = Delivery.objects.filter(state=State.FAILED)
    if wanted.channel is not None:
        rows = rows.filter(channel=wanted.channel)
    return rows.filter(key=wanted.key) if wanted.key else rows


def list_failed(
    wanted: FailedFilter = EVERY,
    *,
    cursor: str | None = None,
    size: int | None = None,
) -> Page[DeliveryFacts]:
    """Return a page of what could not be delivered, the newest first.

    :raises InvalidInput: if the cursor or the size is wrong.
    """
    size, rows = check_size(size), failed_rows(wanted)
    if cursor is not None:
        at, row_id = read_cursor(cursor, of=_FAILED)
        key = (datetime.fromisoformat(at), UUID(row_id))
        rows = rows.filter(after(key, "-created_at", "-id"))
    found = [_facts(row) for row in rows.order_by("-created_at", "-id")[: size + 1]]
    return page_of(
        found, size, lambda row: [row.created_at.isoformat(), str(row.id)], of=_FAILED
    )


def count_failed(wanted: FailedFilter = EVERY, *, up_to: int = 1000) -> int:
    """Return how many could not be delivered and can be sent again, up to a limit."""
    return failed_rows(wanted).exclude(body="")[:up_to].count()


def count_by_state() -> dict[str, int]:
    """Return how many deliveries there are in each state."""
    rows = Delivery.objects.order_by().values_list("state").annotate(Count("id"))
    return dict(rows)


def _facts(row: Delivery) -> DeliveryFacts:
    return DeliveryFacts(
        id=row.id,
        channel=row.channel,
        key=row.key,
        address=mask(row.address),
        state=row.state,
        attempts=row.attempts,
        last_error=row.last_error.replace(row.address, mask(row.address)),
        created_at=row.created_at,
        next_attempt_at=row.next_attempt_at,
        sent_at=row.sent_at,
        is_erased=row.address.startswith(ERASED),
    )
