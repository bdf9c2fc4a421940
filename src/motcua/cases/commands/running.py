"""The one road for every change: actor, lock, pure step, events, in one transaction."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from motcua.authority.rules import scope_of
from motcua.cases import store
from motcua.cases.frames import frame_for
from motcua.cases.rules.frame import Frame
from motcua.cases.rules.refusals import KeyUsedBefore
from motcua.cases.rules.state import FINGERPRINT, CaseState, NewEvent, replay
from motcua.jobs.commands import job_row, ring_after_commit
from motcua.kernel.actors import Actor
from motcua.kernel.refusals import ChangedMeanwhile, NotFound

AFTER_EVENT = "motcua.cases.tasks.after_event"  # by name: jobs call commands
Decide = Callable[[CaseState, Frame], Sequence[NewEvent]]


@dataclass(frozen=True, slots=True)
class Order:
    """Who wants something done to which case.

    ``key`` names the request: repeated, it gives the same answer and no second event.
    ``fingerprint`` stands for what is asked, so that the same key is not taken for
    another request; without one nobody looks. ``seen`` is the last event this person
    saw; if there are newer ones, they are told.
    """

    case_id: UUID
    actor: Actor
    now: datetime
    key: str = ""
    seen: int | None = None
    fingerprint: str = ""


@dataclass(frozen=True, slots=True)
class Acted:
    """What came of it: the case as it stood right after the action."""

    state: CaseState
    seq: int
    repeated: bool = False


def act(order: Order, power: str, decide: Decide) -> Acted:
    """Do something to a case.

    :raises NotCompetent: if the actor does not hold ``power``.
    :raises NotFound: if there is no such case, or none that the actor may see.
    :raises ChangedMeanwhile: if the case has events that the actor has not seen.
    :raises KeyUsedBefore: if the request's key was used for another one.
    """
    order.actor.require(power)
    try:
        with transaction.atomic():
            return _act(order, decide)
    except IntegrityError:
        if by_key(order) is None:
            raise
        # Another case got an event by a request with this key at the same moment.
        raise KeyUsedBefore from None


def _act(order: Order, decide: Decide) -> Acted:
    loaded = store.load_for(order.case_id, actor_id=order.actor.id, key=order.key)
    check_sees(order.actor, loaded.state)
    if loaded.made is not None:
        if loaded.made.case_id != order.case_id:
            raise KeyUsedBefore
        return made_before(loaded.made, order)
    if order.seen is not None and order.seen != loaded.seq:
        raise ChangedMeanwhile(seen=order.seen, now=loaded.seq)
    if loaded.last_at is not None and order.now < loaded.last_at:
        order = replace(order, now=loaded.last_at)  # it waited while others acted
    events = decide(loaded.state, frame_for(loaded.state, order.actor, order.now))
    return write(loaded, events, order)


def by_key(order: Order) -> store.Made | None:
    """Return what the actor's request with this key made before, to any case."""
    found = store.find_made(order.actor.id, order.key, order.case_id)
    mine = (order.actor.id, order.key)
    return next((made for who, key, made in found if (who, key) == mine), None)


def made_before(made: store.Made, order: Order) -> Acted:
    """Return the answer that a request got when it was made first.

    What was asked then stands in the event itself, so that this costs nothing while
    nothing is repeated; an erasure takes it away with everything else.

    :raises KeyUsedBefore: if something else was asked then.
    """
    events = store.events_of(made.case_id, up_to=made.seq)
    asked = (events[-1].payload or {}).get(FINGERPRINT, order.fingerprint)
    if order.fingerprint and asked != order.fingerprint:
        raise KeyUsedBefore
    return Acted(replay(made.case_id, events), made.seq, repeated=True)


def write(loaded: store.Loaded, events: Sequence[NewEvent], order: Order) -> Acted:
    """Append the events and the job that tells people, in the caller's transaction."""
    if not events:
        return Acted(loaded.state, loaded.seq)
    if order.fingerprint:
        *others, last = events
        payload = {**last.payload, FINGERPRINT: order.fingerprint}
        events = [*others, replace(last, payload=payload)]
    seq = loaded.seq + len(events)
    stamp = store.Stamp(order.actor, order.now, order.key)
    job = job_row(
        AFTER_EVENT, now=order.now, case_id=loaded.state.id, first=loaded.seq + 1,
        last=seq,
    )  # fmt: skip
    after = store.append(loaded, events, stamp, jobs=[job])
    ring_after_commit()
    return Acted(after.state, after.seq)


def check_sees(actor: Actor, state: CaseState) -> None:
    """Let an actor pass who may see the case.

    :raises NotFound: to everybody else, so that nothing is given away.
    """
    path = [UUID(unit_id) for unit_id in state.path]
    if not scope_of(actor).sees(applicant_id=state.applicant_id, path=path):
        raise NotFound
