"""What the API says of a case: the shapes, and how they are filled."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from motcua.cases.calendars import derivation_of
from motcua.cases.queries import CaseRow, Progress, TimelineEntry, WorkRow
from motcua.cases.rules.frame import UNSTATED
from motcua.cases.rules.state import CaseState
from motcua.catalogue import queries as catalogue
from motcua.catalogue.queries import ProcedureVersion
from motcua.kernel.actors import Actor
from motcua.kernel.instants import from_text
from motcua.kernel.texts import Text
from motcua.organisations import queries as organisations
from motcua.web.shapes import Output, WordsOut


class UnitRef(Output):
    """A unit, by its official code."""

    id: UUID
    code: str
    name: WordsOut

    @classmethod
    def of(cls, unit_id: UUID) -> "UnitRef":
        """Return the unit as it is answered."""
        unit = organisations.get_unit(unit_id)
        return cls(id=unit.id, code=unit.code, name=WordsOut.of(unit.name))


class LineOfDue(Output):
    """One line of the derivation of a due date, with the law it rests on."""

    kind: str
    text: WordsOut
    basis: str

    @classmethod
    def all(cls, lines: Iterable[Mapping[str, Any]]) -> "list[LineOfDue]":
        """Return the lines as they are answered."""
        return [
            cls(
                kind=line.get("kind", ""),
                text=WordsOut.of(Text.of(line["text"])),
                basis=line.get("basis", ""),
            )
            for line in lines
        ]


class WorkOut(Output):
    """Something that has to be done about a case now."""

    key: str
    name: WordsOut | None
    unit: UnitRef
    role: str
    opened_at: datetime
    due_at: datetime | None
    assignee_id: UUID | None

    @classmethod
    def of(
        cls, item: Mapping[str, Any], version: ProcedureVersion, *, inside: bool
    ) -> "WorkOut":
        """Return open work as it is answered; who has it is said inside only."""
        step = version.process.steps.get(item["key"])
        assignee = item.get("assignee") if inside else None
        return cls(
            key=item["key"],
            name=WordsOut.of(step.name) if step else None,
            unit=UnitRef.of(UUID(item["unit"])),
            role=item["role"],
            opened_at=from_text(item["opened"]),
            due_at=from_text(item["due"]) if item["due"] != UNSTATED else None,
            assignee_id=UUID(assignee) if assignee else None,
        )


class FeeOfCase(Output):
    """What is to be paid for a case; without an amount where none is known."""

    id: str
    quantity: int
    amount: int | None
    currency: str | None


class ItemAsked(Output):
    """A paper or field that has to be supplemented, and why."""

    kind: str
    id: str
    reason: str


class ConsultationOut(Output):
    """An opinion that another unit was asked for."""

    id: UUID
    unit: UnitRef
    asked_from: str
    due_at: datetime | None
    answered: bool


class PaperFile(Output):
    """A file of a paper, with the hash that the log vouches for."""

    id: UUID
    name: str
    sha256: str
    size: int


class PaperOut(Output):
    """A paper of the dossier: its files, or that it was handed over on paper."""

    component: str
    on_paper: bool
    files: list[PaperFile]


class CaseOut(Output):
    """A case. ``seq`` is its version: the number of its last event, and its ETag.

    What is personal is empty once it was erased.
    """

    id: UUID
    code: str | None
    seq: int
    status: str
    result: str
    procedure_code: str
    procedure: WordsOut
    version_id: UUID
    variant: str
    channel: str
    applicant_id: UUID | None
    applicant: dict[str, str]
    receiving_unit: UnitRef
    competent_unit: UnitRef
    submitted_at: datetime
    accepted_at: datetime | None
    due_at: datetime | None
    decided_at: datetime | None
    closed_at: datetime | None
    derivation: list[LineOfDue]
    fees: list[FeeOfCase]
    work: list[WorkOut]
    requested: list[ItemAsked]
    consultations: list[ConsultationOut]
    form: dict[str, Any]
    papers: list[PaperOut]
    handover: dict[str, str]
    erased: bool


def is_inside(state: CaseState, actor: Actor) -> bool:
    """Tell whether somebody sees a case as those do who work on it."""
    return state.applicant_id != actor.id or actor.is_staff


def case_out(state: CaseState, seq: int, actor: Actor) -> CaseOut:
    """Return a case after its event ``seq`` as ``actor`` may see it."""
    assert state.version_id is not None  # noqa: S101 - set by SUBMITTED
    assert state.submitted_at is not None  # noqa: S101 - set by SUBMITTED
    version = catalogue.get_version(state.version_id)
    inside = is_inside(state, actor)
    facts, dossier = state.facts, state.dossier
    plain = {name: getattr(state, name) for name in _PLAIN}
    return CaseOut(
        **plain,
        seq=seq,
        procedure=WordsOut.of(version.name),
        variant=facts.get("variant", ""),
        applicant=dossier.get("applicant", {}),
        receiving_unit=_unit(state.receiving_unit_id),
        competent_unit=_unit(state.competent_unit_id),
        derivation=LineOfDue.all(derivation_of(state)),
        fees=[FeeOfCase(**fee) for fee in facts.get("fees", ())],
        work=[
            WorkOut.of(item, version, inside=inside)
            for key, item in state.items.items()
            if inside or not key.startswith("consultation:")
        ],
        requested=_requested(state),
        consultations=_consultations(state) if inside else [],
        form=dossier.get("form", {}),
        papers=_papers(dossier.get("papers", {})),
        handover=dossier.get("handover", {}),
        erased=bool(facts.get("erased")),
    )


_PLAIN = (
    "id", "code", "status", "result", "procedure_code", "version_id", "channel",
    "applicant_id", "submitted_at", "accepted_at", "due_at", "decided_at", "closed_at",
)  # fmt: skip


def _unit(unit_id: UUID | None) -> UnitRef:
    assert unit_id is not None  # noqa: S101 - set by SUBMITTED
    return UnitRef.of(unit_id)


def _requested(state: CaseState) -> list[ItemAsked]:
    said = state.dossier.get("supplement") or {}
    reasons = {(i["kind"], i["id"]): i["reason"] for i in said.get("items", ())}
    return [
        ItemAsked(
            kind=item["kind"],
            id=item["id"],
            reason=reasons.get((item["kind"], item["id"]), ""),
        )
        for item in state.facts.get("requested", ())
    ]


def _consultations(state: CaseState) -> list[ConsultationOut]:
    return [
        ConsultationOut(
            id=UUID(asked["id"]),
            unit=UnitRef.of(UUID(asked["unit"])),
            asked_from=asked["from"],
            due_at=from_text(asked["due"]) if asked["due"] != UNSTATED else None,
            answered=asked["answered"],
        )
        for asked in state.facts.get("consultations", ())
    ]


def _papers(papers: Mapping[str, Any]) -> list[PaperOut]:
    return [
        PaperOut(
            component=component,
            on_paper=bool(paper.get("paper")),
            files=[PaperFile(**file) for file in paper.get("files", ())],
        )
        for component, paper in papers.items()
    ]


class EventOut(Output):
    """Something that happened to a case; ``payload`` is null once it was erased."""

    seq: int
    kind: str
    at: datetime
    capacity: dict[str, str]
    facts: dict[str, Any]
    payload: dict[str, Any] | None
    hash: str

    @classmethod
    def of(cls, entry: TimelineEntry, *, inside: bool) -> "EventOut":
        """Return an event; who of the staff acted is named inside only."""
        hidden = () if inside else ("name",)
        capacity = {k: v for k, v in entry.capacity.items() if k not in hidden}
        return cls(
            seq=entry.seq,
            kind=entry.kind,
            at=entry.at,
            capacity=capacity,
            facts=dict(entry.facts),
            payload=None if entry.payload is None else dict(entry.payload),
            hash=entry.hash,
        )


class CaseLine(Output):
    """A line of a list of cases."""

    id: UUID
    code: str | None
    status: str
    applicant_name: str
    procedure_code: str
    version_id: UUID
    submitted_at: datetime
    due_at: datetime | None
    closed_at: datetime | None
    result: str

    @classmethod
    def of(cls, row: CaseRow) -> "CaseLine":
        """Return a line as it is answered."""
        return cls(**{name: getattr(row, name) for name in cls.model_fields})


class WorkLine(Output):
    """A line of a worklist. ``seq`` is the case's version, for ``If-Match``."""

    case_id: UUID
    key: str
    unit_id: UUID
    role: str
    assignee_id: UUID | None
    opened_at: datetime
    due_at: datetime | None
    code: str | None
    status: str
    applicant_name: str
    procedure_code: str
    version_id: UUID
    case_due_at: datetime | None
    seq: int

    @classmethod
    def of(cls, row: WorkRow) -> "WorkLine":
        """Return a line as it is answered."""
        return cls(**{name: getattr(row, name) for name in cls.model_fields})


