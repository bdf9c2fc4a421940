"""Lists, one case, its story and files."""

from datetime import timedelta

import pytest
from django.utils import timezone

from motcua.cases import commands, heads
from motcua.cases.tests.world import MORNING, PDF, accepted, decided, submitted
from motcua.documents.commands import store_file
from motcua.documents.queries import list_reads
from motcua.documents.rules import FileKind


class TestCases:
    def test_are_listed_newest_first_page_by_page(self, door, world):
        ids = [str(submitted(world)) for _ in range(5)]

        first = door.citizen.get("/cases?limit=3").json()
        second = door.citizen.get(f"/cases?limit=3&after={first['next']}").json()

        found = [line["id"] for line in first["items"] + second["items"]]
        assert found == ids[::-1]
        assert second["next"] is None

    def test_are_found_by_code_and_by_name(self, door, world):
        case_id = accepted(world)
        submitted(world)
        code = door.clerk.get(f"/cases/{case_id}").json()["code"]

        by_code = door.clerk.get(f"/cases?text={code}").json()["items"]
        by_name = door.clerk.get("/cases?text=binh").json()["items"]

        assert [line["id"] for line in by_code] == [str(case_id)]
        assert len(by_name) == 2

    def test_are_listed_by_status(self, door, world):
        case_id = accepted(world)
        submitted(world)

        found = door.clerk.get("/cases?status=ACCEPTED").json()["items"]

        assert [line["id"] for line in found] == [str(case_id)]

    def test_of_others_are_not_listed(self, door, world):
        submitted(world)

        assert door.stranger.get("/cases").json()["items"] == []
        assert door.expert.get("/cases").json()["items"] == []
        assert door.administrator.get("/cases").status_code == 403

    def test_take_no_cursor_of_another_list(self, door, world):
        for _ in range(3):
            accepted(world)
        cursor = door.officer.get("/work?limit=1").json()["next"]

        response = door.officer.get(f"/cases?after={cursor}")

        assert response.json()["errors"][0]["code"] == "bad_cursor"


class TestWork:
    def test_is_listed_most_urgent_first_page_by_page(self, door, world):
        late, early = MORNING, MORNING - timedelta(days=7)
        ids = [str(accepted(world, now=at)) for at in (late, early)]

        first = door.officer.get("/work?limit=1").json()
        second = door.officer.get(f"/work?limit=1&after={first['next']}").json()

        found = [line["case_id"] for line in first["items"] + second["items"]]
        assert found == ids[::-1]
        assert second["next"] is None

    def test_is_filtered(self, door, world):
        case_id = accepted(world)
        commands.reassign_work(
            world.order(case_id, world.leader),
            item="examine",
            assignee_id=world.officer.id,
        )

        def count(query):
            return len(door.officer.get(f"/work?{query}").json()["items"])

        assert count("mine=true") == count("due=OVERDUE") == count("role=OFFICER") == 1
        assert count("due=EARLY") == count("role=LEADER") == 0
        assert count("procedure_code=1.001193&text=tran") == 1

    def test_is_counted(self, door, world):
        accepted(world)

        counts = door.officer.get("/work/counts").json()

        assert counts == {"overdue": 1, "soon": 0, "early": 0}

    def test_is_not_for_applicants(self, door):
        assert door.citizen.get("/work").status_code == 403
        assert door.citizen.get("/work/counts").status_code == 403


