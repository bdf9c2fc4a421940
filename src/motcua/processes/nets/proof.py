"""The proof that every case in a net can end, and ends cleanly; or why not."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial

from motcua.processes.graph import reachable
from motcua.processes.nets.machine import UNSAFE, Budget, Machine, TooLarge, bits
from motcua.processes.nets.net import WorkflowNet
from motcua.processes.nets.search import Goal, Way, happens, is_sound, shortest, stuck
from motcua.processes.nets.twice import second_tokens

MARKINGS = 200_000  # a few seconds


class Property(StrEnum):
    """What a sound net has. The names are those of the literature."""

    WORKFLOW_NET = "workflow net"  # each node lies on a way from source to sink
    SAFENESS = "safeness"  # no place ever holds two tokens
    PROPER_COMPLETION = "proper completion"  # at the end nothing is left over
    NO_DEAD_TRANSITION = "no dead transition"  # everything can happen in some case
    OPTION_TO_COMPLETE = "option to complete"  # until the sink is marked, it can be


@dataclass(frozen=True, slots=True)
class Violation:
    """A property that does not hold, with a counter-example.

    ``sequence`` are the transitions that lead from the start to the trouble, and
    ``marking`` the places marked there (twice, where there are two tokens).
    ``nodes`` are what it is about: the place with two tokens, the dead transitions,
    the nodes off every way. Dead transitions have no sequence: none leads there.
    ``is_shortest`` is false where a shorter way might exist.
    """

    property: Property
    nodes: tuple[str, ...] = ()
    sequence: tuple[str, ...] = ()
    marking: tuple[str, ...] = ()
    is_shortest: bool = True


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is proven of a net.

    ``sound`` is true if every property of :class:`Property` is proven. ``undecided``
    are those of which nothing is known: the net was too large for the budget, or a
    place can hold two tokens, after which they would say little.
    """

    sound: bool
    violations: tuple[Violation, ...] = ()
    undecided: tuple[Property, ...] = ()
    is_too_large: bool = False

    def violation(self, of: Property) -> Violation | None:
        """Return how a property is violated; None if it is not, or not known to be."""
        return next((v for v in self.violations if v.property is of), None)


def prove(net: WorkflowNet, *, budget: int = MARKINGS) -> Verdict:
    """Prove that every case in a net can end, ends cleanly, and no transition is dead.

    Each violated property comes with a shortest firing sequence that shows it. No more
    than twice ``budget`` markings are looked at; if that does not suffice the verdict
    says so.

    >>> net = WorkflowNet.of(
    ...     {"split": (["i"], ["a", "b"]), "x": (["a"], ["o"]), "y": (["b"], ["o"])},
    ...     source="i", sink="o",
    ... )
    >>> prove(net).violation(Property.PROPER_COMPLETION).sequence
    ('split', 'x')
    """
    machine = Machine(net)
    off = _off_every_way(net)
    try:
        if not off and is_sound(machine, Budget(budget)):
            return Verdict(sound=True)
    except TooLarge:
        pass  # a violation may still be found
    search = _Search(machine, Budget(budget))
    search.run()
    shape = (Violation(Property.WORKFLOW_NET, off),) if off else ()
    return Verdict(
        sound=False,
        violations=(*shape, *search.violations),
        undecided=tuple(search.undecided),
        is_too_large=search.is_too_large,
    )


def _off_every_way(net: WorkflowNet) -> tuple[str, ...]:
    """Return the nodes that are not on a way from source to sink.

    The source is one of them if something leads to it, the sink if it leads on.
    """
    after: dict[str, list[str]] = {}
    before: dict[str, list[str]] = {}
    for n, t in enumerate(net.transitions):
        node = f"t{n}"
        for start, end in (
            *((f"p{p}", node) for p in t.inputs),
            *((node, f"p{p}") for p in t.outputs),
        ):
            after.setdefault(start, []).append(end)
            before.setdefault(end, []).append(start)
    source, sink = f"p{net.source}", f"p{net.sink}"
    ahead, behind = reachable([source], after), reachable([sink], before)
    on = ahead & behind
    nodes = {f"p{p}": p for p in net.places}
    nodes |= {f"t{n}": t.name for n, t in enumerate(net.transitions)}
    off = [name for node, name in nodes.items() if node not in on]
    off += [net.source] if source in before else []
    off += [net.sink] if sink in after else []
    return tuple(dict.fromkeys(off))


