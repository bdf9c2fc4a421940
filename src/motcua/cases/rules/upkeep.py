"""What keeps a case in order: who does it, what is said, reopening, erasure."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from motcua.cases.rules import refusals
from motcua.cases.rules import state as s
from motcua.cases.rules.common import (
    FINANCIAL_OBLIGATION,
    check_status,
    clock_of,
    opened_steps,
    owed,
    waits_for_payment,
)
from motcua.cases.rules.frame import INTAKE, Frame, post_for, work
from motcua.cases.rules.state import CaseState, NewEvent
from motcua.kernel.actors import Actor, Post, Role
from motcua.kernel.law import decided_by
from motcua.processes.rules import Move, StepNotOpen


@decided_by("0003-work-items")
def check_can_reassign(state: CaseState, frame: Frame, key: str) -> Post:
    """Let a leader of the unit pass, and whoever may take open work themselves.

    :raises StepNotOpen: if that work is not open.
    :raises NotYourStep: unless the actor leads the unit or may do the work.
    :raises NotCompetent: if a leader lacks the power ``cases.reassign`` and could not
        do the work either.
    """
    item = state.items.get(key)
    if item is None:
        raise StepNotOpen(step=key)
    unit_id = UUID(item["unit"])
    leads = _leads(frame.actor, unit_id)
    if leads is not None:
        return leads
    try:
        return post_for(frame.actor, unit_id, Role(item["role"]))
    except refusals.NotYourStep:
        _check_lacks_no_power(frame.actor, unit_id)
        raise


def _leads(actor: Actor, unit_id: UUID) -> Post | None:
    """Return the post by which an actor gives a unit's work to anybody there."""
    return actor.post_in(unit_id, Role.LEADER) if actor.may("cases.reassign") else None


def _check_lacks_no_power(actor: Actor, unit_id: UUID) -> None:
    """Say that it is the power that a leader lacks, if it is."""
    if actor.post_in(unit_id, Role.LEADER) is not None:
        actor.require("cases.reassign")


@decided_by("0003-work-items")
def reassign(
    state: CaseState, frame: Frame, *, key: str, assignee: Actor | None
) -> list[NewEvent]:
    """Return the events of work that is given to a person, or back to the unit.

    Who does not lead the unit may only take work for themselves, or give it back.

    :raises NoPostForWork: if that person holds no post that may do it.
    :raises AssignedToSomebodyElse: if it is another's, and the actor does not lead.
    :raises NotYourStep: if it is to be another's, and the actor does not lead.
    :raises NotCompetent: if the actor leads, without the power ``cases.reassign``.
    """
    post = check_can_reassign(state, frame, key)
    item = dict(state.items[key])
    unit_id = UUID(item["unit"])
    if assignee is not None and assignee.post_in(unit_id, Role(item["role"])) is None:
        raise refusals.NoPostForWork(role=item["role"])
    if _leads(frame.actor, unit_id) is None:
        _check_is_own(frame.actor, item, assignee)
    item.pop("assignee", None)
    if assignee is not None:
        item["assignee"] = str(assignee.id)
    return [NewEvent("REASSIGNED", {"open": [item], "close": [key]}, {}, post)]


def _check_is_own(
    actor: Actor, item: Mapping[str, Any], assignee: Actor | None
) -> None:
    """Let somebody take work for themselves, or give their own back."""
    of_another = item.get("assignee") not in {str(actor.id), None}
    to_another = assignee is not None and assignee.id != actor.id
    if of_another or to_another:
        _check_lacks_no_power(actor, UUID(item["unit"]))
    if of_another:
        raise refusals.AssignedToSomebodyElse
    if to_another:
        raise refusals.NotYourStep(role=str(Role.LEADER))


@decided_by("0005-texts-that-are-owed")
def check_can_comment(state: CaseState, frame: Frame) -> Post:
    """Let staff pass on whose desk the case is or was.

    :raises NotYourStep: unless the actor is staff on the path of the case.
    :raises AlreadyErased: if its personal data were erased: none are added again.
    """
    if state.facts.get("erased"):
        raise refusals.AlreadyErased
    post = _post_on_path(state, frame.actor)
    if post is None:
        raise refusals.NotYourStep(role=str(Role.OFFICER))
    return post


@decided_by("0005-texts-that-are-owed")
def comment(state: CaseState, frame: Frame, *, text: str) -> list[NewEvent]:
    """Return the events of a comment among staff (trao đổi nội bộ).

    :raises TextMissing: without a text.
    """
    post = check_can_comment(state, frame)
    if not text.strip():
        raise refusals.TextMissing
    return [NewEvent("COMMENTED", {}, {"text": text.strip()}, post)]


