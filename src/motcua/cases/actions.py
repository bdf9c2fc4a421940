"""What a person may do to a case now, with what they then choose from; else why not.

Screens and the API show the same list. It is built from the checks of ``rules`` that
the commands go through too, so that nobody is offered what would be refused.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from uuid import UUID

from motcua.cases.frames import (
    asked_fields_of,
    extension_of,
    frame_for,
    procedure_of,
)
from motcua.cases.queries import CaseView
from motcua.cases.rules import intake, supplement, upkeep, work
from motcua.cases.rules import state as s
from motcua.cases.rules.frame import UNSTATED, Frame
from motcua.cases.rules.state import JSON, CaseState
from motcua.catalogue import queries as catalogue
from motcua.catalogue.definition import ProcedureDefinition
from motcua.deadlines import Limit
from motcua.kernel.actors import Actor, NotCompetent, Role
from motcua.kernel.instants import from_text
from motcua.kernel.refusals import Refusal
from motcua.kernel.texts import Text
from motcua.processes.rules import (
    Outcome,
    OutcomeNotAvailable,
    Step,
    available_outcomes,
)

Check = Callable[[CaseState, Frame], object]
CONSULTATION = "consultation:"


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the things that may be picked in an action: an outcome, a paper, a field.

    ``refusal`` says why it cannot be picked in this case.
    """

    id: str
    name: Text
    note_required: bool = False
    refusal: Refusal | None = None
    reason: str = ""  # why it was asked for, where a supplement is awaited


@dataclass(frozen=True, slots=True)
class Action:
    """Something that is done to a case; ``refusal`` says why not by this person now.

    ``name`` is that of the command. What stands after it are the inputs that the
    action knows; an action that needs none of them leaves them empty.
    """

    name: str
    refusal: Refusal | None = None
    item: str = ""  # the open work it is about: a step, or a consultation's id
    title: Text | None = None  # of the step
    kind: str = ""  # of the step: TASK, CONSULTATION, PAYMENT
    due_at: datetime | None = None  # of the open work
    outcomes: tuple[Choice, ...] = ()  # of the step
    papers: tuple[Choice, ...] = ()  # that may be asked for, are asked for, are missing
    fields: tuple[Choice, ...] = ()  # that may be asked for, are asked for
    reason_owed: bool = False
    extension: Limit | None = None  # by how much the limit is extended
    likely_unit_ids: tuple[UUID, ...] = ()  # to be consulted; any other may be, too
    unit_id: UUID | None = None  # whose people do the work …
    role: Role | None = None  # … in which role
    assignee_id: UUID | None = None  # who has it

    @property
    def allowed(self) -> bool:
        """Tell whether this person may do it now."""
        return self.refusal is None


def available_actions(view: CaseView, actor: Actor, now: datetime) -> list[Action]:
    """Return every action there is on a case, for ``actor`` at ``now``.

    What is allowed and what is not, in the order of a case's life; open work first.
    An action on a piece of work stands there once for each.
    """
    state = view.state
    assert state.version_id is not None  # noqa: S101 - set by SUBMITTED
    frame = frame_for(state, actor, now)
    definition = catalogue.get_version(state.version_id).definition
    return [*_on_work(state, frame), *_on_case(state, frame, definition)]


def allowed_actions(view: CaseView, actor: Actor, now: datetime) -> list[Action]:
    """Return the actions that ``actor`` may take on a case at ``now``."""
    found = available_actions(view, actor, now)
    return [action for action in found if action.allowed]


_SIMPLE: tuple[tuple[str, str, Check, bool], ...] = (
    ("refuse_case", "cases.refuse", intake.check_can_refuse, True),
    ("withdraw_case", "cases.withdraw", intake.check_can_withdraw, False),
    ("stop_case", "cases.stop", intake.check_can_stop, True),
    ("return_result", "cases.return_result", work.check_can_return, False),
    (
        "apologise_and_reappoint",
        "cases.apologise",
        work.check_can_apologise,
        True,
    ),
    ("comment_on_case", "cases.comment", upkeep.check_can_comment, False),
    ("send_message", "cases.message", upkeep.check_can_send_message, False),
    ("reopen_case", "cases.reopen", upkeep.check_can_reopen, True),
    ("erase_case", "cases.erase", upkeep.check_can_erase, True),
)


def _on_case(
    state: CaseState, frame: Frame, definition: ProcedureDefinition
) -> Iterator[Action]:
    """Yield what is done to the case as a whole."""
    yield _accept(state, frame, definition)
    yield _request_supplement(state, frame, definition)
    yield _supplement(state, frame, definition)
    yield _consult(state, frame)
    yield _extend(state, frame)
    for name, power, check, owed in _SIMPLE:
        refusal = _refusal(power, check, state, frame)
        yield Action(name, refusal, reason_owed=owed)


def _refusal(
    power: str, check: Check, state: CaseState, frame: Frame
) -> Refusal | None:
    """Return what stands in the way, if anything."""
    if not frame.actor.may(power):
        return NotCompetent(power=power)
    try:
        check(state, frame)
    except Refusal as refusal:
        return refusal
    return None


