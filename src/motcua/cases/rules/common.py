"""What the actions share: statuses, work in hand, the clock, texts that are owed."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from motcua.cases.rules import refusals
from motcua.cases.rules.frame import Frame, post_for_item, work_of_step
from motcua.cases.rules.state import CaseState
from motcua.deadlines import Clock
from motcua.kernel.actors import Post, Role
from motcua.kernel.law import decided_by
from motcua.processes.rules import Move, StepKind

FINANCIAL_OBLIGATION = "FINANCIAL_OBLIGATION"  # why a clock stands still


@decided_by("0003-work-items")
def opened_steps(
    state: CaseState, frame: Frame, move: Move, due_at: datetime | None
) -> dict[str, Any]:
    """Return the facts of steps that open: marking, work, units on the path."""
    steps = [frame.process.steps[step_id] for step_id in move.opened]
    items = [work_of_step(state, frame, step, due_at) for step in steps]
    return {
        "marking": list(move.marking),
        "open": items,
        "path": list(dict.fromkeys(item["unit"] for item in items)),
    }


@decided_by("0003-work-items")
def waits_for_payment(frame: Frame, marking: Collection[str]) -> bool:
    """Tell whether nothing but a payment that is not counted is awaited."""
    steps = [frame.process.steps[t] for t in marking if t in frame.process.steps]
    return bool(steps) and all(
        step.kind is StepKind.PAYMENT and not step.counted for step in steps
    )


@decided_by("0002-competence-by-post")
def check_is_for_applicant(state: CaseState, frame: Frame) -> Post | None:
    """Let the applicant pass, and a clerk of the receiving unit who acts for them.

    Returns the clerk's post.

    :raises NotYourCase: if the actor is neither.
    """
    if state.applicant_id is not None and state.applicant_id == frame.actor.id:
        return None
    post = frame.actor.post_in(state.receiving_unit_id, Role.CLERK)
    if post is None:
        raise refusals.NotYourCase
    return post


@decided_by("0002-competence-by-post")
def clock_of(state: CaseState) -> Clock:
    """Return the clock of a case.

    :raises NoDueDate: before it was accepted.
    """
    if "clock" not in state.facts:
        raise refusals.NoDueDate
    return Clock.from_json(state.facts["clock"])


@decided_by("0005-texts-that-are-owed")
def owed(text: str) -> str:
    """Return a reason that is owed.

    :raises ReasonMissing: if it is empty.
    """
    if not text.strip():
        raise refusals.ReasonMissing
    return text.strip()


@decided_by("0003-work-items")
def check_status(state: CaseState, *allowed: str) -> None:
    """Let a case pass that is in one of the ``allowed`` states.

    :raises WrongStatus: if it is in another.
    """
    if state.status not in allowed:
        raise refusals.WrongStatus(status=state.status)


@decided_by("0003-work-items")
def some_work_of(state: CaseState, frame: Frame) -> tuple[str, Post]:
    """Return some open work that the actor may do, and the post for it.

    :raises NotYourStep: if there is none.
    :raises AssignedToSomebodyElse: if it was given to another person.
    """
    refusal: refusals.NotYourStep | refusals.AssignedToSomebodyElse | None = None
    for key, item in state.items.items():
        try:
            return key, post_for_item(frame.actor, item)
        except (refusals.NotYourStep, refusals.AssignedToSomebodyElse) as error:
            refusal = error
    raise refusal or refusals.NotYourStep(role=str(Role.OFFICER))
