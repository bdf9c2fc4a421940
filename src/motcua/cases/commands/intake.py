"""Submission, acceptance, refusal, supplement, withdrawal, stop."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from motcua.cases import store
from motcua.cases.applications import (
    Dossier,
    checked_application,
    checked_supplement,
)
from motcua.cases.commands.running import Acted, Order, act, made_before, write
from motcua.cases.frames import (
    case_code,
    frame_for_version,
    next_number,
    procedure_of,
    reply_within_of,
)
from motcua.cases.rules import intake, supplement
from motcua.cases.rules.frame import Frame
from motcua.cases.rules.state import CaseState, NewEvent
from motcua.documents import commands as documents

NEVER = store.Loaded(CaseState(UUID(int=0)))


def submit_application(order: Order, dossier: Dossier) -> Acted:
    """Hand an application in (nộp hồ sơ); ``order.case_id`` names the new case.

    A repeated request, or a second one for the same id, gives the first answer.

    :raises NotCompetent: if the actor may not submit.
    :raises InvalidInput: if the form or a paper is wrong; says which field and why.
    :raises NotYourCase: if the actor submits for somebody else without being a clerk.
    :raises KeyUsedBefore: if the request's key was used for another one.
    """
    order.actor.require("cases.submit")
    try:
        with transaction.atomic():
            return _submit(order, dossier)
    except IntegrityError:
        made = store.find_request(order.actor.id, order.key, order.case_id)
        if made is None:
            raise
        return made_before(order, *made)


def _submit(order: Order, dossier: Dossier) -> Acted:
    made = store.find_request(order.actor.id, order.key, order.case_id)
    if made is not None:
        return made_before(order, *made)
    application, version = checked_application(dossier, order.actor, order.now)
    frame = frame_for_version(version, order.actor, order.now)
    events = intake.submit(application, frame)
    _attach(order, dossier.file_ids)
    new = store.Loaded(CaseState(order.case_id))
    return write(new, events, order)


def _attach(order: Order, file_ids: Sequence[UUID]) -> None:
    if file_ids:
        documents.attach_to_case(file_ids=file_ids, case_id=order.case_id)


def accept_case(order: Order, *, on_paper: Sequence[str] = ()) -> Acted:
    """Accept an application (tiếp nhận): official code, due date, first steps.

    ``on_paper`` names the papers that were handed over at the counter.

    :raises PapersMissing: if a paper that the procedure needs is not there.
    """

    def decide(state: CaseState, frame: Frame) -> list[NewEvent]:
        intake.check_can_accept(state, frame)
        facts = procedure_of(state, order.now, on_paper)
        assert state.receiving_unit_id is not None  # noqa: S101 - set by SUBMITTED
        number = next_number(state.receiving_unit_id, facts.day)
        return intake.accept(
            state,
            frame,
            code=case_code(state.receiving_unit_id, facts.day, number),
            variant=facts.variant,
            limit=facts.limit,
            missing=facts.missing_papers,
            on_paper=on_paper,
            fees=facts.fees,
        )

    return act(order, "cases.accept", decide)


def refuse_case(order: Order, *, reason: str) -> Acted:
    """Refuse an application at intake (từ chối tiếp nhận), with its reason."""

    def decide(state: CaseState, frame: Frame) -> list[NewEvent]:
        return intake.refuse(state, frame, reason=reason)

    return act(order, "cases.refuse", decide)


def request_supplement(
    order: Order, *, items: Sequence[supplement.RequestedItem], repeat_reason: str = ""
) -> Acted:
    """Ask for a supplement (yêu cầu bổ sung), every wrong item at once."""

    def decide(state: CaseState, frame: Frame) -> list[NewEvent]:
        return supplement.request_supplement(
            state,
            frame,
            items=items,
            repeat_reason=repeat_reason,
            reply_within=reply_within_of(state),
        )

    return act(order, "cases.request_supplement", decide)


def supplement_case(
    order: Order, *, form: Mapping[str, Any], papers: Mapping[str, Any]
) -> Acted:
    """Supplement a case (bổ sung hồ sơ); the work goes on where it stopped."""

    def decide(state: CaseState, frame: Frame) -> list[NewEvent]:
        supplement.check_can_supplement(state, frame)
        checked = checked_supplement(state, order.actor, form, papers)
        _attach(order, checked.file_ids)
        return supplement.supplement(
            state,
            frame,
            form=checked.form,
            papers=checked.papers,
            resume_mode=checked.resume_mode,
        )

    return act(order, "cases.supplement", decide)


def withdraw_case(order: Order, *, reason: str = "") -> Acted:
    """Withdraw an application before it is accepted (rút hồ sơ)."""

    def decide(state: CaseState, frame: Frame) -> list[NewEvent]:
        return intake.withdraw(state, frame, reason=reason)

    return act(order, "cases.withdraw", decide)


def stop_case(order: Order, *, reason: str) -> Acted:
    """Stop a case on request, before there is a decision (dừng giải quyết)."""

    def decide(state: CaseState, frame: Frame) -> list[NewEvent]:
        return intake.stop(state, frame, reason=reason)

    return act(order, "cases.stop", decide)
