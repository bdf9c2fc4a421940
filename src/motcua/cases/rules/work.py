"""While a case is in progress: steps, consultations, payment, decision."""

from collections.abc import Mapping
from datetime import datetime
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
    some_work_of,
    waits_for_payment,
)
from motcua.cases.rules.frame import (
    RETURN,
    Frame,
    check_may_finish,
    post_for,
    post_for_item,
    unit_for,
    work,
)
from motcua.cases.rules.state import CaseState, NewEvent
from motcua.deadlines import Limit
from motcua.deadlines.rules import AlreadyReappointed
from motcua.kernel.actors import Post, Role
from motcua.kernel.instants import from_text, to_text
from motcua.kernel.law import Citation, cites, decided_by
from motcua.processes.rules import Move, Silence, StepKind, StepNotOpen, advance

CONSULT = Citation("61/2018/NĐ-CP", article="19", clause="5")
CONSULTATION = "consultation:"  # before its id: the key of an opinion asked for
AFTER_DECISION = (s.DECIDED, s.RETURNED)
APOLOGY = Citation("61/2018/NĐ-CP", article="19", clause="9")


@decided_by("0003-work-items")
def check_can_complete_step(state: CaseState, frame: Frame, step_id: str) -> Post:
    """Let whoever is to do an open step pass.

    A process may leave work for after the decision, e.g. an entry in a register.

    :raises WrongStatus: unless the case is in progress, or decided.
    :raises StepNotOpen: if the step is not open.
    :raises NotYourStep: unless the actor holds the post for it.
    :raises NotCompetent: unless they may decide, or record a payment, where it is one.
    :raises ConsultationOpen: while an opinion asked for from this step is awaited.
    """
    check_status(state, *s.RUNNING, *AFTER_DECISION)
    item = state.items.get(step_id)
    if item is None or step_id not in frame.process.steps:
        step = frame.process.steps.get(step_id)
        raise StepNotOpen(step=step.name if step else step_id)
    post = post_for_item(frame.actor, item)
    check_may_finish(frame.actor, frame.process.steps[step_id])
    for consultation in open_consultations(state):
        if consultation["from"] == step_id and to_text(frame.now) < consultation["due"]:
            raise refusals.ConsultationOpen(
                unit=consultation["unit_name"], due=consultation["due"][:10]
            )
    return post


@decided_by("0003-work-items")
def complete_step(
    state: CaseState,
    frame: Frame,
    *,
    step_id: str,
    outcome: str,
    note: str = "",
    payment: Mapping[str, Any] | None = None,
) -> list[NewEvent]:
    """Return the events of a finished step; the one that ends the process decides.

    :raises PaymentUnclear: if a payment step does not say what was paid.
    """
    post = check_can_complete_step(state, frame, step_id)
    step = frame.process.steps[step_id]
    if step.kind is StepKind.PAYMENT:
        _check_payment(payment)
    payload: dict[str, Any] = {"note": note.strip()} if note.strip() else {}
    if payment:
        payload["payment"] = dict(payment)
    return _finish(state, frame, step_id, outcome, payload=payload, post=post)


def _finish(
    state: CaseState,
    frame: Frame,
    step_id: str,
    outcome: str,
    *,
    payload: dict[str, Any],
    post: Post | None,
    **more: Any,
) -> list[NewEvent]:
    """Return the events of a step that ends with an outcome."""
    read = frame.facts(frame.answers)
    note = payload.get("note", "")
    move = advance(frame.process, state.marking, step_id, outcome, read, note=note)
    clock = _clock_after(state, frame, move)
    due_at = from_text(clock["due_at"]) if clock.get("due_at") else state.due_at
    facts = {
        "step": step_id,
        "outcome": outcome,
        **more,
        **clock,
        **opened_steps(state, frame, move, due_at),
        "close": list(move.closed),
    }
    undecided = state.status not in AFTER_DECISION
    if undecided:
        facts["status"] = s.IN_PROGRESS
    events = [NewEvent("STEP_COMPLETED", facts, payload, post)]
    if undecided and move.result is not None:
        events.append(_decided(state, frame, move.result, post))
    return events


