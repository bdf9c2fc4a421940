"""Record what happens at the door, forget it in time; end sessions, make tokens."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction

from motcua.accounts import rules
from motcua.accounts.models import SignIn
from motcua.authority.commands import Issued, issue_token, revoke_token
from motcua.authority.rules import own_scopes
from motcua.kernel.actors import Actor
from motcua.kernel.refusals import InvalidInput, NotFound
from motcua.web.sessions import end_sessions

MANAGE = "accounts.manage_access"


@dataclass(frozen=True, slots=True)
class Door:
    """From where somebody does something to how they get in."""

    at: datetime
    address: str = ""
    device: str = ""


def record(
    *,
    event: rules.Event,
    at: datetime,
    account_id: UUID | None = None,
    typed: str = "",
    method: str = "",
    address: str = "",
    device: str = "",
) -> None:
    """Record one event at the door, with no more of the person than it needs."""
    SignIn.objects.create(
        event=event,
        at=at,
        account_id=account_id,
        mark=rules.mark_of(typed, settings.SECRET_KEY) if typed else "",
        method=method,
        network=rules.network_of(address),
        device=device[: rules.DEVICE_LENGTH],
    )


def forget_before(moment: datetime) -> int:
    """Delete what is older than ``moment``; return how many records."""
    return SignIn.objects.filter(at__lt=moment).delete()[0]


@transaction.atomic
def end_session(*, mark: str, actor: Actor, door: Door) -> None:
    """End one of one's own sessions, from wherever (kết thúc phiên).

    :raises NotCompetent: for a token; a person does this themselves.
    :raises NotFound: if the actor has no such session.
    """
    actor.require(MANAGE)
    if not mark or not end_sessions(actor.id, mark=mark):
        raise NotFound(session=mark)
    _note(rules.Event.SESSION_ENDED, actor, door)


@transaction.atomic
def end_other_sessions(*, current: str, actor: Actor, door: Door) -> int:
    """End all of one's own sessions but ``current``; return how many.

    :raises NotCompetent: for a token; a person does this themselves.
    """
    actor.require(MANAGE)
    count = end_sessions(actor.id, all_but=current)
    if count:
        _note(rules.Event.SESSION_ENDED, actor, door)
    return count


@transaction.atomic
def make_token(
    *, name: str, scopes: Collection[str], days: int, actor: Actor, door: Door
) -> Issued:
    """Make a token for a program of one's own (tạo mã truy cập).

    :raises NotCompetent: for a token: no token makes another one.
    :raises InvalidInput: if it has no name, scopes that the actor does not have, or
        would last less than a day or longer than a year.
    """
    actor.require(MANAGE)
    if not name.strip():
        raise InvalidInput({"name": rules.TokenNameNeeded()})
    issued = issue_token(
        account_id=actor.id,
        name=name.strip(),
        scopes=own_scopes(actor, scopes),
        days=days,
        now=door.at,
    )
    _note(rules.Event.TOKEN_MADE, actor, door)
    return issued


@transaction.atomic
def end_token(*, token_id: UUID, actor: Actor, door: Door) -> None:
    """End a token of one's own at once (thu hồi mã truy cập); twice is once.

    :raises NotCompetent: for a token; a person does this themselves.
    :raises NotFound: if the actor has no such token.
    """
    actor.require(MANAGE)
    if revoke_token(token_id=token_id, actor=actor, now=door.at):
        _note(rules.Event.TOKEN_REVOKED, actor, door)


def _note(event: rules.Event, actor: Actor, door: Door) -> None:
    record(
        event=event,
        at=door.at,
        account_id=actor.id,
        address=door.address,
        device=door.device,
    )
