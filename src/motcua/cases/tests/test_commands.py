from datetime import timedelta

import pytest

from motcua.cases import commands, queries
from motcua.cases.commands import Order
from motcua.cases.integrity import check_cases
from motcua.cases.rules import refusals
from motcua.cases.rules.supplement import RequestedItem
from motcua.cases.tests.world import (
    FORM,
    MORNING,
    accepted,
    decided,
    dossier,
    submitted,
    unpaid,
    upload,
)
from motcua.deadlines import Limit
from motcua.deadlines.rules import ClockAlreadyStopped
from motcua.kernel.ids import new_id
from motcua.kernel.refusals import ChangedMeanwhile, InvalidInput, NotFound


def findings() -> list:
    return [finding for found in check_cases() for finding in found]


class TestTheWholeStory:
    def test_goes_from_application_to_returned_result(self, world):
        case_id = decided(world)

        done = commands.return_result(Order(case_id, world.clerk, MORNING), way="POST")

        assert done.state.status == "RETURNED"
        assert done.state.result == "approved"
        assert done.state.closed_at == MORNING
        assert not done.state.items
        assert findings() == []

    def test_is_told_by_its_events(self, world):
        case_id = decided(world)

        kinds = [event.kind for event in queries.list_events(case_id, world.citizen)]

        assert kinds == [
            "SUBMITTED",
            "ACCEPTED",
            "STEP_COMPLETED",
            "STEP_COMPLETED",
            "DECIDED",
        ]


class TestSubmitApplication:
    def test_gives_work_to_the_clerks_of_the_receiving_unit(self, world):
        case_id = submitted(world)

        rows = queries.list_work(world.clerk, queries.WorkFilter(), now=MORNING)

        assert [(row.case_id, row.key) for row in rows] == [(case_id, "intake")]

    def test_names_every_wrong_field_and_paper(self, world):
        form = FORM | {"birth_date": "2026-13-01", "phone": "1"}

        with pytest.raises(InvalidInput) as refused:
            submitted(world, form=form, papers={"nonsense": [new_id()]})

        assert {"birth_date", "phone", "papers.nonsense"} <= set(refused.value.fields)

    def test_wants_the_papers_that_the_procedure_needs(self, world):
        with pytest.raises(InvalidInput) as refused:
            submitted(world, papers={})

        assert list(refused.value.fields) == ["papers.attestation"]

    def test_refuses_the_file_of_somebody_else(self, world):
        with pytest.raises(InvalidInput) as refused:
            submitted(world, papers={"attestation": [upload(world.stranger)]})

        assert isinstance(refused.value.fields["papers.attestation"], NotFound)

    def test_repeated_gives_the_same_answer_and_no_second_case(self, world):
        order = Order(new_id(), world.citizen, MORNING, key="k1")
        papers = dossier(world)

        first = commands.submit_application(order, papers)
        again = commands.submit_application(order, papers)

        assert again.repeated
        assert again.state == first.state


