"""Applications being written: saved as typed, resumed later."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from motcua.cases.models import Draft
from motcua.kernel.actors import Actor
from motcua.kernel.refusals import NotFound


def start_draft(
    *, actor: Actor, version_id: UUID, now: datetime, case_id: UUID | None = None
) -> UUID:
    """Begin an application, or the supplement of a case; return the draft's id.

    :raises NotCompetent: if the actor may not submit.
    """
    actor.require("cases.submit")
    draft = Draft.objects.create(
        account_id=actor.id, version_id=version_id, case_id=case_id, updated_at=now
    )
    return draft.id


@transaction.atomic
def save_draft(
    *, actor: Actor, draft_id: UUID, changes: Mapping[str, Any], now: datetime
) -> None:
    """Merge ``changes`` into a draft, part by part, checked or not.

    :raises NotFound: if the draft is not the actor's.
    """
    draft = _own(actor, draft_id)
    data = dict(draft.data)
    for part, value in changes.items():
        old = data.get(part)
        both = isinstance(old, dict) and isinstance(value, Mapping)
        data[part] = {**old, **value} if both and isinstance(old, dict) else value
    Draft.objects.filter(pk=draft.pk).update(data=data, updated_at=now)


@transaction.atomic
def discard_draft(*, actor: Actor, draft_id: UUID) -> None:
    """Throw a draft away.

    :raises NotFound: if it is not the actor's.
    """
    _own(actor, draft_id).delete()


def _own(actor: Actor, draft_id: UUID) -> Draft:
    draft = (
        Draft.objects.select_for_update()
        .filter(pk=draft_id, account_id=actor.id)
        .first()
    )
    if draft is None:
        raise NotFound
    return draft
