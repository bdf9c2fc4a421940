from dataclasses import replace
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from motcua.processes.nets import (
    Property,
    Transition,
    Verdict,
    WorkflowNet,
    prove,
)
from motcua.processes.tests.nets.oracle import fire, truth_of
from motcua.processes.tests.nets.strategies import any_nets, built_nets, wild_nets

NETS = st.one_of(any_nets(), built_nets(), wild_nets(), any_nets(clears=True))
MANY = settings(max_examples=300, deadline=None)


def replay(net, sequence):
    by_name = {t.name: t for t in net.transitions}
    marking = {net.source: 1}
    for name in sequence:
        t = by_name[name]
        assert all(marking.get(place, 0) for place in t.inputs), (name, marking)
        marking = fire(t, tuple(marking), net.sink)
    return marking


def check(net):
    verdict, truth = prove(net), truth_of(net)
    assert not verdict.is_too_large
    assert verdict.sound == truth.is_sound
    found = {v.property: v for v in verdict.violations}
    off = found.pop(Property.WORKFLOW_NET, None)
    assert set(off.nodes if off else ()) == truth.off
    dead = found.pop(Property.NO_DEAD_TRANSITION, None)
    assert set(dead.nodes if dead else ()) == truth.dead
    if Property.SAFENESS not in found:
        lengths = {name: len(v.sequence) for name, v in found.items()}
        assert lengths == truth.lengths
    else:
        assert Property.SAFENESS in truth.lengths
        assert len(found[Property.SAFENESS].sequence) == truth.lengths["safeness"]
        for name in truth.lengths:
            assert name in found or name in verdict.undecided
    if improper := found.get(Property.PROPER_COMPLETION):
        assert net.sink in improper.marking
        assert len(improper.marking) > 1
    for violation in found.values():
        marking = replay(net, violation.sequence)
        assert sorted(violation.marking) == sorted(
            place for place, count in marking.items() for _ in range(count)
        )


class TestAgainstLookingAtEveryMarking:
    @MANY
    @given(NETS)
    def test_says_the_same_with_ways_as_short(self, net):
        check(net)

    @MANY
    @given(built_nets(faults=False))
    def test_what_is_built_well_is_sound(self, net):
        assert prove(net) == Verdict(sound=True)


def block(branches, steps, ends):
    """Return parallel branches, closed by the transitions ``ends`` makes of them."""
    names = [[f"b{b}.{s}" for s in range(steps + 1)] for b in range(branches)]
    made = {"split": (["i"], [branch[0] for branch in names])}
    for branch in names:
        for start, end in pairwise(branch):
            made[f"do {start}"] = ([start], [end])
    made |= ends([branch[-1] for branch in names])
    return WorkflowNet.of(made, source="i", sink="o")


def joined(lasts):
    return {"join": (lasts, ["o"])}


def each(lasts):
    return {f"end {last}": ([last], ["o"]) for last in lasts}


def all_but_one(lasts):
    return joined(lasts[:-1]) | {"rest": (lasts[-1:], ["pit"])}


class TestManyBranches:
    """Seven to the twelfth markings: nobody looks at them all."""

    def test_joined_ones_are_sound(self):
        assert prove(block(12, 6, joined), budget=1000).sound

    def test_ones_that_each_end_the_case_are_not(self):
        verdict = prove(block(12, 6, each), budget=20_000)

        ways = {v.property: len(v.sequence) for v in verdict.violations}
        assert ways == {Property.SAFENESS: 15, Property.PROPER_COMPLETION: 8}

    def test_a_branch_that_leads_nowhere_is_found(self):
        verdict = prove(block(12, 6, all_but_one), budget=20_000)

        assert Property.PROPER_COMPLETION in {v.property for v in verdict.violations}
        assert {"rest", "pit"} < set(verdict.violation(Property.WORKFLOW_NET).nodes)

    def test_what_is_too_large_says_so(self):
        verdict = prove(block(12, 6, joined), budget=10)

        assert not verdict.sound
        assert verdict.is_too_large
        assert Property.SAFENESS in verdict.undecided


class TestClassicNets:
    def test_a_choice_shared_by_branches_can_wait_for_ever(self):
        """Two branches want two keys, each takes another one first."""
        net = WorkflowNet.of(
            {
                "open": (["i"], ["a", "b", "key1", "key2"]),
                "a1": (["a", "key1"], ["a_has1"]),
                "a2": (["a_has1", "key2"], ["a_done"]),
                "b2": (["b", "key2"], ["b_has2"]),
                "b1": (["b_has2", "key1"], ["b_done"]),
                "a_back": (["a_done"], ["a_end", "key1", "key2"]),
                "b_back": (["b_done"], ["b_end", "key1", "key2"]),
                "close": (["a_end", "b_end", "key1", "key2"], ["o"]),
            },
            source="i",
            sink="o",
        )

        (stuck,) = prove(net).violations

        assert stuck.property is Property.OPTION_TO_COMPLETE
        assert sorted(stuck.sequence) == ["a1", "b2", "open"]

    def test_a_loop_without_exit(self):
        net = WorkflowNet.of(
            {
                "in": (["i"], ["a"]),
                "out": (["a"], ["o"]),
                "trap": (["a"], ["b"]),
                "turn": (["b"], ["c"]),
                "return": (["c"], ["b"]),
            },
            source="i",
            sink="o",
        )

        stuck = prove(net).violation(Property.OPTION_TO_COMPLETE)

        assert stuck.sequence == ("in", "trap")
        assert stuck.marking == ("b",)

    def test_a_decision_that_clears_ends_all_branches(self):
        made = block(3, 1, joined)
        refuse = Transition("refuse", ("b0.0",), ("o",), clears=True)

        assert prove(replace(made, transitions=(*made.transitions, refuse))).sound

    def test_a_clearing_end_after_another_leaves_nothing_else_marked(self):
        net = WorkflowNet(
            ("i", "a", "b", "c", "o"),
            (
                Transition("split", ("i",), ("a", "b", "c")),
                Transition("end", ("a",), ("o",)),
                Transition("clear", ("b",), ("o",), clears=True),
                Transition("rest", ("c",), ("o",)),
            ),
            "i",
            "o",
        )

        twice = prove(net).violation(Property.SAFENESS)

        assert twice.sequence == ("split", "end", "clear")
        assert twice.marking == ("o", "o")