class TestAcceptCase:
    def test_gives_a_code_without_gaps_and_a_due_date_with_its_derivation(self, world):
        cases = [submitted(world) for _ in range(3)]

        states = [
            commands.accept_case(Order(case_id, world.clerk, MORNING)).state
            for case_id in cases
        ]

        assert [s.code for s in states] == [f"H26.99-260428-{n:04}" for n in (1, 2, 3)]
        assert states[0].due_at == MORNING.replace(hour=17)
        told = queries.list_events(cases[0], world.citizen)[-1]
        assert told.facts["derivation"]

    def test_after_the_cut_off_counts_from_the_next_working_day(self, world):
        late = MORNING.replace(hour=15, minute=30)
        case_id = submitted(world, now=late)

        state = commands.accept_case(Order(case_id, world.clerk, late)).state

        assert state.due_at == MORNING.replace(day=29, hour=17)

    def test_is_refused_to_a_clerk_of_another_unit_and_to_an_officer(self, world):
        case_id = submitted(world)

        with pytest.raises(Exception, match="not_competent"):
            commands.accept_case(Order(case_id, world.officer, MORNING))

    def test_is_refused_twice(self, world):
        case_id = accepted(world)

        with pytest.raises(refusals.WrongStatus):
            commands.accept_case(Order(case_id, world.clerk, MORNING))

    def test_with_a_stale_view_says_that_it_changed(self, world):
        case_id = accepted(world)

        with pytest.raises(ChangedMeanwhile):
            commands.complete_step(
                Order(case_id, world.officer, MORNING, seen=1),
                step="examine",
                outcome="propose",
            )

    def test_at_the_counter_takes_papers_by_hand(self, world):
        order = Order(new_id(), world.clerk, MORNING)
        at_counter = dossier(
            world, channel="COUNTER", papers={}, applicant={"name": "Vũ Thị Quầy"}
        )
        case_id = commands.submit_application(order, at_counter).state.id

        with pytest.raises(refusals.PapersMissing):
            commands.accept_case(Order(case_id, world.clerk, MORNING))
        done = commands.accept_case(
            Order(case_id, world.clerk, MORNING), on_paper=["attestation"]
        )

        assert done.state.dossier["papers"]["attestation"]["paper"]


class TestSupplement:
    ITEMS = (
        RequestedItem("paper", "attestation", "Bản chụp mờ"),
        RequestedItem("field", "mother_name", "Sai tên đệm"),
    )

    def ask(self, world, case_id, **more):
        items = more.pop("items", self.ITEMS)
        return commands.request_supplement(
            Order(case_id, world.officer, MORNING + timedelta(hours=1)),
            items=items,
            **more,
        )

    def give(self, world, case_id, days=2):
        return commands.supplement_case(
            Order(case_id, world.citizen, MORNING + timedelta(days=days)),
            form={"mother_name": "Trần Thanh Bình"},
            papers={"attestation": [upload(world.citizen)]},
        )

    def test_stops_the_clock_and_starts_it_from_zero(self, world):
        case_id = accepted(world)

        stopped = self.ask(world, case_id).state
        again = self.give(world, case_id, days=1).state

        assert stopped.status == "AWAITING_SUPPLEMENT"
        assert stopped.due_at is None
        assert not stopped.items
        assert again.status == "ACCEPTED"
        assert again.due_at == MORNING.replace(day=29, hour=17)
        assert list(again.items) == ["examine"]
        assert again.dossier["form"]["mother_name"] == "Trần Thanh Bình"
        assert findings() == []

    def test_may_not_ask_for_what_the_procedure_does_not_list(self, world):
        case_id = accepted(world)

        with pytest.raises(refusals.PaperNotListed):
            self.ask(world, case_id, items=[RequestedItem("paper", "passport", "?")])

    def test_may_not_ask_for_what_the_form_does_not_ask(self, world):
        case_id = accepted(world)  # of a child whose father is not entered

        with pytest.raises(refusals.FieldNotAsked) as refused:
            self.ask(
                world, case_id, items=[RequestedItem("field", "father_name", "Thiếu")]
            )

        assert refused.value.params["item"] == "Họ, chữ đệm, tên người cha"

    def test_misses_no_answer_that_the_form_asks_no_more(self, world):
        father = {"father_known": True, "father_name": "Vũ Văn An"}
        case_id = accepted(world, form=FORM | father | {"marriage_elsewhere": False})
        wrong = [
            RequestedItem("field", "father_known", "Mẹ khai khác"),
            RequestedItem("field", "father_name", "Mờ"),
        ]
        self.ask(world, case_id, items=wrong)

        done = commands.supplement_case(
            Order(case_id, world.citizen, MORNING + timedelta(days=1)),
            form={"father_known": False},
            papers={},
        )

        assert done.state.status == "ACCEPTED"
        assert findings() == []

    def test_is_not_asked_for_while_only_a_payment_is_awaited(self, world):
        case_id = unpaid(world)

        with pytest.raises(ClockAlreadyStopped):
            commands.request_supplement(
                Order(case_id, world.clerk, MORNING),
                items=[RequestedItem("field", "phone", "Sai số")],
            )

    def test_wants_a_reason_for_each_item(self, world):
        case_id = accepted(world)

        with pytest.raises(InvalidInput):
            self.ask(world, case_id, items=[RequestedItem("paper", "attestation", " ")])

    def test_a_second_time_needs_a_recorded_reason(self, world):
        case_id = accepted(world)
        self.ask(world, case_id)
        self.give(world, case_id)

        later = MORNING + timedelta(days=6)
        order = Order(case_id, world.officer, later)
        with pytest.raises(refusals.AlreadyAskedOnce):
            commands.request_supplement(order, items=self.ITEMS)
        done = commands.request_supplement(
            order, items=self.ITEMS, repeat_reason="Phát sinh sau xác minh"
        )

        assert done.state.facts["supplement_requests"] == 2

    def test_must_bring_everything_that_was_asked_for(self, world):
        case_id = accepted(world)
        self.ask(world, case_id)

        with pytest.raises(refusals.SupplementIncomplete):
            commands.supplement_case(
                Order(case_id, world.citizen, MORNING + timedelta(days=1)),
                form={"mother_name": "Trần Thanh Bình"},
                papers={},
            )

    def test_at_intake_leads_back_to_intake(self, world):
        case_id = submitted(world)
        commands.request_supplement(
            Order(case_id, world.clerk, MORNING), items=self.ITEMS
        )

        state = self.give(world, case_id).state

        assert state.status == "SUBMITTED"
        assert list(state.items) == ["intake"]


