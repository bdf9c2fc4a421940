from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from motcua.cases import commands, queries
from motcua.cases.commands import Order
from motcua.cases.rules.supplement import RequestedItem
from motcua.cases.tests.world import MORNING, PDF, accepted, decided, submitted
from motcua.documents.queries import list_files
from motcua.kernel.ids import new_id

LATER = MORNING + timedelta(minutes=30)


def text(response) -> str:
    return response.content.decode()


@pytest.fixture
def asked(world):
    """Return a case of which one paper and one field are to be mended."""
    case_id = accepted(world)
    items = [
        RequestedItem("paper", "attestation", "Ảnh chụp bị mờ."),
        RequestedItem("field", "mother_name", "Thiếu chữ đệm."),
    ]
    commands.request_supplement(Order(case_id, world.officer, LATER), items=items)
    return case_id


class TestMyCases:
    def test_lists_ones_own_and_nobody_elses(self, world, citizen, client_of):
        case_id = submitted(world)

        assert str(case_id) in text(citizen.get("/cases/"))
        assert str(case_id) not in text(client_of(world.stranger).get("/cases/"))

    def test_asks_strangers_to_sign_in(self, world):
        assert "/accounts/login" in Client().get("/cases/").headers["location"]

    def test_refuses_a_cursor_that_is_none(self, citizen):
        assert citizen.get("/cases/?after=x").status_code == 404


class TestCase:
    def test_says_until_when_an_answer_is_owed(self, world, citizen):
        page = text(citizen.get(f"/cases/{submitted(world)}/"))

        assert "chậm nhất lúc" in page

    def test_says_when_it_is_due_and_why(self, world, citizen):
        page = text(citizen.get(f"/cases/{accepted(world)}/"))

        assert "Vì sao là ngày này" in page
        assert "60/2014/QH13" in page

    def test_is_shown_to_its_applicant_alone(self, world, client_of):
        case_id = accepted(world)

        for other in (world.stranger, world.officer):
            assert client_of(other).get(f"/cases/{case_id}/").status_code == 404

    def test_shows_the_result(self, world, citizen):
        assert "Kết quả: Giấy khai sinh" in text(
            citizen.get(f"/cases/{decided(world)}/")
        )

    def test_says_what_to_mend_and_leads_there(self, citizen, asked):
        page = text(citizen.get(f"/cases/{asked}/"))

        assert "Ảnh chụp bị mờ." in page
        assert "Thiếu chữ đệm." in page
        assert f'href="/cases/{asked}/supplement/"' in page

    def test_hides_what_colleagues_say_among_themselves(self, world, citizen):
        case_id = accepted(world)
        commands.comment_on_case(Order(case_id, world.officer, LATER), text="Bí mật")

        assert "Bí mật" not in text(citizen.get(f"/cases/{case_id}/"))


class TestFile:
    def test_is_handed_to_the_applicant_alone(self, world, citizen, client_of):
        case_id = accepted(world)
        file = list_files(case_id=case_id)[0]
        address = f"/cases/{case_id}/files/{file.id}"

        response = citizen.get(address)
        content = b"".join(response.streaming_content)

        assert content.startswith(PDF)
        assert client_of(world.stranger).get(address).status_code == 404

    def test_of_another_case_is_not_found(self, world, citizen):
        one, other = accepted(world), accepted(world)
        file = list_files(case_id=one)[0]

        assert citizen.get(f"/cases/{other}/files/{file.id}").status_code == 404


class TestSupplement:
    def test_shows_only_what_was_marked(self, citizen, asked):
        page = text(citizen.get(f"/cases/{asked}/supplement/"))

        assert "mother_name" in page
        assert "paper.attestation" in page
        assert "child_name" not in page

    def test_mends_and_goes_on(self, world, citizen, asked):
        file = SimpleUploadedFile("mới.pdf", PDF + str(new_id()).encode())

        response = citizen.post(
            f"/cases/{asked}/supplement/",
            {
                "_shown": "mother_name",
                "mother_name": "Trần Thị Thanh Bình",
                "paper.attestation": file,
                "send": "1",
                "key": "k1",
            },
        )

        state = queries.get_case(asked, world.citizen).state
        assert response.headers["location"] == f"/cases/{asked}/"
        assert state.status != "AWAITING_SUPPLEMENT"
        assert state.dossier["form"]["mother_name"] == "Trần Thị Thanh Bình"
        assert not queries.list_drafts(world.citizen)
        page = text(citizen.get(f"/cases/{asked}/"))
        assert "mới.pdf" in page
        assert page.count("đã nộp lại bản khác") == 1

    def test_can_be_saved_without_sending(self, world, citizen, asked):
        citizen.post(
            f"/cases/{asked}/supplement/",
            {"_shown": "mother_name", "mother_name": "Bình", "save": "1"},
        )

        state = queries.get_case(asked, world.citizen).state
        assert state.status == "AWAITING_SUPPLEMENT"
        assert 'value="Bình"' in text(citizen.get(f"/cases/{asked}/supplement/"))

    def test_says_beside_a_paper_that_it_is_missing(self, citizen, asked):
        response = citizen.post(
            f"/cases/{asked}/supplement/",
            {"_shown": "mother_name", "mother_name": "Bình", "send": "1", "key": "k"},
        )

        assert response.status_code == 422
        assert 'id="error.attestation"' in text(response)
        assert 'value="Bình"' in text(response)

    def test_is_nothing_where_nothing_is_asked(self, world, citizen):
        case_id = accepted(world)

        response = citizen.get(f"/cases/{case_id}/supplement/")

        assert response.headers["location"] == f"/cases/{case_id}/"


class TestDo:
    def test_sends_a_message_once(self, world, citizen):
        case_id = accepted(world)
        said = {"text": "Xin hỏi thêm", "key": "one"}

        for _ in range(2):
            citizen.post(f"/cases/{case_id}/message/", said)

        kinds = [e.kind for e in queries.list_events(case_id, world.citizen)]
        assert kinds.count("MESSAGE") == 1
        assert "Xin hỏi thêm" in text(citizen.get(f"/cases/{case_id}/"))

    def test_says_what_withdrawing_means_before_it_is_done(self, world, citizen):
        case_id = submitted(world)

        assert "không hoàn tác được" in text(citizen.get(f"/cases/{case_id}/withdraw/"))
        assert queries.get_case(case_id, world.citizen).state.status == "SUBMITTED"

    def test_withdraws(self, world, citizen):
        case_id = submitted(world)

        citizen.post(f"/cases/{case_id}/withdraw/", {"reason": "Nộp nhầm"})

        assert queries.get_case(case_id, world.citizen).state.status == "WITHDRAWN"

    def test_says_why_not_when_it_is_too_late(self, world, citizen):
        case_id = accepted(world)

        response = citizen.post(
            f"/cases/{case_id}/withdraw/", {"reason": "x"}, follow=True
        )

        assert "Không thực hiện được vì hồ sơ" in text(response)

    def test_is_told_when_somebody_was_faster(self, world, citizen):
        case_id = submitted(world)
        seen = queries.get_case(case_id, world.citizen).seq
        commands.accept_case(Order(case_id, world.clerk, MORNING))

        response = citizen.post(
            f"/cases/{case_id}/stop/", {"reason": "x", "seen": str(seen)}, follow=True
        )

        assert "vừa được người khác thay đổi" in text(response)

    def test_knows_no_other_action(self, world, citizen):
        assert citizen.get(f"/cases/{submitted(world)}/erase/").status_code == 404
