"""Random nets: any at all, and ones that were once well built."""

from hypothesis import strategies as st

from motcua.processes.nets import Transition, WorkflowNet


@st.composite
def any_nets(draw, places=6, transitions=7, clears=False):
    """Return nets whose arcs fall as they may."""
    names = [f"p{n}" for n in range(draw(st.integers(0, places - 2)))]
    taken, filled = ["i", *names], [*names, "o"]
    sides = st.lists(st.sampled_from(taken), min_size=1, max_size=3, unique=True)
    ends = st.lists(st.sampled_from(filled), min_size=1, max_size=3, unique=True)
    flag = st.sampled_from([False] * 5 + [True]) if clears else st.just(False)
    arcs = draw(
        st.lists(st.tuples(sides, ends, flag), min_size=1, max_size=transitions)
    )
    made = [
        Transition(f"t{n}", tuple(a), tuple(b), c) for n, (a, b, c) in enumerate(arcs)
    ]
    return WorkflowNet(("i", *names, "o"), tuple(made), "i", "o")


@st.composite
def wild_nets(draw):
    """Return nets that need not even have a source and a sink."""
    names = ["i", "o", *(f"p{n}" for n in range(draw(st.integers(0, 4))))]
    side = st.lists(st.sampled_from(names), max_size=2, unique=True)
    arcs = draw(st.lists(st.tuples(side, side), max_size=5))
    made = [Transition(f"t{n}", tuple(a), tuple(b)) for n, (a, b) in enumerate(arcs)]
    return WorkflowNet(tuple(names), tuple(made), "i", "o")


class _Builder:
    """Grows a net between two places; now and then a join is of the wrong kind."""

    def __init__(self, draw, faults):
        self.draw = draw
        self.faults = faults
        self.count = 0
        self.made = []
        self.inner = []

    def place(self):
        self.count += 1
        self.inner.append(f"p{self.count}")
        return self.inner[-1]

    def step(self, inputs, outputs):
        self.made.append(
            Transition(f"t{len(self.made)}", tuple(inputs), tuple(outputs))
        )

    def part(self, start, end, depth):
        kind = self.draw(
            st.sampled_from(
                [self.one, self.then, self.xor, self.both, self.loop]
                if depth
                else [self.one]
            )
        )
        kind(start, end, depth - 1)

    def one(self, start, end, _):
        self.step([start], [end])

    def then(self, start, end, depth):
        middle = self.place()
        self.part(start, middle, depth)
        self.part(middle, end, depth)

    def xor(self, start, end, depth):
        self.part(start, end, depth)
        self.part(start, end, depth)

    def loop(self, start, end, depth):
        middle = self.place()
        self.part(start, middle, depth)
        self.step([middle], [start])
        self.part(middle, end, depth)

    def both(self, start, end, depth):
        count = self.draw(st.integers(2, 3))
        pairs = [(self.place(), self.place()) for _ in range(count)]
        wrong = self.faults and self.draw(st.integers(0, 5))
        if wrong == 1:  # a choice opens what a join waits for
            for a, _ in pairs:
                self.step([start], [a])
        else:
            self.step([start], [a for a, _ in pairs])
        for a, b in pairs:
            self.part(a, b, depth)
        if wrong == 2:  # each branch ends for all
            for _, b in pairs:
                self.step([b], [end])
        else:
            self.step([b for _, b in pairs], [end])


@st.composite
def built_nets(draw, depth=3, faults=True):
    """Return nets of sequences, choices, loops and parallel blocks, some ill joined."""
    builder = _Builder(draw, faults)
    start, end = builder.place(), builder.place()
    builder.step(["i"], [start])
    builder.part(start, end, depth)
    builder.step([end], ["o"])
    for _ in range(draw(st.integers(0, 2)) if faults else 0):  # links across branches
        if len(builder.inner) > 1:
            a, b = draw(st.permutations(builder.inner))[:2]
            builder.step([a], [b])
    return WorkflowNet(("i", *builder.inner, "o"), tuple(builder.made), "i", "o")
