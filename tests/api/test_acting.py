"""Every action on a case: done, refused by the state, forbidden to others."""

from datetime import timedelta

import pytest
from django.utils import timezone

from motcua.cases import commands, queries
from motcua.cases.tests.world import accepted, decided, submitted, upload
from motcua.deadlines import Limit

ITEM = {"kind": "field", "id": "child_name", "reason": "Thiếu chữ lót"}


def returned(world):
    case_id = decided(world)
    commands.return_result(world.order(case_id, world.clerk), way="COUNTER")
    return case_id


def asked(world):
    case_id = submitted(world)
    commands.request_supplement(
        world.order(case_id, world.clerk),
        items=[commands_item("field", "child_name")],
    )
    return case_id


def commands_item(kind, name):
    from motcua.cases.rules.supplement import RequestedItem

    return RequestedItem(kind, name, "Thiếu")


def consulted(world):
    case_id = accepted(world)
    commands.consult_unit(
        world.order(case_id, world.officer),
        unit_id=world.department,
        question="Đúng không?",
        within=Limit.parse("2 working days"),
    )
    return case_id


def consultation_of(case_id, world):
    state = queries.get_case(case_id, world.officer).state
    return state.facts["consultations"][0]["id"]


LATER = (timezone.now() + timedelta(days=400)).isoformat()

# action: how the case came there, who does it, what is sent, the state afterwards
DONE = {
    "accept": (submitted, "clerk", {}, "ACCEPTED"),
    "refuse": (submitted, "clerk", {"reason": "Sai nơi nộp"}, "REFUSED"),
    "request-supplement": (
        submitted,
        "clerk",
        {"items": [ITEM]},
        "AWAITING_SUPPLEMENT",
    ),
    "supplement": (asked, "citizen", {"form": {"child_name": "An"}}, "SUBMITTED"),
    "withdraw": (submitted, "citizen", {}, "WITHDRAWN"),
    "stop": (accepted, "citizen", {"reason": "Không cần"}, "STOPPED"),
    "complete-step": (
        accepted,
        "officer",
        {"step": "examine", "outcome": "propose"},
        "IN_PROGRESS",
    ),
    "apologise": (
        accepted,
        "leader",
        {"reason": "Mất điện", "new_due": LATER},
        "ACCEPTED",
    ),
    "return": (decided, "clerk", {"way": "COUNTER", "received_by": "Bình"}, "RETURNED"),
    "reassign": (
        accepted,
        "officer",
        {"item": "examine", "assignee_id": None},
        "ACCEPTED",
    ),
    "comment": (accepted, "officer", {"text": "Đã xem"}, "ACCEPTED"),
    "message": (accepted, "citizen", {"text": "Xin chào"}, "ACCEPTED"),
    "reopen": (returned, "leader", {"reason": "Nhầm"}, "IN_PROGRESS"),
    "erase": (returned, "controller", {"act": "QĐ 1/2026"}, "RETURNED"),
}
# action: a state in which it is refused, and how
REFUSED = {
    "accept": (accepted, 409, "wrong_status"),
    "refuse": (accepted, 409, "wrong_status"),
    "request-supplement": (decided, 409, "wrong_status"),
    "supplement": (submitted, 409, "wrong_status"),
    "withdraw": (accepted, 409, "wrong_status"),
    "stop": (decided, 409, "wrong_status"),
    "complete-step": (submitted, 409, "wrong_status"),
    "apologise": (decided, 409, "wrong_status"),
    "return": (returned, 409, "wrong_status"),
    "reopen": (accepted, 409, "wrong_status"),
    "erase": (accepted, 409, "not_closed"),
}
FORBIDDEN = {  # action: whose role gives no power for it
    "accept": "officer",
    "refuse": "officer",
    "request-supplement": "citizen",
    "supplement": "officer",
    "withdraw": "officer",
    "stop": "officer",
    "complete-step": "citizen",
    "apologise": "clerk",
    "return": "officer",
    "reassign": "citizen",
    "comment": "citizen",
    "message": "controller",
    "reopen": "clerk",
    "erase": "leader",
}


@pytest.mark.parametrize("action", DONE)
def test_is_done_and_answered_with_the_case(action, door, world):
    make, who, body, status = DONE[action]
    case_id = make(world)
    before = queries.get_case(case_id, world.controller).seq

    response = getattr(door, who).post(f"/cases/{case_id}/{action}", body)

    assert response.status_code == 200, response.content.decode()
    answer = response.json()
    assert (answer["id"], answer["status"]) == (str(case_id), status)
    assert answer["seq"] > before
    assert response["ETag"] == f'"{answer["seq"]}"'


