"""What the pages show, and how many statements they take."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from motcua.cases import commands
from motcua.cases.commands import Order
from motcua.cases.rules.supplement import RequestedItem
from motcua.cases.tests.world import MORNING, accepted, decided, submitted
from motcua.workbench.tests.conftest import case_url

MOST_ON_A_LIST = 4  # the session with its actor, unread notices, rows, names
MOST_ON_A_CASE = 12


def statements(client, path):
    client.get(path)  # what is read once and kept
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert client.get(path).status_code == 200
    return [query["sql"] for query in seen.captured_queries]


class TestStatements:
    @pytest.mark.parametrize("path", ["/workbench/work/", "/workbench/cases/"])
    def test_of_a_list_do_not_grow_with_its_rows(self, world, sign_in, path):
        client = sign_in(world.officer)
        accepted(world)
        one = statements(client, path)
        for _ in range(5):
            accepted(world)

        many = statements(client, path)

        assert len(many) == len(one)

    def test_of_a_worklist_are_few(self, world, sign_in):
        accepted(world)

        found = statements(sign_in(world.officer), "/workbench/work/")

        assert len(found) <= MOST_ON_A_LIST + 1, found  # the procedures to choose from

    def test_of_home_do_not_grow_with_its_rows(self, world, sign_in):
        client = sign_in(world.officer)
        accepted(world)
        one = statements(client, "/workbench/")
        accepted(world)

        assert len(statements(client, "/workbench/")) == len(one)

    def test_of_a_case_do_not_grow_with_what_happened(self, world, sign_in):
        client = sign_in(world.officer)
        case_id = accepted(world)
        few = statements(client, case_url(case_id))
        for n in range(5):
            order = Order(case_id, world.officer, MORNING + timedelta(minutes=n))
            commands.comment_on_case(order, text="Xem.")

        many = statements(client, case_url(case_id))

        assert len(many) == len(few)
        assert len(many) <= MOST_ON_A_CASE, many


class TestCasePage:
    def test_says_why_the_due_date_is_that_day(self, world, sign_in):
        page = sign_in(world.officer).get(case_url(accepted(world)))

        lines = page.context["case"].due.lines
        assert all(line.basis for line in lines)
        assert "Vì sao là ngày này" in page.content.decode()

    def test_shows_stop_and_restart(self, world, sign_in):
        case_id = accepted(world)
        items = [RequestedItem("field", "phone", "Thiếu.")]
        commands.request_supplement(Order(case_id, world.officer, MORNING), items=items)
        later = MORNING + timedelta(days=2)
        commands.supplement_case(
            Order(case_id, world.citizen, later),
            form={"phone": "0987654321"},
            papers={},
        )

        happened = sign_in(world.officer).get(case_url(case_id)).context["case"]

        assert [one.until for one in happened.happenings] == [later]
        assert "Tạm dừng chờ bổ sung" in happened.happenings[0].words

    def test_marks_personal_answers(self, world, sign_in):
        page = sign_in(world.officer).get(case_url(accepted(world)))

        rows = [r for s in page.context["case"].sections for r in s.rows]
        assert any(row.is_personal for row in rows)
        assert 'aria-label="Dữ liệu cá nhân"' in page.content.decode()

    def test_writes_down_who_read_a_paper(self, world, sign_in):
        from motcua.documents.queries import list_reads

        case_id = accepted(world)
        client = sign_in(world.officer)
        file = client.get(case_url(case_id)).context["case"].papers[0].files[0]

        answer = client.get(f"{case_url(case_id)}files/{file.id}/")
        b"".join(answer.streaming_content)

        assert [r.account_id for r in list_reads(case_id=case_id)] == [world.officer.id]

    def test_draws_the_process(self, world, sign_in, clock):
        clock(MORNING + timedelta(days=30))

        layers = sign_in(world.officer).get(case_url(accepted(world))).context
        states = {n.name: n.state for la in layers["case"].layers for n in la.nodes}

        assert states["Tiếp nhận"] == "done"
        assert "late" in states.values()
        assert states["Trả kết quả"] == "future"

    def test_says_done_at_the_end_and_passed_by_where_nobody_went(self, world, sign_in):
        case_id = decided(world)
        commands.return_result(Order(case_id, world.clerk, MORNING), way="COUNTER")

        case = sign_in(world.officer).get(case_url(case_id)).context["case"]
        states = {n.name: n.state for la in case.layers for n in la.nodes}

        assert states["Trả kết quả"] == "done"
        assert set(states.values()) <= {"done", "skipped"}

    def test_speaks_german_and_english(self, world, sign_in):
        client = sign_in(world.officer)
        path = case_url(accepted(world))

        for language, word in (("de", "Was Sie tun können"), ("en", "What you can do")):
            client.cookies["django_language"] = language

            assert word in client.get(path).content.decode()


class TestCaseList:
    def test_finds_by_code_and_by_name(self, world, sign_in):
        case_id = accepted(world)
        submitted(world)
        client = sign_in(world.clerk)
        code = client.get(case_url(case_id)).context["case"].reference

        by_code = client.get("/workbench/cases/", {"q": code}).context["lines"]
        by_name = client.get("/workbench/cases/", {"q": "binh"}).context["lines"]
        by_status = client.get("/workbench/cases/", {"status": "SUBMITTED"}).context

        assert [line.row.id for line in by_code] == [case_id]
        assert len(by_name) == 2
        assert len(by_status["lines"]) == 1

    def test_pages_by_key(self, world, sign_in, monkeypatch):
        monkeypatch.setattr("motcua.workbench.views.cases.SIZE", 1)
        accepted(world)
        accepted(world)
        client = sign_in(world.officer)

        first = client.get("/workbench/cases/").context
        second = client.get(first["links"].next_url).context

        assert first["lines"][0].row.id != second["lines"][0].row.id
        assert not second["links"].next_url


class TestPeople:
    def test_units_are_a_tree_as_of_a_day(self, world, sign_in):
        client = sign_in(world.officer)

        today = client.get("/workbench/units/").context
        before = client.get("/workbench/units/?on=2020-01-01").context

        assert today["count"] == 3
        assert before["count"] == 0
        assert before["day"] == date(2020, 1, 1)

    def test_a_unit_is_found_without_marks(self, world, sign_in):
        page = sign_in(world.officer).get("/workbench/units/?q=ba+dinh").context

        assert [row.facts.id for row in page["found"]] == [world.ward]

    def test_a_unit_shows_who_holds_posts(self, world, sign_in):
        client = sign_in(world.officer)

        unit = client.get(f"/workbench/units/{world.ward}/?on=2026-04-28").context
        before = client.get(f"/workbench/units/{world.ward}/?on=2020-01-01").context

        assert "Đỗ Chủ Tịch" in {post.name for post in unit["posts"]}
        assert before["posts"] == []
        assert not before["exists"]

    def test_a_person_shows_all_their_posts(self, world, sign_in):
        page = sign_in(world.clerk).get(f"/workbench/people/{world.leader.id}/")

        assert page.context["name"] == "Đỗ Chủ Tịch"
        assert "Đang giữ" in page.content.decode()
