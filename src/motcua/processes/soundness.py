"""The process as a net, and what the proof finds, in words about its steps."""

from collections.abc import Iterator

from motcua.processes.checks import Defect, Place, check_process
from motcua.processes.definition import (
    OutcomeDefinition,
    ProcessDefinition,
    StepDefinition,
)
from motcua.processes.nets import (
    Property,
    Transition,
    Violation,
    WorkflowNet,
    prove,
)

START, END = "start of the case", "end of the case"
WAY = " → "


def prove_process(definition: ProcessDefinition) -> list[Defect]:
    """Return everything that is wrong with a process; nothing if it is proven sound."""
    return check_process(definition) or check_soundness(definition)


def net_of(definition: ProcessDefinition) -> WorkflowNet:
    """Return the workflow net of a process that :func:`check_process` found whole.

    A step is a place, an outcome a transition ``step: outcome``. A join has a place
    for each branch and a transition that opens it. What conditions say is left out:
    every outcome may be chosen.
    """
    steps = {step.id: step for step in definition.steps}
    transitions = [Transition("begin", (START,), (definition.steps[0].id,))]
    for step in definition.steps:
        if step.waits_for:
            arrived = tuple(_branch(step, n) for n in range(len(step.waits_for)))
            transitions.append(Transition(f"join {step.id}", arrived, (step.id,)))
        transitions += [
            Transition(
                f"{step.id}: {outcome.id}",
                (step.id,),
                _targets(steps, step, outcome) or (END,),
                outcome.cancels,
            )
            for outcome in step.outcomes
        ]
    mentioned = [p for t in transitions for p in (*t.inputs, *t.outputs)]
    places = tuple(dict.fromkeys([START, *mentioned, END]))
    return WorkflowNet(places, tuple(transitions), START, END)


def _targets(
    steps: dict[str, StepDefinition], origin: StepDefinition, outcome: OutcomeDefinition
) -> tuple[str, ...]:
    places = (_entry(steps[target], origin.id) for target in outcome.to)
    return tuple(dict.fromkeys(places))


def _entry(step: StepDefinition, origin: str) -> str:
    for number, group in enumerate(step.waits_for):
        if origin in group:
            return _branch(step, number)
    return step.id


def _branch(step: StepDefinition, number: int) -> str:
    return f"{step.id} after {' or '.join(step.waits_for[number])}"


def check_soundness(definition: ProcessDefinition) -> list[Defect]:
    """Return what keeps a case under this process from ending well, each with a way.

    The process must be whole (:func:`~motcua.processes.checks.check_process`).
    """
    verdict = prove(net_of(definition))
    if verdict.sound:
        return []
    found = [
        defect
        for violation in verdict.violations
        for defect in _defects(definition, violation)
    ]
    if not found:
        found.append(
            Defect(
                ("steps",),
                "The process is too large to be proven.",
                "Take parallel branches or loops out, or divide it.",
            )
        )
    return found


def _defects(definition: ProcessDefinition, violation: Violation) -> Iterator[Defect]:
    tell = {
        Property.WORKFLOW_NET: _off,
        Property.SAFENESS: _twice,
        Property.PROPER_COMPLETION: _left_over,
        Property.NO_DEAD_TRANSITION: _dead,
        Property.OPTION_TO_COMPLETE: _stuck,
    }[violation.property]
    yield from tell(definition, violation)


def _off(definition: ProcessDefinition, violation: Violation) -> Iterator[Defect]:
    for node in violation.nodes:
        yield Defect(
            _place(definition, node),
            f"{node!r} is on no way from the start to the end.",
            "Let something lead to it, and from it on to a result.",
        )


def _twice(definition: ProcessDefinition, violation: Violation) -> Iterator[Defect]:
    step = violation.nodes[0]
    if step == END:
        return  # said by what is left over
    yield Defect(
        _place(definition, violation.sequence[-1]),
        f"{step!r} can be opened while it is open already: {_way(violation)}.",
        "Join the parallel branches before it, with `waits_for`.",
    )


def _left_over(definition: ProcessDefinition, violation: Violation) -> Iterator[Defect]:
    open_still = [p for p in violation.marking if p != END]
    yield Defect(
        _place(definition, violation.sequence[-1]),
        f"The case can end while {', '.join(map(repr, open_still)) or 'a branch'} is "
        f"still open: {_way(violation)}.",
        "Join the branches first, or close them with `cancels: true`.",
    )


def _dead(definition: ProcessDefinition, violation: Violation) -> Iterator[Defect]:
    for node in violation.nodes:
        join = node.startswith("join ")
        yield Defect(
            _place(definition, node),
            f"{node.removeprefix('join ')!r} can never "
            f"{'open: not all its branches can arrive' if join else 'happen'}.",
            "Let an outcome open all branches together, or take it away.",
        )


def _stuck(definition: ProcessDefinition, violation: Violation) -> Iterator[Defect]:
    waiting = ", ".join(map(repr, violation.marking))
    yield Defect(
        _place(definition, violation.sequence[-1] if violation.sequence else ""),
        f"A case can be stuck for ever at {waiting}: {_way(violation)}.",
        "Give it a way on from there to a result.",
    )


def _way(violation: Violation) -> str:
    shown = [name for name in violation.sequence if name != "begin"]
    return WAY.join(shown) if shown else "from the start"


def _place(definition: ProcessDefinition, node: str) -> Place:
    """Return where in the definition a node of the net stands."""
    step_id, _, outcome_id = node.removeprefix("join ").partition(": ")
    step_id = step_id.partition(" after ")[0]
    for n, step in enumerate(definition.steps):
        if step.id != step_id:
            continue
        for m, outcome in enumerate(step.outcomes):
            if outcome.id == outcome_id:
                return ("steps", n, "outcomes", m)
        return ("steps", n)
    return ("steps",)
