"""The officers' site in a real browser: axe on each page, and a case walked through."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.utils import timezone

from motcua.cases import commands
from motcua.cases.commands import Order
from motcua.cases.queries import get_case, list_cases
from motcua.cases.rules.supplement import RequestedItem
from motcua.cases.tests.world import accepted, build_world, decided, person, submitted
from motcua.catalogue.queries import version_in_force
from motcua.deadlines import Limit
from motcua.organisations.queries import list_posts
from motcua.workbench import moves

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    return build_world()


@pytest.fixture
def now():
    return timezone.now()


def account(actor):
    return apps.get_model("organisations", "Account").objects.get(pk=actor.id)


@pytest.fixture
def administrator(world):
    centre = apps.get_model("organisations", "Unit").objects.get(pk=world.centre)
    return person("Đinh Quản Trị", centre, "ADMINISTRATOR")


def consulted(world, now):
    case_id = accepted(world, now=now - timedelta(days=20))
    commands.consult_unit(
        Order(case_id, world.officer, now),
        unit_id=world.department,
        question="Có trùng với hồ sơ đã đăng ký không?",
        within=Limit.parse("2 working days"),
    )
    return case_id


def awaiting(world, now):
    case_id = submitted(world, now=now)
    items = [
        RequestedItem("paper", "attestation", "Bản chụp mờ, không đọc được."),
        RequestedItem("field", "phone", "Thiếu một số."),
    ]
    commands.request_supplement(Order(case_id, world.clerk, now), items=items)
    return case_id


@pytest.fixture
def every_page(world, administrator, now):
    """Return who opens which page, every page of the site once."""
    fresh = submitted(world, now=now)
    late = accepted(world, now=now - timedelta(days=20))
    waits, asked = awaiting(world, now), consulted(world, now)
    done = decided(world, now=now)
    version = version_in_force("1.001193", now.date())
    draft = commands.start_draft(actor=world.clerk, version_id=version.id, now=now)
    case = "/workbench/cases/{}/".format
    return [
        (world.clerk, "/workbench/"),
        (world.officer, "/workbench/work/"),
        (world.leader, "/workbench/work/?due=OVERDUE"),
        (world.clerk, "/workbench/work/?text=khong"),
        (world.clerk, "/workbench/cases/"),
        (world.clerk, case(fresh)),
        (world.officer, case(late)),
        (world.leader, case(late)),
        (world.clerk, case(waits)),
        (world.officer, case(asked)),
        (world.expert, case(asked)),
        (world.clerk, case(done)),
        (world.controller, case(done)),
        (world.clerk, case(waits) + "supplement/"),
        (world.clerk, "/workbench/register/"),
        (world.clerk, "/workbench/register/?start=&end="),
        (world.clerk, "/workbench/counter/"),
        (world.clerk, f"/workbench/counter/{draft}/"),
        (administrator, "/workbench/"),
        (world.clerk, "/workbench/calendar/"),
        (administrator, "/workbench/calendar/new/day/"),
        (administrator, "/workbench/calendar/new/hours/"),
        (administrator, "/workbench/calendar/new/year/"),
        (world.clerk, case(done) + "notices/"),
        (administrator, "/workbench/notices/failed/"),
        (administrator, f"/workbench/people/{world.leader.id}/"),
        (administrator, f"/workbench/people/{world.leader.id}/posts/new/"),
        (administrator, f"/workbench/posts/{list_posts(world.leader.id)[0].id}/end/"),
        (administrator, f"/workbench/units/{world.ward}/end/"),
        (administrator, "/workbench/sign-ins/"),
        (administrator, "/workbench/sign-ins/?email=nobody@example.vn"),
        (world.clerk, "/workbench/units/"),
        (world.clerk, "/workbench/units/?q=ba+dinh"),
        (world.clerk, f"/workbench/units/{world.ward}/"),
        (world.clerk, f"/workbench/people/{world.leader.id}/"),
    ]


class TestPages:
    @pytest.mark.parametrize(
        "look",
        [
            {"width": "desktop", "theme": "light"},
            {"width": "phone", "theme": "dark"},
        ],
    )
    def test_have_no_barrier(self, visit, check, every_page, look):
        for actor, path in every_page:
            page = visit(path, user=account(actor), **look)

            check(page)
            page.context.close()


class TestACase:
    def test_goes_from_the_counter_to_its_result(self, visit, check, world, now):
        clerk = visit("/workbench/counter/?q=khai+sinh", user=account(world.clerk))
        clerk.get_by_role("button", name="Nhận hồ sơ Đăng ký khai sinh").first.click()
        fill_in(clerk)
        clerk.get_by_role("button", name="Lưu và cập nhật").click()
        check(clerk)
        for box in clerk.get_by_label("Đã nhận bản giấy").all():
            box.check()
        clerk.get_by_role("button", name="Tiếp nhận và hẹn trả").click()
        check(clerk)
        assert "Hãy in giấy tiếp nhận" in clerk.inner_text("main")

        case_id = list_cases(world.clerk)[0].id
        path = f"/workbench/cases/{case_id}/"
        officer = visit(path, user=account(world.officer))
        officer.get_by_role("button", name="Hoàn thành bước này").click()
        check(officer)
        assert officer.get_by_role("alert").first.is_visible()
        officer.locator("#complete_step-examine input[value=propose]").check()
        officer.get_by_role("button", name="Hoàn thành bước này").click()
        assert "Đã thực hiện" in officer.inner_text("main")

        leader = visit(path, user=account(world.leader))
        leader.locator("#complete_step-sign input[value=approve]").check()
        leader.get_by_role("button", name="Hoàn thành bước này").click()
        clerk.goto(clerk.url)
        clerk.get_by_role("button", name="Ghi nhận đã trả kết quả").click()
        check(clerk)

        assert get_case(case_id, world.clerk).state.status == "RETURNED"

    def test_keeps_reasons_when_one_is_missing(self, visit, check, world, now):
        case_id = submitted(world, now=now)
        page = visit(
            f"/workbench/cases/{case_id}/", user=account(world.clerk), width="phone"
        )
        page.locator("#request_supplement > summary").click()
        form = page.locator("#request_supplement")
        boxes = form.get_by_role("checkbox")
        boxes.nth(0).check()
        form.get_by_role("textbox").first.fill("Bản chụp mờ.")
        boxes.nth(1).check()
        form.get_by_role("button", name="Gửi yêu cầu bổ sung").click()

        check(page)

        form = page.locator("#request_supplement")
        assert form.get_by_role("textbox").first.input_value() == "Bản chụp mờ."
        assert "Hãy nêu rõ lý do" in form.inner_text()

    def test_works_without_scripts(self, visit, world, now):
        case_id = accepted(world, now=now)
        page = visit(
            f"/workbench/cases/{case_id}/", user=account(world.officer), scripts=False
        )

        page.locator("#complete_step-examine input[value=propose]").check()
        page.get_by_role("button", name="Hoàn thành bước này").click()

        assert "sign" in get_case(case_id, world.officer).state.items


class TestTheCounter:
    def begin(self, visit, world, **look):
        page = visit(
            "/workbench/counter/?q=khai+sinh", user=account(world.clerk), **look
        )
        page.get_by_role("button", name="Nhận hồ sơ Đăng ký khai sinh").first.click()
        return page

    def test_asks_on_as_soon_as_an_answer_calls_for_more(self, visit, check, world):
        page = self.begin(visit, world)
        assert not page.locator("[name=proof]").count()

        page.get_by_label("Họ tên hoặc tên tổ chức").fill("Trần Thị Bình")
        page.locator("[name=abandoned][value=false]").check()
        page.locator("[name=surrogacy][value=false]").check()

        page.locator("[name=proof]").first.wait_for()
        check(page)
        assert page.locator("[name=surrogacy][value=false]").is_checked()
        name = page.get_by_label("Họ tên hoặc tên tổ chức")
        assert name.input_value() == "Trần Thị Bình"

    def test_keeps_what_is_typed_while_it_asks_on(self, visit, world):
        page = self.begin(visit, world)

        with page.expect_response("**/counter/**"):
            page.evaluate(TICK_AND_TYPE)  # both at once: the answer comes later
        page.locator("[name=surrogacy]").first.wait_for()

        place = page.locator("[name=birth_place]").input_value()
        assert place == "Bệnh viện Phụ sản Hà Nội"

    def test_asks_by_its_button_without_scripts(self, visit, world):
        page = self.begin(visit, world, scripts=False)
        page.locator("[name=abandoned][value=false]").check()
        assert not page.locator("[name=surrogacy]").count()

        page.get_by_role("button", name="Lưu và cập nhật").click()

        assert page.locator("[name=surrogacy]").count()


TICK_AND_TYPE = """() => {
  document.querySelector("[name=abandoned][value=false]").click();
  document.querySelector("[name=birth_place]").value = "Bệnh viện Phụ sản Hà Nội";
}"""


class TestFilters:
    FOLD = "details.fold"

    def test_are_folded_on_a_telephone_and_say_how_many_are_set(
        self, visit, check, world
    ):
        page = visit(
            "/workbench/work/?due=OVERDUE&mine=on",
            user=account(world.officer),
            width="phone",
        )

        assert not page.locator("#filter_due").is_visible()
        assert "đang dùng 2" in page.locator(f"{self.FOLD} > summary").inner_text()
        page.locator(f"{self.FOLD} > summary").click()
        assert page.locator("#filter_due").is_visible()
        check(page)

    def test_stand_open_on_a_wide_screen(self, visit, world):
        page = visit("/workbench/work/", user=account(world.officer))

        assert page.locator("#filter_due").is_visible()
        assert not page.locator(f"{self.FOLD} > summary").is_visible()

    def test_can_be_opened_without_scripts(self, visit, world):
        page = visit(
            "/workbench/work/",
            user=account(world.officer),
            width="phone",
            scripts=False,
        )
        page.locator(f"{self.FOLD} > summary").click()

        assert page.locator("#filter_due").is_visible()


class TestManyCases:
    def test_are_finished_in_one_go(self, visit, check, world, now):
        for _ in range(3):
            accepted(world, now=now)
        page = visit("/workbench/work/", user=account(world.officer))

        page.get_by_label("Đánh dấu cả trang").check()
        assert page.locator("[data-ticked]").inner_text() == "3"
        page.get_by_role("button", name="Hoàn thành bước…").click()
        check(page)
        page.locator("input[value=propose]").check()
        page.get_by_role("button", name="Hoàn thành bước này").click()

        check(page)
        assert "3 hồ sơ đã thực hiện." in page.inner_text("main")


class TestTheCalendar:
    def test_shows_what_moves_first(self, visit, check, world, administrator):
        case_id = accepted(world, now=timezone.now())
        due_at = get_case(case_id, world.controller).state.due_at
        day = timezone.localtime(due_at).date().isoformat()
        page = visit("/workbench/calendar/new/day/", user=account(administrator))

        page.get_by_label("Ngày", exact=True).fill(day)
        page.get_by_label("Loại ngày").select_option("CLOSURE")
        page.get_by_label("Tên", exact=True).fill("Nghỉ chống bão")
        page.get_by_label("Căn cứ").fill("CĐ 31/CĐ-UBND")
        page.get_by_role("button", name="Xem trước").click()
        check(page)
        assert "1 trong 1 hồ sơ đang mở." in page.inner_text("main")
        assert "Đã xem mọi hồ sơ đang mở." in page.inner_text("main")
        page.get_by_role("button", name="Áp dụng thay đổi này").click()

        check(page)
        assert "Nghỉ chống bão" in page.inner_text("main")


class TestALongPreview:
    def ask(self, visit, world, administrator, **look):
        case_id = accepted(world, now=timezone.now())
        accepted(world, now=timezone.now())
        due_at = get_case(case_id, world.controller).state.due_at
        page = visit(
            "/workbench/calendar/new/day/", user=account(administrator), **look
        )
        page.get_by_label("Ngày", exact=True).fill(
            timezone.localtime(due_at).date().isoformat()
        )
        page.get_by_label("Loại ngày").select_option("CLOSURE")
        page.get_by_label("Tên", exact=True).fill("Nghỉ chống bão")
        page.get_by_label("Căn cứ").fill("CĐ 31/CĐ-UBND")
        page.get_by_role("button", name="Xem trước").click()
        return page

    @pytest.fixture(autouse=True)
    def _slow(self, monkeypatch):
        monkeypatch.setattr(moves, "SECONDS", 0)
        monkeypatch.setattr(moves, "MOST_CLOCKS", 1)

    def test_goes_on_by_itself(self, visit, check, world, administrator):
        page = self.ask(visit, world, administrator)

        page.get_by_text("Đã xem mọi hồ sơ đang mở.").wait_for()
        assert "2 trong 2 hồ sơ đang mở." in page.inner_text("main")
        assert page.get_by_label("Căn cứ").input_value() == "CĐ 31/CĐ-UBND"
        check(page)

    def test_goes_on_by_its_button_without_scripts(self, visit, world, administrator):
        page = self.ask(visit, world, administrator, scripts=False)

        assert "Đã xem 1 trong 2 hồ sơ đang mở." in page.inner_text("main")
        for _ in range(2):
            page.get_by_role("button", name="Xem tiếp các hồ sơ còn lại").click()

        assert "Đã xem mọi hồ sơ đang mở." in page.inner_text("main")


def fill_in(page) -> None:
    """Fill the counter's form for a birth, as a clerk would."""
    page.get_by_label("Họ tên hoặc tên tổ chức").fill("Trần Thị Bình")
    texts = {
        "child_name": "Nguyễn Minh An",
        "birth_date": (timezone.localdate() - timedelta(days=9)).isoformat(),
        "birth_place": "Bệnh viện Phụ sản Hà Nội",
        "hometown": "Hà Nội",
        "ethnicity": "Kinh",
        "mother_name": "Trần Thị Bình",
        "applicant_identity": "001190000001",
        "phone": "0912345678",
    }
    ticks = {"sex": "female", "abandoned": "false", "surrogacy": "false"}
    ticks |= {"proof": "attestation", "applicant_relation": "parent"}
    ticks |= {"father_known": "false", "needy": "false"}
    for _ in range(3):  # each save may bring questions that follow from answers
        for name, value in texts.items():
            if page.locator(f"[name={name}]").count():
                page.locator(f"[name={name}]").fill(value)
        for name, value in ticks.items():
            box = page.locator(f"[name={name}][value={value}]")
            if box.count():
                box.check()
        page.locator("[name=parents_ward]").select_option("00004")
        page.get_by_role("button", name="Lưu và cập nhật").click()
