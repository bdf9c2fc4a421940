"""Proposals: one with its story, those of a procedure, those that are open."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from motcua.catalogue.models import Closing as ClosingRow
from motcua.catalogue.models import ProcedureVersion, Proposal, ProposalEvent
from motcua.catalogue.queries import get_version
from motcua.catalogue.upkeep.checking import Checked, check_text
from motcua.catalogue.upkeep.rules.differences import Change, differences
from motcua.catalogue.upkeep.rules.proposing import (
    AUTHORSHIP,
    OPEN,
    Act,
    Purpose,
    State,
    hash_after,
)
from motcua.kernel.instants import to_text
from motcua.kernel.ledger import GENESIS
from motcua.kernel.refusals import NotFound
from motcua.kernel.texts import Text

PAGE = 50
MOST_ON_A_PAGE = 100


@dataclass(frozen=True, slots=True)
class ProposalFacts:
    """What a list shows of a proposal (dự thảo công bố)."""

    id: UUID
    code: str
    name: str
    purpose: Purpose
    state: State
    revision: int
    base_version_id: UUID | None
    base_entry: str
    in_force_from: date | None
    published_version_id: UUID | None
    started_at: datetime
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class EventFacts:
    """What somebody did with a proposal; ``text`` is what they saved, if they did."""

    seq: int
    act: Act
    actor_id: UUID
    capacity: Mapping[str, str]
    at: datetime
    note: str
    text: str


@dataclass(frozen=True, slots=True)
class ProposalView:
    """A proposal in full: its text, and everything that was done with it."""

    facts: ProposalFacts
    text: str
    events: tuple[EventFacts, ...]

    @property
    def authors(self) -> frozenset[UUID]:
        """Return everybody who wrote any of it."""
        return frozenset(e.actor_id for e in self.events if e.act in AUTHORSHIP)

    def check(self) -> Checked:
        """Return what its text means now, and what is wrong with it."""
        facts = self.facts
        return check_text(self.text, code=facts.code, purpose=facts.purpose)


@dataclass(frozen=True, slots=True)
class ClosingFacts:
    """From which day a procedure is no more, by which act, and what comes instead."""

    code: str
    closed_from: date
    act: str
    successor: str
    note: Text | None
    closed_at: datetime


@dataclass(frozen=True, slots=True)
class Page:
    """Some of the proposals, and the ``before`` of the next page."""

    items: tuple[ProposalFacts, ...]
    next: UUID | None


def get_proposal(proposal_id: UUID) -> ProposalView:
    """Return a proposal with its story, in two statements.

    :raises NotFound: if there is none.
    """
    row = Proposal.objects.filter(pk=proposal_id).first()
    if row is None:
        raise NotFound(proposal=str(proposal_id))
    return view_of(row)


def view_of(row: Proposal) -> ProposalView:
    """Return what a row and its events say."""
    events = ProposalEvent.objects.filter(proposal=row).order_by("seq")
    return ProposalView(_facts(row), row.text, tuple(map(_event, events)))


def list_proposals(
    *,
    code: str | None = None,
    state: str | None = None,
    is_open: bool | None = None,
    before: UUID | None = None,
    limit: int = PAGE,
) -> Page:
    """Return proposals, the newest first, before the id ``before``."""
    rows = Proposal.objects.order_by("-pk").defer("text")
    if code:
        rows = rows.filter(code=code)
    if state:
        rows = rows.filter(state=state)
    if is_open is not None:
        wanted = OPEN if is_open else frozenset(State) - OPEN
        rows = rows.filter(state__in=wanted)
    if before:
        rows = rows.filter(pk__lt=before)
    limit = max(1, min(limit, MOST_ON_A_PAGE))
    items = tuple(map(_facts, rows[: limit + 1]))
    more = len(items) > limit
    return Page(items[:limit], items[limit - 1].id if more else None)


def changes_of(view: ProposalView, checked: Checked) -> tuple[Change, ...] | None:
    """Return what a proposal changes in what it is based on; nothing if it is new."""
    base = view.facts.base_version_id
    if base is None or checked.definition is None:
        return None
    return differences(get_version(base).definition, checked.definition)


def compare_versions(code: str, before: UUID, after: UUID) -> tuple[Change, ...]:
    """Return what differs between two versions of one procedure.

    :raises NotFound: if there is none, or one is not of this procedure.
    """
    old, new = get_version(before), get_version(after)
    if {old.code, new.code} != {code}:
        raise NotFound(procedure=code)
    return differences(old.definition, new.definition)


def newest_version(code: str) -> UUID | None:
    """Return the version of a procedure that was published last and still counts."""
    rows = ProcedureVersion.objects.filter(
        procedure__code=code, superseded_at__isnull=True
    )
    return rows.order_by("-in_force_from").values_list("pk", flat=True).first()


def last_published(code: str) -> UUID | None:
    """Return the version of a procedure that was published last of all."""
    rows = ProcedureVersion.objects.filter(procedure__code=code)
    return rows.order_by("-number").values_list("pk", flat=True).first()


def has_moved_on(row: Proposal) -> bool:
    """Tell whether something was published since the proposal was based on a version.

    What it says would undo that silently.
    """
    rows = ProcedureVersion.objects.filter(procedure__code=row.code)
    if row.base_version_id is not None:
        number = ProcedureVersion.objects.filter(pk=row.base_version_id)
        rows = rows.filter(number__gt=number.values("number")[:1])
    return rows.exists()


def is_behind(proposal_id: UUID) -> bool:
    """Tell whether something was published since a proposal was based on a version."""
    row = Proposal.objects.filter(pk=proposal_id).defer("text").first()
    return row is not None and has_moved_on(row)


def list_closings(code: str) -> tuple[ClosingFacts, ...]:
    """Return when a procedure was closed, the latest first."""
    rows = ClosingRow.objects.filter(procedure__code=code).order_by("-closed_from")
    return tuple(_closing(code, row) for row in rows)


def closing_on(code: str, day: date) -> ClosingFacts | None:
    """Return by what a procedure is closed on ``day``, if it is."""
    for closing in list_closings(code):
        if closing.closed_from <= day:
            return closing
    return None


def is_intact(proposal_id: UUID) -> bool:
    """Tell whether a proposal's story is as it was written: no event was changed."""
    previous = GENESIS
    rows = ProposalEvent.objects.filter(proposal=proposal_id).order_by("seq")
    for seq, row in enumerate(rows, start=1):
        previous = hash_after(previous, header_of(row), row.text)
        if row.seq != seq or bytes(row.hash) != previous:
            return False
    return True