@cites(CONSULT)
def end_silence(state: CaseState, frame: Frame, *, step_id: str) -> list[NewEvent]:
    """Return the events by which silence of a consulted unit has its effect.

    As the process says: its outcome is taken, or the named post is told. Nothing
    happens before the due date, and nothing twice.
    """
    item, step = state.items.get(step_id), frame.process.steps.get(step_id)
    if item is None or step is None or step.silence is None:
        return []
    if not item.get("silence") or to_text(frame.now) < item["due"]:
        return []
    if step.silence.policy is Silence.PROCEED and step.silence.outcome:
        basis = step.silence.basis or str(CONSULT)
        outcome = step.silence.outcome
        return _finish(
            state, frame, step_id, outcome, payload={}, post=None, silence=basis
        )
    told = step.silence.tell or step.by
    assert told is not None  # noqa: S101 - a consultation has somebody to do it
    still_open = {key: value for key, value in item.items() if key != "silence"}
    facts = {
        "step": step_id,
        "told": {
            "unit": str(unit_for(state, frame, told.unit)),
            "role": str(told.role),
        },
        "open": [still_open],
    }
    return [NewEvent("ESCALATED", facts)]


def _check_payment(payment: Mapping[str, Any] | None) -> None:
    amount = payment.get("amount") if payment else None
    if (
        not isinstance(amount, int)
        or amount < 0
        or not (payment or {}).get("reference")
    ):
        raise refusals.PaymentUnclear


def _decided(
    state: CaseState, frame: Frame, result: str, post: Post | None
) -> NewEvent:
    """Return the decision: the result waits to be handed over where it was asked.

    Opinions that are still awaited are no longer: nobody needs them now.
    """
    assert state.receiving_unit_id is not None  # noqa: S101 - set by SUBMITTED
    handed = work(RETURN, state.receiving_unit_id, Role.CLERK, state.due_at, frame.now)
    facts = {
        "status": s.DECIDED,
        "result": result,
        "close": [key for key in state.items if key.startswith(CONSULTATION)],
        "open": [handed],
        "last_marking": list(state.marking),
    }
    return NewEvent("DECIDED", facts, {}, post)


def _clock_after(state: CaseState, frame: Frame, move: Move) -> dict[str, Any]:
    """Stop the clock where only payment is awaited; let it run on afterwards."""
    if state.status in AFTER_DECISION or move.result is not None:
        return {}
    waits = waits_for_payment(frame, move.marking)
    stopped = state.facts.get("stopped_for") == FINANCIAL_OBLIGATION
    if waits == stopped:
        return {}
    clock = clock_of(state)
    if waits:
        clock = clock.stop(frame.now, FINANCIAL_OBLIGATION)
    else:
        clock = clock.resume(frame.now, "continue")
    reason = FINANCIAL_OBLIGATION if waits else ""
    return {"stopped_for": reason, **frame.promise(clock)[1]}


@cites(CONSULT)
def check_can_consult(state: CaseState, frame: Frame) -> tuple[str, Post]:
    """Let whoever holds an open step of the case pass.

    :raises WrongStatus: unless the case is in progress.
    :raises NotYourStep: unless the actor holds an open step.
    """
    check_status(state, *s.RUNNING)
    return some_work_of(state, frame)


@cites(CONSULT)
def consult(
    state: CaseState,
    frame: Frame,
    *,
    consultation_id: UUID,
    unit_id: UUID,
    unit_name: str,
    question: str,
    within: Limit,
) -> list[NewEvent]:
    """Return the events of a request for an opinion (lấy ý kiến), with its due date.

    :raises TextMissing: without a question.
    """
    step_id, post = check_can_consult(state, frame)
    if not question.strip():
        raise refusals.TextMissing
    key = f"{CONSULTATION}{consultation_id}"
    item = work(key, unit_id, Role.OFFICER, frame.due_of(within), frame.now)
    asked = {
        "id": str(consultation_id),
        "unit": str(unit_id),
        "unit_name": unit_name,
        "from": step_id,
        "due": item["due"],
        "answered": False,
    }
    consultations = [*state.facts.get("consultations", ()), asked]
    facts = {"consultations": consultations, "open": [item], "path": [str(unit_id)]}
    return [NewEvent("CONSULTED", facts, {"question": question.strip()}, post)]


@decided_by("0003-work-items")
def open_consultations(state: CaseState) -> list[Mapping[str, Any]]:
    """Return the opinions that are still awaited."""
    asked = state.facts.get("consultations", ())
    return [one for one in asked if f"{CONSULTATION}{one['id']}" in state.items]


@cites(CONSULT)
def check_can_answer(state: CaseState, frame: Frame, consultation_id: str) -> Post:
    """Let an officer of the consulted unit pass.

    :raises NoSuchConsultation: if it is not open.
    :raises NotYourStep: unless the actor is an officer there.
    """
    item = state.items.get(f"{CONSULTATION}{consultation_id}")
    if item is None:
        raise refusals.NoSuchConsultation
    return post_for_item(frame.actor, item)


