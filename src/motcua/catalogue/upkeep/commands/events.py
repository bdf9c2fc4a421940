"""The one road of every change to a proposal: lock, event, row; one transaction."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from motcua.authority.rules import POWERS_OF
from motcua.catalogue.models import Proposal, ProposalEvent
from motcua.catalogue.queries import get_version
from motcua.catalogue.upkeep import queries
from motcua.catalogue.upkeep.checking import data_in
from motcua.catalogue.upkeep.rules import proposing
from motcua.catalogue.upkeep.rules.proposing import Act, State
from motcua.kernel.actors import Actor
from motcua.kernel.ledger import GENESIS
from motcua.kernel.refusals import ChangedMeanwhile, NotFound
from motcua.kernel.texts import nfc

EDIT, APPROVE, PUBLISH = "catalogue.edit", "catalogue.approve", "catalogue.publish"
_LONGEST_NAME = 500


@dataclass(frozen=True, slots=True)
class Order:
    """Who wants something of which proposal, when, and which revision they saw."""

    proposal_id: UUID
    actor: Actor
    now: datetime
    seen: int | None = None


def lock(order: Order) -> Proposal:
    """Return the proposal, locked.

    :raises NotFound: if there is none.
    :raises ChangedMeanwhile: if somebody else changed it since it was seen.
    """
    rows = Proposal.objects.select_for_update().filter(pk=order.proposal_id)
    proposal = rows.first()
    if proposal is None:
        raise NotFound(proposal=str(order.proposal_id))
    if order.seen is not None and order.seen != proposal.revision:
        raise ChangedMeanwhile
    return proposal


def project(proposal: Proposal, text: str) -> None:
    """Let the row say what the text says, as far as it can be read."""
    proposal.text = text
    data = data_in(text) or {}
    name = data.get("name")
    if isinstance(name, dict) and isinstance(name.get("vi"), str):
        proposal.name = name["vi"][:_LONGEST_NAME]
    elif not proposal.name and proposal.base_version_id is not None:
        proposal.name = str(get_version(proposal.base_version_id).name)[:_LONGEST_NAME]
    try:
        day = data.get("in_force_from", data.get("closed_from"))
        proposal.in_force_from = date.fromisoformat(str(day))
    except ValueError:
        proposal.in_force_from = None


def go(
    proposal: Proposal,
    act: Act,
    state: State,
    order: Order,
    power: str,
    *,
    note: str = "",
) -> int:
    """Bring a proposal into a state, and return its new revision."""
    proposal.state = state
    append(proposal, act, order, power, note=nfc(note.strip()))
    return proposal.revision


def append(
    proposal: Proposal,
    act: Act,
    order: Order,
    power: str,
    *,
    note: str = "",
    text: str = "",
) -> None:
    """Write the next event, and the row as it is after it."""
    events = ProposalEvent.objects.filter(proposal=proposal, seq=proposal.revision)
    last = events.values_list("hash", flat=True).first()
    actor = order.actor
    post = next((p for p in actor.posts if power in POWERS_OF[p.role]), None)
    proposal.revision += 1
    proposal.changed_at = order.now
    event = ProposalEvent(
        proposal=proposal,
        seq=proposal.revision,
        act=act,
        actor_id=actor.id,
        capacity=dict(actor.capacity(post)),
        at=order.now,
        note=note,
        text=text,
    )
    previous = bytes(last) if last is not None else GENESIS
    event.hash = proposing.hash_after(previous, queries.header_of(event), text)
    event.save()
    proposal.save()
