import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from motcua.cases import queries
from motcua.cases.tests.world import BIRTH, FORM, PDF
from motcua.kernel.ids import new_id


def text(response) -> str:
    return response.content.decode()


def typed(value) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def send(client, url: str, **answers):
    """Fill in a page as a browser does: what it shows, and nothing else."""
    page = text(client.get(url))
    shown = page.split('name="_shown" value="')[1].split('"')[0]
    data = {name: typed(answers[name]) for name in shown.split() if name in answers}
    return client.post(url, {"_shown": shown, **data})


@pytest.fixture
def draft(citizen) -> str:
    """Return the address of a draft that was just begun."""
    return citizen.post(f"/procedures/{BIRTH}/apply").headers["location"]


class TestApply:
    def test_goes_on_with_the_draft_that_was_begun(self, citizen, draft):
        again = citizen.post(f"/procedures/{BIRTH}/apply").headers["location"]

        assert again == draft

    def test_needs_a_power(self, world, client_of):
        client = client_of(world.officer)

        assert client.post(f"/procedures/{BIRTH}/apply").status_code == 403

    def test_needs_a_post(self, citizen):
        assert citizen.get(f"/procedures/{BIRTH}/apply").status_code == 405


class TestSection:
    def test_is_reached_whatever_it_is_called(self, citizen):
        begun = citizen.post("/procedures/1.013229/apply").headers["location"]

        assert "cơ sở dữ liệu đất đai" in text(citizen.get(f"{begun}papers/"))

    def test_saves_what_was_typed_even_if_it_is_wrong(self, citizen, draft):
        response = citizen.post(
            f"{draft}child/", {"_shown": "child_name birth_date", "child_name": "An"}
        )

        assert response.status_code == 422
        assert 'value="An"' in text(citizen.get(f"{draft}child/"))

    def test_says_beside_each_field_what_is_wrong(self, citizen, draft):
        response = citizen.post(
            f"{draft}child/",
            {"_shown": "child_name birth_date", "birth_date": "2999-01-01"},
        )

        page = text(response)
        assert 'id="id_child_name_error"' in page
        assert "Ngày này quá muộn" in page
        assert 'role="alert"' in page

    def test_asks_on_when_an_answer_calls_for_more(self, citizen, draft):
        url = f"{draft}child/"

        response = send(citizen, url, **FORM)

        assert response.status_code == 200
        assert "mang thai hộ" in text(response)
        assert 'class="field-error"' not in text(response)

    def test_goes_to_the_next_page_when_all_is_right(self, citizen, draft):
        url = f"{draft}child/"
        send(citizen, url, **FORM)

        response = send(citizen, url, **FORM)

        assert response.headers["location"] == f"{draft}parents/"

    def test_can_be_left_and_found_again(self, citizen, draft):
        citizen.post(
            f"{draft}child/", {"_shown": "child_name", "child_name": "A", "later": "1"}
        )

        assert draft in text(citizen.get("/cases/"))

    def test_offers_what_the_account_knows(self, citizen, draft):
        citizen.post(f"{draft}child/", {"_shown": "abandoned", "abandoned": "true"})

        assert 'value="0912345678"' in text(citizen.get(f"{draft}place/"))

    def test_belongs_to_its_writer_alone(self, draft, world, client_of):
        stranger = client_of(world.stranger)

        assert stranger.get(f"{draft}child/").status_code == 404

    def test_unknown_pages_are_not_found(self, citizen, draft):
        assert citizen.get(f"{draft}nothing/").status_code == 404


def filled(citizen, draft: str) -> None:
    for page in ("child", "child", "parents", "place"):
        send(citizen, f"{draft}{page}/", **FORM)


def upload(citizen, draft: str, content: bytes = PDF, name: str = "giấy.pdf"):
    file = SimpleUploadedFile(name, content + str(new_id()).encode())
    answers = {"paper.attestation": file, "go_on": "1"}
    return citizen.post(f"{draft}your-papers/", answers)


