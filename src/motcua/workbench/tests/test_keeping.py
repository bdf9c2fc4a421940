"""The catalogue in the workbench: as a legal officer goes through it, page by page."""

from datetime import date

import pytest
from django.apps import apps

from motcua.cases.tests.world import BIRTH, MORNING, person
from motcua.catalogue import queries as catalogue
from motcua.catalogue.tests.entries import entry
from motcua.catalogue.upkeep import commands, queries
from motcua.catalogue.upkeep.checking import data_in
from motcua.catalogue.upkeep.commands import Beginning, Order
from motcua.catalogue.upkeep.rules.proposing import Purpose, State

BASE = "/workbench/catalogue/"
DAY = date(2027, 1, 1)


@pytest.fixture
def writer(world):
    return world.controller


@pytest.fixture
def approver(world):
    centre = apps.get_model("organisations", "Unit").objects.get(pk=world.centre)
    return person("Bùi Thanh Hà", centre, "CONTROLLER")


@pytest.fixture
def client(sign_in, writer):
    return sign_in(writer)


@pytest.fixture
def proposal(writer):
    return started(writer)


def started(writer, **more):
    begin = Beginning(**{"code": BIRTH, "day": DAY, **more})
    return commands.start_proposal(actor=writer, now=MORNING, begin=begin)


def url(proposal_id, rest=""):
    return f"{BASE}proposals/{proposal_id}/{rest}"


def text_of(proposal_id):
    return queries.get_proposal(proposal_id).text


def data_of(proposal_id):
    return data_in(text_of(proposal_id))


def typed(client, proposal_id, name, **changes):
    """Return what the blank page sends, with ``changes`` typed in."""
    context = client.get(url(proposal_id, f"form/{name}/")).context
    view = context["it"]
    forms = [view.fields, view.details]
    for one in view.lists:
        forms += [form for row in one.rows for form in (row.fields, row.details)]
    sent = {"seen": context["head"].view.facts.revision}
    for form in forms:
        for field in form:
            value = field.initial
            if value is True:
                sent[field.html_name] = "on"
            elif value is not False:
                sent[field.html_name] = value
    for one in view.lists:
        sent[f"{one.rows_of.key}-added"] = "5"
    return {**sent, **changes}


class TestTheList:
    def test_shows_procedures_and_entries(self, client):
        entry("1.999999", "Cấp giấy phép thử")

        found = client.get(f"{BASE}?q={BIRTH}").content.decode()
        listed = client.get(f"{BASE}?q=giay+phep+thu").content.decode()
        assert f"{BASE}code/{BIRTH}/" in found
        assert "Cấp giấy phép thử" in listed

    @pytest.mark.parametrize(
        ("query", "codes"),
        [
            ("standing=INFORMATION", ["1.999999"]),
            (f"q={BIRTH}", [BIRTH]),
            ("proposed=on", [BIRTH]),
            ("vanished=on", []),
            ("standing=APPLY&on=2010-01-01", []),
            ("on=oh&level=oh", None),
        ],
    )
    def test_filters(self, client, proposal, query, codes):
        entry("1.999999", "Cấp giấy phép thử")

        rows = client.get(f"{BASE}?{query}").context["rows"]
        found = [line["row"].code for line in rows]
        assert found == codes if codes is not None else len(found) > 1

    def test_is_for_staff(self, sign_in, world):
        assert sign_in(world.clerk).get(BASE).status_code == 200
        assert sign_in(world.citizen).get(BASE).status_code == 403


class TestAProcedure:
    def test_shows_versions_and_proposals(self, client, proposal):
        page = client.get(f"{BASE}code/{BIRTH}/").content.decode()

        assert "Bản số 1" in page
        assert str(proposal) in page

    def test_shows_what_is_only_listed(self, client):
        entry("1.999999", "Cấp giấy phép thử")

        page = client.get(f"{BASE}code/1.999999/").content.decode()
        assert "Viết đầy đủ để nộp được" in page

    def test_is_not_found_if_nobody_knows_it(self, client):
        assert client.get(f"{BASE}code/9.9/").status_code == 404

    def test_offers_no_change_to_who_may_not(self, sign_in, world):
        page = sign_in(world.clerk).get(f"{BASE}code/{BIRTH}/").content.decode()

        assert "Lập bản mới" not in page


