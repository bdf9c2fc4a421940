"""The process language as it is written: strict pydantic models.

``docs/reference/procedure-language.md`` explains every word of it.
"""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    model_validator,
)
from pydantic_core import CoreSchema, core_schema

from motcua.deadlines import Limit
from motcua.kernel.actors import Role
from motcua.kernel.law import Citation
from motcua.kernel.refusals import Refusal
from motcua.kernel.texts import Text, nfc
from motcua.processes.conditions import compile_condition

ID_PATTERN = r"^[a-z][a-z0-9_]{0,59}$"
UNIT_PATTERN = r"^(receiving|competent|[A-Z][A-Z0-9]*(\.[A-Z0-9]+)*)$"
RECEIVING, COMPETENT = "receiving", "competent"


class Strict(BaseModel):
    """Frozen, without coercion, and an unknown key is an error."""

    model_config = ConfigDict(
        extra="forbid", strict=True, frozen=True, use_attribute_docstrings=True
    )


class _Words(Strict):
    vi: Annotated[str, AfterValidator(nfc), Field(max_length=4000)] = ""
    """Vietnamese: the original in Viet Nam."""
    en: Annotated[str, AfterValidator(nfc), Field(max_length=4000)] = ""
    """English."""
    de: Annotated[str, AfterValidator(nfc), Field(max_length=4000)] = ""
    """German."""

    @model_validator(mode="after")
    def _says_something(self) -> "_Words":
        if not (self.vi or self.en or self.de):
            raise ValueError("Say it in at least one language: vi, en or de.")
        return self


class _AsText:
    """Reads ``{vi, en, de}`` into the kernel's :class:`Text`, and writes it back."""

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.no_info_after_validator_function(
            lambda words: Text(words.vi, words.en, words.de),
            handler.generate_schema(_Words),
            serialization=core_schema.plain_serializer_function_ser_schema(
                Text.as_dict
            ),
        )


def _checked(read: Callable[[str], object]) -> AfterValidator:
    """Keep the text as written, once ``read`` accepts it."""

    def check(text: str) -> str:
        read(text)
        return nfc(text)

    return AfterValidator(check)


def _read_limit(text: str) -> Limit:
    try:
        return Limit.parse(text)
    except Refusal:
        raise ValueError(
            f"{text!r} is no limit. Write e.g. '5 working days', '4 working hours', "
            "'30 days', '6 months', 'same working day' or 'not stated'."
        ) from None


Words = Annotated[Text, _AsText()]
Id = Annotated[str, Field(pattern=ID_PATTERN)]
UnitName = Annotated[str, Field(pattern=UNIT_PATTERN, max_length=35)]
LimitText = Annotated[
    str, _checked(_read_limit), Field(examples=["3 working days", "8 working hours"])
]
When = Annotated[str, _checked(compile_condition), Field(examples=["floors > 3"])]
Basis = Annotated[
    str, _checked(Citation.parse), Field(examples=["khoản 3 Điều 147 91/2015/QH13"])
]


class StepKind(StrEnum):
    """What a step is."""

    TASK = "TASK"  # a person does something and picks an outcome
    CONSULTATION = "CONSULTATION"  # another unit is asked; silence means something
    PAYMENT = "PAYMENT"  # the case waits until what is due is paid
    CHOICE = "CHOICE"  # the first outcome whose condition holds is taken at once


class Silence(StrEnum):
    """What it means that a consulted unit does not answer in time."""

    PROCEED = "PROCEED"  # the named outcome is taken, as the law says
    ESCALATE = "ESCALATE"  # the case waits; the named post is told


class Document(StrEnum):
    """What is signed in the course of a case."""

    SUPPLEMENT = "SUPPLEMENT"  # phiếu yêu cầu bổ sung
    REFUSAL = "REFUSAL"  # phiếu từ chối
    APOLOGY = "APOLOGY"  # phiếu xin lỗi và hẹn lại
    RESULT = "RESULT"  # kết quả


class PerformerDefinition(Strict):
    """Who does it: a role in a unit."""

    role: Literal[Role.CLERK, Role.OFFICER, Role.LEADER, Role.CONTROLLER]
    """What the person is in the unit."""
    unit: UnitName
    """``receiving`` (where it was filed), ``competent`` (which decides), or a code."""
    title: Words | None = None
    """The office held, where the role alone does not say it (e.g. head of division)."""


