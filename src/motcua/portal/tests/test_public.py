import pytest
from django.test import Client

from motcua.cases import aftermath, queries
from motcua.cases.tests.world import MORNING, accepted
from motcua.documents.queries import list_issued
from motcua.web.limits import TRACKING


def text(response) -> str:
    return response.content.decode()


@pytest.fixture
def case_id(world):
    return accepted(world)


@pytest.fixture
def code(world, case_id) -> str:
    return queries.get_case(case_id, world.citizen).state.code


class TestTrack:
    def test_shows_progress_to_whoever_knows_both(self, code):
        page = text(Client().post("/track/", {"code": code.lower(), "fact": "5678"}))

        assert code in page
        assert "Kiểm tra hồ sơ hộ tịch" in page

    def test_shows_nothing_personal(self, code, world):
        page = text(Client().post("/track/", {"code": code, "fact": "5678"}))

        assert world.citizen.name not in page
        assert "Nguyễn Minh An" not in page
        assert "0912345678" not in page

    def test_answers_alike_whether_code_or_fact_is_wrong(self, code):
        wrong_fact = Client().post("/track/", {"code": code, "fact": "0000"})
        wrong_code = Client().post("/track/", {"code": "H26-1", "fact": "5678"})

        words = "Không tìm thấy hồ sơ nào với mã"
        assert wrong_fact.status_code == wrong_code.status_code == 422
        assert words in text(wrong_fact)
        assert words in text(wrong_code)

    def test_cannot_be_guessed(self, code):
        client = Client()
        tries = TRACKING.amount

        answers = [
            client.post("/track/", {"code": code, "fact": f"{n:04}"}).status_code
            for n in range(tries + 1)
        ]

        assert answers[-1] == 429


class TestVerify:
    def test_says_that_a_receipt_is_genuine_without_names(self, world, case_id):
        aftermath.follow_up(case_id, 1, 2, now=MORNING)
        paper = list_issued(case_id)[0]

        page = text(Client().get(f"/verify/{paper.code}"))

        assert "Giấy tờ này là thật và còn hiệu lực" in page
        assert world.citizen.name not in page

    def test_finds_it_by_form_too(self, world, case_id):
        aftermath.follow_up(case_id, 1, 2, now=MORNING)
        paper = list_issued(case_id)[0]

        response = Client().get("/verify/", {"code": paper.code.lower()})

        assert response.status_code == 200
        assert paper.code in text(response)

    def test_says_what_to_do_with_an_unknown_code(self, world):
        response = Client().get("/verify/", {"code": "ABCD"})

        assert response.status_code == 404
        assert "Không có giấy tờ nào với mã này" in text(response)
