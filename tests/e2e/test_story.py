"""The whole story, by everybody's own hands: from search to a verified result."""

import re

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command

from motcua.cases.models import Case
from motcua.cases.tests.world import FORM, PDF, build_world
from motcua.documents.queries import list_issued

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    return build_world()


def account(actor):
    return get_user_model().objects.get(pk=actor.id)


@pytest.fixture
def scan(tmp_path):
    path = tmp_path / "giấy chứng sinh.pdf"
    path.write_bytes(PDF)
    return path


def choose(page, question: str, answer: str) -> None:
    group = page.get_by_role("group", name=question, exact=True)
    group.get_by_label(answer, exact=True).check()


def go_on(page) -> None:
    page.get_by_role("button", name="Tiếp tục").click()


def search_and_apply(page, check, scan) -> None:
    """Find the procedure in one's own words, and fill in what it asks."""
    page.get_by_label("Tìm thủ tục").fill("khai sinh")
    page.get_by_role("button", name="Tìm").click()
    page.get_by_role("link", name="Đăng ký khai sinh", exact=True).click()
    page.get_by_role("button", name="Nộp trực tuyến").click()
    fill_child(page)
    check(page)
    go_on(page)
    page.get_by_label("Họ, chữ đệm, tên người mẹ").fill("Trần Thị Bình")
    choose(page, "Ghi thông tin về người cha", "Không")
    go_on(page)
    page.get_by_label(re.compile("^Xã, phường nơi cư trú")).select_option("00004")
    choose(page, "Quan hệ với trẻ", "Cha, mẹ")
    page.get_by_label("Số định danh của người yêu cầu").fill("001190000001")
    choose(
        page,
        "Thuộc gia đình có công với cách mạng, hộ nghèo hoặc người khuyết tật",
        "Không",
    )
    go_on(page)
    page.get_by_label(re.compile("Chọn tệp: Giấy chứng sinh")).set_input_files(scan)
    check(page)
    go_on(page)
    choose(page, "Nhận kết quả bằng cách nào", "Đến nhận tại quầy")
    go_on(page)


def fill_child(page) -> None:
    page.get_by_label("Họ, chữ đệm, tên").fill(FORM["child_name"])
    page.get_by_label("Ngày, tháng, năm sinh").fill(FORM["birth_date"])
    choose(page, "Giới tính", "Nữ")
    page.get_by_label("Nơi sinh").fill(FORM["birth_place"])
    page.get_by_label("Quê quán").fill("Hà Nội")
    page.get_by_label("Dân tộc").fill("Kinh")
    choose(page, "Trẻ bị bỏ rơi", "Không")
    page.get_by_role("group", name="Trẻ sinh ra do mang thai hộ").wait_for()
    choose(page, "Trẻ sinh ra do mang thai hộ", "Không")
    choose(page, "Giấy tờ chứng minh việc sinh", "Giấy chứng sinh")


def act(page, check, title: str, button: str, fill=lambda card: None) -> None:
    """Do one of the things that the case page offers."""
    card = page.locator("details.act").filter(
        has=page.locator("summary", has_text=title)
    )
    card = card.filter(has=page.locator("button", has_text=button)).first
    if card.get_attribute("open") is None:
        card.locator("> summary").click()
    fill(card)
    check(page)
    card.get_by_role("button", name=button).click()
    page.wait_for_load_state()


class TestTheWholeStory:
    def test_from_search_to_verified_result(self, visit, check, world, scan):
        citizen = visit("/", user=account(world.citizen), width="phone")
        search_and_apply(citizen, check, scan)
        check(citizen)
        citizen.get_by_role("button", name="Nộp hồ sơ").click()
        citizen.get_by_text("Chờ tiếp nhận").first.wait_for()
        case_id = Case.objects.get().id
        desk = f"/workbench/cases/{case_id}/"

        clerk = visit(desk, user=account(world.clerk))
        act(clerk, check, "Tiếp nhận hồ sơ", "Tiếp nhận và hẹn trả kết quả")
        clerk.get_by_text("Đã tiếp nhận").first.wait_for()

        officer = visit(desk, user=account(world.officer))
        act(officer, check, "Yêu cầu bổ sung", "Gửi yêu cầu bổ sung", mark_the_scan)
        citizen.reload()
        check(citizen)
        citizen.get_by_role("link", name="Bổ sung ngay").click()
        citizen.get_by_label(re.compile("Giấy chứng sinh")).set_input_files(scan)
        check(citizen)
        citizen.get_by_role("button", name="Gửi bổ sung").click()
        citizen.get_by_text("Đã gửi bổ sung").wait_for()

        officer.reload()
        act(
            officer,
            check,
            "Kiểm tra hồ sơ hộ tịch",
            "Hoàn thành bước này",
            pick("Trình ký"),
        )
        leader = visit(desk, user=account(world.leader))
        act(
            leader,
            check,
            "Ký Giấy khai sinh và ghi Sổ hộ tịch",
            "Hoàn thành bước này",
            pick("Ký duyệt"),
        )
        clerk.reload()
        act(clerk, check, "Trả kết quả", "Ghi nhận đã trả kết quả", pick("quầy"))

        call_command("worker", once=True)
        citizen.reload()
        check(citizen)
        assert citizen.get_by_role(
            "heading", name="Kết quả: Giấy khai sinh"
        ).is_visible()
        result = next(one for one in list_issued(case_id) if one.kind == "RESULT")
        anybody = visit(f"/verify/{result.code}", width="phone")
        assert anybody.get_by_text("Giấy tờ này là thật").is_visible()
        assert "Trần Thị Bình" not in anybody.content()
        check(anybody)


def mark_the_scan(card) -> None:
    card.get_by_label("Giấy chứng sinh", exact=True).check()
    card.get_by_label("Sai hoặc thiếu gì: Giấy chứng sinh").fill("Ảnh chụp bị mờ.")


def pick(words: str):
    return lambda card: card.get_by_label(re.compile(words)).first.check()