class TestOneCase:
    def test_is_read_by_id_and_by_code(self, door, world):
        case_id = accepted(world)

        by_id = door.clerk.get(f"/cases/{case_id}")
        by_code = door.clerk.get(f"/cases/{by_id.json()['code']}")

        assert by_code.json() == by_id.json()
        assert by_id["ETag"] == '"2"'
        assert by_id["Cache-Control"] == "private, no-store"

    def test_says_when_it_is_due_and_why(self, door, world):
        answer = door.citizen.get(f"/cases/{accepted(world)}").json()

        assert answer["due_at"] == "2026-04-28T10:00:00Z"
        assert all(line["text"]["de"] for line in answer["derivation"])
        assert any(line["basis"] for line in answer["derivation"])

    def test_does_not_say_to_the_applicant_who_has_it(self, door, world):
        case_id = accepted(world)
        commands.reassign_work(
            world.order(case_id, world.officer),
            item="examine",
            assignee_id=world.officer.id,
        )

        inside = door.leader.get(f"/cases/{case_id}").json()["work"]
        outside = door.citizen.get(f"/cases/{case_id}").json()["work"]

        assert inside[0]["assignee_id"] == str(world.officer.id)
        assert outside[0]["assignee_id"] is None

    @pytest.mark.parametrize("who", ["stranger", "expert"])
    @pytest.mark.parametrize(
        "path", ["", "/events", "/actions", "/files", "/papers", "/control-slip"]
    )
    def test_is_not_there_for_who_may_not_see_it(self, door, world, who, path):
        case_id = accepted(world)

        response = getattr(door, who).get(f"/cases/{case_id}{path}")

        assert response.status_code in {403, 404}
        assert response.json()["code"] in {"not_found", "not_competent"}

    def test_is_not_given_away_by_its_code(self, door, world):
        code = door.clerk.get(f"/cases/{accepted(world)}").json()["code"]

        real = door.stranger.get(f"/cases/{code}")
        none = door.stranger.get("/cases/H26.99-200101-0001")

        assert real.status_code == none.status_code == 404
        assert real.json() == none.json()


class TestEvents:
    def test_are_listed_in_order_page_by_page(self, door, world):
        case_id = decided(world)

        first = door.clerk.get(f"/cases/{case_id}/events?limit=3").json()
        rest = door.clerk.get(f"/cases/{case_id}/events?after={first['next']}").json()

        seqs = [event["seq"] for event in first["items"] + rest["items"]]
        assert seqs == [1, 2, 3, 4, 5]
        assert rest["next"] is None

    def test_say_who_acted_in_which_capacity(self, door, world):
        event = door.clerk.get(f"/cases/{accepted(world)}/events").json()["items"][1]

        assert event["kind"] == "ACCEPTED"
        assert event["capacity"]["name"] == "Lê Tiếp Nhận"
        assert len(event["hash"]) == 64

    def test_do_not_name_staff_to_the_applicant(self, door, world):
        event = door.citizen.get(f"/cases/{accepted(world)}/events").json()["items"][1]

        assert "name" not in event["capacity"]
        assert event["capacity"]["unit"] == "H26.99"


class TestActions:
    def test_say_what_may_be_done_and_where(self, door, world):
        case_id = submitted(world)

        found = door.clerk.get(f"/cases/{case_id}/actions").json()
        accept = next(one for one in found if one["name"] == "accept_case")

        assert accept["allowed"]
        assert accept["why_not"] is None
        path = accept["href"].removeprefix("/api/v1")
        assert door.clerk.post(path).status_code == 200

    def test_say_why_not_in_the_readers_language(self, door, world):
        path = f"/cases/{submitted(world)}/actions"

        found = door.officer.get(path, accept_language="en").json()
        accept = next(one for one in found if one["name"] == "accept_case")

        assert accept["why_not"]["code"] == "not_competent"
        assert "authorised" in accept["why_not"]["detail"]

    def test_offer_outcomes(self, door, world):
        found = door.officer.get(f"/cases/{accepted(world)}/actions").json()
        step = next(one for one in found if one["name"] == "complete_step")

        assert step["item"] == "examine"
        assert {one["id"] for one in step["outcomes"]} >= {"propose", "verify"}
        assert step["title"]["en"]

    def test_all_have_an_operation(self, door, world):
        from motcua.config.api import api

        paths = api.get_openapi_schema()["paths"]
        operations = {op["operationId"] for m in paths.values() for op in m.values()}

        found = door.clerk.get(f"/cases/{accepted(world)}/actions").json()

        assert {one["name"] for one in found} <= operations


