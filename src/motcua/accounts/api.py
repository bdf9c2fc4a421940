"""JSON of how one gets in: sessions, sign-ins, tokens; sign-ins of all for some."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from allauth.account.internal.flows.reauthentication import (
    is_reauthentication_required,
)
from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema, Status
from pydantic import Field

from motcua.accounts import commands, queries
from motcua.accounts.commands import MANAGE, Door
from motcua.accounts.queries import SessionFacts, SignInFacts, SignInFilter
from motcua.accounts.rules import ConfirmationNeeded, Event
from motcua.authority import queries as authority
from motcua.authority.queries import TokenFacts
from motcua.web.actors import actor_of
from motcua.web.inputs import Input, Instant, Line
from motcua.web.limits import address_of
from motcua.web.permissions import permission
from motcua.web.sessions import mark_of

router = Router(tags=["how you get in"])
Cursor = Annotated[
    str, Field(pattern=r"^[A-Za-z0-9_-]{1,400}$", description="`next` of a page.")
]
Limit = Annotated[int, Field(ge=1, le=100, description="How many at most.")]
Scope = Annotated[str, Field(pattern=r"^[a-z_]{1,40}([.][a-z_]{1,40})?$")]


def _door(request: HttpRequest) -> Door:
    return Door(
        at=timezone.now(),
        address=address_of(request),
        device=request.headers.get("User-Agent", ""),
    )


class SignInOut(Schema):
    """Something that happened at the door."""

    id: UUID
    at: datetime
    event: Event
    account_id: UUID | None
    name: str
    method: str
    network: Annotated[str, Field(description="IPv4 /24 or IPv6 /48, no more.")]
    device: str

    @classmethod
    def of(cls, row: SignInFacts) -> "SignInOut":
        """Return an event as it is answered."""
        return cls(**{name: getattr(row, name) for name in cls.model_fields})


class SignInPage(Schema):
    """Some events, the newest first; ``next`` is the ``after`` of the next page."""

    items: list[SignInOut]
    next: str | None


class OwnSignInsAsked(Schema):
    """Which of your sign-ins to list."""

    after: Cursor | None = None
    limit: Limit = 20


class SignInsAsked(OwnSignInsAsked):
    """Which sign-ins to list."""

    account_id: UUID | None = None
    event: Event | None = None
    start: Instant | None = None
    end: Annotated[Instant | None, Field(description="Before this instant.")] = None


def _page(wanted: SignInFilter, asked: OwnSignInsAsked) -> SignInPage:
    found = queries.list_sign_ins(wanted, cursor=asked.after, size=asked.limit)
    items = [SignInOut.of(row) for row in found.rows]
    return SignInPage(items=items, next=found.next_cursor)


@router.get("/access/sign-ins", response=SignInPage, operation_id="list_own_sign_ins")
@permission(MANAGE)
def list_own_sign_ins(
    request: HttpRequest, asked: Query[OwnSignInsAsked]
) -> SignInPage:
    """List what happened at your door: sign-ins, failures, changes."""
    return _page(SignInFilter(account_id=actor_of(request).id), asked)


@router.get("/sign-ins", response=SignInPage, operation_id="list_sign_ins")
@permission("accounts.read_sign_ins")
def list_sign_ins(request: HttpRequest, asked: Query[SignInsAsked]) -> SignInPage:
    """List what happened at everybody's door (for administrators)."""
    wanted = SignInFilter(
        account_id=asked.account_id,
        event=asked.event,
        start=asked.start,
        end=asked.end,
    )
    return _page(wanted, asked)


class SessionOut(Schema):
    """A session of yours that is open. ``mark`` names it; it is not its key."""

    mark: str
    began_at: datetime | None
    ends_at: datetime
    method: str
    network: str
    device: str
    is_current: bool

    @classmethod
    def of(cls, one: SessionFacts) -> "SessionOut":
        """Return a session as it is answered."""
        return cls(**{name: getattr(one, name) for name in cls.model_fields})


@router.get(
    "/access/sessions", response=list[SessionOut], operation_id="list_own_sessions"
)
@permission(MANAGE)
def list_own_sessions(request: HttpRequest) -> list[SessionOut]:
    """List your open sessions, the one that asks first."""
    found = queries.list_sessions(
        actor_of(request).id,
        timezone.now(),
        current_key=request.session.session_key,
    )
    return [SessionOut.of(one) for one in found]


class SessionsEnd(Input):
    """Which sessions to end."""

    mark: Annotated[
        str, Field(pattern=r"^[0-9a-f]{20}$|^$", description="All others if unsaid.")
    ] = ""


@router.post(
    "/access/sessions/end", response={204: None}, operation_id="end_own_sessions"
)
@permission(MANAGE)
def end_own_sessions(request: HttpRequest, said: SessionsEnd) -> Status[None]:
    """End one of your sessions, or all but the one that asks."""
    actor, door = actor_of(request), _door(request)
    if said.mark:
        commands.end_session(mark=said.mark, actor=actor, door=door)
    else:
        current = mark_of(request.session.session_key)
        commands.end_other_sessions(current=current, actor=actor, door=door)
    return Status(204, None)


class TokenOut(Schema):
    """A token of yours, without its secret."""

    id: UUID
    name: str
    scopes: list[str]
    created_at: datetime
    expires_at: datetime
    last_used_on: Annotated[date | None, Field(description="To the day.")]
    revoked_at: datetime | None

    @classmethod
    def of(cls, token: TokenFacts) -> "TokenOut":
        """Return a token as it is answered."""
        return cls(
            id=token.id,
            name=token.name,
            scopes=list(token.scopes),
            created_at=token.created_at,
            expires_at=token.expires_at,
            last_used_on=token.last_used_on,
            revoked_at=token.revoked_at,
        )


@router.get("/access/tokens", response=list[TokenOut], operation_id="list_own_tokens")
@permission(MANAGE)
def list_own_tokens(request: HttpRequest) -> list[TokenOut]:
    """List your tokens, the newest first, without their secrets."""
    return [TokenOut.of(one) for one in authority.list_tokens(actor_of(request).id)]


class TokenIn(Input):
    """What a token is for, what it may do, and for how long."""

    name: Line
    scopes: Annotated[list[Scope], Field(min_length=1, max_length=60)]
    days: Annotated[int, Field(ge=1, le=366)] = 90


class TokenMade(Schema):
    """A new token. Its secret is shown now and kept nowhere."""

    id: UUID
    secret: str
    expires_at: datetime


@router.post("/access/tokens", response={201: TokenMade}, operation_id="make_own_token")
@permission(MANAGE)
def make_own_token(request: HttpRequest, said: TokenIn) -> Status[TokenMade]:
    """Make a token with some of your own powers, right after you confirmed who you are.

    Only a person does this, by a session: no token makes another one.
    """
    if is_reauthentication_required(request, app="account"):
        raise ConfirmationNeeded
    issued = commands.make_token(
        name=said.name,
        scopes=said.scopes,
        days=said.days,
        actor=actor_of(request),
        door=_door(request),
    )
    made = TokenMade(id=issued.id, secret=issued.secret, expires_at=issued.expires_at)
    return Status(201, made)


@router.post(
    "/access/tokens/{token_id}/end", response={204: None}, operation_id="end_own_token"
)
@permission(MANAGE)
def end_own_token(request: HttpRequest, token_id: UUID) -> Status[None]:
    """End one of your tokens at once; twice is once."""
    commands.end_token(token_id=token_id, actor=actor_of(request), door=_door(request))
    return Status(204, None)
