"""Random processes that are well formed by construction."""

from hypothesis import strategies as st

from motcua.processes.definition import ProcessDefinition

WHO = {"role": "OFFICER", "unit": "competent"}


def outcome(name, *to, **more):
    """Return an outcome named after its id."""
    return {"id": name, "name": {"vi": name}, "to": list(to), **more}


def step(name, *outcomes, **more):
    """Return a step named after its id."""
    who = {} if more.get("kind") == "CHOICE" else {"who": WHO}
    body = {"id": name, "name": {"vi": name}, "outcomes": list(outcomes)}
    return {**body, **who, **more}


def definition_of(*steps, **more):
    """Return the definition of a process."""
    return ProcessDefinition.model_validate({"steps": steps, **more}, strict=False)


blocks = st.recursive(
    st.just(("task",)) | st.just(("loop",)) | st.just(("choice",)),
    lambda inner: st.tuples(
        st.sampled_from(["sequence", "parallel"]),
        st.lists(inner, min_size=2, max_size=3),
    ),
    max_leaves=8,
)


class _Builder:
    def __init__(self):
        self.steps = []

    def name(self):
        return f"s{len(self.steps)}"

    def add(self, name):
        made = step(name)
        self.steps.append(made)
        return made

    def build(self, block, then):
        """Add ``block``, leading to ``then``; return its first and last steps."""
        return getattr(self, block[0])(block, then)

    def task(self, _, then):
        made = self.add(self.name())
        made["outcomes"] = [outcome("done", then)]
        return made["id"], [made["id"]]

    def loop(self, _, then):
        made = self.add(self.name())
        redo = self.add(self.name())
        made["outcomes"] = [outcome("done", then), outcome("again", redo["id"])]
        redo["outcomes"] = [outcome("done", made["id"])]
        return made["id"], [made["id"]]

    def choice(self, _, then):
        made = self.add(self.name())
        del made["who"]
        small, large = self.add(self.name()), self.add(self.name())
        made["kind"] = "CHOICE"
        made["outcomes"] = [
            outcome("small", small["id"], when="size < 5"),
            outcome("large", large["id"]),
        ]
        for branch in (small, large):
            branch["outcomes"] = [outcome("done", then)]
        return made["id"], [small["id"], large["id"]]

    def sequence(self, block, then):
        ends = None
        for inner in reversed(block[1]):
            then, found = self.build(inner, then)
            ends = ends or found
        return then, ends

    def parallel(self, block, then):
        split, join = self.add(self.name()), self.add(self.name())
        branches = [self.build(inner, join["id"]) for inner in block[1]]
        split["outcomes"] = [outcome("done", *(first for first, _ in branches))]
        join["waits_for"] = [ends for _, ends in branches]
        join["outcomes"] = [outcome("done", then)]
        return split["id"], [join["id"]]


@st.composite
def definitions(draw):
    """Return a random process with loops, choices and nested parallel blocks."""
    builder = _Builder()
    last = builder.add("last")
    last["outcomes"] = [outcome("approve", result="approved")]
    first, _ = builder.build(draw(blocks), "last")
    ordered = sorted(builder.steps, key=lambda s: s["id"] != first)
    return definition_of(*ordered)
