"""The step: from a marking and an outcome to the next marking. Pure and fast.

A *marking* is what a running case remembers of its process: the open steps, and at
a join the branches that have arrived (``join<branch``), as a sorted tuple of text.
"""

from collections.abc import Mapping
from typing import Any

from motcua.kernel.law import decided_by
from motcua.kernel.refusals import Kind, Refusal, gettext_noop
from motcua.kernel.texts import Text
from motcua.processes.compiler import compile_process
from motcua.processes.definition import Document, Silence, StepKind
from motcua.processes.structure import (
    Budget,
    Move,
    OnSilence,
    Outcome,
    Performer,
    Process,
    Step,
)

__all__ = [
    "Budget",
    "Document",
    "Facts",
    "Move",
    "NoSuchOutcome",
    "NoteRequired",
    "OnSilence",
    "Outcome",
    "OutcomeNotAvailable",
    "Performer",
    "Process",
    "Silence",
    "Step",
    "StepKind",
    "StepNotOpen",
    "StepOpenTwice",
    "StepsStillOpen",
    "advance",
    "available_outcomes",
    "compile_process",
    "open_steps",
    "start",
]

Facts = Mapping[str, Any]
LANGUAGE = "0022-the-process-language"


class StepNotOpen(Refusal):
    """The step is not open: it is done already, or its turn has not come."""

    code = "step_not_open"
    text = gettext_noop(
        "Bước “{step}” hiện không mở. Hãy tải lại hồ sơ để xem các bước đang mở."
    )


class NoSuchOutcome(Refusal):
    """The step has no outcome of this name."""

    code = "no_such_outcome"
    text = gettext_noop(
        "Bước “{step}” không có lựa chọn “{outcome}”. Hãy chọn một trong: {choices}."
    )
    kind = Kind.INVALID


class OutcomeNotAvailable(Refusal):
    """The condition of the outcome does not hold for this case."""

    code = "outcome_not_available"
    text = gettext_noop(
        "Không chọn được “{outcome}” vì hồ sơ không thỏa điều kiện “{condition}”. "
        "Hãy chọn kết quả khác hoặc sửa dữ liệu của hồ sơ."
    )


class NoteRequired(Refusal):
    """The outcome must be explained."""

    code = "note_required"
    text = gettext_noop("Hãy ghi rõ lý do khi chọn “{outcome}”.")
    kind = Kind.INVALID


class StepsStillOpen(Refusal):
    """The outcome decides the case while other steps are open."""

    code = "steps_still_open"
    text = gettext_noop(
        "Chưa thể kết thúc vì còn bước đang mở: {steps}. "
        "Hãy hoàn thành các bước đó trước."
    )


class StepOpenTwice(Refusal):
    """The outcome would open a step that is open already."""

    code = "step_open_twice"
    text = gettext_noop(
        "Bước “{step}” đang mở, không thể mở thêm lần nữa. "
        "Hãy hoàn thành bước đó trước, hoặc báo người quản trị quy trình."
    )


@decided_by(LANGUAGE)
def start(process: Process, facts: Facts) -> Move:
    """Return the move that opens the first step of a process (bước đầu tiên)."""
    flow = _Flow(process, facts, ())
    flow.enter(process.first, "")
    return flow.move()


@decided_by(LANGUAGE)
def advance(
    process: Process,
    marking: tuple[str, ...],
    step_id: str,
    outcome_id: str,
    facts: Facts,
    *,
    note: str = "",
) -> Move:
    """Return the move that finishes an open step with an outcome (hoàn thành bước).

    :raises StepNotOpen: if the step is not open in ``marking``.
    :raises NoSuchOutcome: if the step has no such outcome.
    :raises OutcomeNotAvailable: if the outcome's condition does not hold.
    :raises NoteRequired: if the outcome must be explained and is not.
    :raises StepsStillOpen: if it decides the case while other steps are open.
    :raises StepOpenTwice: if it leads to a step that is open already.
    """
    arcs = process.arcs.get(step_id)
    if arcs is None or step_id not in marking:
        raise StepNotOpen(step=_name(process, step_id))
    arc = arcs.get(outcome_id)
    if arc is None:
        raise _no_such_outcome(process, step_id, outcome_id)
    outcome = arc.outcome
    if arc.guard is not None and not arc.guard.holds(facts):
        raise OutcomeNotAvailable(outcome=outcome.name, condition=outcome.when)
    if outcome.note_required and not note.strip():
        raise NoteRequired(outcome=outcome.name)
    if arc.plain and len(marking) == 1:
        opened = (arc.plain,)
        return Move(opened, opened, (step_id,))
    flow = _Flow(process, facts, marking)
    flow.close(step_id)
    flow.take(outcome, step_id)
    return flow.move()


