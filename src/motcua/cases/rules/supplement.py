"""Asking for what is missing or wrong, once, and its coming in."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from motcua.cases.rules import refusals
from motcua.cases.rules import state as s
from motcua.cases.rules.common import (
    check_is_for_applicant,
    check_status,
    clock_of,
    some_work_of,
)
from motcua.cases.rules.frame import INTAKE, Frame, work, work_of_step
from motcua.cases.rules.state import CaseState, NewEvent
from motcua.deadlines import Limit, due
from motcua.deadlines.rules import ClockAlreadyStopped
from motcua.kernel.actors import Post, Role
from motcua.kernel.instants import to_text
from motcua.kernel.law import Citation, cites
from motcua.kernel.refusals import InvalidInput

ONE_REQUEST = Citation("118/2025/NĐ-CP", article="11")
RESTART = Citation("61/2018/NĐ-CP", article="19", clause="4")
NO_FURTHER_PAPERS = Citation("61/2018/NĐ-CP", article="5")
SUPPLEMENT = "SUPPLEMENT"


@dataclass(frozen=True, slots=True)
class RequestedItem:
    """One wrong or missing paper or field, and why."""

    kind: str  # "paper" or "field"
    id: str
    reason: str


@cites(ONE_REQUEST)
def check_can_request_supplement(state: CaseState, frame: Frame) -> Post:
    """Let whoever has the file pass: the clerk at intake, later who holds a step.

    :raises WrongStatus: unless the application waits or is being examined.
    :raises NotYourStep: unless the actor holds an open piece of work.
    :raises ClockAlreadyStopped: while only a payment is awaited.
    """
    check_status(state, s.SUBMITTED, *s.RUNNING)
    post = some_work_of(state, frame)[1]
    if state.facts.get("stopped_for"):
        raise ClockAlreadyStopped
    return post


@cites(ONE_REQUEST, NO_FURTHER_PAPERS, RESTART)
def request_supplement(
    state: CaseState,
    frame: Frame,
    *,
    items: Sequence[RequestedItem],
    asked_fields: Collection[str],
    repeat_reason: str = "",
    reply_within: Limit | None = None,
) -> list[NewEvent]:
    """Return the events of a request to supplement (yêu cầu bổ sung).

    Only papers and fields of the published procedure may be named, each with its
    reason, all at once; a further request needs a recorded reason. The clock stops.
    ``asked_fields`` are the fields that the form asks of this applicant.
    ``reply_within`` is the time the procedure gives the applicant, if it names one.

    :raises NothingRequested: if nothing is marked.
    :raises PaperNotListed: if the procedure does not list an item.
    :raises FieldNotAsked: if the applicant could not answer it.
    :raises AlreadyAskedOnce: on a further request without a reason.
    """
    post = check_can_request_supplement(state, frame)
    _check_items(items, frame, asked_fields)
    asked = int(state.facts.get("supplement_requests", 0))
    if asked >= frame.parameters.supplement_requests and not repeat_reason.strip():
        raise refusals.AlreadyAskedOnce
    facts: dict[str, Any] = {
        "status": s.AWAITING_SUPPLEMENT,
        "supplement_requests": asked + 1,
        "requested": [{"kind": item.kind, "id": item.id} for item in items],
        "resume_to": state.status,
        "parked": list(state.items.values()),
        "close": "all",
    }
    if answer_by := frame.due_of(reply_within):
        facts["answer_by"] = to_text(answer_by)
    if state.status != s.SUBMITTED:
        facts["late_request"] = _asks_late(state, frame)
        clock = clock_of(state).stop(frame.now, SUPPLEMENT, basis=str(RESTART))
        facts |= frame.promise(clock)[1]
    reasons = [{"kind": i.kind, "id": i.id, "reason": i.reason} for i in items]
    dossier = {"supplement": {"items": reasons, "repeat_reason": repeat_reason}}
    return [NewEvent("SUPPLEMENT_REQUESTED", facts, {"dossier": dossier}, post)]


def _check_items(
    items: Sequence[RequestedItem], frame: Frame, asked_fields: Collection[str]
) -> None:
    if not items:
        raise refusals.NothingRequested
    wrong: dict[str, Any] = {}
    for item in items:
        listed = frame.papers if item.kind == "paper" else frame.fields
        if item.id not in listed:
            raise refusals.PaperNotListed(item=item.id)
        if item.kind != "paper" and item.id not in asked_fields:
            raise refusals.FieldNotAsked(item=frame.fields[item.id])
        if not item.reason.strip():
            wrong[f"{item.kind}:{item.id}"] = refusals.ReasonMissing()
    if wrong:
        raise InvalidInput(wrong)


def _asks_late(state: CaseState, frame: Frame) -> bool:
    """Tell whether the request comes later than the law wants (for control)."""
    assert state.accepted_at is not None  # noqa: S101 - running cases were accepted
    clock = frame.clock(state.accepted_at, frame.parameters.ask_supplement)
    latest = due(clock, frame.calendar).at
    return latest is not None and frame.now > latest


@cites(RESTART)
def check_can_supplement(state: CaseState, frame: Frame) -> Post | None:
    """Let the applicant, or a clerk of the receiving unit for them, pass.

    :raises WrongStatus: unless a supplement is awaited.
    :raises NotYourCase: if the actor is neither.
    """
    check_status(state, s.AWAITING_SUPPLEMENT)
    return check_is_for_applicant(state, frame)


@cites(RESTART)
def supplement(
    state: CaseState,
    frame: Frame,
    *,
    form: Mapping[str, Any],
    papers: Mapping[str, Any],
    asked_fields: Collection[str],
    resume_mode: str,
) -> list[NewEvent]:
    """Return the events of a supplement (bổ sung): the work goes on.

    When it completes the file the clock restarts from zero or continues, as the
    procedure says. ``asked_fields`` are those that the form asks as it is now: a
    field that it no longer asks is not missing.

    :raises SupplementIncomplete: if something that was asked for is still missing.
    """
    post = check_can_supplement(state, frame)
    missing = [
        item
        for item in state.facts.get("requested", ())
        if _is_missing(item, form, papers, asked_fields)
    ]
    if missing:
        names = {**frame.papers, **frame.fields}
        listed = ", ".join(names.get(item["id"], item["id"]) for item in missing)
        raise refusals.SupplementIncomplete(items=listed)
    dossier = {"form": dict(form), "papers": dict(papers), "supplement": None}
    facts = {"status": state.facts["resume_to"], "requested": [], "parked": []}
    facts |= _resumed(state, frame, resume_mode)
    return [NewEvent("SUPPLEMENTED", facts, {"dossier": dossier}, post)]


def _is_missing(
    item: Mapping[str, str],
    form: Mapping[str, Any],
    papers: Mapping[str, Any],
    asked_fields: Collection[str],
) -> bool:
    if item["kind"] == "paper":
        return item["id"] not in papers
    return item["id"] in asked_fields and item["id"] not in form


def _resumed(state: CaseState, frame: Frame, mode: str) -> dict[str, Any]:
    """Return clock, due date and work as they are when a pause ends."""
    parked = state.facts.get("parked", ())
    if state.facts["resume_to"] == s.SUBMITTED:
        again = frame.due_of(frame.parameters.answer_application)
        assert state.receiving_unit_id is not None  # noqa: S101 - set by SUBMITTED
        unit = state.receiving_unit_id
        return {"open": [work(INTAKE, unit, Role.CLERK, again, frame.now)]}
    clock = clock_of(state).resume(frame.now, mode)
    promised, facts = frame.promise(clock)
    facts["derivation"] = promised.as_json()["lines"]
    facts["open"] = [_reopened(state, frame, item, promised.at) for item in parked]
    return facts


def _reopened(
    state: CaseState, frame: Frame, item: Mapping[str, Any], due_at: datetime | None
) -> dict[str, Any]:
    """Return parked work with a fresh budget; who had it keeps it."""
    step = frame.process.steps.get(item["key"])
    if step is None:
        return dict(item)
    fresh = work_of_step(state, frame, step, due_at)
    if "assignee" in item:
        fresh["assignee"] = item["assignee"]
    return fresh
