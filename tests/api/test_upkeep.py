"""Upkeep by API: one writes, another approves, the portal shows it from its day."""

import pytest
from django.apps import apps

from motcua.cases.tests.world import BIRTH, person
from tests.api.conftest import Caller, token_for

START = {"code": BIRTH, "in_force_from": "2027-01-01"}


@pytest.fixture
def writer(door):
    return door.controller


@pytest.fixture
def approver(world):
    centre = apps.get_model("organisations", "Unit").objects.get(pk=world.centre)
    return Caller(token_for(person("Bùi Thanh Hà", centre, "CONTROLLER")))


@pytest.fixture
def proposal(writer):
    made = writer.post("/proposals", START)
    assert made.status_code == 201, made.content
    return f"/proposals/{made.json()['id']}"


def cheaper(writer, proposal):
    text = writer.get(proposal).json()["text"].replace("amount: 8000", "amount: 6000")
    return writer.send("PUT", f"{proposal}/text", {"text": text}, if_match='"1"')


class TestAProposal:
    def test_goes_from_the_first_word_to_the_catalogue(
        self, door, writer, approver, proposal
    ):
        assert cheaper(writer, proposal)["ETag"] == '"2"'
        assert writer.post(f"{proposal}/submit").json()["revision"] == 3
        own = writer.post(f"{proposal}/approve").json()
        assert own["code"] == "own_proposal"
        assert approver.post(f"{proposal}/approve").status_code == 200
        done = approver.post(f"{proposal}/publish", if_match='"4"')
        assert done["ETag"] == '"5"'

        old = door.nobody.get(f"/procedures/{BIRTH}?on=2026-12-31").json()
        new = door.nobody.get(f"/procedures/{BIRTH}?on=2027-01-01").json()
        query = f"before={old['version_id']}&after={new['version_id']}"
        path = f"/procedures/{BIRTH}/differences?{query}"
        found = {tuple(c["path"]): c for c in door.nobody.get(path).json()}
        assert set(found) == {("in_force_from",), ("fees", "extract", "amount")}
        fee = found["fees", "extract", "amount"]
        assert (fee["aspect"], fee["before"], fee["after"]) == ("MONEY", 8000, 6000)
        assert fee["after_in_words"]["de"] == "6.000"

    def test_says_what_it_changes_and_what_is_wrong(self, writer, proposal):
        cheaper(writer, proposal)

        changes = writer.get(f"{proposal}/changes").json()["changes"]
        assert {c["aspect"] for c in changes} == {"LAW", "MONEY"}
        shown = writer.get(f"{proposal}/preview").json()
        assert shown["definition"]["code"] == BIRTH
        assert shown["form_schema"]["properties"]

    def test_keeps_what_is_wrong_and_says_where(self, writer, proposal):
        writer.send("PUT", f"{proposal}/text", {"text": "code: 1\nfee: x\n"})

        problems = writer.get(proposal).json()["problems"]
        assert {(p["line"], tuple(p["place"])) for p in problems} >= {(2, ("fee",))}
        refused = writer.post(f"{proposal}/submit").json()
        assert refused["code"] == "proposal_defective"
        assert writer.get(f"{proposal}/preview").status_code == 422

    def test_is_refused_to_whoever_did_not_see_the_last_text(self, writer, proposal):
        cheaper(writer, proposal)

        assert cheaper(writer, proposal).status_code == 412

    def test_has_a_story_that_is_whole(self, door, writer, approver, proposal):
        cheaper(writer, proposal)
        writer.post(f"{proposal}/submit")
        approver.post(f"{proposal}/return", {"reason": "Thiếu căn cứ."})
        writer.post(f"{proposal}/withdraw", {"reason": "Làm lại."})

        story = door.clerk.get(f"{proposal}/events").json()
        assert story["is_intact"]
        assert [event["act"] for event in story["events"]] == [
            *("STARTED", "SAVED", "SUBMITTED", "RETURNED", "WITHDRAWN")
        ]
        assert story["events"][3]["note"] == "Thiếu căn cứ."

    def test_closes_a_procedure(self, door, writer, approver):
        body = {**START, "purpose": "CLOSING", "act": "118/2025/NĐ-CP"}
        closing = f"/proposals/{writer.post('/proposals', body).json()['id']}"
        writer.post(f"{closing}/submit")
        approver.post(f"{closing}/approve")
        assert approver.post(f"{closing}/publish").status_code == 200

        path = f"/procedures/{BIRTH}?on="
        assert door.nobody.get(f"{path}2026-12-31").status_code == 200
        assert door.nobody.get(f"{path}2027-01-01").status_code == 404


class TestTheCatalogue:
    def test_is_listed_and_filtered(self, writer, proposal):
        rows = writer.get("/catalogue?proposed=true").json()["items"]
        assert [(r["code"], r["open_proposals"]) for r in rows] == [(BIRTH, 1)]
        first = writer.get("/catalogue?limit=1").json()
        second = writer.get(f"/catalogue?limit=1&after={first['next']}").json()
        assert first["items"][0]["code"] < second["items"][0]["code"]

    def test_lists_what_procedures_are_made_of(self, writer):
        parts = writer.get("/catalogue/parts").json()
        kinds = {(part["kind"], part["id"]) for part in parts}
        assert {("process", "examine_sign"), ("fields", "phone")} <= kinds

    def test_checks_a_text_without_keeping_it(self, writer):
        said = {"code": BIRTH, "text": "a: ["}
        problems = writer.post("/catalogue/check", said).json()["problems"]
        assert problems[0]["reason"].startswith("This is not YAML")
        assert writer.get("/proposals").json()["items"] == []