@decided_by(LANGUAGE)
def available_outcomes(
    process: Process, step_id: str, facts: Facts
) -> tuple[Outcome, ...]:
    """Return the outcomes of a step that may be chosen now (lựa chọn được phép)."""
    return tuple(
        arc.outcome
        for arc in process.arcs[step_id].values()
        if arc.guard is None or arc.guard.holds(facts)
    )


@decided_by(LANGUAGE)
def open_steps(process: Process, marking: tuple[str, ...]) -> tuple[Step, ...]:
    """Return the steps that are open in a marking (bước đang mở)."""
    return tuple(process.steps[token] for token in marking if "<" not in token)


class _Flow:
    """The tokens while one outcome runs through choices, splits and joins."""

    __slots__ = ("closed", "facts", "opened", "process", "result", "tokens")

    def __init__(
        self, process: Process, facts: Facts, marking: tuple[str, ...]
    ) -> None:
        self.process = process
        self.facts = facts
        self.tokens = set(marking)
        self.opened: list[str] = []
        self.closed: list[str] = []
        self.result: str | None = None

    def close(self, step_id: str) -> None:
        self.tokens.discard(step_id)
        self.closed.append(step_id)

    def take(self, outcome: Outcome, origin: str) -> None:
        if outcome.cancels:
            self.closed += sorted(t for t in self.tokens if "<" not in t)
            self.tokens.clear()
        if outcome.result is not None:
            if self.tokens:
                raise StepsStillOpen(steps=_names(self.process, self.tokens))
            self.result = outcome.result
        for target in outcome.to:
            self.enter(target, origin)

    def enter(self, target: str, origin: str) -> None:
        join = self.process.joins.get(target)
        if join is None:
            self.open(target)
            return
        self.put(join.token_from[origin], target)
        if join.all <= self.tokens:
            self.tokens -= join.all
            self.open(target)

    def open(self, target: str) -> None:
        if self.process.steps[target].kind is not StepKind.CHOICE:
            self.put(target, target)
            self.opened.append(target)
            return
        for arc in self.process.arcs[target].values():
            if arc.guard is None or arc.guard.holds(self.facts):
                self.take(arc.outcome, target)
                return

    def put(self, token: str, step_id: str) -> None:
        if token in self.tokens:
            raise StepOpenTwice(step=_name(self.process, step_id))
        self.tokens.add(token)

    def move(self) -> Move:
        marking = tuple(sorted(self.tokens))
        return Move(marking, tuple(self.opened), tuple(self.closed), self.result)


def _name(process: Process, step_id: str) -> Text | str:
    step = process.steps.get(step_id)
    return step.name if step else step_id


def _names(process: Process, tokens: set[str]) -> Text:
    ids = sorted({token.partition("<")[0] for token in tokens})
    return _joined([process.steps[step_id].name for step_id in ids])


def _no_such_outcome(process: Process, step_id: str, outcome: str) -> NoSuchOutcome:
    step = process.steps[step_id]
    choices = _joined([choice.name for choice in step.outcomes])
    return NoSuchOutcome(step=step.name, outcome=outcome, choices=choices)


def _joined(texts: list[Text]) -> Text:
    return Text(*(", ".join(t.to(lang) for t in texts) for lang in ("vi", "en", "de")))