class TestConsultation:
    def test_lets_the_other_unit_see_and_answer(self, world):
        case_id = accepted(world)
        with pytest.raises(NotFound):
            queries.get_case(case_id, world.expert)

        asked = commands.consult_unit(
            Order(case_id, world.officer, MORNING),
            unit_id=world.department,
            question="Hôn nhân có hiệu lực?",
            within=Limit.parse("3 working days"),
        )
        consultation = asked.state.facts["consultations"][0]["id"]
        with pytest.raises(refusals.ConsultationOpen):
            commands.complete_step(
                Order(case_id, world.officer, MORNING),
                step="examine",
                outcome="propose",
            )
        done = commands.answer_consultation(
            Order(case_id, world.expert, MORNING),
            consultation=consultation,
            answer="Có hiệu lực.",
        )

        assert done.state.facts["consultations"][0]["answered"]
        assert queries.get_case(case_id, world.expert).seq == done.seq
        assert findings() == []

    def test_is_not_shown_to_the_applicant(self, world):
        case_id = accepted(world)
        commands.comment_on_case(Order(case_id, world.officer, MORNING), text="Gấp")

        kinds = {event.kind for event in queries.list_events(case_id, world.citizen)}

        assert "COMMENTED" not in kinds

    def test_is_no_longer_awaited_once_there_is_a_decision(self, world):
        case_id = accepted(world)
        commands.consult_unit(
            Order(case_id, world.officer, MORNING),
            unit_id=world.department,
            question="?",
            within=Limit.parse("1 working day"),
        )
        late = MORNING + timedelta(days=6)
        for actor, step, outcome in (
            (world.officer, "examine", "propose"),
            (world.leader, "sign", "approve"),
        ):
            state = commands.complete_step(
                Order(case_id, actor, late), step=step, outcome=outcome
            ).state

        assert list(state.items) == ["return"]
        again = commands.reopen_case(Order(case_id, world.leader, late), reason="Sai")
        assert again.state.decided_at is None
        commands.complete_step(
            Order(case_id, world.leader, late), step="sign", outcome="approve"
        )
        assert findings() == []


