"""What could not be delivered, on the screens."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from motcua.cases.tests.world import MORNING, accepted
from motcua.kernel.ids import new_id
from motcua.workbench.tests.conftest import case_url

FAILED, AGAIN = "/workbench/notices/failed/", "/workbench/notices/send-again/"


def deliveries():
    return apps.get_model("notices", "Delivery").objects


def fail(count=1, **facts):
    table = apps.get_model("notices", "Delivery")
    known = {
        "channel": "EMAIL", "key": "accepted", "body": "x", "state": "FAILED",
        "last_error": "Undeliverable: no such user", "attempts": 10,
    }  # fmt: skip
    return [
        table.objects.create(
            address=f"thuyduong{n}@example.vn",
            dedupe=str(new_id()),
            created_at=MORNING - timedelta(minutes=n),
            **(known | facts),
        )
        for n in range(count)
    ]


class TestFailed:
    @pytest.fixture
    def desk(self, administrator, sign_in):
        return sign_in(administrator)

    def test_says_what_why_and_to_whom_masked(self, desk):
        fail()

        page = desk.get(FAILED).content.decode()

        assert "Đã tiếp nhận, hẹn trả" in page
        assert "no such user" in page
        assert "th…@example.vn" in page
        assert "thuyduong" not in page

    def test_sends_the_ticked_ones_again(self, desk):
        first, second = fail(2)

        answer = desk.post(AGAIN, {"pick": [first.pk, "x"], "do": "picked"})

        assert answer["Location"] == FAILED
        states = dict(deliveries().values_list("id", "state"))
        assert states == {first.pk: "QUEUED", second.pk: "FAILED"}

    def test_sends_all_that_the_filter_finds(self, desk):
        fail(2)
        fail(1, channel="SMS")

        desk.post(AGAIN, {"do": "all", "channel": "EMAIL", "kind": ""})

        assert deliveries().filter(state="QUEUED").count() == 2

    def test_says_when_nothing_is_ticked(self, desk):
        page = desk.post(AGAIN, {"do": "picked"}, follow=True)

        assert "Hãy đánh dấu" in page.content.decode()

    def test_offers_no_box_for_what_was_erased(self, desk):
        (row,) = fail()
        deliveries().update(address=f"—{row.pk}", body="")

        page = desk.get(FAILED).content.decode()

        assert 'name="pick"' not in page
        assert "Đã xóa theo quy định" in page

    def test_costs_as_many_statements_for_many(self, desk, django_assert_num_queries):
        fail()
        desk.get(FAILED)
        with CaptureQueriesContext(connection) as one:
            desk.get(FAILED)
        fail(20)

        with django_assert_num_queries(len(one)):
            desk.get(FAILED)


class TestOfACase:
    def test_shows_what_was_sent_to_those_who_see_the_case(self, world, sign_in):
        case_id = accepted(world)
        fail(case_id=case_id)
        path = f"{case_url(case_id)}notices/"

        page = sign_in(world.officer).get(path).content.decode()

        assert "Không gửi được" in page
        assert "th…@example.vn" in page
        assert sign_in(world.stranger).get(path).status_code in {403, 404}
        assert path in sign_in(world.officer).get(case_url(case_id)).content.decode()