class TestFiles:
    def test_are_listed_and_handed_out_and_it_is_written_down(self, door, world):
        case_id = submitted(world)
        file = door.clerk.get(f"/cases/{case_id}/files").json()[0]

        response = door.clerk.get(f"/cases/{case_id}/files/{file['id']}/content")

        assert b"".join(response.streaming_content).startswith(b"%PDF")
        assert response["Content-Disposition"].startswith("attachment")
        reads = list_reads(case_id=case_id)
        assert [read.account_id for read in reads] == [world.clerk.id]

    def test_that_are_internal_are_kept_from_the_applicant(self, door, world):
        case_id = accepted(world)
        draft = store_file(
            content=PDF + b"draft",
            name="dự thảo.pdf",
            kind=FileKind.INTERNAL,
            case_id=case_id,
            uploaded_by=world.officer.id,
            now=MORNING,
        )
        path = f"/cases/{case_id}/files"

        inside = [file["id"] for file in door.officer.get(path).json()]
        outside = [file["id"] for file in door.citizen.get(path).json()]

        assert str(draft.id) in inside
        assert str(draft.id) not in outside
        assert door.citizen.get(f"{path}/{draft.id}/content").status_code == 404

    def test_of_another_case_are_not_handed_out(self, door, world):
        mine, other = submitted(world), submitted(world)
        file = door.clerk.get(f"/cases/{other}/files").json()[0]

        response = door.clerk.get(f"/cases/{mine}/files/{file['id']}/content")

        assert response.status_code == 404

    def test_reads_are_shown_to_controllers(self, door, world):
        case_id = submitted(world)
        file = door.clerk.get(f"/cases/{case_id}/files").json()[0]
        handed = door.clerk.get(f"/cases/{case_id}/files/{file['id']}/content")
        assert b"".join(handed.streaming_content)

        found = door.controller.get(f"/cases/{case_id}/reads").json()

        assert [read["file_id"] for read in found] == [file["id"]]
        assert door.clerk.get(f"/cases/{case_id}/reads").status_code == 403


class TestPapers:
    def test_that_were_issued_are_listed_with_their_codes(self, door, world):
        from motcua.cases.aftermath import follow_up

        case_id = accepted(world)
        follow_up(case_id, 2, 2, now=MORNING)

        paper = door.citizen.get(f"/cases/{case_id}/papers").json()[0]
        verified = door.nobody.get(f"/verify/{paper['code']}").json()

        assert verified["validity"] == "VALID"
        assert verified["case_code"].startswith("H26.99-")
        assert "Trần Thị Bình" not in str(verified)

    def test_are_not_verified_without_a_code(self, door):
        none = door.nobody.get("/verify/0000-0000-0000-0000")
        wrong = door.nobody.get("/verify/nonsense")

        assert none.json()["code"] == "not_found"
        assert wrong.json()["code"] == "code_mistyped"

    def test_of_control_and_register_are_printed(self, door, world):
        case_id = accepted(world)
        period = "start=2026-04-01T00:00:00Z&end=2026-05-01T00:00:00Z"

        slip = door.clerk.get(f"/cases/{case_id}/control-slip")
        register = door.clerk.get(f"/units/{world.centre}/register?{period}")

        assert slip.content.startswith(b"%PDF")
        assert register.content.startswith(b"%PDF")

    def test_of_another_unit_are_not_printed(self, door, world):
        period = "start=2026-04-01T00:00:00Z&end=2026-05-01T00:00:00Z"

        response = door.expert.get(f"/units/{world.centre}/register?{period}")

        assert response.status_code == 404


