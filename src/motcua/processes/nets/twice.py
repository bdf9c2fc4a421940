"""Whether a place can get a second token.

The place is split: a copy for each transition that fills it. Then the two tokens lie in
two copies, each with one way in, and a search has one thing to look for at a time.
"""

from collections.abc import Iterator
from itertools import combinations

from motcua.processes.nets.machine import Budget, Machine
from motcua.processes.nets.net import Transition, WorkflowNet
from motcua.processes.nets.search import Goal, Way, shortest

AT_START = "\x00start"  # the copy of the source that holds the first token


def second_tokens(net: WorkflowNet, place: str, budget: Budget) -> Iterator[Way]:
    """Yield ways in which a place gets a second token; a shortest one is among them.

    It is a shortest one if no other place gets a second token before.

    :raises TooLarge: if the budget does not suffice.
    """
    split, origins = _split(net, place)
    copies = [n for n, name in enumerate(split.places) if name.startswith("\x00")]
    own = [split.places[n] for n in copies] if place == net.sink else []
    machine = Machine(split, kept=own)
    goals = [_filled_again(machine, copy) for copy in copies]
    goals += [_both(machine, *pair) for pair in combinations(copies, 2)]
    for goal in goals:
        way = shortest(machine, machine.start, goal, budget)
        if way is not None:
            yield tuple(origins[t] for t in way)


def _filled_again(machine: Machine, copy: int) -> Goal:
    producers = machine.producers[copy]
    return Goal(
        seed=lambda _: producers,
        hit=lambda m, t, _: bool(machine.second_tokens(t, m) >> copy & 1),
    )


def _both(machine: Machine, one: int, other: int) -> Goal:
    wanted = 1 << one | 1 << other

    def seed(marking: int) -> int:
        return machine.producers[other if marking >> one & 1 else one]

    return Goal(seed=seed, hit=lambda _, __, after: after & wanted == wanted)


def _split(net: WorkflowNet, place: str) -> tuple[WorkflowNet, list[int]]:
    """Return the net with the place split, and whose copy each transition is."""
    copies = [f"\x00{t.name}" for t in net.transitions if place in t.outputs]
    if place == net.source:
        copies.append(AT_START)
    made: list[Transition] = []
    origins: list[int] = []
    for number, t in enumerate(net.transitions):
        outputs = tuple(f"\x00{t.name}" if p == place else p for p in t.outputs)
        for copy in copies if place in t.inputs else [place]:
            inputs = tuple(copy if p == place else p for p in t.inputs)
            name = f"{t.name}\x00{copy}"
            made.append(Transition(name, inputs, outputs, t.clears))
            origins.append(number)
    source = AT_START if place == net.source else net.source
    sink = (copies or [place])[0] if place == net.sink else net.sink
    kept = [p for p in net.places if p != place]
    places = tuple(dict.fromkeys([*kept, *copies, source, sink]))
    return WorkflowNet(places, tuple(made), source, sink), origins
