"""A procedure as it is written: one YAML file, one version, strict models.

``docs/reference/procedure-language.md`` explains every word of it.
"""

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Discriminator, Field, Tag

from motcua.catalogue.fees import Fee
from motcua.catalogue.form import Form
from motcua.processes.definition import (
    Basis,
    Id,
    LimitText,
    ProcessDefinition,
    Strict,
    TemplateUse,
    When,
    Words,
)

UnitCode = Annotated[
    str, Field(pattern=r"^[A-Z][A-Z0-9]*(\.[A-Z0-9]+)*$", max_length=35)
]
PolicyCode = Annotated[
    str, Field(pattern=r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*$", max_length=60)
]
Word = Annotated[str, Field(min_length=1, max_length=120)]
Level = Literal["COMMUNE", "DISTRICT", "CITY", "NATIONAL"]


class Channel(StrEnum):
    """How an application comes in."""

    ONLINE = "ONLINE"  # trực tuyến
    COUNTER = "COUNTER"  # trực tiếp
    POST = "POST"  # bưu chính


class Keywords(Strict):
    """Words by which people look for the procedure, beside its name."""

    vi: tuple[Word, ...] = ()
    """In Vietnamese, as people say it."""
    en: tuple[Word, ...] = ()
    """In English."""
    de: tuple[Word, ...] = ()
    """In German."""


class FieldOfWork(Strict):
    """A field of administration (lĩnh vực)."""

    id: Id
    """Its name in the data."""
    name: Words
    """Its name for people."""


class Format(Strict):
    """How a country writes something, e.g. its identity numbers."""

    type: Literal["PHONE", "IDENTITY_NUMBER"]
    """The type of form field that it is for."""
    pattern: Annotated[str, Field(max_length=300)]
    """Regular expression for the whole value, blanks taken out."""
    help: Words
    """What the pattern means, for whoever missed it."""
    basis: Basis | None = None
    """Where the law says so."""


class Requirement(Strict):
    """What must be true of the applicant or the matter (yêu cầu, điều kiện)."""

    text: Words
    """In plain words."""
    basis: Basis | None = None
    """Where the law says so."""
    confirmed: bool = True
    """``false``: nobody has read it in its source."""


class Receiving(Strict):
    """Where the application may be handed in."""

    places: Literal["ANY", "COMPETENT", "LISTED"]
    """Any receiving point; the competent unit's alone; or those in ``units``."""
    units: tuple[UnitCode, ...] = ()
    """With ``LISTED``: the codes of the units."""
    note: Words | None = None
    """What else the applicant should know."""


class _Authority(Strict):
    level: Level
    """The level of the competent authority. ``DISTRICT`` ended on 30 June 2025."""
    unit: Literal["territory"] | UnitCode
    """``territory``: the authority of a place; or the code of one unit."""
    place: Id | None = None
    """With ``territory``: the ADDRESS or WARD field that says which place. Without
    it, the place where the application is handed in."""
    decider: Words | None = None
    """Who signs, in words."""
    basis: Basis | None = None
    """Where the law says so."""
    confirmed: bool = True
    """``false``: nobody has read it in its source."""


class OtherAuthority(_Authority):
    """Who decides instead, in some cases."""

    when: When
    """In which cases."""


class Competence(_Authority):
    """Who decides (thẩm quyền giải quyết)."""

    instead: tuple[OtherAuthority, ...] = ()
    """Who decides instead: the first whose ``when`` holds."""


class Component(Strict):
    """A paper of the dossier (thành phần hồ sơ)."""

    id: Id
    """Name within the procedure."""
    name: Words
    """What it is called."""
    form: Literal["ORIGINAL", "COPY", "CERTIFIED_COPY", "PRESENT", "DATA"]
    """How it is given. ``PRESENT``: shown and given back. ``DATA``: taken from a
    database, no paper is asked."""
    originals: Annotated[int, Field(ge=0, le=20)] = 0
    """How many originals."""
    copies: Annotated[int, Field(ge=0, le=20)] = 0
    """How many copies."""
    when: When | None = None
    """Needed only if this holds."""
    required: bool = True
    """``false``: may be added, is never asked for."""
    group: Id | None = None
    """Alternatives: of the papers of one group that apply, one is enough."""
    personal: bool = True
    """Whether it holds personal data."""
    max_megabytes: Annotated[int, Field(ge=1, le=200)] = 10
    """Largest file."""
    types: Annotated[
        tuple[Literal["pdf", "jpg", "png", "docx", "xlsx", "zip", "dwg"], ...],
        Field(min_length=1),
    ] = ("pdf", "jpg", "png")
    """Types of file."""
    max_age: LimitText | None = None
    """How old it may be at most."""
    replaced_by: Words | None = None
    """The data that make this paper unnecessary, if a database has them."""
    statutory_form: Id | None = None
    """The statutory form on which it is written."""
    note: Words | None = None
    """What else the applicant should know."""
    basis: Basis | None = None
    """Where the law asks for it."""
    confirmed: bool = True
    """``false``: nobody has read it in its source."""


class Extension(Strict):
    """A lawful extension of a time limit."""

    limit: LimitText
    """By how much."""
    reason: Words
    """For what."""
    when: When | None = None
    """If the form alone decides it; without it, an officer does."""
    basis: Basis | None = None
    """Where the law says so."""
    confirmed: bool = True
    """``false``: nobody has read it in its source."""


class TimeLimit(Strict):
    """The time limit of one variant of the procedure (trường hợp)."""

    id: Id
    """Name of the variant."""
    name: Words
    """Which case it is for."""
    when: When | None = None
    """The first that holds counts; the last has none and is for all others."""
    limit: LimitText
    """The time, e.g. ``5 working days``, ``same working day``, ``not stated``."""
    extension: Extension | None = None
    """How it may be longer."""
    cut_off: Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")] | None = None
    """Received after this hour, the next working day counts as the day of receipt."""
    policy: PolicyCode | None = None
    """The counting policy, e.g. ``vn.received_after_15``, if not the usual one."""
    note: Words | None = None
    """What else the applicant should know."""
    basis: Basis | None = None
    """Where the law says so."""
    confirmed: bool = False
    """Whether somebody has read it in its source."""


class Supplement(Strict):
    """What happens when papers are missing."""

    clock: Literal["RESTART", "CONTINUE"]
    """Whether the time limit starts again from zero, or goes on."""
    reply_within: LimitText | None = None
    """How long the applicant has; then the case may be closed."""
    basis: Basis
    """Where the law says so."""


class Result(Strict):
    """What the procedure can end with (kết quả)."""

    id: Id
    """Name; outcomes of the process refer to it."""
    kind: Literal["APPROVAL", "REFUSAL", "NOTICE"]
    """What it means to the applicant."""
    name: Words
    """What the document is called."""
    code: Annotated[str, Field(max_length=40)] = ""
    """Code of the document in the national list."""
    valid_for: LimitText | None = None
    """How long it is valid; without it, for good, or not known."""
    confirmed: bool = True
    """``false``: nobody has read it in its source."""


class StatutoryForm(Strict):
    """A form that a legal instrument prescribes (mẫu đơn, tờ khai)."""

    id: Id
    """Name within the procedure."""
    name: Words
    """Its title."""
    basis: Basis
    """The instrument that prescribes it."""


class Source(Strict):
    """Where facts of the file were read."""

    title: Words
    """What it is."""
    where: Annotated[str, Field(min_length=1, max_length=500)]
    """Address, or place in an archive."""
    checked_on: date
    """The day on which it was read."""
    covers: tuple[
        Literal[
            "IDENTITY",
            "COMPETENCE",
            "COMPONENTS",
            "FEES",
            "TIME_LIMITS",
            "PROCESS",
            "RESULTS",
            "FORM",
        ],
        ...,
    ]
    """What it says."""
    confirmed: bool
    """Whether it settles the matter, or is second-hand."""


class _Procedure(Strict):
    code: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9.\-]{0,39}$")]
    """Official code (mã TTHC), e.g. ``1.001193``."""
    name: Words
    """Official name."""
    summary: Words | None = None
    """What it is for, in a sentence or two of plain words."""
    keywords: Keywords = Keywords()
    """Words by which people look for it."""
    in_force_from: date
    """First day on which this version holds."""
    in_force_until: date | None = None
    """First day on which it no longer holds, if that is known already."""
    announced_by: tuple[Basis, ...] = ()
    """The decisions that announce the procedure (quyết định công bố)."""
    legal_bases: Annotated[tuple[Basis, ...], Field(min_length=1)]
    """The law it rests on."""
    applicants: Annotated[
        tuple[Literal["CITIZEN", "BUSINESS"], ...], Field(min_length=1)
    ]
    """Who may apply."""
    requirements: tuple[Requirement, ...] = ()
    """What must be true."""
    channels: Annotated[tuple[Channel, ...], Field(min_length=1)]
    """How it may be applied for."""
    service_level: Literal["FULL", "PARTIAL", "INFORMATION"]
    """How much of it is done online (toàn trình, một phần, thông tin)."""
    receiving: Receiving
    """Where it may be handed in."""
    competence: Competence
    """Who decides."""
    form: Form
    """What is asked."""
    components: tuple[Component, ...]
    """The papers."""
    fees: Annotated[tuple[Fee, ...], Field(min_length=1)]
    """What is to be paid. Free is a line with ``amount: 0``, never an empty list."""
    time_limits: Annotated[tuple[TimeLimit, ...], Field(min_length=1)]
    """The time limits, variant by variant."""
    supplement: Supplement
    """What happens when papers are missing."""
    results: Annotated[tuple[Result, ...], Field(min_length=1)]
    """What it can end with."""
    statutory_forms: tuple[StatutoryForm, ...] = ()
    """The forms that the law prescribes for it."""
    sources: Annotated[tuple[Source, ...], Field(min_length=1)]
    """Where the facts of this file were read."""


def _process_kind(value: object) -> str:
    template = (
        "template" in value if isinstance(value, dict) else hasattr(value, "template")
    )
    return "template" if template else "inline"


class ProcedureFile(_Procedure):
    """A procedure in a file: refers to the fields and process templates of packs."""

    field: Id
    """Field of administration; stands in a pack's ``fields.yaml``."""
    process: Annotated[
        Annotated[ProcessDefinition, Tag("inline")]
        | Annotated[TemplateUse, Tag("template")],
        Discriminator(_process_kind),
    ]
    """The steps, written here or taken from a template."""


class ProcedureDefinition(_Procedure):
    """A procedure on its own: nothing outside it is needed to run a case."""

    field: FieldOfWork
    """Field of administration."""
    process: ProcessDefinition
    """The steps."""
    formats: tuple[Format, ...] = ()
    """How the country writes telephone and identity numbers."""