class TestBeginning:
    def test_a_new_version(self, client):
        data = {"code": BIRTH, "day": "2027-01-01"}
        response = client.post(f"{BASE}new/version/?code={BIRTH}", data)

        assert response.status_code == 302
        assert client.get(response.url).status_code == 200

    def test_from_an_entry_with_a_template(self, client):
        entry("1.999999", "Cấp giấy phép thử")
        path = f"{BASE}new/version/?code=1.999999"
        assert b"examine_sign" in client.get(path).content

        data = {"code": "1.999999", "day": "2027-01-01", "template": "examine_sign"}
        response = client.post(path, data)

        page = client.get(response.url).content.decode()
        assert "Từ thông tin đến nộp được" in page

    def test_says_what_is_missing(self, client):
        response = client.post(f"{BASE}new/version/", {"code": "9.1"})

        assert response.status_code == 422
        assert "Tên thủ tục" in response.content.decode()

    def test_an_abolition(self, client):
        data = {"code": BIRTH, "day": "2027-01-01", "act": "118/2025/NĐ-CP"}
        response = client.post(f"{BASE}new/closing/?code={BIRTH}", data)

        page = client.get(response.url).content.decode()
        assert "118/2025/NĐ-CP" in page

    def test_is_of_nothing_else(self, client):
        assert client.get(f"{BASE}new/oh/?code={BIRTH}").status_code == 404
        assert client.get(f"{BASE}new/closing/?code=9.9").status_code == 404


PARTS = ("names", "who", "papers", "questions", "limits", "fees", "process", "law")


