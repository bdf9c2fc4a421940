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
    asked_fields_of,
    case_code,
    frame_for_version,
    next_number,
    procedure_of,
    reply_within_of,
)
from motcua.cases.rules import intake, refusals, supplement
from motcua.cases.rules.frame import Frame
from motcua.cases.rules.state import CaseState, NewEvent
from motcua.documents import commands as documents
from motcua.kernel.refusals import InvalidInput, NotFound

NEVER = store.Loaded(CaseState(UUID(int=0)))


def submit_application(order: Order, dossier: Dossier) -> Acted:
    """Hand an application in (nộp hồ sơ); ``order.case_id`` names the new case.

    A repeated request, or a second one for the same id, gives the first answer.

    :raises NotCompetent: if the actor may not submit.
    :raises InvalidInput: if the form or a paper is wrong; says which field and why.
    :raises NotYourCase: if the actor submits for somebody else without being a clerk.
    :raises NotFound: if the id is that of somebody else's case.
    :raises FileTaken: if a file belongs to another case already.
    :raises KeyUsedBefore: if the request's key was used for another one.
    """
    order.actor.require("cases.submit")
    try:
        with transaction.atomic():
            return _submitted(order) or _submit(order, dossier)
    except IntegrityError:  # the same request, at the same moment
        again = _submitted(order)
        if again is None:
            raise
        return again


def _submitted(order: Order) -> Acted | None:
    """Return the answer that a repeated request got, or nothing if it is new.

    :raises NotFound: if the id is that of somebody else's case.
    :raises KeyUsedBefore: if something else was asked for with this key or id.
    """
    found = store.find_made(order.actor.id, order.key, order.case_id)
    if not found:
        return None
    named = [made for _, key, made in found if order.key and key == order.key]
    who, _, first = found[0]
    made = named[0] if named else first
    if not named and who != order.actor.id:
        raise NotFound
    if made.seq != 1:
        raise refusals.KeyUsedBefore
    return made_before(made, order)


def _submit(order: Order, dossier: Dossier) -> Acted:
    application, version = checked_application(dossier, order.actor, order.now)
    frame = frame_for_version(version, order.actor, order.now)
    events = intake.submit(application, frame)
    acted = write(store.Loaded(CaseState(order.case_id)), events, order)
    _attach(order, dossier.file_ids)
    return acted


def _attach(order: Order, file_ids: Sequence[UUID]) -> None:
    """Give the files to the case.

    :raises FileTaken: if one of them belongs to another case.
    """
    wanted = set(file_ids)
    if not wanted:
        return
    if documents.attach_to_case(file_ids=wanted, case_id=order.case_id) != len(wanted):
        raise InvalidInput({"papers": refusals.FileTaken()})


def accept_case(order: Order, *, on_paper: Sequence[str] = ()) -> Acted:
    """Accept an application (tiếp nhận): official code, due date, first steps.

    ``on_paper`` names the papers that were handed over at the counter.

    :raises PapersMissing: if a paper that the procedure needs is not there.
    """

    def decide(state: CaseState, frame: Frame) -> list[NewEvent]:
        intake.check_can_accept(state, frame)
        facts = procedure_of(state, frame.now, on_paper)
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
            asked_fields=asked_fields_of(state),
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
            asked_fields=asked_fields_of(state, checked.form),
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
