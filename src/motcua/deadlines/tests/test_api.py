"""What the addresses of deadlines answer."""

import pytest
from ninja.testing import TestClient

from motcua.deadlines.api import router
from motcua.deadlines.commands import edit_calendar
from motcua.deadlines.data import UnknownCalendar, UnknownPolicy
from motcua.deadlines.rules import OutsideCalendar, UnknownLimit
from motcua.deadlines.tests.factories import ADMINISTRATOR, NOW, closure

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def api() -> TestClient:
    return TestClient(router)


def ask(api: TestClient, **changes: str):
    asked = {"accepted": "2026-04-28T10:00", "limit": "5 working days"} | changes
    return api.get("/deadlines", query_params=asked)


class TestCalculateDeadline:
    def test_answers_instant_and_derivation(self, api):
        answer = ask(api)

        body = answer.json()
        assert answer.status_code == 200
        assert body["at"] == "2026-05-07T17:00:00+07:00"
        assert body["status"] == "RUNNING"
        assert body["lines"][-1]["text"]["en"] == "Due at 17:00 on Thursday 7 May 2026."
        assert body["lines"][2]["basis"] == "khoản 3 Điều 147 91/2015/QH13"

    def test_reads_vietnamese_and_an_offset(self, api):
        body = ask(api, accepted="2026-04-28T03:00:00Z", limit="8 giờ làm việc").json()

        assert body["at"] == "2026-04-29T10:00:00+07:00"

    def test_follows_the_administrators_edits(self, api):
        edit_calendar(actor=ADMINISTRATOR, now=NOW, edit=closure())

        assert ask(api).json()["at"] == "2026-05-08T17:00:00+07:00"

    def test_no_limit_no_date(self, api):
        body = ask(api, limit="not stated").json()

        assert "at" not in body
        assert body["status"] == "NOT_STATED"

    @pytest.mark.parametrize(
        ("changes", "refusal"),
        [
            ({"limit": "soon"}, UnknownLimit),
            ({"calendar": "xx"}, UnknownCalendar),
            ({"policy": "xx"}, UnknownPolicy),
            ({"accepted": "2040-01-01T10:00"}, OutsideCalendar),
            ({"accepted": "0001-01-01T00:00:00+14:00"}, OutsideCalendar),
            ({"accepted": "9999-12-31T23:59:59-12:00"}, OutsideCalendar),
        ],
    )
    def test_refuses_with_the_reason(self, api, changes, refusal):
        with pytest.raises(refusal):
            ask(api, **changes)

    @pytest.mark.parametrize(
        "changes", [{"accepted": "soon"}, {"calendar": "../x"}, {"limit": "5" * 100}]
    )
    def test_refuses_input_that_does_not_fit(self, api, changes):
        assert ask(api, **changes).status_code == 422


class TestCalendars:
    def test_are_listed_with_the_policies(self, api):
        assert api.get("/calendars").json() == ["vn"]
        assert "vn.general" in api.get("/deadlines/policies").json()

    def test_a_year_has_every_day(self, api):
        body = api.get("/calendars/vn/2026").json()

        assert len(body["days"]) == 365
        assert body["days"][9]["kind"] == "MAKE_UP"
        assert body["days"][9]["sessions"] == ["08:00-12:00", "13:00-17:00"]

    @pytest.mark.parametrize("year", [2040, 0, 10**12])
    def test_a_year_beyond_is_refused(self, api, year):
        try:
            status = api.get(f"/calendars/vn/{year}").status_code
        except OutsideCalendar:
            status = 409
        assert status in {409, 422}