class TestPapers:
    def test_lists_only_what_the_answers_call_for(self, citizen, draft):
        filled(citizen, draft)

        page = text(citizen.get(f"{draft}your-papers/"))

        assert "paper.attestation" in page
        assert "paper.abandonment_record" not in page

    def test_keeps_a_file_and_goes_on(self, citizen, draft):
        filled(citizen, draft)

        assert upload(citizen, draft).headers["location"] == f"{draft}hand-over/"
        assert "giấy.pdf" in text(citizen.get(f"{draft}your-papers/"))

    def test_says_what_is_wrong_with_a_file(self, citizen, draft):
        filled(citizen, draft)

        response = upload(citizen, draft, b"MZ not a paper", "virus.pdf")

        assert response.status_code == 422
        assert "virus.pdf" in text(response)

    def test_lets_a_file_go(self, citizen, draft):
        filled(citizen, draft)
        upload(citizen, draft)
        page = text(citizen.get(f"{draft}your-papers/"))
        file_id = page.split('name="remove" value="')[1].split('"')[0]

        citizen.post(f"{draft}your-papers/", {"remove": file_id})

        assert "giấy.pdf" not in text(citizen.get(f"{draft}your-papers/"))


class TestHandover:
    def test_asks_for_an_address_where_post_is_chosen(self, citizen, draft, world):
        response = citizen.post(
            f"{draft}hand-over/", {"unit": str(world.centre), "way": "POST"}
        )

        assert response.status_code == 422
        assert "Hãy ghi địa chỉ" in text(response)


def ready(citizen, draft: str, world) -> None:
    filled(citizen, draft)
    upload(citizen, draft)
    citizen.post(f"{draft}hand-over/", {"unit": str(world.centre), "way": "ONLINE"})


class TestReview:
    def test_shows_answers_in_words_and_when_it_would_be_due(
        self, citizen, draft, world
    ):
        ready(citizen, draft, world)

        page = text(citizen.get(f"{draft}look-over/"))

        assert "20/04/2026" in page
        assert "Nữ" in page
        assert "Vì sao là ngày này" in page
        assert "UBND phường Ba Đình" in page

    def test_is_where_a_filled_draft_goes_on(self, citizen, draft, world):
        filled(citizen, draft)
        citizen.post(f"{draft}hand-over/", {"unit": str(world.centre), "way": "ONLINE"})
        without_paper = citizen.get(draft).headers["location"]
        upload(citizen, draft)

        assert without_paper == f"{draft}your-papers/"
        assert citizen.get(draft).headers["location"] == f"{draft}look-over/"

    def test_hands_the_application_in_once(self, citizen, draft, world):
        ready(citizen, draft, world)

        first = citizen.post(f"{draft}look-over/")
        second = citizen.post(f"{draft}look-over/")

        case_id = draft.strip("/").split("/")[1]
        assert first.headers["location"] == f"/cases/{case_id}/"
        assert second.status_code == 404
        assert len(queries.list_cases(world.citizen)) == 1
        assert not queries.list_drafts(world.citizen)

    def test_says_where_to_mend_what_is_missing(self, citizen, draft, world):
        filled(citizen, draft)
        citizen.post(f"{draft}hand-over/", {"unit": str(world.centre), "way": "ONLINE"})

        response = citizen.post(f"{draft}look-over/")

        assert response.status_code == 422
        assert "Hãy nộp “Giấy chứng sinh”" in text(response)
        assert f'href="{draft}your-papers/"' in text(response)

    def test_asks_for_the_place_first(self, citizen, draft):
        filled(citizen, draft)

        response = citizen.post(f"{draft}look-over/")

        assert response.headers["location"] == f"{draft}hand-over/"


class TestDiscard:
    def test_throws_the_draft_away(self, citizen, draft):
        citizen.post(f"{draft}discard")

        assert citizen.get(draft).status_code == 404
