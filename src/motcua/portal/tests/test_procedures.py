import pytest
from django.test import Client

from motcua.cases.tests.world import BIRTH
from motcua.catalogue.tests.entries import SEEN, entry


def text(response) -> str:
    return response.content.decode()


@pytest.fixture
def anyone(world) -> Client:
    return Client()


class TestHome:
    def test_asks_one_question_and_lists_fields(self, anyone):
        page = text(anyone.get("/"))

        assert page.count('type="search"') == 1
        assert "?field=civil_status" in page

    def test_says_when_the_counters_are_open(self, anyone):
        assert "Hôm nay" in text(anyone.get("/"))

    def test_shows_nobody_elses_cases(self, anyone):
        assert "Hồ sơ của bạn" not in text(anyone.get("/"))


class TestProcedures:
    def test_finds_without_marks(self, anyone):
        page = text(anyone.get("/procedures/?q=khai sinh"))

        assert 'Đăng ký <mark class="met">khai sinh</mark>' in page

    def test_suggests_while_one_types(self, anyone):
        page = text(anyone.get("/procedures/suggest?q=dang ky khai s"))

        assert f"/procedures/{BIRTH}/" in page
        assert "<html" not in page
        assert text(anyone.get("/procedures/suggest?q=")).strip() == ""

    def test_says_what_to_try_when_nothing_is_found(self, anyone):
        page = text(anyone.get("/procedures/?q=xyzxyz"))

        assert "Thử viết ngắn hơn" in page

    def test_lists_one_field(self, anyone):
        page = text(anyone.get("/procedures/?field=civil_status"))

        assert "Đăng ký khai sinh" in page
        assert "hộ kinh doanh" not in page

    def test_escapes_what_was_typed(self, anyone):
        page = text(anyone.get("/procedures/?q=<script>"))

        assert "<script>" not in page.replace("<script src", "")


class TestProcedure:
    def test_says_who_what_how_long_how_much_and_why(self, anyone):
        page = text(anyone.get(f"/procedures/{BIRTH}/"))

        for fact in (
            "Giấy chứng sinh",
            "trong ngày làm việc",
            "Miễn phí, trừ một số trường hợp",
            "khoản 1 Điều 16 60/2014/QH13",
            "Ký Giấy khai sinh và ghi Sổ hộ tịch",
            "Vì sao là ngày này",
        ):
            assert fact in page

    def test_names_the_question_on_which_a_paper_depends(self, anyone):
        page = text(anyone.get(f"/procedures/{BIRTH}/"))

        assert "“Giấy tờ chứng minh việc sinh”" in page

    def test_tells_the_steps_in_the_order_in_which_they_are_met(self, anyone):
        page = anyone.get("/procedures/1.013061/").content.decode()

        way = [
            "Kiểm tra vị trí thi công",
            "Kết luận thẩm định",
            "Ký giấy phép thi công",
        ]
        assert [page.index(step) for step in way] == sorted(map(page.index, way))

    def test_names_who_decides_instead_and_on_what_that_depends(self, anyone):
        page = text(anyone.get("/procedures/1.013061/"))

        assert "Ủy ban nhân dân cấp xã" in page
        assert "Ban Quản lý các khu công nghệ cao và khu công nghiệp" in page
        assert "“Đường do ai quản lý”" in page

    def test_leads_strangers_to_sign_in_and_citizens_to_apply(self, anyone, citizen):
        address = f"/procedures/{BIRTH}/"

        assert "Đăng nhập để nộp trực tuyến" in text(anyone.get(address))
        assert f'action="/procedures/{BIRTH}/apply"' in text(citizen.get(address))

    def test_offers_officers_nothing_to_apply_for(self, world, client_of):
        page = text(client_of(world.officer).get(f"/procedures/{BIRTH}/"))

        assert "/apply" not in page

    def test_is_there_in_each_language(self, anyone):
        for language, name in (("en", "birth"), ("de", "Geburt")):
            response = anyone.get(
                f"/procedures/{BIRTH}/", headers={"Accept-Language": language}
            )

            assert f'lang="{language}"' in text(response)
            assert name in text(response)

    def test_unknown_ones_are_not_found(self, anyone):
        assert anyone.get("/procedures/9.999999/").status_code == 404


class TestEveryProcedure:
    def test_has_a_page(self, anyone):
        from django.utils import timezone

        from motcua.catalogue.queries import list_procedures

        for row in list_procedures(timezone.localdate(), limit=100).items:
            assert anyone.get(f"/procedures/{row.code}/").status_code == 200


class TestEntry:
    def test_says_what_is_known_and_that_one_cannot_apply(self, anyone):
        entry("9.000001", "Đăng ký thử nghiệm")

        page = text(anyone.get("/procedures/9.000001/"))

        assert "Chỉ để tra cứu: chưa nộp được tại đây" in page
        assert "Đăng ký thử nghiệm" in page
        assert "5 ngày làm việc" in page
        assert "8.000 đồng" in page
        assert "60/2014/QH13" in page
        assert "1 bản chính" in page
        assert "Cơ sở dữ liệu thử" in page
        assert "31/07/2026" in page
        assert "<form" not in page.split("<main")[1].split("</main")[0]

    def test_says_it_in_english_and_german(self, anyone):
        entry("9.000001")

        for language, words in (("en", "5 working days"), ("de", "5 Arbeitstage")):
            headers = {"Accept-Language": language}
            page = text(anyone.get("/procedures/9.000001/", headers=headers))
            assert words in page

    def test_says_what_its_source_does_not_say(self, anyone):
        entry("9.000001", channels=(), bases=(), paper_lists=None, applicants=())

        page = text(anyone.get("/procedures/9.000001/"))

        assert page.count("Nguồn không nêu") == 3
        assert "Dữ liệu rút gọn" in page

    def test_shows_the_sources_own_words(self, anyone):
        cells = {"limit": "5 Ngày", "fee": "Miễn phí(Không)", "remark": "<b>Tại quầy"}
        entry("9.000001", original={"channels": [cells]})

        page = text(anyone.get("/procedures/9.000001/"))

        assert "Miễn phí(Không) · &lt;b&gt;Tại quầy" in page

    def test_says_when_its_source_has_lost_it(self, anyone):
        entry("9.000001", vanished_at=SEEN)

        assert "Nguồn không còn" in text(anyone.get("/procedures/9.000001/"))

    def test_gives_way_to_a_written_out_procedure(self, anyone):
        entry(BIRTH, "Tên ở nguồn")

        page = text(anyone.get(f"/procedures/{BIRTH}/"))

        assert "Chỉ để tra cứu" not in page

    def test_is_listed_behind_those_that_one_can_apply_for(self, anyone):
        entry("9.000001", "Thủ tục chỉ tra cứu")
        entry("9.000002", "Thủ tục đã mất", vanished_at=SEEN)

        page = text(anyone.get("/procedures/?field=civil_status"))

        assert page.index(f"/procedures/{BIRTH}/") < page.index("9.000001/")
        assert "9.000002/" not in page

    def test_brings_its_field_into_the_list(self, anyone):
        for number in range(25):
            entry(f"9.0000{number:02}", group="customs", field="Hải quan")

        page = text(anyone.get("/procedures/?field=customs"))

        assert page.count("/procedures/9.0000") == 20
        assert "Hải quan" in page
        assert "entries=9.000019" in page
        rest = text(anyone.get("/procedures/?field=customs&entries=9.000019"))
        assert rest.count("/procedures/9.0000") == 5

    def test_that_is_unknown_is_not_found(self, anyone):
        assert anyone.get("/procedures/9.999999/").status_code == 404
