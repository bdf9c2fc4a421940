"""Keeping the catalogue in a real browser: one writes, another approves."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.utils import timezone

from motcua.cases.tests.world import BIRTH, build_world, person
from motcua.catalogue.tests.entries import entry
from motcua.catalogue.upkeep import commands, queries
from motcua.catalogue.upkeep.commands import Beginning, Order
from motcua.catalogue.upkeep.rules.proposing import Purpose

pytestmark = pytest.mark.django_db(transaction=True)
BASE = "/workbench/catalogue/"


@pytest.fixture
def world(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    made = build_world()
    entry("1.999999", "Cấp giấy phép thử")
    return made


@pytest.fixture
def writer(world):
    return world.controller


@pytest.fixture
def approver(world):
    centre = apps.get_model("organisations", "Unit").objects.get(pk=world.centre)
    return person("Bùi Thanh Hà", centre, "CONTROLLER")


def account(actor):
    return apps.get_model("organisations", "Account").objects.get(pk=actor.id)


def started(actor, **more):
    begin = {"code": BIRTH, "day": timezone.localdate() + timedelta(days=30), **more}
    return commands.start_proposal(
        actor=actor, now=timezone.now(), begin=Beginning(**begin)
    )


def changed(proposal, actor, old, new):
    text = queries.get_proposal(proposal).text.replace(old, new)
    commands.save_proposal(Order(proposal, actor, timezone.now()), text=text)


def every_page(writer):
    """Return every page of the catalogue once."""
    proposal = started(writer)
    changed(proposal, writer, "amount: 8000", "amount: 6000")
    wrong = started(writer, code="1.999999", template="examine_pay_sign")
    closing = started(writer, purpose=Purpose.CLOSING, act="118/2025/NĐ-CP")
    other = f"{BASE}code/1.000894/"
    one, two = versions("1.000894")
    pages = ("names", "who", "papers", "questions", "limits", "fees", "process", "law")
    return [
        BASE,
        f"{BASE}?standing=INFORMATION&proposed=on",
        f"{BASE}code/{BIRTH}/",
        f"{BASE}code/1.999999/",
        other,
        f"{other}compare/?before={two}&after={one}",
        f"{BASE}new/version/",
        f"{BASE}new/version/?code=1.999999",
        f"{BASE}new/closing/?code={BIRTH}",
        f"{BASE}proposals/{proposal}/",
        f"{BASE}proposals/{wrong}/",
        f"{BASE}proposals/{closing}/",
        f"{BASE}proposals/{closing}/form/closing/",
        *(f"{BASE}proposals/{proposal}/form/{name}/" for name in pages),
        *(f"{BASE}proposals/{wrong}/form/{name}/" for name in pages),
        f"{BASE}proposals/{wrong}/form/papers/?blank=1",
        f"{BASE}proposals/{wrong}/text/",
        f"{BASE}proposals/{wrong}/preview/",
        f"{BASE}proposals/{proposal}/preview/",
        f"{BASE}proposals/{proposal}/preview/?way=form&try=1",
    ]


def versions(code):
    rows = apps.get_model("catalogue", "ProcedureVersion").objects
    found = rows.filter(procedure__code=code).order_by("-in_force_from")
    return list(found.values_list("pk", flat=True)[:2])


class TestPages:
    @pytest.mark.parametrize(
        "look",
        [
            {"width": "desktop", "theme": "light"},
            {"width": "phone", "theme": "dark"},
        ],
    )
    def test_have_no_barrier(self, visit, check, writer, look):
        page = visit(BASE, user=account(writer), **look)
        for path in every_page(writer):
            page.goto(visit.url + path)

            check(page)


class TestAChange:
    def test_needs_two_and_is_shown_from_its_day(
        self, visit, check, writer, approver, world
    ):
        today = timezone.localdate().isoformat()
        page = visit(f"{BASE}?q=khai+sinh", user=account(writer))
        page.get_by_role("link", name="Đăng ký khai sinh", exact=True).click()
        page.get_by_role("link", name="Lập bản mới").click()
        page.get_by_label("Có hiệu lực từ ngày").fill(today)
        page.get_by_role("button", name="Lập dự thảo").click()
        page.get_by_role("link", name="Tên, lĩnh vực").click()
        page.get_by_label("Tên thủ tục").fill("Đăng ký khai sinh cho trẻ em")
        page.get_by_role("button", name="Lưu", exact=True).click()
        page.get_by_role("link", name="Tổng quan").click()
        page.get_by_text("Đăng ký khai sinh cho trẻ em").first.wait_for()
        check(page)
        page.get_by_role("button", name="Trình phê duyệt").click()
        page.get_by_text("người khác sẽ phê duyệt").wait_for()
        assert not page.get_by_role("button", name="Phê duyệt", exact=True).count()

        other = visit(page.url.removeprefix(visit.url), user=account(approver))
        other.get_by_role("button", name="Phê duyệt", exact=True).click()
        other.get_by_role("button", name="Công bố", exact=True).click()
        other.get_by_text("Đã công bố.").wait_for()

        portal = visit(f"/procedures/{BIRTH}/", user=account(world.citizen))
        portal.get_by_role("heading", name="Đăng ký khai sinh cho trẻ em").wait_for()

    def test_of_the_future_is_not_shown_yet(self, visit, writer, approver, world):
        proposal = started(writer)
        changed(proposal, writer, "vi: Đăng ký khai sinh\n", "vi: Khai sinh\n")
        now = timezone.now()
        commands.submit_proposal(Order(proposal, writer, now))
        commands.approve_proposal(Order(proposal, approver, now))
        commands.publish_proposal(Order(proposal, approver, now))

        portal = visit(f"/procedures/{BIRTH}/", user=account(world.citizen))
        portal.get_by_role("heading", name="Đăng ký khai sinh", exact=True).wait_for()


class TestTheText:
    def test_is_checked_while_one_types(self, visit, writer):
        proposal = started(writer)
        page = visit(f"{BASE}proposals/{proposal}/text/", user=account(writer))
        area = page.get_by_label("Toàn bộ dự thảo")
        area.fill(area.input_value().replace("channels:", "chanels:"))
        area.blur()

        mistake = page.locator("#check li", has_text="Có phải là `channels`?")
        mistake.wait_for()
        mistake.get_by_role("link").click()
        assert page.evaluate("document.activeElement.selectionStart") > 0
        page.get_by_role("button", name="Lưu", exact=True).click()
        page.get_by_text("Đã lưu.").wait_for()
        assert "chanels:" in queries.get_proposal(proposal).text

    def test_is_checked_by_a_button_without_scripts(self, visit, writer):
        proposal = started(writer)
        path = f"{BASE}proposals/{proposal}/text/"
        page = visit(path, user=account(writer), scripts=False)
        page.get_by_label("Toàn bộ dự thảo").fill("a: [")
        page.get_by_role("button", name="Kiểm tra").click()

        page.get_by_text("Không đọc được YAML").wait_for()
