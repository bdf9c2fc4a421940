"""Every action from the case page: done, refused beside its field, repeated, stale."""

from datetime import datetime, timedelta

import pytest

from motcua.cases import commands
from motcua.cases.commands import Order
from motcua.cases.queries import get_case
from motcua.cases.rules.supplement import RequestedItem
from motcua.cases.tests.world import HANOI, MORNING, accepted, decided, submitted
from motcua.deadlines import Limit
from motcua.workbench.tests.conftest import asked, case_url, do_url

LATER = MORNING + timedelta(hours=1)


def do(client, case_id, action, **data):
    return client.post(do_url(case_id, action), asked(client, case_id, **data))


def state(case_id, world):
    return get_case(case_id, world.controller).state


class TestAccept:
    def test_gives_a_code_and_a_due_date(self, world, sign_in):
        case_id = submitted(world)

        answer = do(sign_in(world.clerk), case_id, "accept_case")

        assert answer.status_code == 302
        assert answer["Location"] == case_url(case_id)
        assert state(case_id, world).code.startswith("H26.99-260428-")

    def test_takes_papers_that_were_handed_over(self, world, sign_in):
        case_id = submitted(world)
        client = sign_in(world.clerk)
        offer = client.get(case_url(case_id)).context["offers"][0]
        offered = [id_ for id_, _name in offer.form.fields["on_paper"].choices]

        do(client, case_id, "accept_case", on_paper=offered[:1])

        papers = state(case_id, world).dossier["papers"]
        assert papers[offered[0]] == {"files": [], "paper": True}


class TestRefuse:
    def test_needs_a_reason_beside_its_field(self, world, sign_in):
        case_id = submitted(world)

        page = do(sign_in(world.clerk), case_id, "refuse_case", reason="")

        assert page.status_code == 422
        assert page.context["tried"].errors["reason"]
        assert state(case_id, world).status == "SUBMITTED"

    def test_is_done_with_one(self, world, sign_in):
        case_id = submitted(world)

        do(sign_in(world.clerk), case_id, "refuse_case", reason="Sai thẩm quyền.")

        assert state(case_id, world).status == "REFUSED"


class TestSupplement:
    MARKS = {
        "mark-paper-attestation": "on",
        "why-paper-attestation": "Mờ.",
        "mark-field-phone": "on",
        "why-field-phone": "Thiếu một số.",
    }

    def test_asks_for_everything_at_once(self, world, sign_in):
        case_id = submitted(world)

        do(sign_in(world.clerk), case_id, "request_supplement", **self.MARKS)

        requested = state(case_id, world).facts["requested"]
        assert [one["id"] for one in requested] == ["attestation", "phone"]

    def test_wants_a_reason_for_each(self, world, sign_in):
        case_id = submitted(world)
        marks = {**self.MARKS, "why-field-phone": ""}

        page = do(sign_in(world.clerk), case_id, "request_supplement", **marks)

        assert page.status_code == 422
        assert list(page.context["tried"].errors) == ["why-field-phone"]
        assert 'value="Mờ."' in page.content.decode()

    def test_refuses_to_ask_for_nothing(self, world, sign_in):
        page = do(sign_in(world.clerk), submitted(world), "request_supplement")

        assert "ít nhất một" in page.context["tried"].non_field_errors()[0]

    def test_asks_for_the_recorded_reason_the_second_time(self, world, sign_in):
        case_id = submitted(world)
        client = sign_in(world.clerk)
        do(client, case_id, "request_supplement", **self.MARKS)
        back = {"attestation": [_upload(world)]}
        commands.supplement_case(
            Order(case_id, world.citizen, LATER),
            form={"phone": "0912345679"},
            papers=back,
        )

        page = do(client, case_id, "request_supplement", **self.MARKS)
        again = {**self.MARKS, "repeat_reason": "Giấy mới nộp cũng mờ."}
        done = do(client, case_id, "request_supplement", **again)

        assert page.status_code == 422
        assert page.context["tried"].errors["repeat_reason"]
        assert done.status_code == 302

    def test_offers_no_paper_that_the_procedure_does_not_list(self, world, sign_in):
        case_id = submitted(world)
        marks = {"mark-paper-dna": "on", "why-paper-dna": "Muốn có."}

        page = do(sign_in(world.clerk), case_id, "request_supplement", **marks)

        assert page.status_code == 422


def _upload(world):
    from motcua.cases.tests.world import upload

    return upload(world.citizen)