class _Search:
    """Looks for a counter-example to each property of behaviour."""

    def __init__(self, machine: Machine, budget: Budget) -> None:
        self.machine = machine
        self.budget = budget
        self.violations: list[Violation] = []
        self.undecided: list[Property] = []
        self.is_too_large = False

    def run(self) -> None:
        self._look(Property.SAFENESS, self._unsafe)
        self._look(Property.PROPER_COMPLETION, self._improper)
        if Property.SAFENESS in self._found():
            self._say_little()
            return
        self._look(Property.NO_DEAD_TRANSITION, self._dead)
        self._look(Property.OPTION_TO_COMPLETE, self._stuck)

    def _found(self) -> list[Property]:
        return [violation.property for violation in self.violations]

    def _say_little(self) -> None:
        """Claim no more than is certain: a second token was never followed."""
        self.violations = [
            replace(v, is_shortest=v.property is Property.SAFENESS)
            for v in self.violations
        ]
        rest = [
            Property.PROPER_COMPLETION,
            Property.NO_DEAD_TRANSITION,
            Property.OPTION_TO_COMPLETE,
        ]
        self.undecided = [of for of in rest if of not in self._found()]

    def _look(self, of: Property, find: Callable[[], Iterator[Violation]]) -> None:
        try:
            self.violations += find()
        except TooLarge:
            self.undecided.append(of)
            self.is_too_large = True

    def _unsafe(self) -> Iterator[Violation]:
        """Find the place that soonest gets a second token."""
        net = self.machine.net
        best: tuple[Way, str] | None = None
        for place in net.places:
            for way in second_tokens(net, place, self.budget):
                if best is None or len(way) < len(best[0]):
                    best = way, place
        if best is not None:
            yield self._violation(Property.SAFENESS, *best)

    def _improper(self) -> Iterator[Violation]:
        """Find the end marked while something else is."""
        machine = self.machine

        def hit(_: int, __: int, after: int) -> bool:
            return after not in {machine.end, UNSAFE} and bool(after & machine.end)

        goals = [
            Goal(seed=partial(machine.seed_of, t), hit=hit)
            for t in bits(machine.finishers)
        ]
        found = [shortest(machine, machine.start, g, self.budget) for g in goals]
        if ways := [way for way in found if way is not None]:
            yield self._violation(Property.PROPER_COMPLETION, min(ways, key=len))

    def _dead(self) -> Iterator[Violation]:
        """Find what can never happen."""
        machine, alive = self.machine, 0
        for t in range(machine.size):
            if alive >> t & 1:
                continue
            way = shortest(machine, machine.start, happens(machine, t), self.budget)
            for one in way or ():
                alive |= 1 << one
        names = [machine.net.transitions[t].name for t in bits(machine.all & ~alive)]
        if names:
            yield Violation(Property.NO_DEAD_TRANSITION, tuple(names))

    def _stuck(self) -> Iterator[Violation]:
        """Find a marking from which the end cannot be marked."""
        found = stuck(self.machine, self.budget)
        if found is not None:
            way, is_shortest = found
            violation = self._violation(Property.OPTION_TO_COMPLETE, way)
            yield replace(violation, is_shortest=is_shortest)

    def _violation(self, of: Property, way: Way, *nodes: str) -> Violation:
        machine, marking, twice = self.machine, self.machine.start, 0
        for t in way:
            twice = machine.second_tokens(t, marking)
            marking = machine.marked_after(t, marking)
        names = tuple(machine.net.transitions[t].name for t in way)
        places = (*machine.names(marking), *machine.names(twice))
        return Violation(of, nodes, names, places)