@cites(CONSULT)
def answer(
    state: CaseState, frame: Frame, *, consultation_id: str, text: str
) -> list[NewEvent]:
    """Return the events of an opinion that was given (trả lời ý kiến).

    :raises TextMissing: without a text.
    """
    post = check_can_answer(state, frame, consultation_id)
    if not text.strip():
        raise refusals.TextMissing
    consultations = [
        {**one, "answered": one["answered"] or one["id"] == consultation_id}
        for one in state.facts.get("consultations", ())
    ]
    facts = {
        "consultations": consultations,
        "close": [f"{CONSULTATION}{consultation_id}"],
        "answered": consultation_id,
    }
    return [NewEvent("CONSULTATION_ANSWERED", facts, {"answer": text.strip()}, post)]


@decided_by("0003-work-items")
def check_can_return(state: CaseState, frame: Frame) -> Post:
    """Let a clerk of the receiving unit pass once there is a decision.

    :raises WrongStatus: unless the result waits.
    :raises NotYourStep: unless the actor is a clerk there.
    """
    check_status(state, s.DECIDED)
    return post_for_item(frame.actor, state.items[RETURN])


@cites(Citation("61/2018/NĐ-CP", article="20"))
def return_result(
    state: CaseState, frame: Frame, *, way: str, received_by: str = ""
) -> list[NewEvent]:
    """Return the events of a hand-over of the result (trả kết quả)."""
    post = check_can_return(state, frame)
    facts = {"status": s.RETURNED, "close": [RETURN], "way": way}
    payload = {"received_by": received_by.strip()} if received_by.strip() else {}
    return [NewEvent("RETURNED", facts, payload, post)]


@cites(APOLOGY)
def check_can_apologise(state: CaseState, frame: Frame) -> Post:
    """Let a leader of the competent unit pass, once.

    :raises WrongStatus: unless the case is in progress.
    :raises NoDueDate: if no date was promised.
    :raises AlreadyReappointed: if a new date was given before.
    """
    check_status(state, *s.RUNNING)
    post = post_for(frame.actor, state.competent_unit_id, Role.LEADER)
    if state.due_at is None:
        raise refusals.NoDueDate
    clock = clock_of(state)
    if len(clock.reappointments) >= clock.policy.reappointments:
        raise AlreadyReappointed(times=len(clock.reappointments))
    return post


@cites(APOLOGY)
def apologise(
    state: CaseState, frame: Frame, *, reason: str, new_due: datetime
) -> list[NewEvent]:
    """Return the events of an apology with a new date (xin lỗi và hẹn lại), once.

    :raises ReasonMissing: without a reason.
    :raises NotLater: unless the new date is after the promised one and after now.
    """
    post = check_can_apologise(state, frame)
    text = owed(reason)
    assert state.due_at is not None  # noqa: S101 - checked above
    if new_due <= max(state.due_at, frame.now):
        raise refusals.NotLater
    clock = clock_of(state).reappoint(frame.now, new_due, basis=str(APOLOGY))
    promised, facts = frame.promise(clock)
    facts["derivation"] = promised.as_json()["lines"]
    facts["promised_at"] = to_text(state.due_at)
    return [NewEvent("APOLOGISED", facts, {"reason": text}, post)]


@decided_by("0006-extension-for-verification")
def check_can_extend(state: CaseState, frame: Frame, extension: Limit | None) -> Post:
    """Let whoever examines the case pass, where the procedure knows an extension.

    :raises NoExtension: if it knows none, or it was used.
    """
    check_status(state, *s.RUNNING)
    post = some_work_of(state, frame)[1]
    if extension is None or state.facts.get("extended"):
        raise refusals.NoExtension
    return post


@decided_by("0006-extension-for-verification")
def extend(
    state: CaseState, frame: Frame, *, extension: Limit | None, reason: str
) -> list[NewEvent]:
    """Return the events of an extension for verification (gia hạn xác minh)."""
    post = check_can_extend(state, frame, extension)
    assert extension is not None  # noqa: S101 - checked above
    text = owed(reason)
    clock = clock_of(state).extend(extension, "VERIFICATION", at=frame.now)
    promised, facts = frame.promise(clock)
    facts |= {"extended": True, "derivation": promised.as_json()["lines"]}
    return [NewEvent("EXTENDED", facts, {"reason": text}, post)]