def _on_work(state: CaseState, frame: Frame) -> Iterator[Action]:
    """Yield what is done about each piece of open work."""
    for key, item in state.items.items():
        about = _about(item)
        if key.startswith(CONSULTATION):
            number = key.removeprefix(CONSULTATION)
            answer: Check = partial(_may_answer, number)
            refusal = _refusal("cases.answer", answer, state, frame)
            yield replace(
                about, name="answer_consultation", refusal=refusal, item=number
            )
        elif step := frame.process.steps.get(key):
            yield _step(state, frame, step, about)
        reassign: Check = partial(_may_reassign, key)
        refusal = _refusal("cases.work", reassign, state, frame)
        yield replace(about, name="reassign_work", refusal=refusal, item=key)


def _about(item: JSON) -> Action:
    """Return what every action on a piece of work says of it."""
    assignee = item.get("assignee")
    return Action(
        "",
        due_at=from_text(item["due"]) if item["due"] != UNSTATED else None,
        unit_id=UUID(item["unit"]),
        role=Role(item["role"]),
        assignee_id=UUID(assignee) if assignee else None,
    )


def _may_answer(number: str, state: CaseState, frame: Frame) -> object:
    return work.check_can_answer(state, frame, number)


def _may_complete(key: str, state: CaseState, frame: Frame) -> object:
    return work.check_can_complete_step(state, frame, key)


def _may_reassign(key: str, state: CaseState, frame: Frame) -> object:
    """Try the least that a reassignment can be: giving the work back."""
    return upkeep.reassign(state, frame, key=key, assignee=None)


def _may_extend(state: CaseState, frame: Frame) -> object:
    return work.check_can_extend(state, frame, extension_of(state))


def _step(state: CaseState, frame: Frame, step: Step, about: Action) -> Action:
    """Return the action that finishes a step, with its outcomes."""
    check: Check = partial(_may_complete, step.id)
    open_now = available_outcomes(frame.process, step.id, frame.facts(frame.answers))
    return replace(
        about,
        name="complete_step",
        refusal=_refusal("cases.complete_step", check, state, frame),
        item=step.id,
        title=step.name,
        kind=str(step.kind),
        outcomes=tuple(_outcome(one, open_now) for one in step.outcomes),
    )


def _outcome(outcome: Outcome, open_now: tuple[Outcome, ...]) -> Choice:
    refusal = None
    if outcome not in open_now:
        refusal = OutcomeNotAvailable(outcome=outcome.name, condition=outcome.when)
    return Choice(outcome.id, outcome.name, outcome.note_required, refusal)


def _accept(state: CaseState, frame: Frame, definition: ProcedureDefinition) -> Action:
    """Return the acceptance, with the papers that have to be there on paper."""
    refusal = _refusal("cases.accept", intake.check_can_accept, state, frame)
    if refusal:
        return Action("accept_case", refusal)
    missing = procedure_of(state, frame.now, ()).missing_papers
    papers = [paper for paper in _papers(definition) if paper.id in missing]
    return Action("accept_case", papers=tuple(papers))


def _request_supplement(
    state: CaseState, frame: Frame, definition: ProcedureDefinition
) -> Action:
    """Return the request to supplement, with all that may be asked for."""
    answered = asked_fields_of(state)
    check = supplement.check_can_request_supplement
    asked = int(state.facts.get("supplement_requests", 0))
    return Action(
        "request_supplement",
        _refusal("cases.request_supplement", check, state, frame),
        papers=_papers(definition),
        fields=tuple(field for field in _fields(definition) if field.id in answered),
        reason_owed=asked >= frame.parameters.supplement_requests,
    )


def _supplement(
    state: CaseState, frame: Frame, definition: ProcedureDefinition
) -> Action:
    """Return the supplement, with what was asked for and why."""
    said = state.dossier.get("supplement") or {}
    reasons = {(one["kind"], one["id"]): one["reason"] for one in said.get("items", ())}
    asked = {(one["kind"], one["id"]) for one in state.facts.get("requested", ())}

    def wanted(kind: str, choices: tuple[Choice, ...]) -> tuple[Choice, ...]:
        return tuple(
            replace(one, reason=reasons.get((kind, one.id), ""))
            for one in choices
            if (kind, one.id) in asked
        )

    return Action(
        "supplement_case",
        _refusal("cases.supplement", supplement.check_can_supplement, state, frame),
        papers=wanted("paper", _papers(definition)),
        fields=wanted("field", _fields(definition)),
    )


def _papers(definition: ProcedureDefinition) -> tuple[Choice, ...]:
    return tuple(Choice(paper.id, paper.name) for paper in definition.components)


def _fields(definition: ProcedureDefinition) -> tuple[Choice, ...]:
    return tuple(Choice(field.id, field.name) for field in definition.form.fields)


def _consult(state: CaseState, frame: Frame) -> Action:
    """Return the request for an opinion; the likeliest units are on the path."""
    own = {str(unit_id) for unit_id in frame.actor.unit_ids}
    return Action(
        "consult_unit",
        _refusal("cases.consult", work.check_can_consult, state, frame),
        likely_unit_ids=tuple(UUID(u) for u in state.path if u not in own),
    )


def _extend(state: CaseState, frame: Frame) -> Action:
    extension = extension_of(state) if state.status in s.RUNNING else None
    refusal = _refusal("cases.complete_step", _may_extend, state, frame)
    return Action("extend_limit", refusal, extension=extension, reason_owed=True)