class TestApology:
    def test_moves_the_date_once(self, world):
        case_id = accepted(world)
        new_due = MORNING + timedelta(days=8)

        done = commands.apologise_and_reappoint(
            Order(case_id, world.leader, MORNING), reason="Quá tải", new_due=new_due
        )

        assert done.state.due_at == new_due
        with pytest.raises(Exception, match="already_reappointed"):
            commands.apologise_and_reappoint(
                Order(case_id, world.leader, MORNING),
                reason="Vẫn quá tải",
                new_due=new_due + timedelta(days=9),
            )


class TestReassign:
    def test_lets_only_the_assignee_go_on(self, world):
        case_id = accepted(world)
        commands.reassign_work(
            Order(case_id, world.leader, MORNING),
            item="examine",
            assignee_id=world.colleague.id,
        )

        with pytest.raises(refusals.AssignedToSomebodyElse):
            commands.complete_step(
                Order(case_id, world.officer, MORNING),
                step="examine",
                outcome="propose",
            )
        mine = queries.list_work(
            world.colleague, queries.WorkFilter(mine=True), now=MORNING
        )

        assert [row.key for row in mine] == ["examine"]
        assert findings() == []

    def test_refuses_a_person_without_the_post(self, world):
        case_id = accepted(world)

        with pytest.raises(refusals.NoPostForWork):
            commands.reassign_work(
                Order(case_id, world.leader, MORNING),
                item="examine",
                assignee_id=world.clerk.id,
            )


class TestEnds:
    def test_withdraw_before_acceptance(self, world):
        case_id = submitted(world)

        state = commands.withdraw_case(Order(case_id, world.citizen, MORNING)).state

        assert state.status == "WITHDRAWN"

    def test_after_acceptance_a_case_is_stopped_not_withdrawn(self, world):
        case_id = accepted(world)

        with pytest.raises(refusals.WrongStatus):
            commands.withdraw_case(Order(case_id, world.citizen, MORNING))
        state = commands.stop_case(
            Order(case_id, world.citizen, MORNING), reason="Đổi ý"
        ).state

        assert state.status == "STOPPED"
        assert findings() == []

    def test_a_stranger_sees_and_does_nothing(self, world):
        case_id = accepted(world)

        with pytest.raises(NotFound):
            commands.stop_case(Order(case_id, world.stranger, MORNING), reason="x")

    def test_refusal_wants_a_reason(self, world):
        case_id = submitted(world)

        with pytest.raises(refusals.ReasonMissing):
            commands.refuse_case(Order(case_id, world.clerk, MORNING), reason=" ")

    def test_reopened_where_only_a_payment_was_awaited_it_still_is(self, world):
        case_id = unpaid(world)
        stopped = commands.stop_case(
            Order(case_id, world.clerk, MORNING), reason="Theo đơn"
        )

        order = Order(case_id, world.leader, MORNING + timedelta(days=1))
        state = commands.reopen_case(order, reason="Theo đơn").state

        assert (stopped.state.due_at, state.due_at) == (None, None)
        assert state.facts["stopped_for"] == "FINANCIAL_OBLIGATION"
        paid = commands.complete_step(
            Order(case_id, world.clerk, MORNING + timedelta(days=3)),
            step="pay",
            outcome="paid",
            payment={"amount": 1_200_000, "reference": "BL-1"},
        )
        assert paid.state.due_at > MORNING + timedelta(days=3)
        assert findings() == []

    def test_reopening_goes_on_where_it_ended(self, world):
        case_id = decided(world)
        commands.return_result(Order(case_id, world.clerk, MORNING), way="COUNTER")

        state = commands.reopen_case(
            Order(case_id, world.leader, MORNING), reason="Sai họ tên"
        ).state

        assert state.status == "IN_PROGRESS"
        assert list(state.items) == ["sign"]
        assert findings() == []
