"""Idempotency-Key and If-Match."""

import pytest

from motcua.cases import commands, queries
from motcua.cases.models import Case
from motcua.cases.tests.world import FORM, accepted, submitted

BIRTH = "1.001193"


def application(world):
    return {
        "procedure_code": BIRTH,
        "receiving_unit_id": str(world.centre),
        "channel": "COUNTER",
        "form": FORM,
        "applicant": {"name": "Nguyễn Văn Tư", "phone": "0900000001"},
    }


class TestIdempotencyKey:
    def test_gives_the_first_answer_again_and_no_second_event(self, door, world):
        case_id = submitted(world)

        first = door.clerk.post(f"/cases/{case_id}/accept", {}, idempotency_key="k")
        commands.comment_on_case(world.order(case_id, world.officer), text="Sau đó")
        again = door.clerk.post(f"/cases/{case_id}/accept", {}, idempotency_key="k")

        assert again.json() == first.json()
        assert again["ETag"] == first["ETag"]
        assert queries.get_case(case_id, world.clerk).seq == 3

    def test_is_refused_for_another_body(self, door, world):
        case_id = submitted(world)
        address = f"/cases/{case_id}/comment"
        door.clerk.post(address, {"text": "Một"}, idempotency_key="k")

        response = door.clerk.post(address, {"text": "Hai"}, idempotency_key="k")

        assert (response.status_code, response.json()["code"]) == (
            422,
            "key_used_before",
        )
        assert queries.get_case(case_id, world.clerk).seq == 2

    def test_does_not_mind_how_the_same_body_is_written(self, door, world):
        case_id = submitted(world)
        address = f"/cases/{case_id}/refuse"
        door.clerk.post(address, '{"reason":"A\\u0302"}', idempotency_key="k")

        again = door.clerk.post(address, '{ "reason": "Â" }', idempotency_key="k")

        assert again.status_code == 200

    def test_names_a_request_at_its_own_address_only(self, door, world):
        one, two = submitted(world), submitted(world)

        for case_id in (one, two):
            for action in ("comment", "message"):
                response = door.clerk.post(
                    f"/cases/{case_id}/{action}", {"text": "A"}, idempotency_key="k"
                )
                assert response.status_code == 200

    def test_of_somebody_else_is_another_one(self, door, world):
        address = f"/cases/{accepted(world)}/comment"

        door.officer.post(address, {"text": "Một"}, idempotency_key="k")
        response = door.leader.post(address, {"text": "Hai"}, idempotency_key="k")

        assert response.status_code == 200

    def test_makes_one_case_of_an_application_that_is_sent_twice(self, door, world):
        body = application(world)

        first = door.clerk.post("/cases", body, idempotency_key="k")
        again = door.clerk.post("/cases", body, idempotency_key="k")

        assert (first.status_code, again.status_code) == (201, 201)
        assert again.json() == first.json()
        assert Case.objects.count() == 1

    def test_makes_no_case_of_another_application(self, door, world):
        door.clerk.post("/cases", application(world), idempotency_key="k")
        other = application(world) | {"applicant": {"name": "Người Khác"}}

        response = door.clerk.post("/cases", other, idempotency_key="k")

        assert response.json()["code"] == "key_used_before"
        assert Case.objects.count() == 1

    def test_does_not_keep_a_request_that_was_refused(self, door, world):
        case_id = submitted(world)
        address = f"/cases/{case_id}/refuse"

        refused = door.clerk.post(address, {"reason": " "}, idempotency_key="k")
        mended = door.clerk.post(address, {"reason": "Sai"}, idempotency_key="k")

        assert (refused.status_code, mended.status_code) == (422, 200)

    def test_is_not_shown_among_what_people_wrote(self, door, world):
        case_id = submitted(world)
        door.clerk.post(f"/cases/{case_id}/comment", {"text": "A"}, idempotency_key="k")

        events = door.clerk.get(f"/cases/{case_id}/events").json()["items"]

        assert events[-1]["payload"] == {"text": "A"}

    def test_costs_no_statement(self, door, world, django_assert_num_queries):
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        one, two = accepted(world), accepted(world)
        door.officer.get("/me")

        def cost(case_id, **key):
            with CaptureQueriesContext(connection) as asked:
                door.officer.post(f"/cases/{case_id}/comment", {"text": "A"}, **key)
            return len(asked)

        # What is looked at once a second may fall into any request: take the least.
        without = min(cost(one) for _ in range(3))
        with_key = min(cost(two, idempotency_key=f"k{n}") for n in range(3))

        assert with_key == without

    @pytest.mark.parametrize("key", ["", "a b", "é", "x" * 129])
    def test_has_a_form(self, door, world, key):
        response = door.clerk.post(
            f"/cases/{submitted(world)}/comment", {"text": "A"}, idempotency_key=key
        )

        assert response.status_code == 422
        assert response.json()["errors"][0]["field"] == "Idempotency-Key"


class TestIfMatch:
    def test_lets_pass_who_has_seen_everything(self, door, world):
        case_id = submitted(world)
        seen = door.clerk.get(f"/cases/{case_id}")["ETag"]

        response = door.clerk.post(f"/cases/{case_id}/accept", {}, if_match=seen)

        assert response.status_code == 200

    def test_does_nothing_for_who_has_not_and_says_what_happened(self, door, world):
        case_id = accepted(world)

        response = door.officer.post(
            f"/cases/{case_id}/comment", {"text": "A"}, if_match='"1"'
        )

        answer = response.json()
        assert (response.status_code, answer["code"]) == (412, "changed_meanwhile")
        assert answer["seq"] == 2
        assert [change["kind"] for change in answer["changes"]] == ["ACCEPTED"]
        assert response["ETag"] == '"2"'
        assert queries.get_case(case_id, world.clerk).seq == 2

    def test_takes_anything_for_a_star_and_weak_tags(self, door, world):
        case_id = accepted(world)

        for tag in ("*", 'W/"3"'):
            response = door.officer.post(
                f"/cases/{case_id}/comment", {"text": "A"}, if_match=tag
            )
            assert response.status_code == 200

    def test_does_not_keep_a_repeated_request_from_its_answer(self, door, world):
        case_id = submitted(world)
        headers = {"idempotency_key": "k", "if_match": '"1"'}

        door.clerk.post(f"/cases/{case_id}/accept", {}, **headers)
        again = door.clerk.post(f"/cases/{case_id}/accept", {}, **headers)

        assert again.status_code == 200

    @pytest.mark.parametrize("tag", ["1", '"a"', '"1', '"9999999999"', '"1", "2"'])
    def test_has_a_form(self, door, world, tag):
        response = door.clerk.post(
            f"/cases/{submitted(world)}/accept", {}, if_match=tag
        )

        assert response.status_code == 422