def header_of(row: ProposalEvent) -> dict[str, Any]:
    """Return what an event's hash covers beside its text."""
    return {
        "proposal": str(row.proposal_id),
        "seq": row.seq,
        "act": row.act,
        "actor": str(row.actor_id),
        "capacity": row.capacity,
        "at": to_text(row.at),
        "note": row.note,
    }


def _facts(row: Proposal) -> ProposalFacts:
    return ProposalFacts(
        id=row.pk,
        code=row.code,
        name=row.name,
        purpose=Purpose(row.purpose),
        state=State(row.state),
        revision=row.revision,
        base_version_id=row.base_version_id,
        base_entry=row.base_entry,
        in_force_from=row.in_force_from,
        published_version_id=row.published_version_id,
        started_at=row.started_at,
        changed_at=row.changed_at,
    )


def _event(row: ProposalEvent) -> EventFacts:
    return EventFacts(
        seq=row.seq,
        act=Act(row.act),
        actor_id=row.actor_id,
        capacity=row.capacity,
        at=row.at,
        note=row.note,
        text=row.text,
    )


def _closing(code: str, row: ClosingRow) -> ClosingFacts:
    return ClosingFacts(
        code=code,
        closed_from=row.closed_from,
        act=row.act,
        successor=row.successor,
        note=Text.of(row.note) if row.note else None,
        closed_at=row.closed_at,
    )
