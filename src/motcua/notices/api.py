"""JSON of the inbox: the notices of whoever asks."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema, Status
from pydantic import Field

from motcua.kernel.refusals import NotFound
from motcua.notices import commands, queries
from motcua.notices.queries import MessageFacts
from motcua.web.actors import actor_of
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
