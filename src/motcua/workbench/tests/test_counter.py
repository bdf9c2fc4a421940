"""A clerk files for somebody at the counter, and takes in a supplement."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from motcua.cases import commands, queries
from motcua.cases.commands import Order
from motcua.cases.queries import get_case
from motcua.cases.rules.supplement import RequestedItem
from motcua.cases.tests.world import BIRTH, FORM, MORNING, PDF, accepted, submitted
from motcua.catalogue.queries import version_in_force
from motcua.kernel.refusals import NotFound
from motcua.workbench.tests.conftest import case_url

COUNTER = "/workbench/counter/"


@pytest.fixture
def client(world, sign_in):
    return sign_in(world.clerk)


def start(client: Any) -> str:
    version = version_in_force(BIRTH, MORNING.date())
    answer = client.post(f"{COUNTER}start/{version.id}/")
    return str(answer["Location"])


def typed(**changes: Any) -> dict[str, Any]:
    """Return what the page sends once everything is filled in."""
    form = {k: str(v).lower() if isinstance(v, bool) else v for k, v in FORM.items()}
    return {
        **form,
        "_shown": " ".join(FORM),
        "applicant-name": "Trần Thị Bình",
        "applicant-kind": "CITIZEN",
        "applicant-phone": "0912345678",
        "handover-way": "COUNTER",
        "do": "submit",
        **changes,
    }


class TestChoosing:
    def test_finds_a_procedure_in_peoples_words(self, client):
        page = client.get(COUNTER + "?q=khai+sinh").context

        assert BIRTH in {one.code for one in page["found"]}

    def test_shows_what_was_begun(self, client):
        path = start(client)
        client.post(path, typed(do="save"))

        page = client.get(COUNTER).context

        assert [one["title"] for one in page["drafts"]] == ["Trần Thị Bình"]


class TestAskingOn:
    def test_sends_the_page_where_an_answer_decides_on_others(self, client):
        page = client.get(start(client))

        forms = [part.form for part in page.context["parts"]]
        fields = {name: f for form in forms for name, f in form.fields.items()}
        assert "data-hx-post" in fields["abandoned"].widget.attrs
        assert "data-hx-post" not in fields["child_name"].widget.attrs

    def test_brings_the_new_questions_and_papers(self, client):
        path = start(client)
        answers = {"abandoned": "false", "surrogacy": "false"}
        sent = {"_shown": "abandoned surrogacy", **answers}

        page = client.post(path, sent, headers={"HX-Request": "true"})

        shown = page.context["intake"].shown.split()
        assert "proof" in shown
        assert page.status_code == 200


class TestFiling:
    def test_hands_in_and_accepts_in_one_go(self, world, client):
        path = start(client)
        page = client.get(path).context
        papers = [line.component.id for line in page["papers"]]
        first = client.post(path, typed(do="save")).context
        papers = [line.component.id for line in first["papers"]]

        answer = client.post(path, typed(on_paper=papers))

        case = queries.list_cases(world.clerk)[0]
        state = get_case(case.id, world.clerk).state
        assert answer["Location"] == case_url(case.id)
        assert state.status == "ACCEPTED"
        assert state.channel == "COUNTER"
        assert state.applicant_id is None
        assert state.applicant_name == "Trần Thị Bình"
        assert {id_ for id_, p in state.dossier["papers"].items() if p["paper"]} == set(
            papers
        )
        assert queries.list_drafts(world.clerk) == []

    def test_loses_nothing_when_something_is_wrong(self, world, client):
        path = start(client)
        wrong = typed(phone="12", **{"applicant-name": ""})

        page = client.post(path, wrong)

        text = page.content.decode()
        assert page.status_code == 422
        assert 'value="Nguyễn Minh An"' in text
        assert "họ tên hoặc tên tổ chức" in text
        assert queries.list_cases(world.clerk) == []

    def test_hands_in_nothing_that_cannot_be_accepted(self, world, client):
        path = start(client)

        page = client.post(path, typed())

        assert page.status_code == 422
        assert "còn thiếu" in " ".join(page.context["problems"])
        assert queries.list_cases(world.clerk) == []

    def test_keeps_a_file_and_lets_it_go(self, world, client):
        path = start(client)
        paper = client.post(path, typed(do="save")).context["papers"][0].component.id
        file = SimpleUploadedFile("giấy.pdf", PDF, content_type="application/pdf")

        kept = client.post(path, {**typed(do="save"), f"paper.{paper}": file}).context
        line = next(one for one in kept["papers"] if one.files)
        gone = client.post(path, typed(remove=line.files[0]["id"], do="")).context

        assert line.files[0]["name"] == "giấy.pdf"
        assert not any(one.files for one in gone["papers"])

    def test_says_beside_the_paper_what_is_wrong_with_a_file(self, client):
        path = start(client)
        paper = client.post(path, typed(do="save")).context["papers"][0].component.id
        file = SimpleUploadedFile("virus.exe", b"MZ\x90", content_type="image/png")

        page = client.post(path, {**typed(do="save"), f"paper.{paper}": file})

        assert page.status_code == 422
        assert next(one.wrong for one in page.context["papers"] if one.wrong)

    def test_throws_a_draft_away(self, world, client):
        path = start(client)

        answer = client.post(path, {"do": "discard"})

        assert answer["Location"] == COUNTER
        assert queries.list_drafts(world.clerk) == []


class TestReceipt:
    def test_is_printed_at_once_and_is_one_however_often(self, world, client):
        case_id = accepted(world)
        path = f"{case_url(case_id)}receipt/"

        answers = [client.post(path) for _ in range(2)]
        contents = [b"".join(answer.streaming_content) for answer in answers]

        assert contents[0].startswith(b"%PDF")
        assert contents[0] == contents[1]

    def test_of_what_was_not_accepted_there_is_none(self, world, client):
        answer = client.post(f"{case_url(submitted(world))}receipt/")

        assert answer.status_code == 404


class TestCommand:
    def test_a_repeated_one_gives_the_first_answer(self, world, client):
        path = start(client)
        papers = client.post(path, typed(do="save")).context["papers"]
        draft = queries.list_drafts(world.clerk)[0]
        data = typed(on_paper=[line.component.id for line in papers])

        client.post(path, data)
        seq = get_case(draft.id, world.clerk).seq
        with pytest.raises(NotFound):
            queries.get_draft(draft.id, world.clerk)
        again = client.post(path, data)

        assert again.status_code == 404  # the draft is gone, the case is there
        assert get_case(draft.id, world.clerk).seq == seq


class TestSupplement:
    def asked_for(self, world):
        case_id = submitted(world)
        items = [
            RequestedItem("paper", "attestation", "Mờ."),
            RequestedItem("field", "phone", "Thiếu."),
        ]
        commands.request_supplement(Order(case_id, world.clerk, MORNING), items=items)
        return case_id, f"{case_url(case_id)}supplement/"

    def test_shows_what_was_asked_for_and_why(self, world, client):
        _case_id, path = self.asked_for(world)

        page = client.get(path).context

        assert [line.asked for line in page["papers"]] == ["Mờ."]
        assert [list(part.form.fields) for part in page["parts"]] == [["phone"]]

    def test_goes_on_where_it_stopped(self, world, client):
        case_id, path = self.asked_for(world)
        file = SimpleUploadedFile("mới.pdf", PDF, content_type="application/pdf")
        data = {"_shown": "phone", "phone": "0987654321", "do": "submit"}

        answer = client.post(path, {**data, "paper.attestation": file})

        state = get_case(case_id, world.clerk).state
        assert answer["Location"] == case_url(case_id)
        assert state.status == "SUBMITTED"
        assert state.dossier["form"]["phone"] == "0987654321"

    def test_says_what_is_still_missing_and_keeps_the_rest(self, world, client):
        _case_id, path = self.asked_for(world)
        data = {"_shown": "phone", "phone": "0987654321", "do": "submit"}

        page = client.post(path, data)

        assert page.status_code == 422
        assert "0987654321" in page.content.decode()
        assert page.context["problems"]

    def test_of_a_case_that_waits_for_nothing_there_is_none(self, world, client):
        path = f"{case_url(accepted(world))}supplement/"

        assert client.get(path).status_code == 404