class TestSteps:
    def test_goes_on_with_an_outcome_and_a_note(self, world, sign_in):
        case_id = accepted(world)

        do(
            sign_in(world.officer),
            case_id,
            "complete_step",
            item="examine",
            outcome="propose",
            note="Đủ điều kiện.",
        )

        assert "sign" in state(case_id, world).items

    def test_wants_an_outcome(self, world, sign_in):
        case_id = accepted(world)

        page = do(
            sign_in(world.officer),
            case_id,
            "complete_step",
            item="examine",
            note="Đã gõ",
        )

        assert page.context["tried"].errors["outcome"]
        assert "Đã gõ" in page.content.decode()

    def test_decides_and_hands_over(self, world, sign_in):
        case_id = decided(world)

        do(sign_in(world.clerk), case_id, "return_result", way="COUNTER")

        assert state(case_id, world).status == "RETURNED"


class TestOpinions:
    def test_are_asked_for_and_given(self, world, sign_in):
        case_id = accepted(world)
        officer = sign_in(world.officer)
        do(
            officer,
            case_id,
            "consult_unit",
            unit=str(world.department),
            question="Có trùng không?",
            within="2",
            within_unit="WORKING_DAYS",
        )
        item = next(iter(k for k in state(case_id, world).items if ":" in k))

        expert = sign_in(world.expert)
        do(
            expert,
            case_id,
            "answer_consultation",
            item=item.partition(":")[2],
            answer="Không trùng.",
        )
        page = officer.get(case_url(case_id)).context["case"]

        assert page.consultations[0].answer == "Không trùng."
        assert page.consultations[0].is_answered

    def test_keep_the_step_closed_and_say_why(self, world, sign_in):
        case_id = accepted(world)
        order = Order(case_id, world.officer, MORNING)
        commands.consult_unit(
            order,
            unit_id=world.department,
            question="?",
            within=Limit.parse("2 working days"),
        )

        page = sign_in(world.officer).get(case_url(case_id)).context

        reasons = " ".join(one.why for one in page["denied"])
        assert "Đang chờ ý kiến của Sở Tư pháp" in reasons


class TestApology:
    def test_gives_a_new_date_at_closing_time(self, world, sign_in):
        case_id = accepted(world)

        do(
            sign_in(world.leader),
            case_id,
            "apologise_and_reappoint",
            reason="Quá tải.",
            new_date="2026-05-12",
        )

        due_at = state(case_id, world).due_at
        assert due_at == datetime(2026, 5, 12, 17, 0, tzinfo=HANOI)

    @pytest.mark.parametrize("day", ["2026-05-10", "2026-04-28", "1999-01-01"])
    def test_refuses_a_day_off_and_a_day_past(self, world, sign_in, day):
        page = do(
            sign_in(world.leader),
            accepted(world),
            "apologise_and_reappoint",
            reason="Quá tải.",
            new_date=day,
        )

        assert page.context["tried"].errors["new_date"]


class TestPeopleAndWords:
    def test_takes_work(self, world, sign_in):
        case_id = accepted(world)

        do(
            sign_in(world.officer),
            case_id,
            "reassign_work",
            item="examine",
            assignee=str(world.officer.id),
        )

        item = state(case_id, world).items["examine"]
        assert item["assignee"] == str(world.officer.id)

    def test_a_leader_may_give_it_to_anybody_fit(self, world, sign_in):
        case_id = accepted(world)
        work = sign_in(world.leader).get(case_url(case_id)).context["work"][0]

        people = dict(work.offer.form.fields["assignee"].choices)

        assert str(world.colleague.id) in people
        assert str(world.leader.id) not in people

    def test_talks_inside_and_with_the_applicant(self, world, sign_in):
        case_id = accepted(world)
        client = sign_in(world.officer)

        do(client, case_id, "comment_on_case", text="Xem lại nhé.")
        do(client, case_id, "send_message", text="Xin bổ sung số điện thoại.")
        talks = client.get(case_url(case_id)).context["talks"]

        assert [[e.body for e in talk["entries"]] for talk in talks] == [
            ["Xin bổ sung số điện thoại."],
            ["Xem lại nhé."],
        ]

    def test_a_word_does_not_mind_what_happened_meanwhile(self, world, sign_in):
        case_id = accepted(world)
        client = sign_in(world.officer)

        answer = do(client, case_id, "comment_on_case", seen=1, text="Ghi.")

        assert answer.status_code == 302


