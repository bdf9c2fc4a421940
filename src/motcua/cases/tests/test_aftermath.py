from datetime import timedelta

import pytest
from django.apps import apps

from motcua.cases import aftermath, commands, papers, queries, registers
from motcua.cases.commands import Order
from motcua.cases.rules.supplement import RequestedItem
from motcua.cases.tests.world import MORNING, accepted, decided, submitted
from motcua.deadlines import Limit
from motcua.documents.queries import list_files, list_issued
from motcua.kernel.refusals import NotFound


def told(actor) -> list[str]:
    messages = apps.get_model("notices", "Message").objects.filter(account_id=actor.id)
    return [message.subject for message in messages.order_by("created_at", "id")]


def follow(case_id, first=1, last=99) -> None:
    aftermath.follow_up(case_id, first, last, now=MORNING)


class TestFollowUp:
    def test_issues_receipt_and_result_and_tells_the_applicant(self, world):
        case_id = decided(world)

        follow(case_id)

        kinds = [issued.kind for issued in list_issued(case_id)]
        assert kinds == ["RECEIPT", "RESULT"]
        assert len(told(world.citizen)) == 3  # submitted, accepted, decided

    def test_papers_and_notices_bear_the_time_of_their_event(self, world):
        case_id = decided(world)

        aftermath.follow_up(case_id, 1, 99, now=MORNING + timedelta(days=3))

        assert {paper.issued_at for paper in list_issued(case_id)} == {MORNING}
        messages = apps.get_model("notices", "Message").objects.all()
        assert {message.created_at for message in messages} == {MORNING}

    def test_twice_does_nothing_twice(self, world):
        case_id = decided(world)

        follow(case_id)
        follow(case_id)

        assert len(list_issued(case_id)) == 2
        assert len(told(world.citizen)) == 3

    def test_prints_request_refusal_apology_and_stop(self, world):
        items = [RequestedItem("paper", "attestation", "Mờ")]
        asked = accepted(world)
        commands.request_supplement(Order(asked, world.officer, MORNING), items=items)
        refused = submitted(world)
        commands.refuse_case(Order(refused, world.clerk, MORNING), reason="Sai nơi nộp")
        late = accepted(world)
        commands.apologise_and_reappoint(
            Order(late, world.leader, MORNING),
            reason="Quá tải",
            new_due=MORNING + timedelta(days=8),
        )
        commands.stop_case(Order(late, world.citizen, MORNING), reason="Đổi ý")

        for case_id in (asked, refused, late):
            follow(case_id, 2)

        assert [i.kind for i in list_issued(asked)] == ["RECEIPT", "SUPPLEMENT_REQUEST"]
        assert [i.kind for i in list_issued(refused)] == ["INTAKE_REFUSAL"]
        assert [i.kind for i in list_issued(late)] == [
            "RECEIPT",
            "APOLOGY",
            "STOP_NOTICE",
        ]

    def test_tells_staff_what_is_theirs(self, world):
        case_id = accepted(world)
        commands.reassign_work(
            Order(case_id, world.leader, MORNING),
            item="examine",
            assignee_id=world.officer.id,
        )
        commands.consult_unit(
            Order(case_id, world.officer, MORNING),
            unit_id=world.department,
            question="?",
            within=Limit.parse("1 working day"),
        )
        commands.send_message(Order(case_id, world.citizen, MORNING), text="Bao giờ?")

        follow(case_id)

        assert len(told(world.officer)) == 2  # assigned, message
        assert len(told(world.colleague)) == 0
        assert len(told(world.expert)) >= 1

    def test_tells_how_the_case_stood_then_however_late_it_runs(self, world):
        items = [RequestedItem("field", "mother_name", "Sai")]
        case_id = accepted(world)
        commands.send_message(Order(case_id, world.citizen, MORNING), text="Bao giờ?")
        commands.reassign_work(
            Order(case_id, world.leader, MORNING),
            item="examine",
            assignee_id=world.officer.id,
        )
        commands.request_supplement(Order(case_id, world.officer, MORNING), items=items)

        follow(case_id, 3, 3)

        assert len(told(world.officer)) == len(told(world.colleague)) == 1

    def test_leaves_nothing_where_an_erasure_came_meanwhile(self, world, monkeypatch):
        case_id = decided(world)
        commands.return_result(Order(case_id, world.clerk, MORNING), way="POST")
        notify = aftermath.notify

        def slow(**said):
            state = queries.get_case(case_id, world.controller).state
            if not state.facts.get("erased"):
                order = Order(case_id, world.controller, MORNING)
                commands.erase_case(order, act_of="QĐ 1")
            notify(**said)

        monkeypatch.setattr(aftermath, "notify", slow)
        follow(case_id)

        assert set(told(world.citizen)) == {"—"}
        deliveries = apps.get_model("notices", "Delivery").objects.all()
        assert {(each.subject, each.body) for each in deliveries} == {("—", "")}
        assert all(file.erased_at for file in list_files(case_id=case_id))

    def test_says_nothing_once_the_case_is_erased(self, world):
        case_id = decided(world)
        commands.return_result(Order(case_id, world.clerk, MORNING), way="POST")
        commands.erase_case(Order(case_id, world.controller, MORNING), act_of="QĐ 1")

        follow(case_id)

        assert not list_issued(case_id)
        assert told(world.citizen) == []


class TestSlipAndRegister:
    def test_are_pdf_for_those_who_may_see_the_case(self, world):
        case_id = decided(world)

        slip = papers.control_slip(case_id, world.officer, now=MORNING)
        register = registers.register(
            world.centre,
            MORNING - timedelta(days=1),
            MORNING + timedelta(days=1),
            world.clerk,
            now=MORNING,
        )

        assert slip[:5] == register[:5] == b"%PDF-"

    def test_are_refused_to_others(self, world):
        case_id = decided(world)

        with pytest.raises(NotFound):
            papers.control_slip(case_id, world.stranger, now=MORNING)
        with pytest.raises(NotFound):
            registers.register(
                world.centre, MORNING, MORNING, world.officer, now=MORNING
            )

    def test_a_register_longer_than_a_paper_is_refused_not_cut(
        self, world, monkeypatch
    ):
        monkeypatch.setattr(registers, "REGISTER_ROWS", 1)
        decided(world)
        decided(world)
        period = (MORNING - timedelta(days=1), MORNING + timedelta(days=1))

        with pytest.raises(registers.RegisterTooLong):
            registers.register(world.centre, *period, world.clerk, now=MORNING)
