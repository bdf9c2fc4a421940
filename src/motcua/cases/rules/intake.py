"""Submission, acceptance, refusal at intake, withdrawal, stop on request."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from motcua.cases.rules import refusals
from motcua.cases.rules import state as s
from motcua.cases.rules.common import (
    check_is_for_applicant,
    check_status,
    opened_steps,
    owed,
)
from motcua.cases.rules.frame import (
    INTAKE,
    Frame,
    post_for_item,
    work,
)
from motcua.cases.rules.state import CaseState, NewEvent
from motcua.deadlines import Limit
from motcua.kernel.actors import Post, Role
from motcua.kernel.law import Citation, cites, decided_by
from motcua.processes.rules import start

CHECK_AT_INTAKE = Citation("61/2018/NĐ-CP", article="17")
RESTART = Citation("61/2018/NĐ-CP", article="19", clause="4")
STOP_ON_REQUEST = Citation("118/2025/NĐ-CP", article="21")


@dataclass(frozen=True, slots=True)
class Application:
    """What somebody applies for, checked against the procedure."""

    version_id: UUID
    procedure_code: str
    applicant_id: UUID | None
    applicant: Mapping[str, str]  # name, phone, e-mail, identity number, address
    form: Mapping[str, Any]
    papers: Mapping[str, Any]  # component → {"files": [...], "paper": bool}
    receiving_unit_id: UUID
    competent_unit_id: UUID
    channel: str  # ONLINE, COUNTER, POST, API
    handover: Mapping[str, str]  # where and how the result is handed over


@cites(CHECK_AT_INTAKE)
def submit(application: Application, frame: Frame) -> list[NewEvent]:
    """Return the events of an application that is handed in (nộp hồ sơ).

    A clerk of the receiving unit may hand it in for somebody at the counter.

    :raises NotYourCase: if the actor is neither the applicant nor such a clerk.
    """
    post = None
    if application.applicant_id != frame.actor.id:
        post = frame.actor.post_in(application.receiving_unit_id, Role.CLERK)
        if post is None:
            raise refusals.NotYourCase
    due_at = frame.due_of(frame.parameters.answer_application)
    receiving = application.receiving_unit_id
    path = dict.fromkeys((str(receiving), str(application.competent_unit_id)))
    applicant_id = application.applicant_id
    facts = {
        "status": s.SUBMITTED,
        "version_id": str(application.version_id),
        "procedure_code": application.procedure_code,
        "applicant_id": str(applicant_id) if applicant_id else None,
        "receiving_unit_id": str(receiving),
        "competent_unit_id": str(application.competent_unit_id),
        "channel": application.channel,
        "path": list(path),
        "open": [work(INTAKE, receiving, Role.CLERK, due_at, frame.now)],
    }
    dossier = {
        "applicant": dict(application.applicant),
        "form": dict(application.form),
        "papers": dict(application.papers),
        "handover": dict(application.handover),
    }
    return [NewEvent("SUBMITTED", facts, {"dossier": dossier}, post)]


@cites(CHECK_AT_INTAKE)
def check_can_accept(state: CaseState, frame: Frame) -> Post:
    """Let a clerk of the receiving unit pass while the application waits.

    :raises WrongStatus: unless it waits for acceptance.
    :raises NotYourStep: unless the actor is a clerk there.
    """
    check_status(state, s.SUBMITTED)
    return post_for_item(frame.actor, state.items[INTAKE])


@cites(CHECK_AT_INTAKE, RESTART)
def accept(
    state: CaseState,
    frame: Frame,
    *,
    code: str,
    variant: str,
    limit: Limit,
    missing: Sequence[str],
    on_paper: Sequence[str] = (),
    fees: Sequence[Mapping[str, Any]] = (),
) -> list[NewEvent]:
    """Return the events of an acceptance (tiếp nhận): code, due date, first steps.

    The clock starts when a complete file is received. ``missing`` names the papers
    that are neither there nor were handed over ``on_paper``.

    :raises PapersMissing: if a paper that the procedure needs is not there.
    """
    post = check_can_accept(state, frame)
    for paper in on_paper:
        if paper not in frame.papers:
            raise refusals.PaperNotListed(item=paper)
    if missing:
        names = ", ".join(frame.papers.get(paper, paper) for paper in missing)
        raise refusals.PapersMissing(papers=names)
    promised, facts = frame.promise(frame.clock(frame.now, limit))
    move = start(frame.process, frame.facts(frame.answers))
    facts |= {
        "status": s.ACCEPTED,
        "code": code,
        "variant": variant,
        "fees": list(fees),
        "derivation": promised.as_json()["lines"],
        "close": [INTAKE],
        **opened_steps(state, frame, move, promised.at),
    }
    papers = {paper: {"files": [], "paper": True} for paper in on_paper}
    payload = {"dossier": {"papers": papers}} if papers else {}
    return [NewEvent("ACCEPTED", facts, payload, post)]


@cites(CHECK_AT_INTAKE)
def check_can_refuse(state: CaseState, frame: Frame) -> Post:
    """Let a clerk of the receiving unit pass while the application waits.

    :raises WrongStatus: unless it waits for acceptance.
    :raises NotYourStep: unless the actor is a clerk there.
    """
    return check_can_accept(state, frame)


@cites(CHECK_AT_INTAKE)
def refuse(state: CaseState, frame: Frame, *, reason: str) -> list[NewEvent]:
    """Return the events of a refusal at intake (từ chối tiếp nhận), with reason.

    :raises ReasonMissing: without a reason.
    """
    post = check_can_refuse(state, frame)
    facts = {"status": s.REFUSED, "close": "all", "reopen_to": s.SUBMITTED}
    return [NewEvent("REFUSED", facts, {"reason": owed(reason)}, post)]


@decided_by("0004-withdraw-and-stop")
def check_can_withdraw(state: CaseState, frame: Frame) -> Post | None:
    """Let the applicant pass while the application has not been accepted.

    :raises WrongStatus: once it was accepted or is closed.
    :raises NotYourCase: if the actor is not the applicant.
    """
    check_status(state, s.SUBMITTED, s.AWAITING_SUPPLEMENT)
    if state.code is not None:
        raise refusals.WrongStatus(status=state.status)
    return check_is_for_applicant(state, frame)


@decided_by("0004-withdraw-and-stop")
def withdraw(state: CaseState, frame: Frame, *, reason: str = "") -> list[NewEvent]:
    """Return the events of a withdrawal (rút hồ sơ); no reason is owed."""
    post = check_can_withdraw(state, frame)
    facts = {
        "status": s.WITHDRAWN,
        "close": "all",
        "reopen_to": s.SUBMITTED,
        "requested": [],
    }
    return [NewEvent("WITHDRAWN", facts, {"reason": reason.strip()}, post)]


@cites(STOP_ON_REQUEST)
def check_can_stop(state: CaseState, frame: Frame) -> Post | None:
    """Let the applicant, or a clerk for them, pass before there is a decision.

    :raises WrongStatus: before acceptance, or once there is a decision.
    :raises NotYourCase: if the actor is neither.
    """
    check_status(state, s.AWAITING_SUPPLEMENT, *s.RUNNING)
    if state.code is None:
        raise refusals.WrongStatus(status=state.status)
    return check_is_for_applicant(state, frame)


@cites(STOP_ON_REQUEST)
def stop(state: CaseState, frame: Frame, *, reason: str) -> list[NewEvent]:
    """Return the events of a stop on request (dừng giải quyết theo yêu cầu).

    :raises ReasonMissing: without a reason.
    """
    post = check_can_stop(state, frame)
    facts = {
        "status": s.STOPPED,
        "close": "all",
        "reopen_to": s.IN_PROGRESS,
        "last_marking": list(state.marking),
        "requested": [],
        "due_at": None,
    }
    return [NewEvent("STOPPED", facts, {"reason": owed(reason)}, post)]
