"""Every page of the portal in a browser: no barrier at either width, in either look."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model

from motcua.cases import aftermath, commands
from motcua.cases.commands import Order
from motcua.cases.rules.supplement import RequestedItem
from motcua.cases.tests.world import BIRTH, MORNING, accepted, build_world, decided
from motcua.catalogue.tests.entries import entry
from motcua.documents.queries import list_issued

pytestmark = pytest.mark.django_db(transaction=True)
LATER = MORNING + timedelta(minutes=30)
LOOKS = [("desktop", "light"), ("phone", "dark")]


@pytest.fixture
def world(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    return build_world()


@pytest.fixture
def citizen(world):
    return get_user_model().objects.get(pk=world.citizen.id)


def paper_of(world) -> str:
    case_id = decided(world)
    aftermath.follow_up(case_id, 1, 9, now=MORNING)
    return list_issued(case_id)[0].code


class TestForAnybody:
    @pytest.mark.parametrize(("width", "theme"), LOOKS)
    def test_has_no_barrier(self, visit, check, world, width, theme):
        code = paper_of(world)
        entry("9.000001", original={"channels": [{"fee": "Miễn phí", "remark": ""}]})
        page = visit("/", width=width, theme=theme)
        root = page.url.rstrip("/")
        for path in (
            "/",
            "/procedures/",
            "/procedures/9.000001/",
            "/procedures/?q=khai+sinh",
            "/procedures/?q=xyz",
            "/events/",
            "/events/child_born/",
            "/events/child_born/?foreign=no&married=yes&at_once=no&insured=no",
            f"/procedures/{BIRTH}/",
            "/track/",
            "/verify/",
            f"/verify/{code}",
            "/verify/?code=ABCD",
            "/nowhere/",
        ):
            page.goto(root + path)
            check(page)

    def test_suggestions_come_while_one_types_and_go_by_keyboard(
        self, visit, check, world
    ):
        page = visit("/")
        page.locator("#id_q").press_sequentially("dang ky khai s")
        page.locator(f'.suggestions a[href="/procedures/{BIRTH}/"]').wait_for()
        check(page)
        page.keyboard.press("Escape")
        assert page.locator(".suggestions a").count() == 0

        page.keyboard.type("i")
        page.locator(".suggestions a").first.wait_for()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")

        page.wait_for_url(f"**/procedures/{BIRTH}/")

    def test_a_life_event_is_worked_out_without_scripts(self, visit, world):
        page = visit("/events/child_born/", scripts=False)
        form = page.locator("form").filter(has=page.get_by_role("radio"))
        for question in ("foreign", "married", "insured"):
            page.locator(f'input[name="{question}"][value="no"]').check()
        form.get_by_role("button").click()
        page.locator('input[name="father"][value="no"]').check()
        form.get_by_role("button").click()
        page.locator('input[name="at_once"][value="no"]').check()
        form.get_by_role("button").click()

        assert page.get_by_role("link", name="Đăng ký khai sinh").is_visible()
        assert "father=no" in page.url

    def test_the_reason_for_a_date_opens_and_is_read(self, visit, check, world):
        page = visit(f"/procedures/{BIRTH}/")

        page.get_by_text("Vì sao là ngày này").click()

        assert page.locator(".derivation li").first.is_visible()
        check(page)

    def test_speaks_german_too(self, visit, check, world):
        page = visit("/", width="phone")

        page.get_by_role("button", name="Deutsch").click()

        assert page.locator("html").get_attribute("lang") == "de"
        check(page)


class TestForTheApplicant:
    @pytest.mark.parametrize("look", LOOKS)
    def test_has_no_barrier(self, visit, check, world, citizen, look):
        case_id = accepted(world)
        commands.request_supplement(
            Order(case_id, world.officer, LATER),
            items=[
                RequestedItem("paper", "attestation", "Ảnh chụp bị mờ."),
                RequestedItem("field", "mother_name", "Thiếu chữ đệm."),
            ],
        )
        aftermath.follow_up(case_id, 1, 9, now=LATER)
        page = visit("/", user=citizen, width=look[0], theme=look[1])
        root = page.url.rstrip("/")
        for path in (
            "/",
            "/cases/",
            f"/cases/{case_id}/",
            f"/cases/{case_id}/supplement/",
            f"/cases/{case_id}/stop/",
            "/notices/",
            "/profile/",
        ):
            page.goto(root + path)
            check(page)

    def test_a_page_of_errors_has_no_barrier_and_takes_the_focus(
        self, visit, check, world, citizen
    ):
        page = visit(f"/procedures/{BIRTH}/", user=citizen, width="phone")
        page.get_by_role("button", name="Nộp trực tuyến").click()

        page.get_by_role("button", name="Tiếp tục").click()

        check(page)
        focused = page.evaluate("document.activeElement.getAttribute('role')")
        assert focused == "alert"

    def test_questions_appear_as_answers_call_for_them(self, visit, world, citizen):
        page = visit(f"/procedures/{BIRTH}/", user=citizen)
        page.get_by_role("button", name="Nộp trực tuyến").click()
        group = page.get_by_role("group", name="Trẻ bị bỏ rơi")

        group.get_by_label("Không").check()

        page.get_by_role("group", name="Giấy tờ chứng minh việc sinh").wait_for()
        assert group.get_by_label("Không").is_checked()
