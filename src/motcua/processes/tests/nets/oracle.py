"""What is true of a net, found by looking at every marking in the plainest way."""

from collections import Counter, deque
from dataclasses import dataclass, field

from hypothesis import assume

from motcua.processes.nets import Property, Transition, WorkflowNet

P = Property
MOST = 2000  # markings; larger nets are not for looking at them all


@dataclass
class Truth:
    """Lengths of the shortest ways to each trouble, and what is dead."""

    lengths: dict = field(default_factory=dict)
    dead: set = field(default_factory=set)
    off: set = field(default_factory=set)

    @property
    def is_sound(self):
        return not (self.lengths or self.dead or self.off)


def fire(t: Transition, marking: frozenset, sink: str):
    """Return the next marking as a multiset."""
    left = Counter(marking)
    left.subtract(t.inputs)
    if t.clears:
        left = Counter({p: n for p, n in left.items() if p == sink})
    left.update(t.outputs)
    return +left


def off_every_way(net: WorkflowNet):
    pairs = {(p, t.name) for t in net.transitions for p in t.inputs}
    pairs = {(("p", p), ("t", t)) for p, t in pairs}
    pairs |= {(("t", t.name), ("p", p)) for t in net.transitions for p in t.outputs}
    nodes = [("p", p) for p in net.places] + [("t", t.name) for t in net.transitions]
    reach = {(a, b) for a, b in pairs} | {(n, n) for n in nodes}
    for k in nodes:  # Warshall
        for a in nodes:
            if (a, k) in reach:
                reach |= {(a, b) for b in nodes if (k, b) in reach}
    start, end = ("p", net.source), ("p", net.sink)
    off = {n[1] for n in nodes if (start, n) not in reach or (n, end) not in reach}
    off |= {net.source for _, b in pairs if b == start}
    return off | {net.sink for a, _ in pairs if a == end}


def truth_of(net: WorkflowNet) -> Truth:
    truth = Truth(off=off_every_way(net))
    start = frozenset([net.source])
    depth, edges, fired = {start: 0}, {}, set()
    queue = deque([start])
    while queue:
        assume(len(depth) < MOST)
        marking = queue.popleft()
        for t in net.transitions:
            if not set(t.inputs) <= marking:
                continue
            after = fire(t, marking, net.sink)
            if max(after.values(), default=0) > 1:
                truth.lengths.setdefault(P.SAFENESS, depth[marking] + 1)
                continue
            fired.add(t.name)
            reached = frozenset(after)
            edges.setdefault(marking, set()).add(reached)
            if net.sink in reached and len(reached) > 1:
                length = truth.lengths.get(P.PROPER_COMPLETION, depth[marking] + 1)
                truth.lengths[P.PROPER_COMPLETION] = min(length, depth[marking] + 1)
            if reached not in depth:
                depth[reached] = depth[marking] + 1
                queue.append(reached)
    if P.SAFENESS not in truth.lengths:
        truth.dead = {t.name for t in net.transitions} - fired
        _stuck(net, start, edges, truth)
    return truth


def _stuck(net, start, edges, truth):
    """Look where the case has not ended yet: it has when the sink is marked."""
    depth, queue = {start: 0}, deque([start])
    while queue:
        marking = queue.popleft()
        for after in edges.get(marking, ()) if net.sink not in marking else ():
            if after not in depth:
                depth[after] = depth[marking] + 1
                queue.append(after)
    good = {m for m in depth if net.sink in m}
    grown = True
    while grown:
        more = {m for m in depth if m not in good and edges.get(m, set()) & good}
        grown = bool(more)
        good |= more
    stuck = [depth[m] for m in depth if m not in good]
    if stuck:
        truth.lengths[P.OPTION_TO_COMPLETE] = min(stuck)
