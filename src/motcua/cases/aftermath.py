"""What follows an event: papers are issued, people are told. May run twice."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from motcua.cases import papers, store
from motcua.cases.frames import local_day
from motcua.cases.models import CaseEvent
from motcua.cases.rules.state import CaseState, Event, evolve
from motcua.catalogue import queries as catalogue
from motcua.documents.commands import erase_files
from motcua.kernel.instants import from_text
from motcua.kernel.texts import Text
from motcua.notices.commands import Recipient, erase_notices, notify
from motcua.organisations import queries as organisations

NONE = Text("không ấn định", "not fixed", "nicht festgelegt")
CENTRE = Text("Bộ phận giải quyết", "The handling unit", "Die bearbeitende Stelle")
TOLD_AT_MOST = 50  # people of a unit


def follow_up(case_id: UUID, first: int, last: int, *, now: datetime) -> None:
    """Issue the papers and tell the people of some events of a case.

    Each of them is told as the case stood right after it, however late this runs.
    Repeated, it changes nothing: papers and notices know their occasion.
    """
    if _erase_again(case_id, now):
        return
    state = CaseState(case_id)
    for event in CaseEvent.objects.filter(case_id=case_id, seq__lte=last).order_by(
        "seq"
    ):
        state = evolve(state, Event(event.kind, event.at, event.facts, event.payload))
        if event.seq >= first:
            _follow(event, state, now)
    _erase_again(case_id, now)


def _erase_again(case_id: UUID, now: datetime) -> bool:
    """Erase what was issued or said about a case that is erased; tell whether it is.

    An erasure may come while papers are printed and people are told: what was
    written after it looked has to go, too.
    """
    facts = store.load(case_id, lock=False).state.facts
    if not facts.get("erased"):
        return False
    erase_files(case_id=case_id, act=facts["act"], now=now)
    erase_notices(case_id=case_id, now=now)
    return True


def _follow(event: CaseEvent, state: CaseState, now: datetime) -> None:
    papers.issue_for(event, state, now)
    for key, recipient, facts in _notices(event, state):
        notify(
            key=key,
            recipient=recipient,
            facts={"case_code": state.reference, **facts},
            dedupe=f"{state.id}#{event.seq}",
            now=now,
            case_id=state.id,
            path=_path(recipient, state),
            happened_at=event.at,
        )


Told = tuple[str, Recipient, Mapping[str, Any]]


def _notices(event: CaseEvent, state: CaseState) -> Iterator[Told]:
    if event.kind in _TO_APPLICANT:
        recipient = applicant(state)
        if recipient is not None:
            key, build = _TO_APPLICANT[event.kind]
            yield key, recipient, build(event, state)
    if event.kind in _TO_STAFF:
        yield from _TO_STAFF[event.kind](event, state)


def applicant(state: CaseState) -> Recipient | None:
    """Return the applicant as somebody to be told; nobody once erased."""
    known = state.dossier.get("applicant")
    if not known:
        return None
    if state.applicant_id is None:
        return Recipient(email=known.get("email", ""), phone=known.get("phone", ""))
    account = organisations.get_account(state.applicant_id)
    return Recipient(
        account_id=account.id,
        email=known.get("email") or account.email,
        phone=known.get("phone") or account.phone,
        language=account.language,
    )


def _staff(account_id: UUID) -> Recipient:
    account = organisations.get_account(account_id)
    return Recipient(
        account_id=account.id, email=account.email, language=account.language
    )


def _path(recipient: Recipient, state: CaseState) -> str:
    site = "" if recipient.account_id == state.applicant_id else "workbench/"
    return f"{site}cases/{state.id}/"


def _procedure(state: CaseState) -> Text:
    assert state.version_id is not None  # noqa: S101 - set by SUBMITTED
    return catalogue.get_version(state.version_id).name


def _instant(event: CaseEvent, name: str) -> datetime | Text:
    text = event.facts.get(name)
    return from_text(text) if text else NONE


def _due(event: CaseEvent) -> datetime | Text:
    return _instant(event, "due_at")


def _place(state: CaseState) -> Text:
    assert state.receiving_unit_id is not None  # noqa: S101 - set by SUBMITTED
    return organisations.get_unit(state.receiving_unit_id).name


def _said(event: CaseEvent, part: str) -> str:
    return str((event.payload or {}).get(part, ""))


def _submitted(event: CaseEvent, state: CaseState) -> Mapping[str, Any]:
    return {"procedure": _procedure(state), "submitted_at": event.at}


def _accepted(event: CaseEvent, state: CaseState) -> Mapping[str, Any]:
    return {
        "procedure": _procedure(state),
        "due_at": _due(event),
        "place": _place(state),
    }


def _requested(event: CaseEvent, state: CaseState) -> Mapping[str, Any]:
    assert state.version_id is not None  # noqa: S101 - set by SUBMITTED
    version = catalogue.get_version(state.version_id)
    asked = (event.payload or {}).get("dossier", {}).get("supplement") or {}
    items = asked.get("items", ())

    def lines(language: str) -> str:
        return "\n".join(
            f"– {line}" for line in papers.item_lines(version, items, language)
        )

    return {
        "items": Text(lines("vi"), lines("en"), lines("de")),
        "answer_by": _instant(event, "answer_by"),
    }


def _reason(event: CaseEvent, _: CaseState) -> Mapping[str, Any]:
    return {"reason": _said(event, "reason")}


def _apology(event: CaseEvent, _: CaseState) -> Mapping[str, Any]:
    return {
        "promised_at": _instant(event, "promised_at"),
        "due_at": _due(event),
        "reason": _said(event, "reason"),
    }


def _moved(event: CaseEvent, _: CaseState) -> Mapping[str, Any]:
    cause = event.facts.get("moved", {}).get("cause") or _said(event, "reason")
    return {"due_at": _due(event), "reason": cause}


def _decided(_: CaseEvent, state: CaseState) -> Mapping[str, Any]:
    return {"procedure": _procedure(state), "place": _place(state)}


def _at(name: str) -> Callable[[CaseEvent, CaseState], Mapping[str, Any]]:
    return lambda event, _: {name: event.at}


Build = Callable[[CaseEvent, CaseState], Mapping[str, Any]]
_TO_APPLICANT: Mapping[str, tuple[str, Build]] = {
    "SUBMITTED": ("submitted", _submitted),
    "ACCEPTED": ("accepted", _accepted),
    "SUPPLEMENT_REQUESTED": ("supplement_requested", _requested),
    "SUPPLEMENTED": ("supplemented", lambda event, _: {"due_at": _due(event)}),
    "REFUSED": ("refused", _reason),
    "APOLOGISED": ("apology", _apology),
    "EXTENDED": ("due_moved", _moved),
    "DUE_MOVED": ("due_moved", _moved),
    "DECIDED": ("decided", _decided),
    "RETURNED": ("returned", _at("returned_at")),
    "WITHDRAWN": ("withdrawn", _at("withdrawn_at")),
    "STOPPED": ("stopped", _at("stopped_at")),
}


def _message(event: CaseEvent, state: CaseState) -> Iterator[Told]:
    """Tell the other side: the applicant, or whoever has the work in hand."""
    text = _said(event, "text")
    if event.facts["said"]["from"] == "staff":
        recipient = applicant(state)
        if recipient is not None:
            yield "message", recipient, {"sender": CENTRE, "text": text}
        return
    facts = {"sender": state.applicant_name, "text": text}
    for account_id in _in_charge(state):
        yield "message", _staff(account_id), facts


def _in_charge(state: CaseState) -> list[UUID]:
    """Return who has open work of the case: the assignee, or all in that post."""
    people: dict[UUID, None] = {}
    for item in state.items.values():
        if item.get("assignee"):
            people[UUID(item["assignee"])] = None
        else:
            day = local_day(from_text(item["opened"]))
            for post in organisations.people_in(UUID(item["unit"]), day):
                if post.role == item["role"]:
                    people[post.account_id] = None
    return list(people)[:TOLD_AT_MOST]


def _reassigned(event: CaseEvent, state: CaseState) -> Iterator[Told]:
    for item in event.facts.get("open", ()):
        assignee = item.get("assignee")
        if assignee and assignee != str(event.actor):
            yield "step_assigned", _staff(UUID(assignee)), _step(item, state)


def _step(item: Mapping[str, Any], state: CaseState) -> Mapping[str, Any]:
    assert state.version_id is not None  # noqa: S101 - set by SUBMITTED
    version = catalogue.get_version(state.version_id)
    step = version.process.steps.get(item["key"])
    return {
        "procedure": version.name,
        "step": step.name if step else item["key"],
        "due_at": from_text(item["due"]) if item["due"] < "9999" else NONE,
    }


def _consulted(event: CaseEvent, _: CaseState) -> Iterator[Told]:
    item = event.facts["open"][0]
    day = local_day(event.at)
    facts = {
        "asked_by": str(event.capacity.get("unit_name", "")),
        "question": _said(event, "question"),
        "answer_by": from_text(item["due"]),
    }
    for post in organisations.people_in(UUID(item["unit"]), day)[:TOLD_AT_MOST]:
        if post.role == item["role"]:
            yield "consultation_asked", _staff(post.account_id), facts


def _answered(event: CaseEvent, state: CaseState) -> Iterator[Told]:
    facts = {
        "answered_by": str(event.capacity.get("unit_name", "")),
        "answer": _said(event, "answer"),
    }
    for account_id in _in_charge(state):
        yield "consultation_answered", _staff(account_id), facts


def _escalated(event: CaseEvent, state: CaseState) -> Iterator[Told]:
    told = event.facts["told"]
    day = local_day(event.at)
    item = event.facts["open"][0]
    for post in organisations.people_in(UUID(told["unit"]), day)[:TOLD_AT_MOST]:
        if post.role == told["role"]:
            yield "step_assigned", _staff(post.account_id), _step(item, state)


_TO_STAFF: Mapping[str, Callable[[CaseEvent, CaseState], Iterator[Told]]] = {
    "MESSAGE": _message,
    "REASSIGNED": _reassigned,
    "CONSULTED": _consulted,
    "CONSULTATION_ANSWERED": _answered,
    "ESCALATED": _escalated,
}
