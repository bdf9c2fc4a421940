"""Handing in, by applicants and clerks; drafts; uploads."""

import pytest
from django.test import Client

from motcua.cases.models import Draft
from motcua.cases.tests.world import BIRTH, FORM, PDF, submitted, upload
from motcua.documents.tests.factories import docx


def application(world, **changes):
    return {
        "procedure_code": BIRTH,
        "receiving_unit_id": str(world.centre),
        "form": FORM,
        "papers": {"attestation": [str(upload(world.citizen))]},
        "handover": {"way": "POST", "address": "12 Hàng Bài"},
    } | changes


class TestSubmit:
    def test_makes_a_case(self, door, world):
        response = door.citizen.post("/cases", application(world))

        answer = response.json()
        assert (response.status_code, answer["status"]) == (201, "SUBMITTED")
        assert response["Location"] == f"/api/v1/cases/{answer['id']}"
        assert response["ETag"] == '"1"'
        assert answer["channel"] == "ONLINE"
        assert answer["handover"] == {"way": "POST", "address": "12 Hàng Bài"}
        assert answer["applicant"]["name"] == "Trần Thị Bình"

    def test_names_every_wrong_field_and_paper(self, door, world):
        form = FORM | {"birth_date": "2026-13-01", "phone": "1"}
        body = application(world, form=form, papers={"nonsense": []})

        response = door.citizen.post("/cases", body)

        fields = {error["field"] for error in response.json()["errors"]}
        assert response.status_code == 422
        assert {"birth_date", "phone", "papers.nonsense"} <= fields

    def test_by_a_clerk_is_for_somebody_at_the_counter(self, door, world):
        applicant = {"name": "Nguyễn Văn Tư", "phone": "0900000001"}
        body = application(world, papers={}, applicant=applicant)

        answer = door.clerk.post("/cases", body).json()

        assert answer["channel"] == "COUNTER"
        assert answer["applicant"]["name"] == "Nguyễn Văn Tư"
        assert answer["applicant_id"] is None

    def test_by_an_applicant_cannot_pretend_to_be_at_the_counter(self, door, world):
        response = door.citizen.post("/cases", application(world, channel="COUNTER"))

        assert response.json()["errors"][0]["code"] == "channel_not_offered"

    def test_is_forbidden_to_officers(self, door, world):
        response = door.officer.post("/cases", application(world))

        assert response.status_code == 403

    def test_takes_no_file_of_somebody_else(self, door, world):
        papers = {"attestation": [str(upload(world.stranger))]}

        response = door.citizen.post("/cases", application(world, papers=papers))

        assert response.json()["errors"][0]["field"] == "papers.attestation"

    def test_takes_no_file_of_another_case(self, door, world):
        case_id = submitted(world)
        file = door.citizen.get(f"/cases/{case_id}/files").json()[0]
        papers = {"attestation": [file["id"]]}

        response = door.citizen.post("/cases", application(world, papers=papers))

        assert response.json()["errors"][0]["code"] == "file_taken"

    def test_takes_no_file_that_the_paper_may_not_be(self, door, world, monkeypatch):
        monkeypatch.setattr("motcua.cases.applications.MEGABYTE", 1)

        response = door.citizen.post("/cases", application(world))

        error = response.json()["errors"][0]
        assert (error["field"], error["code"]) == (
            "papers.attestation",
            "file_too_large",
        )


class TestDrafts:
    @pytest.fixture
    def draft(self, door):
        return door.citizen.post("/drafts", {"procedure_code": BIRTH}).json()

    def test_are_begun_saved_and_resumed(self, door, draft):
        path = f"/drafts/{draft['id']}"

        door.citizen.send("PATCH", path, {"form": {"child_name": "An", "sex": "?"}})
        door.citizen.send("PATCH", path, {"form": {"sex": "female"}})

        data = door.citizen.get(path).json()["data"]
        assert data["form"] == {"child_name": "An", "sex": "female"}
        assert [one["id"] for one in door.citizen.get("/drafts").json()] == [
            draft["id"]
        ]

    def test_keep_only_what_the_procedure_knows(self, door, draft):
        body = {"form": {"nonsense": 1}, "papers": {"book": []}}

        response = door.citizen.send("PATCH", f"/drafts/{draft['id']}", body)

        assert [e["field"] for e in response.json()["errors"]] == [
            "form.nonsense",
            "papers.book",
        ]

    def test_become_a_case_of_the_same_id(self, door, world, draft):
        file_id = str(upload(world.citizen))
        body = {
            "form": FORM,
            "papers": {"attestation": [{"id": file_id}]},
            "handover": {"unit": str(world.centre), "way": "ONLINE"},
        }
        door.citizen.send("PATCH", f"/drafts/{draft['id']}", body)

        response = door.citizen.post(f"/drafts/{draft['id']}/submit")

        assert response.status_code == 201
        assert response.json()["id"] == draft["id"]
        assert not Draft.objects.exists()
        assert door.citizen.get(f"/cases/{draft['id']}").status_code == 200

    def test_that_are_not_finished_are_not_handed_in(self, door, draft, world):
        response = door.citizen.post(f"/drafts/{draft['id']}/submit")
        assert response.json()["errors"][0]["field"] == "handover.unit"

        body = {"handover": {"unit": str(world.centre)}}
        door.citizen.send("PATCH", f"/drafts/{draft['id']}", body)
        response = door.citizen.post(f"/drafts/{draft['id']}/submit")

        assert response.json()["code"] == "invalid_input"
        assert Draft.objects.exists()

    def test_are_thrown_away(self, door, draft):
        response = door.citizen.send("DELETE", f"/drafts/{draft['id']}")

        assert (response.status_code, response.content) == (204, b"")
        assert door.citizen.get(f"/drafts/{draft['id']}").status_code == 404

    def test_are_nobody_elses(self, door, draft):
        path = f"/drafts/{draft['id']}"

        for method in ("GET", "PATCH", "DELETE"):
            assert door.stranger.send(method, path, {}).status_code == 404
        assert door.stranger.post(f"{path}/submit").status_code == 404
        assert door.officer.get("/drafts").status_code == 403


