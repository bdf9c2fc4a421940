"""What an action sees besides the case: who, when, the procedure, the calendar."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from motcua.cases.rules import refusals
from motcua.cases.rules.state import JSON, CaseState
from motcua.deadlines import Clock, Due, Limit, WorkCalendar, due
from motcua.kernel.actors import Actor, Post, Role
from motcua.kernel.instants import to_text
from motcua.kernel.law import decided_by
from motcua.processes.rules import Process, Step, StepKind

INTAKE = "intake"
RETURN = "return"
UNSTATED = "9999-12-31T00:00:00.000000Z"  # sorts work without a limit last


@dataclass(frozen=True, slots=True)
class Parameters:
    """Dated numbers of the one-stop mechanism, from the pack's parameters."""

    answer_application: Limit  # how soon an application is answered
    ask_supplement: Limit  # how soon after acceptance a supplement may be asked
    supplement_requests: int  # how many without a recorded reason


@dataclass(frozen=True, slots=True)
class Frame:
    """Everything an action may look at; pure data and two look-ups."""

    actor: Actor
    now: datetime
    process: Process
    calendar: WorkCalendar
    parameters: Parameters
    papers: Mapping[str, str]  # of the published procedure: id → name
    fields: Mapping[str, str]
    clock: Callable[[datetime, Limit], Clock]  # a clock under the procedure's policy
    unit_of: Callable[[str], UUID]  # a unit code → the unit today
    facts: Callable[[JSON], JSON]  # answers → what the process's conditions read
    answers: JSON = field(default_factory=dict)  # of the case, with circumstances

    def due_of(self, limit: Limit | None) -> datetime | None:
        """Return when work that is opened now is due."""
        if limit is None:
            return None
        return due(self.clock(self.now, limit), self.calendar).at

    def promise(self, clock: Clock) -> tuple[Due, dict[str, Any]]:
        """Return when the case is due, and the facts that record it."""
        promised = due(clock, self.calendar)
        return promised, {
            "clock": clock.as_json(),
            "due_at": to_text(promised.at) if promised.at else None,
            "calendar": self.calendar.version,
        }


@decided_by("0002-competence-by-post")
def unit_for(state: CaseState, frame: Frame, place: str) -> UUID:
    """Return the unit that a process means by ``place``."""
    if place == "receiving":
        unit_id = state.receiving_unit_id
    elif place == "competent":
        unit_id = state.competent_unit_id
    else:
        unit_id = frame.unit_of(place)
    assert unit_id is not None  # noqa: S101 - set by SUBMITTED, for every case
    return unit_id


@decided_by("0002-competence-by-post")
def post_for(actor: Actor, unit_id: UUID | None, role: Role) -> Post:
    """Return the post in which ``actor`` does work of ``role`` in a unit.

    :raises NotYourStep: if the actor holds none.
    """
    post = actor.post_in(unit_id, role)
    if post is None:
        raise refusals.NotYourStep(role=str(role))
    return post


@decided_by("0002-competence-by-post")
def post_for_item(actor: Actor, item: JSON) -> Post:
    """Return the post in which ``actor`` does the work of an open item.

    :raises NotYourStep: if the actor holds no such post.
    :raises AssignedToSomebodyElse: if it was given to another person.
    """
    post = post_for(actor, UUID(item["unit"]), Role(item["role"]))
    if item.get("assignee") and item["assignee"] != str(actor.id):
        raise refusals.AssignedToSomebodyElse
    return post


@decided_by("0002-competence-by-post")
def check_may_finish(actor: Actor, step: Step) -> None:
    """Let an actor pass who holds what a step takes besides ``cases.complete_step``.

    The post says where and for whom; the power may still be missing, where a token
    gives only some of its owner's.

    :raises NotCompetent: at a payment without ``cases.record_payment``; at the step
        of a leader without ``cases.decide``.
    """
    if step.kind is StepKind.PAYMENT:
        actor.require("cases.record_payment")
    if step.by is not None and step.by.role is Role.LEADER:
        actor.require("cases.decide")


@decided_by("0003-work-items")
def work(
    key: str, unit_id: UUID, role: Role, due_at: datetime | None, now: datetime
) -> dict[str, Any]:
    """Return a piece of work to do, as it stands in an event."""
    return {
        "key": key,
        "unit": str(unit_id),
        "role": str(role),
        "opened": to_text(now),
        "due": to_text(due_at) if due_at else UNSTATED,
    }


@decided_by("0003-work-items")
def work_of_step(
    state: CaseState, frame: Frame, step: Step, case_due: datetime | None
) -> dict[str, Any]:
    """Return the work of a step that opens now: due by its budget, or the case's."""
    assert step.by is not None  # noqa: S101 - only a CHOICE has nobody, and never opens
    unit_id = unit_for(state, frame, step.by.unit)
    due_at = frame.due_of(step.within) or case_due
    item = work(step.id, unit_id, step.by.role, due_at, frame.now)
    if step.silence is not None:
        item["silence"] = True
    return item
