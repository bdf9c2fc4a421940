from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import transaction

from motcua.cases import commands, queries
from motcua.cases.actions import allowed_actions, available_actions
from motcua.cases.rules.refusals import (
    AssignedToSomebodyElse,
    NotYourStep,
    WrongStatus,
)
from motcua.cases.rules.supplement import RequestedItem
from motcua.cases.tests.world import MORNING, accepted, decided, submitted, unpaid
from motcua.deadlines import Limit
from motcua.kernel.actors import NotCompetent
from motcua.kernel.refusals import NotFound, Refusal
from motcua.processes.rules import OutcomeNotAvailable

TALK = {"comment_on_case", "send_message"}


def allowed(case_id, actor):
    view = queries.get_case(case_id, actor)
    return {action.name for action in allowed_actions(view, actor, MORNING)}


def action(name, case_id, actor):
    view = queries.get_case(case_id, actor)
    found = available_actions(view, actor, MORNING)
    return next(one for one in found if one.name == name)


class TestAvailableActions:
    def test_of_a_new_application(self, world):
        case_id = submitted(world)

        assert allowed(case_id, world.clerk) == TALK | {
            "accept_case",
            "refuse_case",
            "request_supplement",
            "reassign_work",
            "withdraw_case",  # for the applicant, who stands at the counter
        }
        assert allowed(case_id, world.citizen) == {"send_message", "withdraw_case"}

    def test_of_a_case_in_progress(self, world):
        case_id = accepted(world)

        assert allowed(case_id, world.officer) == TALK | {
            "complete_step",
            "request_supplement",
            "consult_unit",
            "reassign_work",
        }
        assert allowed(case_id, world.citizen) == {"send_message", "stop_case"}
        assert allowed(case_id, world.leader) == TALK | {
            "apologise_and_reappoint",
            "reassign_work",
        }

    def test_of_a_decided_case(self, world):
        case_id = decided(world)

        assert allowed(case_id, world.clerk) == TALK | {
            "return_result",
            "reassign_work",
        }
        assert "reopen_case" in allowed(case_id, world.leader)

    def test_of_a_closed_case(self, world):
        case_id = submitted(world)
        commands.refuse_case(world.order(case_id, world.clerk), reason="Sai nơi nộp")

        assert allowed(case_id, world.controller) == {"comment_on_case", "erase_case"}

    def test_lets_ask_only_for_what_the_form_asks_of_this_applicant(self, world):
        asked = action("request_supplement", accepted(world), world.officer)

        fields = {one.id for one in asked.fields}
        assert {"father_known", "mother_name"} <= fields
        assert "father_name" not in fields

    def test_of_a_case_that_waits_for_a_payment(self, world):
        case_id = unpaid(world)

        assert "complete_step" in allowed(case_id, world.clerk)
        assert "request_supplement" not in allowed(case_id, world.clerk)

    def test_names_every_action_with_what_stands_in_its_way(self, world):
        case_id = accepted(world)

        assert action("accept_case", case_id, world.clerk).refusal.__class__ is (
            WrongStatus
        )
        assert action("accept_case", case_id, world.officer).refusal.__class__ is (
            NotCompetent
        )
        assert action("complete_step", case_id, world.leader).refusal.__class__ is (
            NotYourStep
        )

    def test_keeps_to_the_powers_of_a_token(self, world):
        case_id = submitted(world)
        reader = replace(world.clerk, powers=frozenset({"cases.read"}))

        assert allowed(case_id, reader) == set()

    @pytest.mark.parametrize("state", [submitted, accepted, decided])
    @pytest.mark.parametrize(
        "who", ["citizen", "clerk", "officer", "leader", "expert", "controller"]
    )
    def test_offers_exactly_what_the_commands_do_not_refuse(self, world, state, who):
        case_id, actor = state(world), getattr(world, who)
        try:
            queries.get_case(case_id, actor)
        except NotFound:
            return

        offered = {name for name in COMMANDS if name in allowed(case_id, actor)}

        assert offered == {n for n in COMMANDS if works(n, world.order(case_id, actor))}