class TestTheForm:
    @pytest.mark.parametrize("name", PARTS)
    def test_changes_nothing_that_was_not_touched(self, client, proposal, name):
        before = text_of(proposal)

        response = client.post(
            url(proposal, f"form/{name}/"), typed(client, proposal, name)
        )

        assert response.status_code == 302
        assert text_of(proposal) == before

    def test_changes_a_fee(self, client, proposal):
        fees = data_of(proposal)["fees"]
        place = next(n for n, fee in enumerate(fees) if fee["id"] == "extract")
        data = typed(client, proposal, "fees", **{f"fees-{place}-amount": "6.000"})
        client.post(url(proposal, "form/fees/"), data)

        assert data_of(proposal)["fees"][place]["amount"] == 6000

    def test_takes_a_blank_amount_for_not_known(self, client, proposal):
        data = typed(client, proposal, "fees", **{"fees-0-amount": ""})
        client.post(url(proposal, "form/fees/"), data)

        assert data_of(proposal)["fees"][0]["amount"] is None

    def test_reads_limits_in_the_readers_words(self, client, proposal):
        changes = {"time_limits-0-limit": "5 ngày làm việc"}
        data = typed(client, proposal, "limits", **changes)
        client.post(url(proposal, "form/limits/"), data)

        assert data_of(proposal)["time_limits"][0]["limit"] == "5 working days"

    def test_keeps_what_is_wrong_and_says_so(self, client, proposal):
        changes = {"time_limits-0-limit": "mai"}
        data = typed(client, proposal, "limits", **changes)
        client.post(url(proposal, "form/limits/"), data)

        assert data_of(proposal)["time_limits"][0]["limit"] == "mai"
        page = client.get(url(proposal, "form/limits/")).content.decode()
        assert "“mai” không phải là thời hạn" in page

    def test_adds_a_paper_with_an_id(self, client, proposal):
        count = len(data_of(proposal)["components"])
        changes = {
            f"components-{count}-name.vi": "Ảnh chân dung",
            f"components-{count}-form": "ORIGINAL",
            f"components-{count}-originals": "2",
            f"components-{count}-required": "on",
        }
        data = typed(client, proposal, "papers", **changes)
        client.post(url(proposal, "form/papers/"), data)

        assert data_of(proposal)["components"][-1] == {
            "id": "anh_chan_dung",
            "name": {"vi": "Ảnh chân dung"},
            "form": "ORIGINAL",
            "originals": 2,
        }

    def test_takes_a_question_from_the_library(self, client, proposal):
        data = typed(client, proposal, "questions", **{"questions-take": ["area"]})
        client.post(url(proposal, "form/questions/"), data)

        sections = data_of(proposal)["form"]["sections"]
        assert sections[0]["fields"][-1]["id"] == "area"

    def test_moves_and_drops_rows(self, client, proposal):
        before = [one["id"] for one in data_of(proposal)["components"]]
        changes = {"components-0-gone": "on", "components-2-place": "1"}
        data = typed(client, proposal, "papers", **changes)
        client.post(url(proposal, "form/papers/"), data)

        after = [one["id"] for one in data_of(proposal)["components"]]
        assert after == [before[2], before[1], *before[3:]]

    def test_goes_on_to_the_next_page(self, client, proposal):
        data = typed(client, proposal, "names", do="next")
        response = client.post(url(proposal, "form/names/"), data)
        assert response.url.endswith("/form/who/")

        data = typed(client, proposal, "law", do="next")
        response = client.post(url(proposal, "form/law/"), data)
        assert response.url == url(proposal)

    def test_shows_the_text_if_somebody_was_faster(self, client, proposal, approver):
        data = typed(client, proposal, "names", **{"one-name.vi": "Tên của tôi"})
        text = text_of(proposal).replace("vi: Đăng ký", "vi: Ghi", 1)
        commands.save_proposal(Order(proposal, approver, MORNING), text=text)

        response = client.post(url(proposal, "form/names/"), data)

        assert response.status_code == 412
        page = response.content.decode()
        assert "Tên của tôi" in page
        assert text_of(proposal) == text

    def test_changes_steps_of_a_template(self, client, writer):
        entry("1.999999", "Cấp giấy phép thử")
        proposal = started(writer, code="1.999999", template="examine_sign")
        changes = {"steps-0-within": "2 ngày làm việc", "steps-1-who.unit": "H26.15"}
        data = typed(client, proposal, "process", **changes)
        client.post(url(proposal, "form/process/"), data)

        assert data_of(proposal)["process"] == {
            "template": "examine_sign",
            "change": [
                {"step": "examine", "within": "2 working days"},
                {"step": "sign", "who": {"role": "LEADER", "unit": "H26.15"}},
            ],
        }

    def test_sends_to_the_text_what_is_no_yaml(self, client, writer, proposal):
        commands.save_proposal(Order(proposal, writer, MORNING), text="a: [")

        response = client.get(url(proposal, "form/names/"))
        assert response.url == url(proposal, "text/")

    def test_has_no_other_page(self, client, proposal):
        assert client.get(url(proposal, "form/oh/")).status_code == 404


class TestTheText:
    def test_is_checked_without_being_kept(self, client, proposal):
        before = text_of(proposal)
        response = client.post(url(proposal, "text/"), {"text": "a: [", "do": "check"})

        assert "Không đọc được YAML" in response.content.decode()
        assert text_of(proposal) == before

    def test_is_checked_while_it_is_typed(self, client, proposal):
        response = client.post(
            url(proposal, "text/"), {"text": "code: 1"}, headers={"HX-Request": "true"}
        )

        page = response.content.decode()
        assert "Dòng 1" in page
        assert "<html" not in page

    def test_is_kept_as_it_was_typed(self, client, proposal):
        data = {"text": "a: [", "do": "save", "seen": "1"}
        assert client.post(url(proposal, "text/"), data).status_code == 302
        assert text_of(proposal) == "a: ["

    def test_keeps_what_was_typed_if_somebody_was_faster(self, client, proposal):
        client.post(url(proposal, "text/"), {"text": "b: 1", "do": "save", "seen": "1"})
        data = {"text": "c: 1", "do": "save", "seen": "1"}
        response = client.post(url(proposal, "text/"), data)

        assert response.status_code == 412
        page = response.content.decode()
        assert "c: 1" in page
        assert "b: 1" in page

    def test_of_any_earlier_save_can_be_seen(self, client, proposal):
        first = text_of(proposal)
        client.post(url(proposal, "text/"), {"text": "b: 1", "do": "save", "seen": "1"})

        assert client.get(url(proposal, "text/?seq=1")).context["typed"] == first


