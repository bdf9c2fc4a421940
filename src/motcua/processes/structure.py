"""What a process is once compiled: small, frozen, ready to be stepped."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from motcua.deadlines import Limit
from motcua.kernel.actors import Role
from motcua.kernel.texts import Text
from motcua.processes.conditions import Condition
from motcua.processes.definition import Document, Silence, StepKind


@dataclass(frozen=True, slots=True)
class Performer:
    """Who does a step: a role in a unit."""

    role: Role
    unit: str  # "receiving", "competent" or a unit's code
    title: Text | None = None  # chức danh


@dataclass(frozen=True, slots=True)
class OnSilence:
    """What no answer by the due date of a consultation means."""

    policy: Silence
    outcome: str | None = None  # taken, with PROCEED
    tell: Performer | None = None  # told, with ESCALATE
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One way to finish a step."""

    id: str
    name: Text
    to: tuple[str, ...] = ()
    result: str | None = None
    when: str = ""
    note_required: bool = False
    cancels: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """Something to be done, by somebody, within a time."""

    id: str
    kind: StepKind
    name: Text
    by: Performer | None  # nobody in a CHOICE alone
    within: Limit | None
    counted: bool
    outcomes: tuple[Outcome, ...]
    budget: str = ""
    silence: OnSilence | None = None
    waits_for: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Budget:
    """A time allowance that several steps share."""

    id: str
    name: Text
    within: Limit
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Arc:
    """An outcome ready to be taken."""

    outcome: Outcome
    guard: Condition | None
    plain: str  # the one step that it opens, if it does nothing else


@dataclass(frozen=True, slots=True)
class Join:
    """Where branches meet: the token that each arriving step leaves."""

    token_from: Mapping[str, str]
    all: frozenset[str]


@dataclass(frozen=True, slots=True)
class Process:
    """A compiled process; :func:`compile_process` alone makes it."""

    first: str
    steps: Mapping[str, Step]
    budgets: Mapping[str, Budget]
    signers: Mapping[Document, Performer]
    arcs: Mapping[str, Mapping[str, Arc]] = field(repr=False)
    joins: Mapping[str, Join] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Move:
    """What a step did: the new marking, and what opened and closed.

    ``result`` is set by the one move that decides the case. Steps may stay open
    after it (work after the decision); the process has ended when the marking is
    empty.
    """

    marking: tuple[str, ...]
    opened: tuple[str, ...]
    closed: tuple[str, ...]
    result: str | None = None
