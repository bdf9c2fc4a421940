"""Upkeep of the catalogue as programs see it: what they send, and what they get."""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Field, Schema

from motcua.catalogue.upkeep.checking import Checked
from motcua.catalogue.upkeep.overview import MOST_ON_A_PAGE, PAGE, Row, Standing
from motcua.catalogue.upkeep.queries import EventFacts, ProposalFacts, ProposalView
from motcua.catalogue.upkeep.rules.differences import Change
from motcua.catalogue.upkeep.rules.proposing import MOST_CHARACTERS, Purpose, State
from motcua.packs.yaml_file import Problem
from motcua.web.inputs import Day, Input, Words
from motcua.web.shapes import Output, WordsOut

Code = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9.\-]{0,39}$")]
FieldId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,59}$")]
Limit = Annotated[int, Field(ge=1, le=MOST_ON_A_PAGE)]
Typed = Annotated[
    str,
    Field(
        max_length=MOST_CHARACTERS,
        description="The YAML of one file, as it is typed; it may be wrong.",
    ),
]


class CatalogueIn(Schema):
    """Which procedures to list."""

    on: Day | None = None
    q: Annotated[str, Field(max_length=200)] = ""
    field: FieldId | None = None
    level: Literal["COMMUNE", "DISTRICT", "CITY", "NATIONAL"] | None = None
    standing: Standing | None = None
    proposed: Annotated[bool, Field(description="Those with an open proposal.")] = False
    vanished: Annotated[
        bool, Field(description="Those gone from the national source.")
    ] = False
    after: Code | None = None
    limit: Limit = PAGE


class CatalogueRow(Output):
    """A procedure, whatever the catalogue knows of it."""

    code: str
    name: WordsOut
    field: str
    level: str
    standing: Standing
    in_force_from: date | None
    in_force_until: date | None
    open_proposals: int
    vanished_at: datetime | None

    @classmethod
    def of(cls, row: Row) -> "CatalogueRow":
        """Return a row as it is answered."""
        return cls(
            code=row.code,
            name=WordsOut.of(row.name),
            field=row.field,
            level=row.level,
            standing=row.standing,
            in_force_from=row.in_force_from,
            in_force_until=row.in_force_until,
            open_proposals=row.proposals,
            vanished_at=row.vanished_at,
        )


class CataloguePage(Output):
    """Some procedures; ``next`` is the ``after`` of the next page."""

    items: Annotated[list[CatalogueRow], Field(max_length=MOST_ON_A_PAGE)]
    next: str | None


class CompareIn(Schema):
    """Which two versions to compare."""

    before: UUID
    after: UUID


class ChangeOut(Output):
    """One difference between two versions."""

    kind: Literal["ADDED", "REMOVED", "CHANGED"]
    aspect: Literal["CITIZEN", "OFFICER", "TIME", "MONEY", "LAW"]
    path: list[str]
    where: list[WordsOut]
    before: Any
    after: Any
    before_in_words: WordsOut
    after_in_words: WordsOut

    @classmethod
    def of(cls, change: Change) -> "ChangeOut":
        """Return a change as it is answered."""
        before, after = change.words
        return cls(
            kind=change.kind.value,
            aspect=change.aspect.value,
            path=list(change.path),
            where=[WordsOut.of(text) for text in change.where],
            before=change.before,
            after=change.after,
            before_in_words=WordsOut.of(before),
            after_in_words=WordsOut.of(after),
        )


class ProposalsIn(Schema):
    """Which proposals to list."""

    code: Code | None = None
    state: State | None = None
    is_open: bool | None = None
    before: UUID | None = None
    limit: Limit = PAGE


class ProposalIn(Input):
    """What a proposal begins with."""

    code: Code
    in_force_from: Annotated[
        Day, Field(description="First day it holds; of a closing, first day without.")
    ]
    purpose: Purpose = Purpose.VERSION
    version_id: Annotated[
        UUID | None, Field(description="The version it begins with; else the latest.")
    ] = None
    template: Annotated[
        str,
        Field(max_length=60, description="Of a procedure without a process yet."),
    ] = ""
    name: Annotated[
        str, Field(max_length=500, description="Of a procedure that nobody knows yet.")
    ] = ""
    act: Annotated[str, Field(max_length=300, description="Of a closing.")] = ""
    successor: Annotated[str, Field(max_length=40, description="Of a closing.")] = ""