class TestFiles:
    def test_are_uploaded_and_read_by_who_uploaded_them(self, door):
        response = door.citizen.upload(PDF, component="attestation")

        file = response.json()
        assert response.status_code == 201
        assert (file["media_type"], file["name"]) == ("application/pdf", "giấy.pdf")
        assert door.citizen.get(f"/files/{file['id']}").json() == file
        content = door.citizen.get(f"/files/{file['id']}/content")
        assert b"".join(content.streaming_content) == PDF

    def test_are_nobody_elses(self, door):
        file = door.citizen.upload(PDF).json()

        for path in (f"/files/{file['id']}", f"/files/{file['id']}/content"):
            assert door.stranger.get(path).status_code == 404
            assert door.clerk.get(path).status_code == 404

    def test_are_what_is_in_them_not_what_they_are_called(self, door):
        response = door.citizen.upload(b"MZ\x90\x00" * 40, name="giấy.pdf")

        assert response.json()["code"] == "file_type_refused"

    def test_of_a_paper_keep_to_what_the_procedure_says(self, door):
        text = docx()

        free = door.citizen.upload(text, name="đơn.docx")
        bound = door.citizen.upload(
            text, name="đơn.docx", procedure_code=BIRTH, component="attestation"
        )
        unknown = door.citizen.upload(PDF, procedure_code=BIRTH, component="nonsense")

        assert free.status_code == 201, free.content
        assert bound.json()["code"] == "file_type_refused"
        assert unknown.json()["errors"][0]["code"] == "value_unknown"

    def test_are_sent_as_multipart(self, door):
        response = Client().post(
            "/api/v1/files",
            "x",
            content_type="multipart/form-data",
            headers={"Authorization": f"Bearer {door.citizen.token}"},
        )

        assert response.status_code in {400, 422}
        assert response["Content-Type"] == "application/problem+json"

    def test_are_forbidden_to_officers(self, door):
        assert door.officer.upload(PDF).status_code == 403


class TestCounter:
    def body(self, world, **changes):
        said = {
            "papers": {},
            "on_paper": ["attestation"],
            "applicant": {"name": "Nguyễn Văn Tư", "phone": "0900000001"},
        }
        return application(world, **said) | changes

    def test_hands_in_and_accepts_at_once(self, door, world):
        response = door.clerk.post("/counter", self.body(world), idempotency_key="k")
        again = door.clerk.post("/counter", self.body(world), idempotency_key="k")

        answer = response.json()
        assert (response.status_code, answer["status"]) == (201, "ACCEPTED")
        assert answer["code"].startswith("H26.99-")
        assert again.json() == answer

    def test_leaves_nothing_where_it_cannot_accept(self, door, world):
        response = door.clerk.post("/counter", self.body(world, on_paper=[]))

        assert response.json()["code"] == "papers_missing"
        assert door.clerk.get("/cases").json()["items"] == []

    def test_is_for_clerks(self, door, world):
        assert door.citizen.post("/counter", self.body(world)).status_code == 403


class TestProfile:
    def test_is_read_and_changed_in_part(self, door):
        changed = door.citizen.send(
            "PATCH", "/profile", {"address": "12 Hàng Bài", "language": "en"}
        )

        known = door.citizen.get("/profile").json()
        assert changed.json() == known
        assert (known["address"], known["language"]) == ("12 Hàng Bài", "en")
        assert known["name"] == "Trần Thị Bình"

    @pytest.mark.parametrize(
        "body", [{"name": " "}, {"language": "fr"}, {"phone": "1" * 21}, {"kind": "A"}]
    )
    def test_is_checked(self, door, body):
        assert door.citizen.send("PATCH", "/profile", body).status_code == 422

    def test_needs_a_scope_of_its_own(self, door):
        caller = door.limited("citizen", "cases.read")

        assert caller.get("/profile").status_code == 403
        assert caller.get("/notices").status_code == 403
        assert door.limited("citizen", "accounts").get("/profile").status_code == 200


def test_somebodys_posts_are_for_staff(door, world):
    found = door.clerk.get(f"/people/{world.officer.id}").json()

    assert [post["unit_code"] for post in found["posts"]] == ["H26.30"]
    assert door.clerk.get(f"/people/{world.citizen.id}").status_code == 404
    assert door.citizen.get(f"/people/{world.officer.id}").status_code == 403
