"""Steps, consultations, apology, extension, hand-over."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from motcua.cases.commands.running import Acted, Order, act
from motcua.cases.frames import extension_of
from motcua.cases.rules import work
from motcua.cases.rules.frame import Frame
from motcua.cases.rules.state import CaseState, NewEvent
from motcua.deadlines import Limit
from motcua.kernel.ids import new_id
from motcua.organisations import queries as organisations


def complete_step(
    order: Order,
    *,
    step: str,
    outcome: str,
    note: str = "",
    payment: Mapping[str, Any] | None = None,
) -> Acted:
    """Finish an open step with an outcome; the last one decides the case.

    ``payment`` says ``amount`` (whole units of the currency) and ``reference``.
    """

    def decide(state: CaseState, frame: Frame) -> list[NewEvent]:
        return work.complete_step(
            state, frame, step_id=step, outcome=outcome, note=note, payment=payment
        )

    return act(order, "cases.complete_step", decide)


def consult_unit(order: Order, *, unit_id: UUID, question: str, within: Limit) -> Acted:
    """Ask another unit for its opinion, by a due date (lấy ý kiến)."""

    def decide(state: CaseState, frame: Frame) -> list[NewEvent]:
        unit = organisations.get_unit(unit_id)
        return work.consult(
            state,
            frame,
            consultation_id=new_id(),
            unit_id=unit.id,
            unit_name=str(unit.name),
            question=question,
            within=within,
        )

    return act(order, "cases.consult", decide)


def answer_consultation(order: Order, *, consultation: str, answer: str) -> Acted:
    """Give the opinion that one's unit was asked for (trả lời ý kiến)."""

    def decide(state: CaseState, frame: Frame) -> list[NewEvent]:
        return work.answer(state, frame, consultation_id=consultation, text=answer)

    return act(order, "cases.answer", decide)


def return_result(order: Order, *, way: str, received_by: str = "") -> Acted:
    """Hand the result over (trả kết quả): ``way`` is COUNTER, POST or ONLINE."""

    def decide(state: CaseState, frame: Frame) -> list[NewEvent]:
        return work.return_result(state, frame, way=way, received_by=received_by)

    return act(order, "cases.return_result", decide)


def apologise_and_reappoint(order: Order, *, reason: str, new_due: datetime) -> Acted:
    """Apologise and give a new date, once (xin lỗi và hẹn lại)."""

    def decide(state: CaseState, frame: Frame) -> list[NewEvent]:
        return work.apologise(state, frame, reason=reason, new_due=new_due)

    return act(order, "cases.apologise", decide)


def extend_limit(order: Order, *, reason: str) -> Acted:
    """Use the extension that the procedure knows for verification, once."""

    def decide(state: CaseState, frame: Frame) -> list[NewEvent]:
        extension = extension_of(state)
        return work.extend(state, frame, extension=extension, reason=reason)

    return act(order, "cases.complete_step", decide)


def end_silence(order: Order, *, step: str) -> Acted:
    """Let the silence of a consulted unit have the effect the process gives it."""

    def decide(state: CaseState, frame: Frame) -> list[NewEvent]:
        return work.end_silence(state, frame, step_id=step)

    return act(order, "cases.end_silence", decide)