class ProposalTextIn(Input):
    """The text of a proposal."""

    text: Typed


class CheckIn(Input):
    """A text to be checked, and for which procedure."""

    code: Code
    text: Typed
    purpose: Purpose = Purpose.VERSION


class ProposalReasonIn(Input):
    """Why a proposal is returned or withdrawn."""

    reason: Words


class ProposalNoteIn(Input):
    """What whoever approves wants to be kept."""

    note: Words = ""


class ProblemOut(Output):
    """Something wrong in a text: where, why, and how to mend it."""

    line: int
    column: int
    place: Annotated[list[str | int], Field(description="Keys and positions.")]
    reason: str
    mend: str

    @classmethod
    def of(cls, problem: Problem) -> "ProblemOut":
        """Return a problem as it is answered."""
        return cls(
            line=problem.line,
            column=problem.column,
            place=list(problem.place),
            reason=problem.reason,
            mend=problem.mend,
        )


class CheckOut(Output):
    """Everything that is wrong in a text; nothing if it can be submitted."""

    problems: list[ProblemOut]

    @classmethod
    def of(cls, checked: Checked) -> "CheckOut":
        """Return a check as it is answered."""
        return cls(problems=[ProblemOut.of(one) for one in checked.problems])


class ProposalSummary(Output):
    """A proposal in a list."""

    id: UUID
    code: str
    name: str
    purpose: Purpose
    state: State
    revision: int
    base_version_id: UUID | None
    base_entry: str
    in_force_from: date | None
    published_version_id: UUID | None
    started_at: datetime
    changed_at: datetime

    @classmethod
    def of(cls, facts: ProposalFacts) -> "ProposalSummary":
        """Return a proposal as it is answered."""
        return cls.model_validate(facts)


class ProposalPage(Output):
    """Some proposals, the newest first; ``next`` is the ``before`` of the next page."""

    items: Annotated[list[ProposalSummary], Field(max_length=MOST_ON_A_PAGE)]
    next: UUID | None


class ProposalOut(ProposalSummary):
    """A proposal in full."""

    text: str
    problems: list[ProblemOut]
    author_ids: list[UUID]

    @classmethod
    def in_full(cls, view: ProposalView, checked: Checked) -> "ProposalOut":
        """Return a proposal with its text, and what is wrong with it."""
        return cls(
            **ProposalSummary.of(view.facts).model_dump(),
            text=view.text,
            problems=CheckOut.of(checked).problems,
            author_ids=sorted(view.authors),
        )


class ProposalEventOut(Output):
    """What somebody did with a proposal; ``text`` is what they saved, if they did."""

    seq: int
    act: str
    at: datetime
    capacity: dict[str, str]
    note: str
    text: str

    @classmethod
    def of(cls, event: EventFacts) -> "ProposalEventOut":
        """Return an event as it is answered."""
        return cls(
            seq=event.seq,
            act=event.act,
            at=event.at,
            capacity=dict(event.capacity),
            note=event.note,
            text=event.text,
        )


class StoryOut(Output):
    """What was done with a proposal, and whether the chain of it is unbroken."""

    is_intact: bool
    events: list[ProposalEventOut]


class PreviewOut(Output):
    """What a proposal would publish: the procedure in full, and its form's schema."""

    definition: dict[str, Any]
    form_schema: dict[str, Any]


class ChangesOut(Output):
    """What a proposal changes; nothing to compare with for a new procedure."""

    base_version_id: UUID | None
    changes: list[ChangeOut]


class PartOut(Output):
    """A part that many procedures share, or a process template."""

    id: str
    kind: str
    name: WordsOut | None
    content: dict[str, Any]


class RevisionOut(Output):
    """The revision of a proposal after something was done; also its ETag."""

    id: UUID
    revision: int
