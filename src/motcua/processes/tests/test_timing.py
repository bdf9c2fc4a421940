import json

from motcua.processes.definition import ProcessDefinition
from motcua.processes.tests.test_soundness import outcome, step
from motcua.processes.timing import longest_way


def hours(*steps, budgets=(), **facts):
    text = json.dumps({"steps": steps, "budgets": budgets})
    way = longest_way(ProcessDefinition.model_validate_json(text), facts)
    return way.hours, [share.id for share in way.shares]


DONE = outcome("done", result="approved")


def given(name, days, *outcomes, **more):
    return step(name, *outcomes, within=f"{days} working days", **more)


class TestLongestWay:
    def test_is_the_sum_of_the_steps(self):
        found = hours(
            given("examine", 3, outcome("go", "sign")), given("sign", 1, DONE)
        )

        assert found == (32, ["examine", "sign"])

    def test_takes_the_longer_of_two_ways(self):
        found = hours(
            given("examine", 1, outcome("short", "sign"), outcome("long", "visit")),
            given("visit", 5, outcome("ok", "sign")),
            given("sign", 1, DONE),
        )

        assert found == (56, ["examine", "visit", "sign"])

    def test_waits_for_the_longest_branch(self):
        found = hours(
            given("receive", 1, outcome("go", "land", "tax")),
            given("land", 2, outcome("ok", "sign")),
            given("tax", 4, outcome("ok", "sign")),
            given("sign", 1, DONE, waits_for=[["land"], ["tax"]]),
        )

        assert found == (48, ["receive", "tax", "sign"])

    def test_counts_a_shared_budget_once(self):
        budget = {"id": "desk", "name": {"vi": "Bàn"}, "within": "2 working days"}
        found = hours(
            step("examine", outcome("go", "review"), budget="desk"),
            step("review", outcome("go", "sign"), budget="desk"),
            given("sign", 1, DONE),
            budgets=[budget],
        )

        assert found == (24, ["desk", "sign"])

    def test_leaves_out_what_does_not_count_and_what_follows_the_decision(self):
        found = hours(
            given("examine", 1, outcome("go", "pay")),
            given("pay", 9, outcome("paid", "sign"), counted=False),
            given("sign", 1, outcome("yes", "archive", result="approved")),
            given("archive", 9, outcome("done")),
        )

        assert found == (16, ["examine", "sign"])

    def test_does_not_count_a_step_twice_that_is_sent_back(self):
        found = hours(
            given("examine", 3, outcome("go", "sign")),
            given("sign", 1, DONE, outcome("back", "examine")),
        )

        assert found == (32, ["examine", "sign"])

    def test_goes_on_after_an_opinion_that_leads_back(self):
        asked = given(
            "ask",
            2,
            outcome("answered", "examine"),
            kind="CONSULTATION",
            silence={"policy": "PROCEED", "outcome": "answered"},
        )
        found = hours(
            given("examine", 3, outcome("ask", "ask"), outcome("go", "sign")),
            asked,
            given("sign", 1, DONE),
        )

        assert found == (48, ["examine", "ask", "sign"])

    def test_knows_which_variant_may_go_where(self):
        steps = (
            given(
                "examine",
                1,
                outcome("go", "sign"),
                outcome("visit", "visit", when='variant == "on_site"'),
            ),
            given("visit", 5, outcome("ok", "sign")),
            given("sign", 1, DONE),
        )

        assert hours(*steps, variant="plain") == (16, ["examine", "sign"])
        assert hours(*steps, variant="on_site")[0] == 56

    def test_a_condition_on_the_form_may_hold(self):
        steps = (
            given(
                "examine", 1, outcome("v", "visit", when="far"), outcome("go", "sign")
            ),
            given("visit", 5, outcome("ok", "sign")),
            given("sign", 1, DONE),
        )

        assert hours(*steps, variant="plain")[0] == 56
