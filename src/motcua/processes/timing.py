"""How long a process takes at most, by what its steps are given."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Any

from motcua.deadlines import Limit, LimitUnit
from motcua.processes.conditions import compile_condition
from motcua.processes.definition import (
    OutcomeDefinition,
    ProcessDefinition,
    StepDefinition,
    StepKind,
)

WEEK, WORKING_WEEK = 7, 5  # days, where no holiday falls into it
MONTH = 30  # days
HOURS_A_DAY = 8

_HOURS = {
    LimitUnit.WORKING_HOURS: Fraction(1),
    LimitUnit.WORKING_DAYS: Fraction(HOURS_A_DAY),
    LimitUnit.SAME_WORKING_DAY: Fraction(HOURS_A_DAY),
    LimitUnit.DAYS: Fraction(HOURS_A_DAY * WORKING_WEEK, WEEK),
    LimitUnit.MONTHS: Fraction(HOURS_A_DAY * WORKING_WEEK * MONTH, WEEK),
}


@dataclass(frozen=True, slots=True)
class Share:
    """What a step, or several with one budget, may take."""

    id: str
    limit: Limit


@dataclass(frozen=True, slots=True)
class LongestWay:
    """The way through a process that may take longest, until the case is decided."""

    hours: Fraction
    shares: tuple[Share, ...]


NO_TIME = LongestWay(Fraction(0), ())


def hours_of(limit: Limit) -> Fraction | None:
    """Return a limit in working hours of an ordinary week; None if it is not stated.

    Five of seven days are working days of eight hours; a month has thirty days.

    >>> hours_of(Limit.parse("3 working days"))
    Fraction(24, 1)
    >>> float(hours_of(Limit.parse("14 days")))
    80.0
    """
    if limit.unit is LimitUnit.NOT_STATED:
        return None
    return _HOURS[limit.unit] * (limit.value or 1)


def in_days(hours: Fraction) -> str:
    """Say working hours as people do.

    >>> in_days(Fraction(28))
    '3.5 working days'
    >>> in_days(Fraction(8))
    '1 working day'
    """
    days = float(round(hours / HOURS_A_DAY, 2))
    return f"{days:g} working day{'' if days == 1 else 's'}"


def longest_way(definition: ProcessDefinition, facts: Mapping[str, Any]) -> LongestWay:
    """Return the longest way from the start to a decision.

    Parallel branches wait for the longest. Steps with one budget share it. Whoever
    asked for an opinion goes on when it is there. Other ways back are not followed: a
    step that is done again shares the time it was given. Outcomes whose condition
    ``facts`` alone decide are left out if it does not hold.
    """
    return _Ways(definition, facts).longest()


class _Ways:
    def __init__(self, definition: ProcessDefinition, facts: Mapping[str, Any]) -> None:
        self.definition = definition
        self.facts = facts
        self.steps = {step.id: step for step in definition.steps}
        self.budgets = {b.id: Limit.parse(b.within) for b in definition.budgets}
        self.back = _back_edges(definition)
        self.from_step = lru_cache(maxsize=None)(self._from_step)

    def longest(self) -> LongestWay:
        return self.from_step(self.definition.steps[0].id, frozenset())

    def _from_step(self, step_id: str, spent: frozenset[str]) -> LongestWay:
        """Return the longest way on; ``spent`` are shares and opinions had before."""
        step = self.steps[step_id]
        share = self._share(step)
        if share is None or share.id in spent:
            own = NO_TIME
        else:
            own = LongestWay(hours_of(share.limit) or Fraction(0), (share,))
            spent |= {share.id}
        if step.kind is StepKind.CONSULTATION:
            spent |= {_asked(step.id)}
        ways = [
            self.from_step(name, spent)
            for name in self._next(step)
            if _asked(name) not in spent
        ]
        rest = max(ways, key=lambda way: way.hours, default=NO_TIME)
        return LongestWay(own.hours + rest.hours, own.shares + rest.shares)

    def _share(self, step: StepDefinition) -> Share | None:
        if not step.counted:
            return None
        if step.budget is not None:
            return Share(step.budget, self.budgets[step.budget])
        return Share(step.id, Limit.parse(step.within)) if step.within else None

    def _next(self, step: StepDefinition) -> Iterator[str]:
        """Yield the steps that may come next before a decision."""
        for outcome in step.outcomes:
            holds = self._holds(outcome)
            if holds is False:
                continue
            if outcome.result is None:
                yield from (t for t in outcome.to if self._goes_on(step, t))
            if holds and step.kind is StepKind.CHOICE:
                return

    def _goes_on(self, step: StepDefinition, target: str) -> bool:
        """Tell whether this is a way on: an opinion goes back to whoever asked."""
        is_opinion = step.kind is StepKind.CONSULTATION
        return is_opinion or (step.id, target) not in self.back

    def _holds(self, outcome: OutcomeDefinition) -> bool | None:
        """Tell whether the outcome may be taken, if the facts alone say it."""
        if outcome.when is None:
            return True
        condition = compile_condition(outcome.when)
        if condition.variables <= self.facts.keys():
            return condition.holds(self.facts)
        return None


def _asked(step_id: str) -> str:
    return f"{step_id}?"


def _back_edges(definition: ProcessDefinition) -> set[tuple[str, str]]:
    """Return the edges that lead back to a step that lies on the way to them."""
    edges = {
        step.id: [t for outcome in step.outcomes for t in outcome.to]
        for step in definition.steps
    }
    back: set[tuple[str, str]] = set()
    done: set[str] = set()
    way: dict[str, Iterator[str]] = {}

    def enter(name: str) -> None:
        way[name] = iter(edges[name])

    enter(definition.steps[0].id)
    while way:
        name = next(reversed(way))
        for target in way[name]:
            if target in way:
                back.add((name, target))
            elif target not in done:
                enter(target)
                break
        else:
            done.add(name)
            del way[name]
    return back
