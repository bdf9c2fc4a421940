"""What a case is made of, in words: answers, papers, the clock, opinions."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from motcua.cases.frames import answers_of
from motcua.cases.papers import shown
from motcua.cases.queries import TimelineEntry
from motcua.cases.rules.frame import UNSTATED
from motcua.cases.rules.state import CaseState
from motcua.cases.showing import said
from motcua.catalogue.form import FormField
from motcua.catalogue.queries import ProcedureVersion
from motcua.catalogue.rules import components_needed
from motcua.deadlines import Clock
from motcua.deadlines.rules.clock import Extension, Reappointment, Suspension
from motcua.documents.queries import FileFacts
from motcua.kernel.instants import from_text
from motcua.workbench.lines import unit_name

Asked = Mapping[tuple[str, str], str]  # paper or field, its id → why it is asked for


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """An answer of the form."""

    name: str
    value: str
    is_personal: bool
    asked: str  # why it must be supplemented, if it must


@dataclass(frozen=True, slots=True)
class AnswerSection:
    """Answers under one heading."""

    name: str
    rows: Sequence[AnswerRow]


@dataclass(frozen=True, slots=True)
class PaperRow:
    """A paper of the dossier: what is there of it."""

    id: str
    name: str
    files: Sequence[FileFacts]
    on_paper: bool
    is_required: bool
    asked: str

    @property
    def is_there(self) -> bool:
        """Tell whether anything of it is there."""
        return bool(self.files) or self.on_paper


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that happened to the clock."""

    at: datetime
    until: datetime | None
    words: str
    basis: str


@dataclass(frozen=True, slots=True)
class Consultation:
    """An opinion that was asked for."""

    unit: str
    question: str
    due_at: datetime | None
    answer: str
    is_answered: bool


def answer_sections(
    version: ProcedureVersion, state: CaseState, asked: Asked, day: date
) -> list[AnswerSection]:
    """Return the answers of a case, section by section; places as on ``day``."""
    answers = state.dossier.get("form", {})
    found = [
        AnswerSection(
            said(section.name),
            [
                _row(f, answers[f.id], asked, day)
                for f in section.fields
                if f.id in answers
            ],
        )
        for section in version.definition.form.sections
    ]
    return [section for section in found if section.rows]


def _row(field: FormField, value: Any, asked: Asked, day: date) -> AnswerRow:
    words = (
        ""
        if value is None
        else shown(field, value, day, get_language() or settings.LANGUAGE_CODE)
    )
    why = asked.get(("field", field.id), "")
    return AnswerRow(said(field.name), words, field.personal, why)


def paper_rows(
    version: ProcedureVersion,
    state: CaseState,
    files: Sequence[FileFacts],
    asked: Asked,
) -> list[PaperRow]:
    """Return the papers that a case needs or has, with what is there."""
    given = state.dossier.get("papers", {})
    needed = {}
    if not state.facts.get("erased"):
        needs = components_needed(version.definition, answers_of(state))
        needed = {need.component.id: need for need in needs if need.is_paper}
    rows = []
    for component in version.definition.components:
        need = needed.get(component.id)
        there = given.get(component.id, {})
        if need is None and not there:
            continue
        wanted = {file["id"] for file in there.get("files", ())}
        rows.append(
            PaperRow(
                id=component.id,
                name=said(component.name),
                files=[file for file in files if str(file.id) in wanted],
                on_paper=bool(there.get("paper")),
                is_required=need is not None and need.required,
                asked=asked.get(("paper", component.id), ""),
            )
        )
    return rows


def consultations(
    state: CaseState, events: Sequence[TimelineEntry]
) -> list[Consultation]:
    """Return the opinions asked for in a case, with the answers."""
    asked = state.facts.get("consultations", ())
    questions = [e for e in events if e.kind == "CONSULTED"]
    answers = {
        e.facts["answered"]: (e.payload or {}).get("answer", "")
        for e in events
        if e.kind == "CONSULTATION_ANSWERED"
    }
    return [
        Consultation(
            unit=unit_name(UUID(one["unit"])),
            question=(event.payload or {}).get("question", ""),
            due_at=None if one["due"] == UNSTATED else from_text(one["due"]),
            answer=answers.get(one["id"], ""),
            is_answered=one["answered"],
        )
        for one, event in zip(asked, questions, strict=False)
    ]


def happenings(clock: Clock) -> Iterator[Happening]:
    """Yield what happened to a clock: stops, more time, new dates."""
    for fact in clock.facts():
        if isinstance(fact, Suspension):
            yield Happening(fact.at, fact.end, _stop_words(fact), fact.basis)
        elif isinstance(fact, Extension):
            words = _("Gia hạn thêm %(limit)s") % {"limit": said(fact.limit.text())}
            yield Happening(fact.at, None, words, fact.basis)
        elif isinstance(fact, Reappointment):
            yield Happening(
                fact.at, fact.due_at, _("Xin lỗi và hẹn lại đến"), fact.basis
            )


def _stop_words(stop: Suspension) -> str:
    reasons = {
        "SUPPLEMENT": _("Tạm dừng chờ bổ sung"),
        "FINANCIAL_OBLIGATION": _("Tạm dừng chờ nộp tiền"),
    }
    words = reasons.get(stop.reason, _("Tạm dừng"))
    if stop.end is None:
        return words
    again = (
        _("sau đó tính lại từ đầu")
        if str(stop.mode) == "RESTART"
        else _("sau đó tính tiếp")
    )
    return f"{words}, {again}"
