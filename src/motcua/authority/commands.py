"""Make and revoke the tokens by which programs act."""

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from motcua.authority import rules
from motcua.authority.models import ApiToken
from motcua.authority.queries import digest_of
from motcua.kernel.actors import Actor
from motcua.kernel.refusals import NotFound
from motcua.kernel.texts import nfc

PREFIX = "motcua_"  # so that scanners find a token that leaked


@dataclass(frozen=True, slots=True)
class Issued:
    """A new token. ``secret`` is shown once and kept nowhere."""

    id: UUID
    secret: str
    expires_at: datetime


def issue_token(
    *,
    account_id: UUID,
    name: str,
    scopes: Collection[str],
    days: int,
    now: datetime,
) -> Issued:
    """Make a token by which a program acts for an account, within ``scopes``.

    :raises UnknownScope: if a scope is neither a power nor a group of powers.
    :raises BadLifetime: unless it lasts from one day to a year.
    """
    rules.check_token(scopes, days)
    secret = PREFIX + secrets.token_urlsafe(32)
    row = ApiToken.objects.create(
        account_id=account_id,
        name=nfc(name),
        digest=digest_of(secret),
        scopes=sorted(scopes),
        created_at=now,
        expires_at=now + timedelta(days=days),
    )
    return Issued(row.id, secret, row.expires_at)


@transaction.atomic
def revoke_token(*, token_id: UUID, actor: Actor, now: datetime) -> bool:
    """End a token of one's own at once; tell whether it was still good.

    :raises NotFound: if the actor has no such token.
    """
    tokens = ApiToken.objects.select_for_update().filter(pk=token_id, account=actor.id)
    token = tokens.first()
    if token is None:
        raise NotFound(token=token_id)
    if token.revoked_at is not None:
        return False
    token.revoked_at = now
    token.save(update_fields=["revoked_at"])
    return True