COMMANDS = {
    "accept_case": {},
    "refuse_case": {"reason": "Sai nơi nộp"},
    "request_supplement": {
        "items": [RequestedItem("field", "child_name", "Thiếu chữ lót")]
    },
    "withdraw_case": {},
    "stop_case": {"reason": "Không cần nữa"},
    "return_result": {"way": "COUNTER"},
    "apologise_and_reappoint": {
        "reason": "Mất điện",
        "new_due": MORNING + timedelta(days=9),
    },
    "comment_on_case": {"text": "Đã xem"},
    "send_message": {"text": "Xin chào"},
    "reopen_case": {"reason": "Nhầm"},
    "erase_case": {"act_of": "QĐ 1/2026"},
    "extend_limit": {"reason": "Xác minh"},
}


def works(name, order):
    """Tell whether a command goes through, and undo it."""
    try:
        with transaction.atomic():
            getattr(commands, name)(order, **COMMANDS[name])
            transaction.set_rollback(True)
    except Refusal:
        return False
    return True


class TestInputsOfAnAction:
    def test_of_a_step_are_its_outcomes(self, world):
        step = action("complete_step", accepted(world), world.officer)

        assert (step.item, step.kind) == ("examine", "TASK")
        assert step.title.vi
        assert step.due_at
        assert "propose" in [choice.id for choice in step.outcomes]
        assert all(choice.name.en for choice in step.outcomes)

    def test_of_an_outcome_say_whether_a_note_is_owed(self, world):
        case_id = accepted(world)
        order = world.order(case_id, world.officer)
        commands.complete_step(order, step="examine", outcome="propose")

        outcomes = action("complete_step", case_id, world.leader).outcomes

        assert {choice.id: choice.note_required for choice in outcomes} == {
            "approve": False,
            "send_back": True,
        }

    def test_of_an_outcome_say_why_it_cannot_be_chosen(self, world):
        step = action("complete_step", accepted(world), world.officer)

        refused = {one.id: type(one.refusal) for one in step.outcomes if one.refusal}
        assert refused == {"verify": OutcomeNotAvailable}

    def test_of_an_acceptance_are_the_papers_that_are_missing(self, world):
        case_id = submitted(world, channel="COUNTER", papers={})

        accept = action("accept_case", case_id, world.clerk)

        assert [paper.id for paper in accept.papers] == ["attestation"]

    def test_of_a_request_are_all_papers_and_fields_of_the_procedure(self, world):
        request = action("request_supplement", submitted(world), world.clerk)

        assert "attestation" in [paper.id for paper in request.papers]
        assert "child_name" in [field.id for field in request.fields]
        assert not request.reason_owed

    def test_of_a_supplement_are_what_was_asked_for_and_why(self, world):
        case_id = submitted(world)
        items = [RequestedItem("field", "child_name", "Thiếu chữ lót")]
        commands.request_supplement(world.order(case_id, world.clerk), items=items)

        wanted = action("supplement_case", case_id, world.citizen)

        assert wanted.allowed
        assert [(f.id, f.reason) for f in wanted.fields] == [
            ("child_name", "Thiếu chữ lót")
        ]
        assert wanted.papers == ()

    def test_of_a_second_request_say_that_a_reason_is_owed(self, world):
        case_id = submitted(world)
        items = [RequestedItem("field", "child_name", "Thiếu chữ lót")]
        commands.request_supplement(world.order(case_id, world.clerk), items=items)
        commands.supplement_case(
            world.order(case_id, world.citizen), form={"child_name": "An"}, papers={}
        )

        assert action("request_supplement", case_id, world.clerk).reason_owed

    def test_of_a_consultation_are_for_the_unit_that_is_asked(self, world):
        case_id = accepted(world)
        commands.consult_unit(
            world.order(case_id, world.officer),
            unit_id=world.department,
            question="Có đúng không?",
            within=Limit.parse("2 working days"),
        )

        assert "answer_consultation" in allowed(case_id, world.expert)
        assert "answer_consultation" not in allowed(case_id, world.officer)
        assert "complete_step" not in allowed(case_id, world.officer)

    def test_of_work_say_who_has_it_and_who_may_get_it(self, world):
        case_id = accepted(world)
        commands.reassign_work(
            world.order(case_id, world.leader),
            item="examine",
            assignee_id=world.colleague.id,
        )

        taken = action("reassign_work", case_id, world.officer)

        assert isinstance(taken.refusal, AssignedToSomebodyElse)
        assert taken.assignee_id == world.colleague.id
        assert (taken.unit_id, taken.role) == (world.ward, "OFFICER")