class TestThePreview:
    def test_shows_the_page(self, client, proposal):
        page = client.get(url(proposal, "preview/")).content.decode()

        assert "Giấy tờ cần có" in page
        assert "Hồ sơ đi qua những bước nào" in page

    def test_tries_the_form(self, client, proposal):
        page = client.get(url(proposal, "preview/?way=form")).content.decode()
        assert "Ngày, tháng, năm sinh" in page
        tried = client.get(url(proposal, "preview/?way=form&try=1")).content.decode()
        assert "Mục này bắt buộc" in tried

    def test_says_why_there_is_none(self, client, writer, proposal):
        commands.save_proposal(Order(proposal, writer, MORNING), text="code: 1")

        page = client.get(url(proposal, "preview/")).content.decode()
        assert "Chưa xem trước được" in page


class TestTheWay:
    def test_needs_two_persons(self, client, sign_in, writer, approver, proposal):
        changes = {"one-name.vi": "Đăng ký khai sinh mới"}
        data = typed(client, proposal, "names", **changes)
        client.post(url(proposal, "form/names/"), data)
        client.post(url(proposal, "do/submit/"), {"seen": "2"})
        page = client.get(url(proposal)).content.decode()
        assert "người khác sẽ phê duyệt" in page
        refused = client.post(url(proposal, "do/approve/"), {"seen": "3"})
        assert refused.status_code == 422

        other = sign_in(approver)
        other.post(url(proposal, "do/approve/"), {"seen": "3"})
        other.post(url(proposal, "do/publish/"), {"seen": "4"})

        assert queries.get_proposal(proposal).facts.state is State.PUBLISHED
        assert catalogue.version_in_force(BIRTH, DAY).name.vi == "Đăng ký khai sinh mới"
        one, two = catalogue.list_versions(BIRTH)
        query = f"?before={two.id}&after={one.id}"
        page = client.get(f"{BASE}code/{BIRTH}/compare/{query}").content.decode()
        assert "Đăng ký khai sinh mới" in page
        assert "Căn cứ và tên gọi" in page

    def test_keeps_the_reason_if_it_is_refused(self, client, proposal):
        response = client.post(
            url(proposal, "do/return/"), {"seen": "1", "note": "Thiếu căn cứ."}
        )

        assert response.status_code == 422
        assert "đang ở trạng thái" in response.content.decode()

    def test_refuses_who_may_not(self, sign_in, world, proposal):
        officer = sign_in(world.officer)

        assert officer.post(url(proposal, "do/submit/")).status_code == 403
        assert officer.get(url(proposal)).status_code == 200
        assert officer.get(url(proposal, "form/names/")).status_code == 403

    def test_knows_no_other_act(self, client, proposal):
        assert client.post(url(proposal, "do/oh/")).status_code == 404

    def test_closes(self, client, sign_in, writer, approver):
        closing = started(writer, purpose=Purpose.CLOSING, act="118/2025/NĐ-CP")
        client.post(url(closing, "do/submit/"), {"seen": "1"})
        other = sign_in(approver)
        other.post(url(closing, "do/approve/"), {"seen": "2"})
        other.post(url(closing, "do/publish/"), {"seen": "3"})

        page = client.get(f"{BASE}code/{BIRTH}/").content.decode()
        assert "Bãi bỏ từ ngày" in page


class TestThePortal:
    def test_says_what_comes_instead_of_what_is_closed(
        self, client, sign_in, writer, approver
    ):
        closing = started(
            writer,
            purpose=Purpose.CLOSING,
            day=MORNING.date(),
            act="118/2025/NĐ-CP",
            successor="1.000894",
        )
        order = Order(closing, writer, MORNING)
        commands.submit_proposal(order)
        commands.approve_proposal(Order(closing, approver, MORNING))
        commands.publish_proposal(order)

        response = client.get(f"/procedures/{BIRTH}/")

        assert response.status_code == 410
        page = response.content.decode()
        assert "118/2025/NĐ-CP" in page
        assert "/procedures/1.000894/" in page
