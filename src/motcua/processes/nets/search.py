"""Searches through the markings of a net: shortest ways, and states without a way out.

A search fires only what can matter for its goal. That loses no shortest way: of each
way to the goal, some transition of the stubborn set could as well have come first.
"""

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from motcua.processes.graph import reachable
from motcua.processes.nets.machine import UNSAFE, Budget, Machine, TooLarge, bits

Way = tuple[int, ...]  # transitions, in their order


@dataclass(frozen=True, slots=True)
class Goal:
    """What is sought.

    ``seed`` of a marking are transitions, as bits, of which every way to the goal
    contains one. ``hit`` tells whether firing a transition in a marking reaches it.
    """

    seed: Callable[[int], int]
    hit: Callable[[int, int, int], bool]  # marking, transition, next marking


def shortest(machine: Machine, start: int, goal: Goal, budget: Budget) -> Way | None:
    """Return a shortest way from a marking to a goal; None if there is none.

    :raises TooLarge: if the budget does not suffice.
    """
    tree = Tree(start)
    for marking in tree:
        budget.take()
        enabled = machine.enabled(marking)
        seed = goal.seed(marking)
        for t in bits(machine.closure(seed, marking, enabled, wary=False)):
            after = machine.fire(t, marking)
            if goal.hit(marking, t, after):
                return (*tree.way_to(marking), t)
            if after != UNSAFE:
                tree.add(after, marking, t)
    return None


def happens(machine: Machine, t: int) -> Goal:
    """Return the goal that a transition happens."""
    return Goal(seed=partial(machine.seed_of, t), hit=lambda _, fired, __: fired == t)


class Tree:
    """Markings in the order of their distance, each with the way it was reached."""

    def __init__(self, start: int) -> None:
        self.parents: dict[int, tuple[int, int] | None] = {start: None}
        self.todo = deque([start])

    def __iter__(self) -> Iterator[int]:
        while self.todo:
            yield self.todo.popleft()

    def add(self, marking: int, parent: int, t: int) -> None:
        """Note how a marking is reached, if it is new."""
        if marking not in self.parents:
            self.parents[marking] = (parent, t)
            self.todo.append(marking)

    def way_to(self, marking: int) -> Way:
        """Return the transitions from the start to a marking."""
        way = []
        while (step := self.parents[marking]) is not None:
            marking, t = step
            way.append(t)
        return tuple(reversed(way))


def is_sound(machine: Machine, budget: Budget) -> bool:
    """Tell whether a workflow net is sound and safe.

    In a reduced graph of strong stubborn sets, every marking must be able to reach
    the end alone, and every transition must occur. If that holds there, it holds for
    all markings (A. Valmari, "Stop It, and Be Stubborn!", 2015).

    :raises TooLarge: if the budget does not suffice.
    """
    tree, before, fired = Tree(machine.start), dict[int, list[int]](), 0
    for marking in tree:
        budget.take()
        enabled = machine.enabled(marking)
        if not enabled and marking != machine.end:
            return False
        for t in bits(machine.few(marking, enabled)):
            after = machine.fire(t, marking)
            if after == UNSAFE:
                return False
            fired |= 1 << t
            before.setdefault(after, []).append(marking)
            tree.add(after, marking, t)
    ending = reachable([machine.end], before) if machine.end in tree.parents else set()
    return fired == machine.all and len(ending) == len(tree.parents)


class Finishing:
    """Whether the end can still be marked, from one marking after another."""

    def __init__(self, machine: Machine, budget: Budget) -> None:
        self.machine = machine
        self.budget = budget
        self.good: set[int] = set()
        self.goals = [happens(machine, t) for t in bits(machine.finishers)]

    def is_possible(self, marking: int) -> bool:
        """Tell whether the end can be marked, and remember what lies on the way.

        :raises TooLarge: if the budget does not suffice.
        """
        if marking in self.good or marking & self.machine.end:
            return True
        for goal in self.goals:
            way = shortest(self.machine, marking, goal, self.budget)
            if way is not None:
                self._remember(marking, way)
                return True
        return False

    def _remember(self, marking: int, way: Way) -> None:
        for t in way:
            self.good.add(marking)
            marking = self.machine.fire(t, marking)


def stuck(machine: Machine, budget: Budget) -> tuple[Way, bool] | None:
    """Return a way to a marking from which the end cannot be marked, if there is one.

    The second value tells whether no shorter one exists. For safe nets.

    :raises TooLarge: if the budget does not suffice.
    """
    finishing = Finishing(machine, budget)
    found = _some_stuck(machine, finishing)
    if found is None:
        return None
    try:
        return _first_stuck(machine, finishing), True
    except TooLarge:
        return found, False


def _some_stuck(machine: Machine, finishing: Finishing) -> Way | None:
    """Look in a reduced graph; where it fools itself, look at all."""
    tree, before = Tree(machine.start), dict[int, list[int]]()
    while True:
        for marking in tree:
            finishing.budget.take()
            enabled = machine.enabled(marking)
            few = machine.few(marking, enabled)
            _expand(machine, tree, before, marking, few)
        finishing.good |= reachable([machine.end], before)
        left = next((m for m in tree.parents if m not in finishing.good), None)
        if left is None:
            return None
        if not finishing.is_possible(left):
            return tree.way_to(left)
        _expand(machine, tree, before, left, machine.enabled(left))


def _expand(
    machine: Machine,
    tree: Tree,
    before: dict[int, list[int]],
    marking: int,
    transitions: int,
) -> None:
    for t in bits(transitions):
        if machine.finishers >> t & 1:
            before.setdefault(machine.end, []).append(marking)
            continue
        after = machine.fire(t, marking)
        before.setdefault(after, []).append(marking)
        tree.add(after, marking, t)


def _first_stuck(machine: Machine, finishing: Finishing) -> Way:
    tree = Tree(machine.start)
    for marking in tree:
        finishing.budget.take()
        if not finishing.is_possible(marking):
            return tree.way_to(marking)
        for t in bits(machine.enabled(marking)):
            if not machine.finishers >> t & 1:
                tree.add(machine.fire(t, marking), marking, t)
    raise AssertionError("a reduced graph showed a marking that is not there")