@decided_by("0005-texts-that-are-owed")
def check_can_send_message(state: CaseState, frame: Frame) -> Post | None:
    """Let the applicant pass, and staff on whose desk the case is or was.

    Returns the post of staff.

    :raises NotYourCase: if the actor is neither.
    :raises AlreadyErased: if its personal data were erased: none are added again.
    """
    if state.facts.get("erased"):
        raise refusals.AlreadyErased
    if state.applicant_id == frame.actor.id:
        return None
    post = _post_on_path(state, frame.actor)
    if post is None:
        raise refusals.NotYourCase
    return post


@decided_by("0005-texts-that-are-owed")
def send_message(state: CaseState, frame: Frame, *, text: str) -> list[NewEvent]:
    """Return the events of a message between applicant and staff (tin nhắn).

    :raises TextMissing: without a text.
    """
    post = check_can_send_message(state, frame)
    if not text.strip():
        raise refusals.TextMissing
    said = {"from": "applicant" if post is None else "staff"}
    return [NewEvent("MESSAGE", {"said": said}, {"text": text.strip()}, post)]


def _post_on_path(state: CaseState, actor: Actor) -> Post | None:
    """Return the first post of the actor in a unit that the case went through."""
    return next((p for p in actor.posts if str(p.unit_id) in state.path), None)


@decided_by("0007-reopening")
def check_can_reopen(state: CaseState, frame: Frame) -> None:
    """Let whoever holds the special power pass, once the case is closed or decided.

    :raises NotCompetent: without the power ``cases.reopen``.
    :raises WrongStatus: while the case is open.
    :raises AlreadyErased: if its personal data were erased.
    """
    frame.actor.require("cases.reopen")
    check_status(state, s.DECIDED, *s.CLOSED)
    if state.facts.get("erased"):
        raise refusals.AlreadyErased


@decided_by("0007-reopening")
def reopen(state: CaseState, frame: Frame, *, reason: str) -> list[NewEvent]:
    """Return the events of a reopening (mở lại): the case goes on where it ended.

    :raises ReasonMissing: without a reason.
    """
    check_can_reopen(state, frame)
    text = owed(reason)
    facts: dict[str, Any] = {"close": "all", "result": "", "requested": []}
    if state.code is None:
        again = frame.due_of(frame.parameters.answer_application)
        assert state.receiving_unit_id is not None  # noqa: S101 - set by SUBMITTED
        item = work(INTAKE, state.receiving_unit_id, Role.CLERK, again, frame.now)
        facts |= {"status": s.SUBMITTED, "open": [item]}
    else:
        facts["status"] = s.IN_PROGRESS
        tokens = tuple(state.facts.get("last_marking", state.marking))
        steps = tuple(token for token in tokens if token in frame.process.steps)
        clock = clock_of(state)
        clock = clock.resume(frame.now) if clock.is_stopped else clock
        waits = waits_for_payment(frame, tokens)
        if waits:
            clock = clock.stop(frame.now, FINANCIAL_OBLIGATION)
        facts["stopped_for"] = FINANCIAL_OBLIGATION if waits else ""
        promised, kept = frame.promise(clock)
        facts |= kept
        facts |= opened_steps(state, frame, Move(tokens, steps, (), None), promised.at)
    post = _post_on_path(state, frame.actor)
    return [NewEvent("REOPENED", facts, {"reason": text}, post)]


@decided_by("0001-facts-and-payload")
def check_can_erase(state: CaseState, frame: Frame) -> None:
    """Let whoever holds the power pass, once the case is closed.

    :raises NotCompetent: without the power ``cases.erase``.
    :raises NotClosed: while the case is open.
    :raises AlreadyErased: if it was erased before.
    """
    frame.actor.require("cases.erase")
    if state.facts.get("erased"):
        raise refusals.AlreadyErased
    if state.status not in s.CLOSED:
        raise refusals.NotClosed


@decided_by("0001-facts-and-payload")
def erase(state: CaseState, frame: Frame, *, act: str) -> list[NewEvent]:
    """Return the events of a lawful erasure (xóa dữ liệu cá nhân).

    :raises ReasonMissing: if the act that orders it is not named.
    """
    check_can_erase(state, frame)
    facts = {"erased": True, "act": owed(act)}
    return [NewEvent("ERASED", facts, {}, next(iter(frame.actor.posts), None))]


@decided_by("0008-due-dates-follow-the-calendar")
def move_due_date(state: CaseState, frame: Frame, *, cause: str) -> list[NewEvent]:
    """Return the events by which a due date follows its calendar; none if it stands.

    :raises NoDueDate: if the case has no clock.
    """
    promised, facts = frame.promise(clock_of(state))
    if state.due_at == promised.at or state.status not in {
        *s.RUNNING,
        s.AWAITING_SUPPLEMENT,
    }:
        return []
    facts["derivation"] = promised.as_json()["lines"]
    old = state.due_at.isoformat() if state.due_at else None
    facts["moved"] = {"from": old, "cause": cause}
    return [NewEvent("DUE_MOVED", facts)]
