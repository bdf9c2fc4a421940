import pytest
from django.test import Client

from motcua.cases.tests.world import BIRTH


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

        assert 'Đăng ký <mark class="met">khai</mark>' in page

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