@pytest.mark.parametrize("action", REFUSED)
def test_is_refused_where_the_case_is_not_there(action, door, world):
    make, status, code = REFUSED[action]
    who, body = DONE[action][1:3]
    case_id = make(world)

    response = getattr(door, who).post(f"/cases/{case_id}/{action}", body)

    assert (response.status_code, response.json()["code"]) == (status, code)


@pytest.mark.parametrize("action", FORBIDDEN)
def test_is_forbidden_to_who_has_no_power_for_it(action, door, world):
    make, _, body, _ = DONE[action]
    case_id = make(world)

    response = getattr(door, FORBIDDEN[action]).post(f"/cases/{case_id}/{action}", body)

    assert (response.status_code, response.json()["code"]) == (403, "not_competent")


class TestConsultation:
    def test_is_asked_for_by_who_examines_the_case(self, door, world):
        case_id = accepted(world)
        body = {
            "unit_id": str(world.department),
            "question": "Đúng không?",
            "within": "2 ngày làm việc",
        }

        response = door.officer.post(f"/cases/{case_id}/consult", body)

        assert [c["answered"] for c in response.json()["consultations"]] == [False]

    def test_is_answered_by_the_unit_that_was_asked(self, door, world):
        case_id = consulted(world)
        body = {"consultation": consultation_of(case_id, world), "answer": "Đúng"}

        response = door.expert.post(f"/cases/{case_id}/answer", body)

        assert [c["answered"] for c in response.json()["consultations"]] == [True]

    def test_is_not_answered_by_another_unit(self, door, world):
        case_id = consulted(world)
        body = {"consultation": consultation_of(case_id, world), "answer": "Đúng"}

        response = door.officer.post(f"/cases/{case_id}/answer", body)

        assert (response.status_code, response.json()["code"]) == (403, "not_your_step")

    def test_is_not_asked_for_without_a_limit_that_makes_sense(self, door, world):
        body = {"unit_id": str(world.department), "question": "?", "within": "soon"}

        response = door.officer.post(f"/cases/{accepted(world)}/consult", body)

        assert (response.status_code, response.json()["code"]) == (422, "unknown_limit")

    def test_is_not_shown_to_the_applicant(self, door, world):
        case_id = consulted(world)

        answer = door.citizen.get(f"/cases/{case_id}").json()
        events = door.citizen.get(f"/cases/{case_id}/events").json()["items"]

        assert answer["consultations"] == []
        assert [work["key"] for work in answer["work"]] == ["examine"]
        assert "CONSULTED" not in [event["kind"] for event in events]


class TestExtension:
    def test_is_refused_where_the_procedure_knows_none(self, door, world):
        response = door.officer.post(
            f"/cases/{accepted(world)}/extend", {"reason": "Xác minh"}
        )

        assert (response.status_code, response.json()["code"]) == (409, "no_extension")


class TestSupplement:
    def test_brings_new_papers(self, door, world):
        case_id = submitted(world)
        item = {"kind": "paper", "id": "attestation", "reason": "Mờ"}
        door.clerk.post(f"/cases/{case_id}/request-supplement", {"items": [item]})
        file_id = str(upload(world.citizen))

        response = door.citizen.post(
            f"/cases/{case_id}/supplement", {"papers": {"attestation": [file_id]}}
        )

        papers = {paper["component"]: paper for paper in response.json()["papers"]}
        assert [file["id"] for file in papers["attestation"]["files"]] == [file_id]

    def test_is_asked_for_only_of_what_the_procedure_lists(self, door, world):
        item = {"kind": "paper", "id": "household_book", "reason": "Cần"}

        response = door.clerk.post(
            f"/cases/{submitted(world)}/request-supplement", {"items": [item]}
        )

        assert response.json()["code"] == "paper_not_listed"

    def test_says_to_the_applicant_what_is_asked_for_and_why(self, door, world):
        case_id = asked(world)

        answer = door.citizen.get(f"/cases/{case_id}").json()

        assert answer["requested"] == [
            {"kind": "field", "id": "child_name", "reason": "Thiếu"}
        ]


class TestErasure:
    def test_leaves_nothing_personal_in_the_answer(self, door, world):
        case_id = returned(world)

        answer = door.controller.post(
            f"/cases/{case_id}/erase", {"act": "QĐ 1/2026"}
        ).json()
        events = door.controller.get(f"/cases/{case_id}/events").json()["items"]

        assert answer["erased"]
        assert (answer["applicant"], answer["form"], answer["papers"]) == ({}, {}, [])
        assert {event["payload"] is None for event in events[:-1]} == {True}


class TestTokenScopes:
    def test_give_no_more_than_they_name(self, door, world):
        case_id = submitted(world)
        reader = door.limited("clerk", "cases.read")

        assert reader.get(f"/cases/{case_id}").status_code == 200
        assert reader.post(f"/cases/{case_id}/accept").status_code == 403
        assert reader.get("/work").status_code == 403
