"""A token that gives only some powers cannot do by a back way what it does not give."""

import pytest

from motcua.cases.tests.world import accepted, decided, unpaid


def act(caller, case_id, action, **said):
    return caller.post(f"/cases/{case_id}/{action}", said)


def missing(answer):
    """Return what an answer says is missing."""
    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (403, "not_competent")
    return problem["detail"]


@pytest.fixture
def proposed(door, world):
    case_id = accepted(world)
    step = {"step": "examine", "outcome": "propose"}
    assert act(door.officer, case_id, "complete-step", **step).status_code == 200
    return case_id


class TestALeadersToken:
    SIGN = {"step": "sign", "outcome": "approve"}

    def test_that_only_finishes_steps_signs_nothing(self, door, proposed):
        narrow = door.limited("leader", "cases.complete_step", "cases.read")

        said = missing(act(narrow, proposed, "complete-step", **self.SIGN))

        assert "cases.decide" in said
        case = door.leader.get(f"/cases/{proposed}").json()
        assert (case["status"], case["result"]) == ("IN_PROGRESS", "")

    def test_says_the_same_beforehand(self, door, proposed):
        narrow = door.limited("leader", "cases.complete_step", "cases.read")

        offers = narrow.get(f"/cases/{proposed}/actions").json()
        step = next(one for one in offers if one["name"] == "complete_step")

        assert step["why_not"]["code"] == "not_competent"
        assert "cases.decide" in step["why_not"]["detail"]
        assert not step["allowed"]

    def test_that_decides_signs(self, door, proposed):
        narrow = door.limited("leader", "cases.complete_step", "cases.decide")

        answer = act(narrow, proposed, "complete-step", **self.SIGN)

        assert answer.json()["status"] == "DECIDED"

    def test_that_does_not_reassign_gives_work_to_nobody(self, door, world):
        narrow = door.limited("leader", "cases.work")
        case_id = accepted(world)
        to = {"item": "examine", "assignee_id": str(world.officer.id)}

        assert "cases.reassign" in missing(act(narrow, case_id, "reassign", **to))
        assert act(door.leader, case_id, "reassign", **to).status_code == 200

    def test_that_decides_does_not_reopen(self, door, world):
        narrow = door.limited("leader", "cases.decide", "cases.complete_step")

        answer = act(narrow, decided(world), "reopen", reason="Sai sót")

        assert "cases.reopen" in missing(answer)


class TestAClerksToken:
    PAY = {
        "step": "pay",
        "outcome": "paid",
        "payment": {"amount": 1_200_000, "reference": "BL-1"},
    }

    def test_that_only_finishes_steps_records_no_payment(self, door, world):
        narrow, case_id = door.limited("clerk", "cases.complete_step"), unpaid(world)

        said = missing(act(narrow, case_id, "complete-step", **self.PAY))

        assert "cases.record_payment" in said

    def test_that_records_payments_does(self, door, world):
        powers = ("cases.complete_step", "cases.record_payment")
        narrow, case_id = door.limited("clerk", *powers), unpaid(world)

        answer = act(narrow, case_id, "complete-step", **self.PAY)

        assert answer.status_code == 200


class TestAControllersToken:
    def test_that_verifies_checks_one_case(self, door, world):
        narrow = door.limited("controller", "cases.verify", "cases.see_all")
        case_id = accepted(world)

        said = narrow.get(f"/cases/{case_id}/integrity").json()

        assert said["findings"] == []
        assert [event["kind"] for event in said["events"]] == ["SUBMITTED", "ACCEPTED"]

    def test_that_reads_does_not(self, door, world):
        narrow = door.limited("controller", "cases.read", "cases.see_all")

        answer = narrow.get(f"/cases/{accepted(world)}/integrity")

        assert "cases.verify" in missing(answer)