class SilenceDefinition(Strict):
    """What no answer by the due date of a consultation means."""

    policy: Silence
    """``PROCEED``: the outcome is taken. ``ESCALATE``: somebody is told."""
    outcome: Id | None = None
    """With ``PROCEED``: the outcome that is taken."""
    tell: PerformerDefinition | None = None
    """With ``ESCALATE``: who is told."""
    basis: Basis | None = None
    """Where the law says so."""


class OutcomeDefinition(Strict):
    """One way to finish a step."""

    id: Id
    """Name within the step, e.g. ``agree``."""
    name: Words
    """What the button says."""
    to: tuple[Id, ...] = ()
    """The steps that open next. Several open in parallel."""
    result: Id | None = None
    """The procedure's result that this outcome decides, e.g. ``approved``."""
    when: When | None = None
    """Condition under which the outcome may be chosen (in a CHOICE: is taken)."""
    note: Literal["OPTIONAL", "REQUIRED"] = "OPTIONAL"
    """Whether the person must write why."""
    cancels: bool = False
    """Whether everything else that is open is closed, unfinished."""


class StepDefinition(Strict):
    """Something to be done, by somebody, within a time, with outcomes."""

    id: Id
    """Name within the process, e.g. ``examine``."""
    name: Words
    """What is to be done."""
    kind: StepKind = StepKind.TASK
    """``TASK`` unless said otherwise."""
    who: PerformerDefinition | None = None
    """Who does it. Only a CHOICE has nobody."""
    within: LimitText | None = None
    """Its share of the time limit."""
    budget: Id | None = None
    """Instead of ``within``: the allowance it shares with other steps."""
    counted: bool = True
    """``false``: time in this step does not count against the case's limit."""
    waits_for: tuple[tuple[Id, ...], ...] = ()
    """A join: it opens when from each group one step has led here."""
    silence: SilenceDefinition | None = None
    """Of a CONSULTATION: what no answer means."""
    outcomes: Annotated[tuple[OutcomeDefinition, ...], Field(min_length=1)]
    """The ways to finish it, in the order in which they are offered."""


class BudgetDefinition(Strict):
    """A time allowance that several steps share."""

    id: Id
    """Name within the process."""
    name: Words
    """Whose allowance it is, for what."""
    within: LimitText
    """The time for all its steps together."""


class SignerDefinition(Strict):
    """Who signs what, where it is not whoever takes the decision."""

    document: Document
    """What is signed."""
    who: PerformerDefinition
    """By whom."""


class ProcessDefinition(Strict):
    """A process: its first step is where a case starts."""

    steps: Annotated[tuple[StepDefinition, ...], Field(min_length=1, max_length=200)]
    """The steps. A case starts in the first."""
    budgets: tuple[BudgetDefinition, ...] = ()
    """Allowances shared by several steps."""
    signers: tuple[SignerDefinition, ...] = ()
    """Who signs a document where it is not the decider."""
    basis: tuple[Basis, ...] = ()
    """The decision that lays the process down."""


class StepChange(Strict):
    """What is different in one step of a template. What is left out stays."""

    step: Id
    """The step of the template."""
    name: Words | None = None
    """What is to be done."""
    who: PerformerDefinition | None = None
    """Who does it."""
    within: LimitText | None = None
    """Its share of the time limit."""
    counted: bool | None = None
    """Whether its time counts."""
    silence: SilenceDefinition | None = None
    """What no answer means."""
    when: Mapping[Id, When] = {}
    """By outcome: the condition under which it may be chosen."""


class TemplateUse(Strict):
    """A process written elsewhere, with what is different here."""

    template: Id
    """Name of a file in ``packs/*/processes/`` without its ending."""
    change: tuple[StepChange, ...] = ()
    """What is different, step by step."""
    within: Mapping[Id, LimitText] = {}
    """Shares of the time limit, by step: short for ``change``."""
    units: Mapping[Id, UnitName] = {}
    """In which unit a step is done, by step: short for ``change``."""
    signers: tuple[SignerDefinition, ...] = ()
    """Who signs a document, instead of what the template says."""
    basis: tuple[Basis, ...] = ()
    """The decision that lays the process down."""
