"""One case, what happened to it, and drafts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from motcua.authority.rules import scope_of
from motcua.cases import store
from motcua.cases.models import Case, CaseEvent, Draft
from motcua.cases.rules.state import FINGERPRINT, CaseState
from motcua.kernel.actors import Actor
from motcua.kernel.refusals import NotFound

HIDDEN_FROM_APPLICANTS = frozenset(
    {"COMMENTED", "REASSIGNED", "CONSULTED", "CONSULTATION_ANSWERED"}
)


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case as somebody who may see it sees it."""

    state: CaseState
    seq: int
    head: str  # hex


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """Something that happened to a case."""

    seq: int
    kind: str
    at: datetime
    capacity: Mapping[str, str]
    facts: Mapping[str, Any]
    payload: Mapping[str, Any] | None  # nothing once erased
    hash: str  # hex


def get_case(case_id: UUID, actor: Actor) -> CaseView:
    """Return a case.

    :raises NotFound: if there is none, or none that the actor may see.
    """
    loaded = store.load(case_id, lock=False)
    path = [UUID(unit_id) for unit_id in loaded.state.path]
    scope = scope_of(actor)
    if not scope.sees(applicant_id=loaded.state.applicant_id, path=path):
        raise NotFound
    return CaseView(loaded.state, loaded.seq, loaded.head.hex())


def count_all() -> int:
    """Return how many cases there are at all."""
    return Case.objects.count()


def was_done(case_id: UUID, actor: Actor, key: str) -> bool:
    """Tell whether the actor's request named ``key`` was carried out on the case."""
    made = CaseEvent.objects.filter(actor=actor.id, request_key=key, case_id=case_id)
    return bool(key) and made.exists()


def id_of_code(code: str) -> UUID:
    """Return the id of the case with an official code.

    :raises NotFound: if there is none.
    """
    found = Case.objects.filter(code=code.strip()).values_list("id", flat=True).first()
    if found is None:
        raise NotFound
    return found


def list_events(
    case_id: UUID, actor: Actor, *, after: int = 0, size: int = 500
) -> list[TimelineEntry]:
    """Return what happened to a case; the applicant does not see inside talk.

    :raises NotFound: if the actor may not see the case.
    """
    view = get_case(case_id, actor)
    rows = CaseEvent.objects.filter(case_id=case_id, seq__gt=after).order_by("seq")
    if view.state.applicant_id == actor.id and not actor.is_staff:
        rows = rows.exclude(kind__in=HIDDEN_FROM_APPLICANTS)
    return [
        TimelineEntry(
            event.seq,
            event.kind,
            event.at,
            event.capacity,
            event.facts,
            _said(event.payload),
            bytes(event.hash).hex(),
        )
        for event in rows[:size]
    ]


def _said(payload: dict[str, Any] | None) -> dict[str, Any] | None:
    """Return what people wrote; not what a program sent with it."""
    if payload is None:
        return None
    return {name: said for name, said in payload.items() if name != FINGERPRINT}


@dataclass(frozen=True, slots=True)
class DraftFacts:
    """An application that its writer has not handed in yet."""

    id: UUID
    version_id: UUID
    case_id: UUID | None
    data: Mapping[str, Any]
    updated_at: datetime


def get_draft(draft_id: UUID, actor: Actor) -> DraftFacts:
    """Return a draft.

    :raises NotFound: if it is not the actor's.
    """
    draft = Draft.objects.filter(pk=draft_id, account_id=actor.id).first()
    if draft is None:
        raise NotFound
    return _draft(draft)


def list_drafts(actor: Actor, *, size: int = 50) -> list[DraftFacts]:
    """Return the actor's drafts, the latest first."""
    rows = Draft.objects.filter(account_id=actor.id).order_by("-updated_at")[:size]
    return [_draft(draft) for draft in rows]


def _draft(draft: Draft) -> DraftFacts:
    return DraftFacts(
        draft.id, draft.version_id, draft.case_id, draft.data, draft.updated_at
    )
