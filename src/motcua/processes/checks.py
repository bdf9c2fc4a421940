"""Checks of a process before it is compiled: each defect says how to mend it.

Full proofs (soundness, time, authority) build on these and come before publishing.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from motcua.processes.conditions import ConditionError
from motcua.processes.definition import (
    OutcomeDefinition,
    ProcessDefinition,
    Silence,
    StepDefinition,
    StepKind,
)
from motcua.processes.graph import reachable

Place = tuple[str | int, ...]
_Located = tuple[Place, StepDefinition, OutcomeDefinition]


@dataclass(frozen=True, slots=True)
class Defect:
    """What is wrong in a definition, where, and how to mend it."""

    place: Place  # path in the definition, e.g. ("steps", 2, "outcomes", 0, "to")
    reason: str
    mend: str
    cause: ConditionError | None = None  # says where in a condition


class DefectiveDefinition(ValueError):
    """A definition cannot be used; ``defects`` lists everything found."""

    def __init__(self, defects: Iterable[Defect]) -> None:
        self.defects = tuple(defects)
        super().__init__("; ".join(f"{d.reason} {d.mend}" for d in self.defects))


def check_process(definition: ProcessDefinition) -> list[Defect]:
    """Return everything that is wrong with a process; nothing if it can run."""
    named = [*_ids(definition), *_names(definition), *_shapes(definition)]
    if named:
        return named  # the checks below walk the graph and need it whole
    return [*_joins(definition), *_ways(definition), *_decisions(definition)]


def _ids(definition: ProcessDefinition) -> Iterator[Defect]:
    yield from unique_ids(("steps",), [s.id for s in definition.steps])
    yield from unique_ids(("budgets",), [b.id for b in definition.budgets])
    yield from unique_ids(
        ("signers",), [s.document for s in definition.signers], "document"
    )
    for index, step in enumerate(definition.steps):
        place = ("steps", index, "outcomes")
        yield from unique_ids(place, [o.id for o in step.outcomes])


def unique_ids(place: Place, ids: list[str], key: str = "id") -> Iterator[Defect]:
    """Yield a defect for each id that stands in a list for the second time."""
    seen: set[str] = set()
    for index, name in enumerate(ids):
        if name in seen:
            yield Defect(
                (*place, index, key),
                f"{name!r} stands here twice.",
                "Rename one of them.",
            )
        seen.add(name)


def unknown(place: Place, what: str, name: str, known: Iterable[str]) -> Defect:
    """Return the defect that there is no ``what`` of this name."""
    near = get_close_matches(name, known := list(known), n=1)
    mend = f"Did you mean {near[0]!r}?" if near else f"Known are: {', '.join(known)}."
    return Defect(place, f"There is no {what} {name!r}.", mend)


def _names(definition: ProcessDefinition) -> Iterator[Defect]:
    steps = {s.id for s in definition.steps}
    for place, name in _mentions(definition):
        if name not in steps:
            yield unknown(place, "step", name, steps)
    for place, _step, outcome in _outcomes(definition):
        if len(set(outcome.to)) < len(outcome.to):
            yield Defect((*place, "to"), "A step is named twice.", "Name it once.")
    budgets = {b.id for b in definition.budgets}
    for index, step in enumerate(definition.steps):
        if step.budget is not None and step.budget not in budgets:
            yield unknown(("steps", index, "budget"), "budget", step.budget, budgets)


def _mentions(definition: ProcessDefinition) -> Iterator[tuple[Place, str]]:
    for place, _step, outcome in _outcomes(definition):
        for n, target in enumerate(outcome.to):
            yield (*place, "to", n), target
    for index, step in enumerate(definition.steps):
        for n, group in enumerate(step.waits_for):
            for m, name in enumerate(group):
                yield ("steps", index, "waits_for", n, m), name


def _shapes(definition: ProcessDefinition) -> Iterator[Defect]:
    for index, step in enumerate(definition.steps):
        place = ("steps", index)
        if step.within is not None and step.budget is not None:
            yield Defect(
                (*place, "budget"),
                "A step has `within` or `budget`, not both.",
                "Take one of them away.",
            )
        if step.kind is StepKind.CHOICE:
            yield from _choice(place, step)
        elif step.who is None:
            yield Defect((*place, "who"), "Nobody does this step.", "Say `who`.")
        yield from _silence(place, step)


def _choice(place: Place, step: StepDefinition) -> Iterator[Defect]:
    for key in ("who", "within", "budget"):
        if getattr(step, key) is not None:
            yield Defect(
                (*place, key),
                f"A CHOICE has no `{key}`.",
                "It is taken at once: take it away.",
            )
    last = len(step.outcomes) - 1
    for n, outcome in enumerate(step.outcomes):
        if (outcome.when is None) != (n == last):
            yield Defect(
                (*place, "outcomes", n),
                "In a CHOICE every outcome has `when`, but for the last.",
                "Put the outcome for all other cases last, without `when`.",
            )


def _silence(place: Place, step: StepDefinition) -> Iterator[Defect]:
    silence = step.silence
    if (silence is not None) != (step.kind is StepKind.CONSULTATION):
        yield Defect(
            (*place, "silence"),
            "A CONSULTATION, and nothing else, says what `silence` means.",
            "Say `silence`, or make it a CONSULTATION.",
        )
        return
    if silence is None:
        return
    if step.within is None:
        yield Defect(
            (*place, "within"), "A consultation needs its own time.", "Say `within`."
        )
    wanted = "outcome" if silence.policy is Silence.PROCEED else "tell"
    if getattr(silence, wanted) is None:
        yield Defect(
            (*place, "silence"),
            f"{silence.policy} needs `{wanted}`.",
            f"Say `{wanted}`.",
        )
    names = [o.id for o in step.outcomes]
    if silence.outcome is not None and silence.outcome not in names:
        yield unknown((*place, "silence", "outcome"), "outcome", silence.outcome, names)


def _joins(definition: ProcessDefinition) -> Iterator[Defect]:
    sources = _sources(definition)
    splits = [o for _, _, o in _outcomes(definition) if len(o.to) > 1]
    after = {s.id: _after(definition, [s.id]) for s in definition.steps}
    for index, step in enumerate(definition.steps):
        if not step.waits_for:
            continue
        place = ("steps", index, "waits_for")
        listed = [name for group in step.waits_for for name in group]
        for name in listed:
            if name not in sources[step.id]:
                yield Defect(
                    place,
                    f"{step.id!r} waits for {name!r}, which does not lead here.",
                    f"Add `to: [{step.id}]` to an outcome of {name!r}.",
                )
        for name in sorted(sources[step.id] - set(listed)):
            yield Defect(
                place,
                f"{name!r} leads here, but {step.id!r} does not wait for it.",
                f"Add {name!r} to the group of its branch.",
            )
        if len(step.waits_for) < 2 or len(set(listed)) < len(listed):
            yield Defect(
                place,
                "A join has two branches or more, and no step is in two of them.",
                "Give each branch its own group.",
            )
        if not any(_feeds(split, step, after) for split in splits):
            yield Defect(
                place,
                f"{step.id!r} joins branches that no outcome has split.",
                "Let an outcome open them together, or take `waits_for` away.",
            )


def _feeds(
    split: OutcomeDefinition, join: StepDefinition, after: Mapping[str, set[str]]
) -> bool:
    """Tell whether each branch of the join can come from a target of the split."""
    return all(
        any(
            target == join.id or not after[target].isdisjoint(group)
            for target in split.to
        )
        for group in join.waits_for
    )


def _ways(definition: ProcessDefinition) -> Iterator[Defect]:
    reachable = _after(definition, [definition.steps[0].id])
    ending = _before(
        definition, [s.id for _, s, o in _outcomes(definition) if not o.to]
    )
    choices = {s.id for s in definition.steps if s.kind is StepKind.CHOICE}
    for index, step in enumerate(definition.steps):
        place = ("steps", index)
        if step.id not in reachable:
            yield Defect(
                place,
                f"Nothing leads to {step.id!r}.",
                "Name it in the `to` of an outcome, or take it away.",
            )
        elif step.id not in ending:
            yield Defect(
                place,
                f"From {step.id!r} there is no way to an end.",
                "Give some outcome on the way a `result` and no `to`.",
            )
        if step.id in choices and step.id in _after(
            definition, [t for o in step.outcomes for t in o.to], within=choices
        ):
            yield Defect(
                place,
                f"The choice {step.id!r} leads to itself and nobody is asked.",
                "Put a step that somebody does into the loop.",
            )


def _decisions(definition: ProcessDefinition) -> Iterator[Defect]:
    deciding = [(p, s, o) for p, s, o in _outcomes(definition) if o.result]
    if not deciding:
        yield Defect(
            ("steps",), "Nothing is ever decided.", "Give an outcome a `result`."
        )
    before = _before_decision(definition)
    after = _after(definition, [t for _, _, o in deciding for t in o.to])
    for index, step in enumerate(definition.steps):
        if step.id in before and step.id in after:
            yield Defect(
                ("steps", index),
                f"{step.id!r} can come before the decision and after it.",
                "Write two steps.",
            )
    for place, step, outcome in _outcomes(definition):
        if outcome.result and step.id in after:
            yield Defect(
                (*place, "result"),
                "Here the case has been decided already.",
                "Take this `result` away.",
            )
        if not outcome.to and not outcome.result and step.id not in after:
            yield Defect(
                place,
                f"The outcome {outcome.id!r} leads nowhere.",
                "Say `to` which step, or which `result` it decides.",
            )


def _outcomes(definition: ProcessDefinition) -> Iterator[_Located]:
    for index, step in enumerate(definition.steps):
        for n, outcome in enumerate(step.outcomes):
            yield ("steps", index, "outcomes", n), step, outcome


def _sources(definition: ProcessDefinition) -> dict[str, set[str]]:
    sources: dict[str, set[str]] = {s.id: set() for s in definition.steps}
    for _, step, outcome in _outcomes(definition):
        for target in outcome.to:
            sources[target].add(step.id)
    return sources


def _before_decision(definition: ProcessDefinition) -> set[str]:
    edges: dict[str, set[str]] = {s.id: set() for s in definition.steps}
    for _, step, outcome in _outcomes(definition):
        if not outcome.result:
            edges[step.id].update(outcome.to)
    return reachable([definition.steps[0].id], edges)


def _after(
    definition: ProcessDefinition, ids: list[str], within: set[str] | None = None
) -> set[str]:
    edges: dict[str, set[str]] = {s.id: set() for s in definition.steps}
    for _, step, outcome in _outcomes(definition):
        if within is None or step.id in within:
            edges[step.id].update(outcome.to)
    return reachable(ids, edges)


def _before(definition: ProcessDefinition, ids: list[str]) -> set[str]:
    return reachable(ids, _sources(definition))
