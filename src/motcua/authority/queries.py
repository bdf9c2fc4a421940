"""Who acts: the actor of an account at an instant, in one statement."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils import timezone

from motcua.authority import rules
from motcua.authority.models import ApiToken
from motcua.kernel.actors import Actor, Post, Role
from motcua.kernel.instants import day_of
from motcua.kernel.refusals import NotFound
from motcua.kernel.texts import Text

# Every request asks this, so it is plain SQL: a tenth of what the ORM's join costs
# (docs/decisions/0031-one-statement-for-an-actor.md).
_ACTOR = """
SELECT a.name, a.kind, a.email, a.password, a.language,
    p.id, p.role, p.title, p.instrument, u.id, u.code, u.name
FROM organisations_account a
LEFT JOIN organisations_assignment p ON p.account_id = a.id
    AND p.start_date <= %s AND (p.end_date IS NULL OR p.end_date > %s)
LEFT JOIN organisations_unit u ON u.id = p.unit_id
    AND u.start_date <= %s AND (u.end_date IS NULL OR u.end_date > %s)
WHERE a.id = %s AND a.is_active
ORDER BY p.start_date, p.id
"""
_POST = 5  # the first column of a post
_UNIT = 9  # the first column of its unit


@dataclass(frozen=True, slots=True)
class SignedIn:
    """What a session needs of its account, and who acts in it."""

    actor: Actor
    kind: str
    email: str
    password: str  # its hash: a changed password ends other sessions
    language: str


@dataclass(frozen=True, slots=True)
class TokenFacts:
    """A token as its owner sees it."""

    id: UUID
    name: str
    scopes: tuple[str, ...]
    created_at: datetime
    expires_at: datetime
    last_used_on: date | None
    revoked_at: datetime | None


def actor_of(account_id: UUID, at: datetime) -> Actor:
    """Return the person behind ``account_id`` with the posts they hold at ``at``.

    Nothing is cached: a post that is revoked ends with the next request. A post in a
    unit that has ended gives nothing.

    :raises NotFound: if there is no such account, or it is closed.
    """
    return _actor(account_id, _rows(account_id, at))


def signed_in(account_id: UUID, at: datetime) -> SignedIn:
    """Return the account of a session together with its actor, in one statement.

    :raises NotFound: if there is no such account, or it is closed.
    """
    rows = _rows(account_id, at)
    _, kind, email, password, language = rows[0][:_POST]
    return SignedIn(_actor(account_id, rows), kind, email, password, language)


# One statement for the token and one for its owner. It says what it found rather than
# why not: a stranger learns nothing from an answer.
_BY_DIGEST = """
SELECT id, account_id, scopes, last_used_on FROM authority_apitoken
WHERE digest = %s AND revoked_at IS NULL AND expires_at > %s
"""
_USED = "UPDATE authority_apitoken SET last_used_on = %s WHERE id = %s"


def digest_of(secret: str) -> str:
    """Return what is kept of a token. It is long and random: no salt is needed."""
    return sha256(secret.encode()).hexdigest()


def actor_of_token(secret: str, at: datetime) -> Actor | None:
    """Return who acts by a token, with no more powers than its scopes name.

    Nothing for a token that is unknown, ended or revoked, or whose owner's account is
    closed. The day of its last use is noted, once a day.
    """
    moment = connection.ops.adapt_datetimefield_value(at)
    with connection.cursor() as cursor:
        cursor.execute(_BY_DIGEST, [digest_of(secret), moment])
        row = cursor.fetchone()
        if row is None:
            return None
        token_id, account_id, scopes, last_used = row
        day = day_of(at, timezone.get_default_timezone()).isoformat()
        if str(last_used) != day:
            cursor.execute(_USED, [day, token_id])
    try:
        actor = actor_of(_uuid(account_id), at)
    except NotFound:
        return None
    return rules.limit_to(actor, _json(scopes))


def list_tokens(account_id: UUID) -> list[TokenFacts]:
    """Return the tokens of an account, the newest first, without their secrets."""
    rows = ApiToken.objects.filter(account=account_id).order_by("-created_at", "-id")
    return [
        TokenFacts(row_id, name, tuple(scopes), created, expires, used, revoked)
        for row_id, name, scopes, created, expires, used, revoked in rows.values_list(
            "id",
            "name",
            "scopes",
            "created_at",
            "expires_at",
            "last_used_on",
            "revoked_at",
        )
    ]


def _rows(account_id: UUID, at: datetime) -> list[tuple[Any, ...]]:
    day = day_of(at, timezone.get_default_timezone()).isoformat()
    with connection.cursor() as cursor:
        cursor.execute(_ACTOR, [day, day, day, day, account_id.hex])
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    if not rows:
        raise NotFound(account=account_id)
    return rows


def _actor(account_id: UUID, rows: list[tuple[Any, ...]]) -> Actor:
    name, kind = rows[0][:2]
    if kind in rules.APPLICANT_ROLES:
        role = Role(kind)
        return Actor(account_id, name, role, (), rules.powers_of(role))
    posts = tuple(_post(row[_POST:]) for row in rows if row[_UNIT] is not None)
    if not posts:  # no post, no power: what they sent in themselves stays visible
        return Actor(account_id, name, Role.CITIZEN)
    powers = rules.powers_of_posts([post.role for post in posts])
    return Actor(account_id, name, posts[0].role, posts, powers)


def _post(row: tuple[Any, ...]) -> Post:
    post_id, role, title, instrument, unit_id, unit_code, unit_name = row
    return Post(
        id=_uuid(post_id),
        role=Role(role),
        unit_id=_uuid(unit_id),
        unit_code=unit_code,
        unit_name=str(Text.of(_json(unit_name))),
        title=title,
        instrument=instrument,
    )


def _uuid(value: UUID | str) -> UUID:
    """Return an identifier as both databases give it: native, or as text."""
    return value if isinstance(value, UUID) else UUID(value)


def _json(value: Any) -> Any:
    """Return a JSON column as both databases give it: parsed, or as text."""
    return json.loads(value) if isinstance(value, str) else value
