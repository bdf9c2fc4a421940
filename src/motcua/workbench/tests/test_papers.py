"""Papers that are printed on demand: the control slip, the register."""

from datetime import timedelta

import pytest

from motcua.cases import registers
from motcua.cases.tests.world import MORNING, accepted, submitted
from motcua.workbench.tests.conftest import case_url

DAY = MORNING.date()


class TestControlSlip:
    def test_is_offered_and_printed_once_the_case_is_accepted(self, world, sign_in):
        case_id, client = accepted(world), sign_in(world.officer)
        path = f"{case_url(case_id)}control-slip/"

        answer = client.get(path)

        assert path in client.get(case_url(case_id)).content.decode()
        assert answer["Content-Type"] == "application/pdf"
        assert answer.content.startswith(b"%PDF-")
        assert "no-store" in answer["Cache-Control"]

    def test_is_not_there_before(self, world, sign_in):
        case_id, client = submitted(world), sign_in(world.clerk)
        path = f"{case_url(case_id)}control-slip/"

        assert path not in client.get(case_url(case_id)).content.decode()
        assert client.get(path).status_code == 404


class TestRegister:
    def ask(self, client, world, **changes):
        asked = {"unit": world.centre, "start": DAY, "end": DAY, **changes}
        return client.get("/workbench/register/", asked)

    def test_holds_the_whole_of_its_last_day(self, world, sign_in, monkeypatch):
        accepted(world)
        seen = []
        monkeypatch.setattr(registers, "_register_row", lambda case: seen.append(case))

        self.ask(sign_in(world.clerk), world)

        assert len(seen) == 1

    @pytest.fixture(autouse=True)
    def press(self, monkeypatch):
        monkeypatch.setattr(registers.press, "render", lambda *a, **k: b"%PDF-1.7")

    def test_is_printed_for_whoever_works_there(self, world, sign_in):
        accepted(world)

        answer = self.ask(sign_in(world.clerk), world)

        assert answer.content == b"%PDF-1.7"
        assert "so-theo-doi-" in answer["Content-Disposition"]

    def test_of_any_place_for_a_controller_but_of_none_for_an_outsider(
        self, world, sign_in
    ):
        assert self.ask(sign_in(world.controller), world).status_code == 200

        answer = self.ask(sign_in(world.expert), world)

        assert answer.status_code == 422
        assert answer["Content-Type"].startswith("text/html")

    def test_begins_with_the_month_so_far(self, world, sign_in):
        page = sign_in(world.clerk).get("/workbench/register/")

        form = page.context["form"]
        assert form["start"].value() == DAY.replace(day=1)
        assert str(form["unit"].value()) == str(world.centre)

    def test_says_what_is_wrong_with_the_days(self, world, sign_in):
        page = self.ask(
            sign_in(world.clerk), world, end=(DAY - timedelta(days=1)).isoformat()
        )

        assert page.status_code == 422
        assert "Ngày cuối phải từ ngày đầu trở đi." in page.content.decode()

    def test_says_when_it_is_too_long(self, world, sign_in, monkeypatch):
        monkeypatch.setattr(registers, "REGISTER_ROWS", 0)
        accepted(world)

        page = self.ask(sign_in(world.clerk), world)

        assert page.status_code == 422
        assert "Hãy chọn khoảng ngắn hơn" in page.content.decode()

    def test_is_offered_where_there_is_one(self, world, sign_in):
        work = "/workbench/work/"
        link = "/workbench/register/"

        assert link in sign_in(world.clerk).get(work).content.decode()
        assert link not in sign_in(world.expert).get(work).content.decode()
