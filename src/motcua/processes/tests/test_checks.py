import pytest

from motcua.processes.checks import DefectiveDefinition, check_process
from motcua.processes.compiler import compile_process
from motcua.processes.tests.strategies import WHO, definition_of, outcome, step

END = outcome("ok", result="approved")
SPLIT = step("split", outcome("ask", "land", "tax"))
LAND = step("land", outcome("done", "join"))
TAX = step("tax", outcome("done", "join"))
JOIN = step("join", END, waits_for=[["land"], ["tax"]])
ASK = {"kind": "CONSULTATION", "within": "3 working days"}
PROCEED = {"policy": "PROCEED", "outcome": "ok"}


def reasons(*steps, **more):
    return " ".join(d.reason for d in check_process(definition_of(*steps, **more)))


class TestCheckProcess:
    def test_finds_nothing_wrong_with_a_good_one(self):
        assert reasons(SPLIT, LAND, TAX, JOIN) == ""

    @pytest.mark.parametrize(
        ("steps", "said"),
        [
            ([step("a", END), step("a", END)], "'a' stands here twice."),
            ([step("a", END, END)], "'ok' stands here twice."),
            ([step("a", outcome("go", "b"))], "There is no step 'b'."),
            ([step("a", outcome("go", "b", "b")), step("b", END)], "named twice"),
            ([step("a", END), step("b", END)], "Nothing leads to 'b'."),
            (
                [step("a", END, outcome("go", "b")), step("b", outcome("on", "b"))],
                "From 'b' there is no way to an end.",
            ),
            ([step("a", outcome("go"))], "Nothing is ever decided."),
            ([step("a", END, outcome("go"))], "The outcome 'go' leads nowhere."),
            ([step("a", END, who=None)], "Nobody does this step."),
            ([step("a", END, budget="x")], "There is no budget 'x'."),
            ([step("a", END, silence=PROCEED)], "A CONSULTATION, and nothing else"),
            ([step("a", END, **ASK)], "A CONSULTATION, and nothing else"),
            (
                [step("a", END, kind="CONSULTATION", silence=PROCEED)],
                "A consultation needs its own time.",
            ),
            (
                [step("a", END, **ASK, silence={"policy": "ESCALATE"})],
                "ESCALATE needs `tell`.",
            ),
            (
                [step("a", END, **ASK, silence={"policy": "PROCEED", "outcome": "x"})],
                "There is no outcome 'x'.",
            ),
            ([step("a", END, kind="CHOICE", who=WHO)], "A CHOICE has no `who`."),
            (
                [step("a", END, outcome("b", result="refused"), kind="CHOICE")],
                "every outcome has `when`",
            ),
            (
                [
                    step(
                        "a",
                        outcome("x", "b", when="k"),
                        outcome("y", "b"),
                        kind="CHOICE",
                    ),
                    step("b", outcome("x", "a", when="k"), END, kind="CHOICE"),
                ],
                "leads to itself",
            ),
            (
                [SPLIT, LAND, TAX, step("join", END, waits_for=[["land"]])],
                "two branches",
            ),
            (
                [SPLIT, LAND, TAX, step("join", END, waits_for=[["land"]])],
                "not wait for",
            ),
            (
                [
                    SPLIT,
                    LAND,
                    TAX,
                    step("join", END, waits_for=[["land"], ["tax"], ["split"]]),
                ],
                "waits for 'split', which does not lead here",
            ),
            (
                [
                    step("a", outcome("x", "land"), outcome("y", "tax")),
                    LAND,
                    TAX,
                    JOIN,
                ],
                "joins branches that no outcome has split",
            ),
            (
                [
                    step("a", outcome("ok", "b", result="approved")),
                    step("b", END),
                ],
                "Here the case has been decided already.",
            ),
            (
                [
                    step(
                        "a", outcome("ok", "b", result="approved"), outcome("no", "b")
                    ),
                    step("b", outcome("done")),
                ],
                "can come before the decision and after it",
            ),
        ],
    )
    def test_finds(self, steps, said):
        assert said in reasons(*steps)

    def test_refuses_two_clocks(self):
        budgets = [{"id": "x", "name": {"vi": "x"}, "within": "3 working days"}]

        assert "not both" in reasons(
            step("a", END, budget="x", within="1 working day"), budgets=budgets
        )

    def test_says_where(self):
        (defect,) = check_process(definition_of(step("a", END, outcome("go", "b"))))

        assert defect.place == ("steps", 0, "outcomes", 1, "to", 0)


def test_a_defective_process_is_not_compiled():
    with pytest.raises(DefectiveDefinition, match="There is no step 'b'"):
        compile_process(definition_of(step("a", outcome("go", "b"))))