class TestTracking:
    def test_needs_the_code_and_a_second_fact_and_no_account(self, door, world):
        code = door.clerk.get(f"/cases/{accepted(world)}").json()["code"]

        response = door.nobody.post("/track", {"code": code, "second_fact": "5678"})

        answer = response.json()
        assert (response.status_code, answer["status"]) == (200, "ACCEPTED")
        assert answer["steps"][0]["name"]["vi"]
        assert "Bình" not in response.content.decode()

    def test_is_refused_alike_whatever_is_wrong(self, door, world):
        code = door.clerk.get(f"/cases/{accepted(world)}").json()["code"]

        one = door.nobody.post("/track", {"code": code, "second_fact": "0000"})
        two = door.nobody.post("/track", {"code": "H26.9-1", "second_fact": "5678"})

        assert (one.status_code, one.json()) == (two.status_code, two.json())
        assert one.json()["code"] == "nothing_to_track"

    def test_is_counted_for_each_code_wherever_it_is_asked_from(self, door, world):
        body = {"code": "H26.99-260428-0001", "second_fact": "0000"}

        answers = [
            door.nobody.client.post(
                "/api/v1/track",
                body,
                content_type="application/json",
                REMOTE_ADDR=f"10.0.0.{n}",
            ).status_code
            for n in range(21)
        ]

        assert answers == [404] * 20 + [429]


class TestLedgerHeads:
    def test_are_public_and_paged(self, door, world):
        submitted(world)
        for day in range(3):
            heads.sign_head(now=timezone.now() + timedelta(days=day))

        first = door.nobody.get("/ledger/heads?limit=2").json()
        rest = door.nobody.get(f"/ledger/heads?before={first['next']}").json()

        assert [head["number"] for head in first["items"] + rest["items"]] == [3, 2, 1]
        assert first["items"][0]["previous"] == first["items"][1]["digest"]


class TestUnits:
    def test_are_public_and_searched(self, door, world):
        receiving = door.nobody.get("/units?receives=true").json()["items"]
        found = door.nobody.get("/units?text=so%20tu%20phap").json()["items"]
        one = door.nobody.get(f"/units/{world.ward}").json()

        assert [unit["code"] for unit in receiving] == ["H26.99"]
        assert [unit["code"] for unit in found] == ["H26.40"]
        assert one["territory_id"]

    def test_are_paged(self, door, world):
        first = door.nobody.get("/units?limit=2").json()
        rest = door.nobody.get(f"/units?limit=2&after={first['next']}").json()

        codes = [unit["code"] for unit in first["items"] + rest["items"]]
        assert codes == ["H26.30", "H26.40", "H26.99"]

    def test_have_people_whom_staff_may_see(self, door, world):
        found = door.leader.get(f"/units/{world.ward}/people").json()

        assert {one["name"] for one in found} >= {"Phạm Thụ Lý", "Đỗ Chủ Tịch"}
        assert door.citizen.get(f"/units/{world.ward}/people").status_code == 403

    def test_lie_in_territories(self, door, world):
        found = door.nobody.get("/territories?kind=WARD").json()["items"]

        assert [area["code"] for area in found] == ["00004"]


class TestNotices:
    def test_are_ones_own_and_can_be_marked_as_read(self, door, world):
        from motcua.cases.aftermath import follow_up

        case_id = accepted(world)
        follow_up(case_id, 2, 2, now=MORNING)

        page = door.citizen.get("/notices").json()
        notice = page["items"][0]
        read = door.citizen.post(f"/notices/{notice['id']}/read").json()

        assert (page["unread"], notice["case_id"]) == (1, str(case_id))
        assert read["read_at"]
        assert door.citizen.get("/notices?unread_only=true").json()["items"] == []
        assert door.stranger.post(f"/notices/{notice['id']}/read").status_code == 404
        assert door.citizen.post("/notices/read-all").status_code == 204


def test_who_one_is(door, world):
    answer = door.limited("clerk", "cases.read").get("/me").json()

    assert (answer["name"], answer["powers"]) == ("Lê Tiếp Nhận", ["cases.read"])
    assert answer["posts"][0]["unit_code"] == "H26.99"
