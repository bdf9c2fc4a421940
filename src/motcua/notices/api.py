"""JSON of the inbox of whoever asks; and of what could not be delivered."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema, Status
from pydantic import Field

from motcua.kernel.refusals import NotFound
from motcua.notices import commands, queries
from motcua.notices.queries import DeliveryFacts, FailedFilter, MessageFacts
from motcua.notices.rules import Channel, State
from motcua.web.actors import actor_of
from motcua.web.inputs import Input, Name
from motcua.web.permissions import permission

router = Router(tags=["notices"])
READ = "notices.read"


class NoticeOut(Schema):
    """One notice. ``path`` leads to more, below the site's root."""

    id: UUID
    key: str
    case_id: UUID | None
    language: str
    subject: str
    body: str
    path: str
    created_at: datetime
    read_at: datetime | None

    @classmethod
    def of(cls, message: MessageFacts) -> "NoticeOut":
        """Return a notice as it is answered."""
        return cls(**{name: getattr(message, name) for name in cls.model_fields})


class NoticePage(Schema):
    """Some notices, the newest first; ``next`` is the ``before`` of the next page."""

    items: list[NoticeOut]
    next: UUID | None
    unread: int


class NoticesAsked(Schema):
    """Which notices to list."""

    unread_only: bool = False
    before: UUID | None = None
    limit: Annotated[int, Field(ge=1, le=100)] = 20


@router.get("/notices", response=NoticePage, operation_id="list_notices")
@permission(READ)
def list_notices(request: HttpRequest, asked: Query[NoticesAsked]) -> NoticePage:
    """List your notices, and say how many you have not read."""
    account_id = actor_of(request).id
    found = queries.inbox(
        account_id,
        before=asked.before,
        unread_only=asked.unread_only,
        limit=asked.limit + 1,
    )
    items = [NoticeOut.of(message) for message in found[: asked.limit]]
    more = len(found) > asked.limit
    return NoticePage(
        items=items,
        next=items[-1].id if more else None,
        unread=queries.count_unread(account_id),
    )


@router.post(
    "/notices/{notice_id}/read", response=NoticeOut, operation_id="mark_notice_read"
)
@permission(READ)
def mark_read(request: HttpRequest, notice_id: UUID) -> NoticeOut:
    """Mark one of your notices as read; again changes nothing."""
    account_id = actor_of(request).id
    commands.mark_read(account_id=account_id, message_id=notice_id, now=timezone.now())
    message = queries.get_message(account_id, notice_id)
    if message is None:
        raise NotFound
    return NoticeOut.of(message)


@router.post(
    "/notices/read-all", response={204: None}, operation_id="mark_all_notices_read"
)
@permission(READ)
def mark_all_read(request: HttpRequest) -> Status[None]:
    """Mark all your notices as read."""
    commands.mark_all_read(account_id=actor_of(request).id, now=timezone.now())
    return Status(204, None)


class DeliveryOut(Schema):
    """A notice on its way by e-mail or SMS, and what became of it."""

    id: UUID
    channel: Channel
    key: str
    address: Annotated[str, Field(description="Masked.")]
    state: State
    attempts: int
    last_error: str
    created_at: datetime
    next_attempt_at: datetime | None
    sent_at: datetime | None
    is_erased: bool

    @classmethod
    def of(cls, row: DeliveryFacts) -> "DeliveryOut":
        """Return a delivery as it is answered."""
        return cls(**{name: getattr(row, name) for name in cls.model_fields})


class DeliveryPage(Schema):
    """Some deliveries, the newest first; ``next`` is the ``after`` of the next page."""

    items: list[DeliveryOut]
    next: str | None


class FailedAsked(Schema):
    """Which failed deliveries to list."""

    channel: Literal["EMAIL", "SMS"] | None = None
    key: Annotated[Name | None, Field(description="Of which kind of notice.")] = None
    after: Annotated[
        str | None,
        Field(pattern=r"^[A-Za-z0-9_-]{1,400}$", description="`next` of a page."),
    ] = None
    limit: Annotated[int, Field(ge=1, le=100)] = 20


@router.get(
    "/deliveries/failed", response=DeliveryPage, operation_id="list_failed_deliveries"
)
@permission(commands.SEND_AGAIN)
def list_failed(request: HttpRequest, asked: Query[FailedAsked]) -> DeliveryPage:
    """List what could not be delivered, why, and to whom (masked)."""
    found = queries.list_failed(
        _filter(asked.channel, asked.key), cursor=asked.after, size=asked.limit
    )
    items = [DeliveryOut.of(row) for row in found.rows]
    return DeliveryPage(items=items, next=found.next_cursor)


class SendAgainIn(Input):
    """Which deliveries to try again: some by id, or all of a kind."""

    ids: Annotated[list[UUID], Field(max_length=100)] = []
    all: Annotated[bool, Field(description="All that the filter finds, 1000.")] = False
    channel: Literal["EMAIL", "SMS"] | None = None
    key: Name | None = None


class SentAgain(Schema):
    """How many deliveries are on their way again."""

    count: int


@router.post("/deliveries/send-again", response=SentAgain, operation_id="send_again")
@permission(commands.SEND_AGAIN)
def send_again(request: HttpRequest, said: SendAgainIn) -> SentAgain:
    """Try deliveries again that were given up; what was erased stays unsent."""
    actor, now = actor_of(request), timezone.now()
    if said.all:
        wanted = _filter(said.channel, said.key)
        count = commands.send_all_again(wanted, actor=actor, now=now)
    else:
        count = commands.send_again(delivery_ids=said.ids, actor=actor, now=now)
    return SentAgain(count=count)


def _filter(channel: str | None, key: str | None) -> FailedFilter:
    return FailedFilter(channel=Channel(channel) if channel else None, key=key or "")
