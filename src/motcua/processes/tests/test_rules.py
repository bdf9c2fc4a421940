import pytest

from motcua.kernel.refusals import Refusal
from motcua.processes import rules
from motcua.processes.tests.strategies import definition_of, outcome, step


def process(*steps, **more):
    return rules.compile_process(definition_of(*steps, **more))


LINE = process(
    step(
        "examine", outcome("propose", "sign"), outcome("doubt", "sign", note="REQUIRED")
    ),
    step("sign", outcome("approve", result="approved"), outcome("return", "examine")),
)
PARALLEL = process(
    step("split", outcome("ask", "land", "tax"), outcome("skip", "join", "tax")),
    step("land", outcome("done", "join"), outcome("refuse", result="refused")),
    step(
        "tax",
        outcome("done", "join"),
        outcome("stop", result="refused", cancels=True),
        outcome("again", "split", cancels=True),
    ),
    step(
        "join",
        outcome("approve", result="approved"),
        waits_for=[["land", "split"], ["tax"]],
    ),
)


class TestStart:
    def test_opens_the_first_step(self):
        assert rules.start(LINE, {}) == rules.Move(("examine",), ("examine",), ())


class TestAdvance:
    def test_opens_the_next_step(self):
        move = rules.advance(LINE, ("examine",), "examine", "propose", {})

        assert move == rules.Move(("sign",), ("sign",), ("examine",))

    def test_ends_with_the_result(self):
        move = rules.advance(LINE, ("sign",), "sign", "approve", {})

        assert move == rules.Move((), (), ("sign",), "approved")

    def test_refuses_a_step_that_is_not_open(self):
        with pytest.raises(rules.StepNotOpen) as refused:
            rules.advance(LINE, ("sign",), "examine", "propose", {})

        assert refused.value.params["step"].vi == "examine"

    def test_refuses_a_step_that_does_not_exist(self):
        with pytest.raises(rules.StepNotOpen):
            rules.advance(LINE, ("sign",), "nowhere", "propose", {})

    def test_refuses_a_waiting_token_as_a_step(self):
        with pytest.raises(rules.StepNotOpen):
            rules.advance(PARALLEL, ("join<tax", "land"), "join<tax", "done", {})

    def test_refuses_an_unknown_outcome_and_names_the_choices(self):
        with pytest.raises(rules.NoSuchOutcome) as refused:
            rules.advance(LINE, ("sign",), "sign", "burn", {})

        assert refused.value.params["choices"].vi == "approve, return"

    def test_refuses_a_missing_note(self):
        with pytest.raises(rules.NoteRequired):
            rules.advance(LINE, ("examine",), "examine", "doubt", {}, note="  ")

    def test_takes_a_note(self):
        move = rules.advance(LINE, ("examine",), "examine", "doubt", {}, note="Vì …")

        assert move.opened == ("sign",)

    def test_opens_several_steps_in_parallel(self):
        move = rules.advance(PARALLEL, ("split",), "split", "ask", {})

        assert move == rules.Move(("land", "tax"), ("land", "tax"), ("split",))

    def test_waits_at_a_join(self):
        move = rules.advance(PARALLEL, ("land", "tax"), "tax", "done", {})

        assert move == rules.Move(("join<tax", "land"), (), ("tax",))

    def test_opens_the_join_when_all_have_arrived(self):
        move = rules.advance(PARALLEL, ("join<tax", "land"), "land", "done", {})

        assert move == rules.Move(("join",), ("join",), ("land",))

    def test_lets_a_split_go_straight_to_the_join(self):
        move = rules.advance(PARALLEL, ("split",), "split", "skip", {})
        assert move.marking == ("join<land", "tax")

        move = rules.advance(PARALLEL, move.marking, "tax", "done", {})
        assert move.marking == ("join",)

    def test_refuses_to_decide_while_other_steps_are_open(self):
        with pytest.raises(rules.StepsStillOpen) as refused:
            rules.advance(PARALLEL, ("land", "tax"), "land", "refuse", {})

        assert refused.value.params["steps"].vi == "tax"

    def test_cancels_what_else_is_open(self):
        move = rules.advance(PARALLEL, ("land", "tax"), "tax", "stop", {})

        assert move == rules.Move((), (), ("tax", "land"), "refused")

    def test_goes_back_out_of_a_parallel_part(self):
        move = rules.advance(PARALLEL, ("join<land", "tax"), "tax", "again", {})

        assert move == rules.Move(("split",), ("split",), ("tax",))


class TestOpenTwice:
    def test_is_refused(self):
        clumsy = process(
            step("split", outcome("ask", "land", "tax")),
            step("land", outcome("done", "join")),
            step("tax", outcome("done", "join"), outcome("again", "land")),
            step(
                "join", outcome("ok", result="approved"), waits_for=[["land"], ["tax"]]
            ),
        )

        with pytest.raises(rules.StepOpenTwice):
            rules.advance(clumsy, ("land", "tax"), "tax", "again", {})


CHOOSING = process(
    step("receive", outcome("done", "route")),
    step(
        "route",
        outcome("small", "sign", when="floors <= 3"),
        outcome("large", "visit"),
        kind="CHOICE",
    ),
    step("visit", outcome("done", "sign"), outcome("tall", "sign", when="floors > 9")),
    step("sign", outcome("approve", "register", result="approved")),
    step("register", outcome("done")),
)


class TestChoice:
    @pytest.mark.parametrize(
        ("facts", "opened"),
        [({"floors": 3}, "sign"), ({"floors": 4}, "visit"), ({}, "visit")],
    )
    def test_takes_the_first_outcome_that_holds(self, facts, opened):
        move = rules.advance(CHOOSING, ("receive",), "receive", "done", facts)

        assert move == rules.Move((opened,), (opened,), ("receive",))

    def test_guards_an_outcome(self):
        with pytest.raises(rules.OutcomeNotAvailable):
            rules.advance(CHOOSING, ("visit",), "visit", "tall", {"floors": 9})

    def test_offers_only_outcomes_that_hold(self):
        offered = rules.available_outcomes(CHOOSING, "visit", {"floors": 9})

        assert [o.id for o in offered] == ["done"]


class TestWorkAfterTheDecision:
    def test_stays_open_and_decides_nothing(self):
        decided = rules.advance(CHOOSING, ("sign",), "sign", "approve", {})
        ended = rules.advance(CHOOSING, decided.marking, "register", "done", {})

        assert (decided.result, decided.marking) == ("approved", ("register",))
        assert (ended.result, ended.marking) == (None, ())


def test_every_refusal_of_a_step_is_a_refusal():
    assert issubclass(rules.StepNotOpen, Refusal)


def test_open_steps_leave_out_waiting_tokens():
    steps = rules.open_steps(PARALLEL, ("join<tax", "land"))

    assert [s.id for s in steps] == ["land"]
