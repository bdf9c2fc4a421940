import json

import pytest

from motcua.processes.definition import ProcessDefinition
from motcua.processes.soundness import check_soundness, prove_process


def step(name, *outcomes, **more):
    return {
        "id": name,
        "name": {"vi": name},
        "who": {"role": "OFFICER", "unit": "competent"},
        "outcomes": list(outcomes),
        **more,
    }


def outcome(name, *to, **more):
    return {"id": name, "name": {"vi": name}, "to": list(to), **more}


def process(*steps):
    return ProcessDefinition.model_validate_json(json.dumps({"steps": steps}))


DONE = outcome("done", result="approved")
FORK = step("receive", outcome("go", "land", "tax"))


class TestWhatIsSound:
    def test_branches_that_are_joined(self):
        fine = process(
            FORK,
            step("land", outcome("ok", "sign")),
            step("tax", outcome("ok", "sign"), outcome("again", "tax")),
            step("sign", DONE, waits_for=[["land"], ["tax"]]),
        )

        assert prove_process(fine) == []

    def test_a_refusal_that_closes_the_other_branches(self):
        fine = process(
            FORK,
            step(
                "land",
                outcome("ok", "sign"),
                outcome("no", result="refused", cancels=True),
            ),
            step("tax", outcome("ok", "sign")),
            step("sign", DONE, waits_for=[["land"], ["tax"]]),
        )

        assert prove_process(fine) == []

    def test_work_after_the_decision(self):
        fine = process(
            step("sign", outcome("yes", "archive", result="approved")),
            step("archive", outcome("done")),
        )

        assert prove_process(fine) == []


class TestWhatIsNot:
    def test_a_step_opened_by_two_branches(self):
        wrong = process(
            FORK,
            step("land", outcome("ok", "sign")),
            step("tax", outcome("ok", "sign")),
            step("sign", DONE),
        )

        twice, left = check_soundness(wrong)

        assert twice.place == ("steps", 2, "outcomes", 0)
        assert "'sign' can be opened while it is open already" in twice.reason
        assert "receive: go → land: ok → tax: ok" in twice.reason
        assert "The case can end while 'tax' is still open" in left.reason

    def test_a_decision_while_another_branch_is_open(self):
        wrong = process(
            FORK,
            step("land", outcome("ok", "sign"), outcome("no", result="refused")),
            step("tax", outcome("ok", "sign")),
            step("sign", DONE, waits_for=[["land"], ["tax"]]),
        )

        reasons = [defect.reason for defect in check_soundness(wrong)]

        assert any("receive: go → land: no" in reason for reason in reasons)

    def test_a_choice_before_a_join(self):
        wrong = process(
            step("receive", outcome("go", "land", "tax"), outcome("one", "land")),
            step("land", outcome("ok", "sign")),
            step("tax", outcome("ok", "sign")),
            step("sign", DONE, waits_for=[["land"], ["tax"]]),
        )

        (stuck,) = check_soundness(wrong)

        assert "stuck for ever" in stuck.reason
        assert "receive: one" in stuck.reason
        assert stuck.place == ("steps", 0, "outcomes", 1)

    def test_a_loop_that_opens_a_branch_again(self):
        wrong = process(
            FORK,
            step("land", outcome("ok", "sign"), outcome("back", "receive")),
            step("tax", outcome("ok", "sign")),
            step("sign", DONE, waits_for=[["land"], ["tax"]]),
        )

        twice = check_soundness(wrong)[0]

        assert "receive: go → land: back → receive: go" in twice.reason


@pytest.mark.parametrize("branches", [8, 30])
def test_many_parallel_branches_are_no_burden(branches):
    names = [f"b{n}" for n in range(branches)]
    fine = process(
        step("receive", outcome("go", *names)),
        *(step(name, outcome("ok", "sign"), outcome("more", name)) for name in names),
        step("sign", DONE, waits_for=[[name] for name in names]),
    )

    assert prove_process(fine) == []
