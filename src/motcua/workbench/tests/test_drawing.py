"""The order in which a process is drawn."""

from motcua.processes.rules import compile_process
from motcua.processes.tests.strategies import definition_of, outcome, step
from motcua.workbench.drawing import _levels


def order_of(**ways):
    """Return the layers of a process in which each step leads to the steps named."""
    steps = [
        step(name, *(way_of(n, target) for n, target in enumerate(targets)))
        for name, targets in ways.items()
    ]
    process = compile_process(definition_of(*steps))
    return [sorted(one.id for one in level) for level in _levels(process)]


def way_of(number, target):
    if target == "end":
        return outcome(f"way_{number}", result="done")
    return outcome(f"way_{number}", *target.split("+"))


class TestLevels:
    def test_follow_each_other(self):
        drawn = order_of(examine=["propose"], propose=["sign"], sign=["end"])

        assert drawn == [["examine"], ["propose"], ["sign"]]

    def test_stand_side_by_side_where_work_is_parallel(self):
        drawn = order_of(
            examine=["measure+ask"], measure=["draft"], ask=["draft"], draft=["end"]
        )

        assert drawn == [["examine"], ["ask", "measure"], ["draft"]]

    def test_put_a_step_behind_the_longest_way_to_it(self):
        drawn = order_of(
            check=["conclude", "visit"],
            visit=["conclude"],
            conclude=["sign"],
            sign=["end"],
        )

        assert drawn == [["check"], ["visit"], ["conclude"], ["sign"]]

    def test_do_not_follow_a_way_back(self):
        drawn = order_of(
            check=["conclude", "visit"],
            visit=["conclude"],
            conclude=["sign", "visit"],
            sign=["end", "check"],
        )

        assert drawn == [["check"], ["visit"], ["conclude"], ["sign"]]

    def test_draw_a_side_way_where_it_begins(self):
        drawn = order_of(draft=["sign"], sign=["end", "mend"], mend=["sign"])

        assert drawn == [["draft"], ["mend", "sign"]]
