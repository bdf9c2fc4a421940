"""From the process as written to the compact structure that is stepped."""

from types import MappingProxyType

from motcua.deadlines import Limit
from motcua.processes.checks import DefectiveDefinition, check_process
from motcua.processes.conditions import compile_condition
from motcua.processes.definition import (
    OutcomeDefinition,
    PerformerDefinition,
    ProcessDefinition,
    SilenceDefinition,
    StepDefinition,
    StepKind,
)
from motcua.processes.structure import (
    Arc,
    Budget,
    Join,
    OnSilence,
    Outcome,
    Performer,
    Process,
    Step,
)


def compile_process(definition: ProcessDefinition) -> Process:
    """Return the process, checked and ready to be stepped.

    :raises DefectiveDefinition: lists everything that is wrong with it.
    """
    if defects := check_process(definition):
        raise DefectiveDefinition(defects)
    steps = {step.id: _step(step) for step in definition.steps}
    plain = {s.id for s in steps.values() if s.kind is not StepKind.CHOICE}
    plain -= {s.id for s in steps.values() if s.waits_for}
    return Process(
        first=definition.steps[0].id,
        steps=MappingProxyType(steps),
        budgets=MappingProxyType(_budgets(definition)),
        signers=MappingProxyType(
            {s.document: _performer(s.who) for s in definition.signers}
        ),
        arcs=MappingProxyType({s.id: _arcs(s, plain) for s in steps.values()}),
        joins=MappingProxyType({s.id: _join(s) for s in steps.values() if s.waits_for}),
    )


def _step(step: StepDefinition) -> Step:
    return Step(
        id=step.id,
        kind=step.kind,
        name=step.name,
        by=_performer(step.who) if step.who else None,
        within=Limit.parse(step.within) if step.within else None,
        counted=step.counted,
        outcomes=tuple(_outcome(o) for o in step.outcomes),
        budget=step.budget or "",
        silence=_silence(step.silence) if step.silence else None,
        waits_for=step.waits_for,
    )


def _outcome(outcome: OutcomeDefinition) -> Outcome:
    return Outcome(
        id=outcome.id,
        name=outcome.name,
        to=outcome.to,
        result=outcome.result,
        when=outcome.when or "",
        note_required=outcome.note == "REQUIRED",
        cancels=outcome.cancels,
    )


def _performer(who: PerformerDefinition) -> Performer:
    return Performer(who.role, who.unit, who.title)


def _silence(silence: SilenceDefinition) -> OnSilence:
    tell = _performer(silence.tell) if silence.tell else None
    return OnSilence(silence.policy, silence.outcome, tell, silence.basis or "")


def _budgets(definition: ProcessDefinition) -> dict[str, Budget]:
    return {
        b.id: Budget(
            id=b.id,
            name=b.name,
            within=Limit.parse(b.within),
            steps=tuple(s.id for s in definition.steps if s.budget == b.id),
        )
        for b in definition.budgets
    }


def _arcs(step: Step, plain: set[str]) -> MappingProxyType[str, Arc]:
    return MappingProxyType(
        {
            outcome.id: Arc(
                outcome=outcome,
                guard=compile_condition(outcome.when) if outcome.when else None,
                plain=_plain(outcome, plain),
            )
            for outcome in step.outcomes
        }
    )


def _plain(outcome: Outcome, plain: set[str]) -> str:
    simple = len(outcome.to) == 1 and outcome.result is None
    return outcome.to[0] if simple and outcome.to[0] in plain else ""


def _join(step: Step) -> Join:
    tokens = {
        name: f"{step.id}<{group[0]}" for group in step.waits_for for name in group
    }
    return Join(MappingProxyType(tokens), frozenset(tokens.values()))
