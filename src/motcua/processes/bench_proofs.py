"""How long a proof takes against the size of the net, beside plain search."""

from collections.abc import Iterator
from time import perf_counter

from motcua.processes.nets import Transition, WorkflowNet, prove
from motcua.processes.nets.machine import UNSAFE, Budget, Machine, TooLarge, bits
from motcua.processes.nets.search import Tree

SIZES = "2x6,4x6,6x6,12x6,40x10"
PLAIN_LIMIT = 300_000  # markings after which plain search gives up


def run(*, sizes: str = SIZES) -> list[dict[str, object]]:
    """Prove parallel blocks, sound ones and ones with an ill join.

    ``sizes`` lists blocks as branches x steps; each step can be done in two ways or
    sent back. Plain search looks at every marking, and gives up at 300,000.
    """
    return [row for size in sizes.split(",") for row in _rows(*_numbers(size))]


def _numbers(size: str) -> tuple[int, int]:
    branches, _, steps = size.partition("x")
    return int(branches), int(steps)


def _rows(branches: int, steps: int) -> Iterator[dict[str, object]]:
    for what, joined in (("sound", True), ("ill joined", False)):
        net = parallel(branches, steps, joined=joined)
        begun = perf_counter()
        verdict = prove(net)
        proof = perf_counter() - begun
        if verdict.sound is not joined:
            raise AssertionError(f"wrong verdict on {branches}x{steps} {what}")
        row: dict[str, object] = {
            "what": f"{branches} branches of {steps} steps, {what}",
            "proof_ms": round(proof * 1000, 1),
        }
        yield row | _plain(net)


def _plain(net: WorkflowNet) -> dict[str, object]:
    """Look at every marking, as far as the limit."""
    machine, budget = Machine(net), Budget(PLAIN_LIMIT)
    tree = Tree(machine.start)
    begun = perf_counter()
    try:
        for marking in tree:
            budget.take()
            for t in bits(machine.enabled(marking)):
                after = machine.fire(t, marking)
                if after != UNSAFE:
                    tree.add(after, marking, t)
    except TooLarge:
        return {"plain_ms": "gave up", "markings": f"> {PLAIN_LIMIT:,}"}
    plain = perf_counter() - begun
    return {"plain_ms": round(plain * 1000, 1), "markings": len(tree.parents)}


def parallel(branches: int, steps: int, *, joined: bool) -> WorkflowNet:
    """Return a net of parallel branches whose steps have choices and loops."""
    made = [Transition("split", ("i",), tuple(f"b{b}.0" for b in range(branches)))]
    for b in range(branches):
        for s in range(steps):
            start, end = f"b{b}.{s}", f"b{b}.{s + 1}"
            made += [
                Transition(f"do {start}", (start,), (end,)),
                Transition(f"or {start}", (start,), (end,)),
                Transition(f"back {start}", (end,), (start,)),
            ]
    ends = tuple(f"b{b}.{steps}" for b in range(branches))
    if joined:
        made.append(Transition("join", ends, ("o",)))
    else:
        made += [Transition(f"end {end}", (end,), ("o",)) for end in ends]
    places = dict.fromkeys(["i", *(p for t in made for p in t.outputs), "o"])
    return WorkflowNet(tuple(places), tuple(made), "i", "o")
