"""A post says where somebody works; a token may leave out what they may do there."""

import pytest

from motcua.authority.rules import limit_to
from motcua.cases import commands, queries
from motcua.cases.actions import available_actions
from motcua.cases.commands import Order
from motcua.cases.rules.refusals import AssignedToSomebodyElse, NotYourStep
from motcua.cases.tests.world import MORNING, accepted, unpaid
from motcua.kernel.actors import Actor, NotCompetent

PAID = {"amount": 1_200_000, "reference": "BL-1"}


def without(actor: Actor, power: str) -> Actor:
    return limit_to(actor, actor.powers - {power})


def proposed(world):
    """Bring a case to where the leader signs."""
    case_id = accepted(world)
    commands.complete_step(
        Order(case_id, world.officer, MORNING), step="examine", outcome="propose"
    )
    return case_id


def why_not(name, case_id, actor):
    view = queries.get_case(case_id, actor)
    found = available_actions(view, actor, MORNING)
    return next(one for one in found if one.name == name).refusal


class TestDeciding:
    def sign(self, case_id, actor, outcome="approve", **more):
        order = Order(case_id, actor, MORNING)
        return commands.complete_step(order, step="sign", outcome=outcome, **more)

    def test_takes_the_power_to_decide(self, world):
        case_id = proposed(world)

        for actor in (
            without(world.leader, "cases.decide"),
            limit_to(world.leader, ["cases.complete_step", "cases.read"]),
        ):
            with pytest.raises(NotCompetent) as refused:
                self.sign(case_id, actor)
            assert refused.value.params == {"power": "cases.decide"}
        assert queries.get_case(case_id, world.leader).state.status == "IN_PROGRESS"

    def test_sending_back_is_a_decision_too(self, world):
        with pytest.raises(NotCompetent):
            self.sign(
                proposed(world),
                without(world.leader, "cases.decide"),
                outcome="send_back",
                note="Chưa rõ",
            )

    def test_is_possible_with_both_powers_and_no_other(self, world):
        both = ["cases.complete_step", "cases.decide"]

        done = self.sign(proposed(world), limit_to(world.leader, both))

        assert done.state.status == "DECIDED"

    def test_takes_the_power_to_finish_steps_as_well(self, world):
        with pytest.raises(NotCompetent) as refused:
            self.sign(proposed(world), limit_to(world.leader, ["cases.decide"]))

        assert refused.value.params == {"power": "cases.complete_step"}

    def test_is_not_offered_without_the_power(self, world):
        case_id, narrow = proposed(world), without(world.leader, "cases.decide")

        refusal = why_not("complete_step", case_id, narrow)

        assert isinstance(refusal, NotCompetent)
        assert refusal.params == {"power": "cases.decide"}


class TestRecordingAPayment:
    def pay(self, case_id, actor):
        order = Order(case_id, actor, MORNING)
        return commands.complete_step(order, step="pay", outcome="paid", payment=PAID)

    def test_takes_the_power_to_record_it(self, world):
        case_id, narrow = unpaid(world), without(world.clerk, "cases.record_payment")

        with pytest.raises(NotCompetent) as refused:
            self.pay(case_id, narrow)

        assert refused.value.params == {"power": "cases.record_payment"}
        assert why_not("complete_step", case_id, narrow).params == refused.value.params

    def test_is_possible_with_it(self, world):
        case_id = unpaid(world)
        narrow = limit_to(world.clerk, ["cases.complete_step", "cases.record_payment"])

        assert list(self.pay(case_id, narrow).state.items) == ["sign"]


class TestReassigning:
    def give(self, case_id, actor, to):
        return commands.reassign_work(
            Order(case_id, actor, MORNING),
            item="examine",
            assignee_id=to.id if to else None,
        )

    def test_takes_the_power_to_give_work_to_others(self, world):
        case_id, narrow = accepted(world), without(world.leader, "cases.reassign")

        with pytest.raises(NotCompetent) as refused:
            self.give(case_id, narrow, world.officer)

        assert refused.value.params == {"power": "cases.reassign"}
        assert why_not("reassign_work", case_id, narrow).params == refused.value.params

    def test_work_of_ones_own_post_may_be_taken_without_it(self, world):
        case_id = accepted(world)

        taken = self.give(case_id, world.officer, world.officer)

        assert taken.state.items["examine"]["assignee"] == str(world.officer.id)

    def test_a_leader_without_it_may_take_what_leaders_do(self, world):
        case_id, narrow = proposed(world), without(world.leader, "cases.reassign")
        order = Order(case_id, narrow, MORNING)

        taken = commands.reassign_work(order, item="sign", assignee_id=narrow.id)

        assert taken.state.items["sign"]["assignee"] == str(narrow.id)

    def test_who_does_not_lead_is_told_so(self, world):
        case_id = accepted(world)
        self.give(case_id, world.officer, world.officer)

        with pytest.raises(AssignedToSomebodyElse):
            self.give(case_id, world.colleague, world.colleague)
        with pytest.raises(NotYourStep):
            self.give(case_id, world.officer, world.colleague)
