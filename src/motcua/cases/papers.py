"""The papers of a case: statutory forms by event, the result, the slip."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from motcua.cases.frames import answers_of, local_day
from motcua.cases.models import CaseEvent
from motcua.cases.queries import get_case
from motcua.cases.rules.state import CaseState
from motcua.catalogue import queries as catalogue
from motcua.catalogue import rules as procedures
from motcua.catalogue.form import ChoiceField, FormField, MoneyField
from motcua.catalogue.queries import ProcedureVersion
from motcua.deadlines import Limit
from motcua.documents.commands import issue
from motcua.documents.printing import facts as paper
from motcua.documents.printing import press
from motcua.documents.queries import IssuedFacts
from motcua.kernel.actors import Actor
from motcua.kernel.instants import from_text
from motcua.kernel.refusals import NotFound
from motcua.kernel.texts import Text
from motcua.organisations import queries as organisations
from motcua.organisations.queries import UnitFacts

YES, NO = Text("Có", "Yes", "Ja"), Text("Không", "No", "Nein")


def issue_for(event: CaseEvent, state: CaseState, now: datetime) -> IssuedFacts | None:
    """Issue the paper that an event gives rise to, once; most give rise to none.

    It bears the instant of its event, however late it is printed.
    """
    make = _MAKERS.get(event.kind)
    if make is None or event.payload is None:
        return None
    kind, build = make
    return issue(
        kind=kind,
        facts=build(event, state, _version(state)),
        case_id=state.id,
        occasion=str(event.seq),
        now=now,
        dated=event.at,
        issued_by=event.actor,
        ledger_head=bytes(event.hash).hex(),
    )


def _version(state: CaseState) -> ProcedureVersion:
    assert state.version_id is not None  # noqa: S101 - set by SUBMITTED
    return catalogue.get_version(state.version_id)


def _unit(unit_id: UUID | None) -> UnitFacts:
    assert unit_id is not None  # noqa: S101 - set by SUBMITTED
    return organisations.get_unit(unit_id)


def letterhead(unit: UnitFacts, number: str = "") -> paper.Letterhead:
    """Return the head of a paper that ``unit`` issues."""
    parent = organisations.get_unit(unit.parent_id) if unit.parent_id else None
    return paper.Letterhead(
        agency=str(unit.name),
        parent=str(parent.name) if parent else "",
        place=settings.PLACE,
        number=number,
    )


def _common(
    state: CaseState, version: ProcedureVersion, unit_id: UUID | None, number: str
) -> dict[str, Any]:
    return {
        "head": letterhead(_unit(unit_id), number),
        "case_code": state.code or "",
        "procedure": str(version.name),
        "procedure_code": version.code,
        "applicant": applicant_of(state),
    }


def applicant_of(state: CaseState) -> paper.Person:
    """Return the applicant as a form names them."""
    known = state.dossier.get("applicant", {})
    return paper.Person(
        name=known.get("name", ""),
        identity_number=known.get("identity_number", ""),
        address=known.get("address", ""),
        phone=known.get("phone", ""),
        email=known.get("email", ""),
    )


def _number(state: CaseState, mark: str) -> str:
    return f"{state.code or state.reference}/{mark}"


def _who(event: CaseEvent) -> str:
    return str(event.capacity.get("name", ""))


def _signed(event: CaseEvent) -> str:
    at = event.at.astimezone(timezone.get_default_timezone())
    return f"{_who(event)}, {at:%d/%m/%Y %H:%M}" if _who(event) else ""


def _receipt(
    event: CaseEvent, state: CaseState, version: ProcedureVersion
) -> paper.ReceiptFacts:
    definition = version.definition
    variant = next(v for v in definition.time_limits if v.id == event.facts["variant"])
    due = event.facts.get("due_at")
    handover = state.dossier.get("handover", {})
    return paper.ReceiptFacts(
        **_common(state, version, state.receiving_unit_id, _number(state, "TNHS")),
        received_at=event.at,
        due_at=from_text(due) if due else None,
        limit=Limit.parse(variant.limit).text().to(settings.LANGUAGE_CODE),
        due_lines=tuple(
            Text.of(line["text"]).to(settings.LANGUAGE_CODE)
            for line in event.facts.get("derivation", ())
        ),
        components=_components(state, version),
        return_place=handover.get("place") or str(_unit(state.receiving_unit_id).name),
        submitter=state.applicant_name,
        officer=_who(event),
        signed=_signed(event),
    )


def _components(
    state: CaseState, version: ProcedureVersion
) -> tuple[paper.Component, ...]:
    handed = state.dossier.get("papers", {})
    return tuple(
        paper.Component(
            name=str(component.name),
            form="Bản giấy" if handed[component.id].get("paper") else "Bản điện tử",
            count=max(1, len(handed[component.id].get("files", ()))),
        )
        for component in version.definition.components
        if component.id in handed
    )


def _supplement(
    event: CaseEvent, state: CaseState, version: ProcedureVersion
) -> paper.SupplementRequestFacts:
    asked = (event.payload or {})["dossier"]["supplement"]
    lines = item_lines(version, asked["items"])
    return paper.SupplementRequestFacts(
        **_common(state, version, state.receiving_unit_id, _number(state, "YCBS")),
        items=tuple(lines),
        reason=asked.get("repeat_reason") or "Hồ sơ chưa đầy đủ hoặc chưa chính xác.",
        answer_by=_day(event.facts.get("answer_by")),
        contact=_who(event),
        officer=_who(event),
        signed=_signed(event),
    )


def _day(text: str | None) -> date | None:
    return local_day(from_text(text)) if text else None


def item_lines(
    version: ProcedureVersion, items: Any, language: str = "vi"
) -> list[str]:
    """Return the items of a supplement request, one line each with its reason."""
    definition = version.definition
    names = {c.id: c.name for c in definition.components}
    fields = {f.id: f.name for f in definition.form.fields}
    lines = []
    for item in items:
        known = names if item["kind"] == "paper" else fields
        name = known[item["id"]].to(language) if item["id"] in known else item["id"]
        lines.append(f"{name}: {item['reason']}")
    return lines


def _refusal(
    event: CaseEvent, state: CaseState, version: ProcedureVersion
) -> paper.IntakeRefusalFacts:
    return paper.IntakeRefusalFacts(
        **_common(state, version, state.receiving_unit_id, _number(state, "TCTN")),
        reasons=(_reason(event),),
        submitter=state.applicant_name,
        officer=_who(event),
        signed=_signed(event),
    )


def _apology(
    event: CaseEvent, state: CaseState, version: ProcedureVersion
) -> paper.ApologyFacts:
    assert state.accepted_at is not None  # noqa: S101 - only running cases are late
    promise = event.facts["clock"]["reappointments"][-1]
    return paper.ApologyFacts(
        **_common(state, version, state.competent_unit_id, _number(state, "XL")),
        received_at=state.accepted_at,
        received_by=str(_unit(state.receiving_unit_id).name),
        promised_at=from_text(event.facts["promised_at"]),
        new_due_at=from_text(promise["due_at"]),
        reason=_reason(event),
        signer=_signer(event),
    )


def _reason(event: CaseEvent) -> str:
    return str((event.payload or {}).get("reason", ""))


def _signer(event: CaseEvent) -> paper.Signer:
    return paper.Signer(
        title=str(event.capacity.get("title", "")),
        name=_who(event),
        signed=_signed(event),
    )


def _stop(
    event: CaseEvent, state: CaseState, version: ProcedureVersion
) -> paper.StopNoticeFacts:
    return paper.StopNoticeFacts(
        **_common(state, version, state.receiving_unit_id, _number(state, "DGQ")),
        stopped_at=event.at,
        reason=_reason(event),
        received_at=state.accepted_at,
        officer=_who(event),
        signed=_signed(event),
    )


def _result(
    event: CaseEvent, state: CaseState, version: ProcedureVersion
) -> paper.ResultFacts:
    definition = version.definition
    result = next(r for r in definition.results if r.id == event.facts["result"])
    verb = "Từ chối giải quyết" if result.kind == "REFUSAL" else "Giải quyết"
    return paper.ResultFacts(
        **_common(state, version, state.competent_unit_id, _number(state, "KQ")),
        title=str(result.name),
        about=f"{verb} thủ tục {version.name}",
        bases=tuple(f"Căn cứ {basis};" for basis in definition.legal_bases),
        fields=_printed_fields(state, version),
        recipients=("Như trên", "Lưu hồ sơ"),
        signer=_signer(event),
    )


def _printed_fields(
    state: CaseState, version: ProcedureVersion
) -> tuple[paper.Field, ...]:
    answers = state.dossier.get("form", {})
    asked = procedures.asked_fields(version.definition, answers_of(state))
    assert state.submitted_at is not None  # noqa: S101 - set by SUBMITTED
    day = local_day(state.submitted_at)
    return tuple(
        paper.Field(label=str(entry.name), value=shown(entry, answers[entry.id], day))
        for entry in asked
        if entry.id in answers
    )


def shown(entry: FormField, value: Any, day: date, language: str = "vi") -> str:
    """Return an answer as people read it: choices by name, days by figures.

    Places are named as on ``day``.
    """
    if isinstance(value, bool):
        return (YES if value else NO).to(language)
    if isinstance(entry, ChoiceField):
        names = {choice.id: choice.name.to(language) for choice in entry.choices}
        chosen = value if isinstance(value, list) else [value]
        return ", ".join(names.get(each, str(each)) for each in chosen)
    if isinstance(entry, MoneyField):
        return f"{value:,}".replace(",", ".") + f" {entry.currency}"
    if entry.type == "DATE":
        return f"{date.fromisoformat(value):%d/%m/%Y}"
    if entry.type in {"ADDRESS", "WARD"}:
        place = value if isinstance(value, dict) else {"ward": value}
        line, ward = place.get("line", ""), _territory(place["ward"], language, day)
        return ", ".join(part for part in (line, ward) if part)
    return str(value)


def _territory(code: str, language: str, day: date) -> str:
    try:
        return organisations.territory_by_code(code, day).name.to(language)
    except NotFound:
        return code


Maker = Callable[[CaseEvent, CaseState, ProcedureVersion], paper.Facts]
_MAKERS: Mapping[str, tuple[paper.FormKind, Maker]] = {
    "ACCEPTED": (paper.FormKind.RECEIPT, _receipt),
    "SUPPLEMENT_REQUESTED": (paper.FormKind.SUPPLEMENT_REQUEST, _supplement),
    "REFUSED": (paper.FormKind.INTAKE_REFUSAL, _refusal),
    "APOLOGISED": (paper.FormKind.APOLOGY, _apology),
    "STOPPED": (paper.FormKind.STOP_NOTICE, _stop),
    "DECIDED": (paper.FormKind.RESULT, _result),
}


def control_slip(case_id: UUID, actor: Actor, *, now: datetime) -> bytes:
    """Return the slip that follows a case from hand to hand, as PDF.

    :raises NotFound: if the actor may not see the case, or it was never accepted.
    """
    state = get_case(case_id, actor).state
    if state.accepted_at is None:
        raise NotFound
    version = _version(state)
    events = CaseEvent.objects.filter(case_id=case_id).order_by("seq")
    rows, holder = [], str(_unit(state.receiving_unit_id).name)
    for event in events:
        if event.kind not in {"ACCEPTED", "STEP_COMPLETED", "RETURNED"}:
            continue
        unit = str(event.capacity.get("unit_name", holder))
        rows.append(
            paper.ControlRow(
                handed_by=holder,
                received_by=unit,
                at=event.at,
                result=_timeliness(event.at, state.due_at),
                note=_step_name(version, event),
            )
        )
        holder = unit
    facts = paper.ControlSlipFacts(
        **_common(state, version, state.receiving_unit_id, _number(state, "KSHS")),
        agency=str(_unit(state.competent_unit_id).name),
        received_at=state.accepted_at,
        due_at=state.due_at,
        rows=tuple(rows),
    )
    return press.render(paper.FormKind.CONTROL_SLIP, facts, issued_at=now)


def _timeliness(at: datetime, due_at: datetime | None) -> str:
    if due_at is None:
        return ""
    if at > due_at:
        return "Quá hạn"
    return "Đúng hạn" if local_day(at) == local_day(due_at) else "Trước hạn"


def _step_name(version: ProcedureVersion, event: CaseEvent) -> str:
    step = version.process.steps.get(event.facts.get("step", ""))
    if step is not None:
        return str(step.name)
    return {"ACCEPTED": "Tiếp nhận hồ sơ", "RETURNED": "Trả kết quả"}[event.kind]