class TestEnds:
    def test_stops_for_the_applicant(self, world, sign_in):
        case_id = accepted(world)

        do(sign_in(world.clerk), case_id, "stop_case", reason="Đổi ý.")

        assert state(case_id, world).status == "STOPPED"

    def test_withdraws_for_the_applicant(self, world, sign_in):
        case_id = submitted(world)

        do(sign_in(world.clerk), case_id, "withdraw_case")

        assert state(case_id, world).status == "WITHDRAWN"

    def test_reopens_by_special_right(self, world, sign_in):
        case_id = decided(world)

        do(sign_in(world.leader), case_id, "reopen_case", reason="Sai tên.")

        assert state(case_id, world).status == "IN_PROGRESS"

    def test_a_controller_erases_and_the_page_still_stands(self, world, sign_in):
        case_id = submitted(world)
        commands.withdraw_case(Order(case_id, world.citizen, MORNING))
        client = sign_in(world.controller)

        do(client, case_id, "erase_case", act_of="QĐ 12/QĐ-UBND")
        page = client.get(case_url(case_id))

        assert page.status_code == 200
        assert "Trần Thị Bình" not in page.content.decode()
        assert "đã được xóa theo quy định" in page.content.decode()

    def test_an_erasure_names_its_act(self, world, sign_in):
        case_id = submitted(world)
        commands.withdraw_case(Order(case_id, world.citizen, MORNING))

        page = do(sign_in(world.controller), case_id, "erase_case", act_of=" ")

        assert page.context["tried"].errors["act_of"]


class TestTwiceAndLate:
    def test_a_double_click_acts_once(self, world, sign_in):
        case_id = accepted(world)
        client = sign_in(world.officer)
        data = asked(client, case_id, item="examine", outcome="propose")
        path = do_url(case_id, "complete_step")

        first = client.post(path, data)
        seq = get_case(case_id, world.officer).seq
        second = client.post(path, data, follow=True)

        assert first.status_code == 302
        assert second.redirect_chain == [(case_url(case_id), 302)]
        assert "đã được thực hiện rồi" in second.content.decode()
        assert get_case(case_id, world.officer).seq == seq

    def test_a_late_one_sees_what_changed_and_keeps_what_was_typed(
        self, world, sign_in
    ):
        case_id = accepted(world)
        client = sign_in(world.officer)
        data = asked(
            client, case_id, item="examine", outcome="propose", note="Tôi đã gõ"
        )
        order = Order(case_id, world.leader, LATER)
        commands.comment_on_case(order, text="Chờ đã.")

        page = client.post(do_url(case_id, "complete_step"), data)
        form = page.context["tried"]
        again = {name: form[name].value() for name in form.fields}

        assert page.status_code == 412
        assert [entry.body for entry in page.context["changed"]] == ["Chờ đã."]
        assert "Tôi đã gõ" in page.content.decode()
        assert again["seen"] == str(get_case(case_id, world.officer).seq)
        assert client.post(do_url(case_id, "complete_step"), again).status_code == 302

    def test_says_what_happened_to_work_that_is_gone(self, world, sign_in):
        case_id = accepted(world)
        client = sign_in(world.officer)
        data = asked(client, case_id, item="examine", outcome="propose")
        commands.complete_step(
            Order(case_id, world.colleague, LATER), step="examine", outcome="propose"
        )

        page = client.post(do_url(case_id, "complete_step"), data)

        assert page.status_code == 409
        assert page.context["changed"]


class TestWhatIsOffered:
    def test_tells_each_person_what_they_may_do_and_why_not(self, world, sign_in):
        case_id = accepted(world)

        officer = sign_in(world.officer).get(case_url(case_id)).context
        clerk = sign_in(world.clerk).get(case_url(case_id)).context

        assert officer["offers"][0].name == "complete_step"
        assert "complete_step" not in {offer.name for offer in clerk["offers"]}
        why = {one.title: one.why for one in clerk["denied"]}
        assert "công chức thụ lý" in " ".join(why.values())

    def test_opens_what_the_case_waits_for(self, world, sign_in):
        page = sign_in(world.officer).get(case_url(accepted(world))).context

        assert [offer.name for offer in page["offers"] if offer.is_open] == [
            "complete_step"
        ]

    def test_offers_a_supplement_at_the_counter(self, world, sign_in):
        case_id = submitted(world)
        items = [RequestedItem("paper", "attestation", "Mờ.")]
        commands.request_supplement(Order(case_id, world.clerk, MORNING), items=items)

        page = sign_in(world.clerk).get(case_url(case_id))

        assert page.context["counter"]
        assert "Cần bổ sung" in page.content.decode()