class StepNow(Output):
    """What is being done about a case now, and where."""

    name: WordsOut | None
    key: str
    unit: UnitRef
    since: datetime


class ProgressOut(Output):
    """How far a case is. Nothing in it is about a person."""

    code: str
    procedure_code: str
    procedure: WordsOut
    status: str
    result: str
    receiving_unit: UnitRef
    submitted_at: datetime
    accepted_at: datetime | None
    due_at: datetime | None
    decided_at: datetime | None
    closed_at: datetime | None
    steps: list[StepNow]
    derivation: list[LineOfDue]

    @classmethod
    def of(cls, progress: Progress) -> "ProgressOut":
        """Return the progress as it is answered."""
        special = {"procedure", "receiving_unit", "steps", "derivation"}
        plain = cls.model_fields.keys() - special
        return cls(
            **{name: getattr(progress, name) for name in plain},
            procedure=WordsOut.of(progress.procedure),
            receiving_unit=UnitRef.of(progress.receiving_unit_id),
            steps=[
                StepNow(
                    name=WordsOut.of(step.name) if step.name else None,
                    key=step.key,
                    unit=UnitRef.of(step.unit_id),
                    since=step.since,
                )
                for step in progress.steps
            ],
            derivation=LineOfDue.all(progress.derivation),
        )
