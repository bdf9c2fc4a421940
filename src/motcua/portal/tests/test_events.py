"""Pages of the guided finder."""

import pytest
from django.test import Client

from motcua.cases.tests.world import BIRTH

MARRIED = "foreign=no&married=yes&at_once=no&insured=no"


@pytest.fixture
def anyone(world) -> Client:
    return Client()


def text(response) -> str:
    return response.content.decode()


class TestEvents:
    def test_are_listed_at_home_and_on_a_page_of_their_own(self, anyone):
        assert "/events/child_born/" in text(anyone.get("/"))
        assert "/events/open_shop/" in text(anyone.get("/events/"))

    def test_are_offered_where_somebody_asks_for_one(self, anyone):
        assert "/events/child_born/" in text(anyone.get("/procedures/?q=sinh con"))
        assert "/events/child_born/" in text(
            anyone.get("/procedures/suggest?q=em bé mới sinh")
        )

    def test_an_unknown_one_is_not_found(self, anyone):
        assert anyone.get("/events/nothing/").status_code == 404


class TestEvent:
    def test_asks_first(self, anyone):
        page = text(anyone.get("/events/child_born/"))

        assert 'name="married"' in page
        assert 'name="father"' not in page  # only of those who are not married
        assert BIRTH not in page

    def test_asks_on_where_an_answer_raises_a_question(self, anyone):
        page = text(anyone.get("/events/child_born/?foreign=no&married=no&insured=no"))

        assert 'name="father"' in page
        assert "Còn câu hỏi chưa được trả lời" in page

    def test_says_what_to_do_and_keeps_the_answers(self, anyone):
        page = text(anyone.get(f"/events/child_born/?{MARRIED}"))

        assert f"/procedures/{BIRTH}/" in page
        assert "Trong 60 ngày kể từ ngày sinh con." in page
        assert "Giấy tờ tùy thân của người yêu cầu" in page
        assert page.count("checked") == 4

    def test_speaks_english_and_german(self, anyone):
        for language, words in (("en", "In this order"), ("de", "Reihenfolge")):
            page = text(
                anyone.get(
                    f"/events/child_born/?{MARRIED}",
                    headers={"accept-language": language},
                )
            )
            assert words in page

    def test_survives_nonsense(self, anyone):
        assert anyone.get("/events/child_born/?married=%00&x=1").status_code == 200
