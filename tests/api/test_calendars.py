"""Calendars by API: the history, edits, what they would move."""

import pytest

from motcua.cases.tests.world import accepted
from tests.api.samples import CLOSURE

JUNE = {"start_date": "2026-06-01"}
EDITS = "/calendars/vn/edits"


@pytest.fixture
def admin(door):
    return door.administrator


class TestEdits:
    def test_add_a_day_and_stand_in_the_history(self, door, admin):
        made = admin.post(EDITS, CLOSURE)

        assert made.status_code == 201, made.content
        assert made["ETag"] == '"1"'
        day = door.nobody.get("/calendars/vn/2026").json()["days"][118]
        assert (day["date"], day["is_working"]) == ("2026-04-29", False)
        history = door.clerk.get(EDITS)
        assert history.json() == made.json()
        assert history["ETag"] == '"1"'

    def test_set_office_hours(self, admin):
        hours = ["08:00-12:00", "13:00-17:00"]
        week = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), hours)
        body = {"hours": {"start_date": "2026-06-01", **week}, "source": "QĐ 2"}

        content = admin.post(EDITS, body).json()[0]["content"]

        assert content["week"]["mon"] == hours
        assert not content["week"].get("sat")

    def test_add_the_next_year_with_its_holidays(self, admin):
        made = admin.post(EDITS, {"next_year": True, "source": "TB 1"}).json()

        assert made[0]["subject"] == "HORIZON"
        assert len(made) > 5

    def test_are_taken_back(self, door, admin):
        edit = admin.post(EDITS, CLOSURE).json()[0]

        path = f"/calendar-edits/{edit['id']}/withdraw"
        taken = admin.post(path, {"reason": "Nhầm ngày"}).json()

        assert taken["withdraws_id"] == edit["id"]
        days = door.nobody.get("/calendars/vn/2026").json()["days"]
        assert days[118]["is_working"]
        again = admin.post(path, {"reason": "Nhầm ngày"}).json()
        assert again["code"] == "edit_already_withdrawn"

    def test_are_refused_to_who_did_not_see_the_last_one(self, admin):
        admin.post(EDITS, CLOSURE)

        response = admin.post(EDITS, CLOSURE, if_match='"0"')

        assert (response.status_code, response.json()["code"]) == (
            412,
            "changed_meanwhile",
        )

    @pytest.mark.parametrize(
        "body",
        [
            {"source": "QĐ 1"},
            {**CLOSURE, "next_year": True},
            {**CLOSURE, "source": " "},
            {
                "hours": {"start_date": "2026-06-01", "mon": ["12:00-08:00"]},
                "source": "A",
            },
            {
                "hours": {"start_date": "2026-06-01", "mon": ["29:00-30:00"]},
                "source": "A",
            },
            {"day": {**CLOSURE["day"], "date": "1800-01-01"}, "source": "A"},
            {"day": {**CLOSURE["day"], "swapped_with": "x"}, "source": "A"},
        ],
    )
    def test_that_make_no_sense_are_refused(self, admin, body):
        assert 400 <= admin.post(EDITS, body).status_code < 500

    def test_are_for_administrators(self, door):
        assert door.controller.post(EDITS, CLOSURE).status_code == 403
        assert door.citizen.get(EDITS).status_code == 403
        assert door.nobody.get(EDITS).status_code == 401

    def test_of_no_calendar_are_not_found(self, admin):
        response = admin.post("/calendars/moon/edits", CLOSURE)

        assert response.json()["code"] == "unknown_calendar"


class TestPreview:
    def test_says_what_would_move_and_moves_nothing(self, door, world, admin):
        case_id = accepted(world)
        body = {
            "day": {**CLOSURE["day"], "date": "2026-04-28"},
            "source": CLOSURE["source"],
        }

        found = admin.post("/calendars/vn/preview", body).json()

        assert found["looked_at"] == 1
        assert [move["case_id"] for move in found["items"]] == [str(case_id)]
        assert found["items"][0]["before"] != found["items"][0]["after"]
        assert door.nobody.get("/calendars/vn/2026").json()["days"][117]["is_working"]

    def test_goes_on_page_by_page(self, world, admin):
        for _ in range(3):
            accepted(world)
        path = "/calendars/vn/preview?limit=2"

        first = admin.post(path, CLOSURE).json()
        rest = admin.post(f"{path}&after={first['next']}", CLOSURE).json()

        assert (first["looked_at"], rest["looked_at"], rest["next"]) == (2, 1, None)

    def test_says_what_a_withdrawal_would_move(self, world, admin):
        accepted(world)
        edit = admin.post(EDITS, CLOSURE).json()[0]

        found = admin.get(f"/calendar-edits/{edit['id']}/preview").json()

        assert found["looked_at"] == 1
