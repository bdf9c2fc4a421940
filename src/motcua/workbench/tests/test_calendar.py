"""The calendar: what a year holds, what a change would move, edits and their end."""

from datetime import timedelta

import pytest
from django.apps import apps

from motcua.cases.queries import MOST_CLOCKS, get_case, list_open_clocks
from motcua.cases.tests.world import MORNING, accepted, decided, submitted
from motcua.deadlines.queries import calendar_for, list_edits
from motcua.kernel.instants import day_of
from motcua.workbench import moves

PAGE = "/workbench/calendar/"
NEW_DAY = PAGE + "new/day/"


@pytest.fixture
def client(administrator, sign_in):
    return sign_in(administrator)


@pytest.fixture
def case(world):
    """A case, and the day on which its result is due."""
    case_id = accepted(world)
    due_at = get_case(case_id, world.controller).state.due_at
    return case_id, day_of(due_at, calendar_for("vn").zone)


def closed(day, **changes):
    return {
        "date": day.isoformat(),
        "kind": "CLOSURE",
        "name": "Nghỉ chống bão",
        "source": "CĐ 31/CĐ-UBND",
        "do": "preview",
        **changes,
    }


class TestTheYear:
    def test_lists_each_special_day_with_its_source(self, client):
        page = client.get(PAGE + "?year=2026")

        lines = page.context["days"]
        assert all(line.day.source for line in lines)
        assert "Tết Dương lịch" in page.content.decode()

    @pytest.mark.parametrize(
        ("asked", "shown"), [("1900", 2018), ("abc", 2026), ("9999", 2027)]
    )
    def test_stays_within_what_the_calendar_knows(self, client, asked, shown):
        assert client.get(f"{PAGE}?year={asked}").context["year"] == shown


class TestPreview:
    def test_shows_which_due_dates_would_move_and_changes_nothing(self, client, case):
        case_id, day = case

        page = client.post(NEW_DAY, closed(day)).context

        moved = page["moves"].moved
        assert [one.case_id for one in moved] == [case_id]
        assert moved[0].after > moved[0].before
        assert list_edits("vn") == []

    def test_says_that_nothing_would_move(self, client, case):
        _case_id, day = case

        page = client.post(NEW_DAY, closed(day + timedelta(days=200)))

        assert page.context["moves"].count == 0

    @pytest.fixture
    def slow(self, monkeypatch):
        """A request looks at one case only."""
        monkeypatch.setattr(moves, "SECONDS", 0)
        monkeypatch.setattr(moves, "MOST_CLOCKS", 1)

    def test_looks_at_every_open_case_a_few_at_a_time(self, world, client, case, slow):
        accepted(world)
        accepted(world)
        seen, so_far = [], ""

        for _ in range(4):
            sent = closed(case[1]) | {"so_far": so_far}
            found = client.post(NEW_DAY, sent).context["moves"]
            so_far = found.so_far
            seen.append((found.looked_at, found.count, found.is_whole))

        assert seen == [(1, 1, False), (2, 2, False), (3, 3, False), (3, 3, True)]
        assert len({one.case_id for one in found.moved}) == 3

    def test_says_how_far_it_came(self, world, client, case, slow):
        accepted(world)

        text = client.post(NEW_DAY, closed(case[1])).content.decode()

        assert "Đã xem 1 trong 2 hồ sơ đang mở." in text

    def test_begins_anew_for_another_change(self, world, client, case, slow):
        accepted(world)
        first = client.post(NEW_DAY, closed(case[1])).context["moves"]
        sent = closed(case[1] + timedelta(days=1)) | {"so_far": first.so_far}

        found = client.post(NEW_DAY, sent).context["moves"]

        assert found.looked_at == 1

    def test_takes_no_forged_place(self, client, case):
        sent = closed(case[1]) | {"so_far": "AAAA"}

        assert client.post(NEW_DAY, sent).context["moves"].is_whole

    def test_names_nobody(self, client, case):
        text = client.post(NEW_DAY, closed(case[1])).content.decode()

        assert "Trần Thị Bình" not in text


class TestApplying:
    def test_edits_the_calendar_and_enqueues_the_job(self, client, case):
        answer = client.post(NEW_DAY, closed(case[1], do="apply"))

        jobs = apps.get_model("django_tasks_database", "DBTaskResult").objects
        assert answer.status_code == 302
        assert list_edits("vn")[0].source == "CĐ 31/CĐ-UBND"
        paths = jobs.values_list("task_path", flat=True)
        assert "motcua.cases.tasks.follow_calendar" in paths

    def test_refuses_a_change_without_a_source(self, client, case):
        page = client.post(NEW_DAY, closed(case[1], do="apply", source=""))

        assert page.status_code == 422
        assert page.context["form"].errors["source"]

    def test_refuses_a_change_that_changes_nothing(self, client, case):
        client.post(NEW_DAY, closed(case[1], do="apply"))

        page = client.post(NEW_DAY, closed(case[1], do="apply"))

        assert page.status_code == 422
        assert page.context["form"].non_field_errors()

    def test_tells_who_saw_an_older_calendar_and_keeps_what_was_typed(
        self, client, case
    ):
        later = case[1] + timedelta(days=7)
        client.post(NEW_DAY, closed(case[1], do="apply"))

        page = client.post(NEW_DAY, closed(later, do="apply", expected_revision=0))
        again = closed(later, do="apply")
        again["expected_revision"] = page.context["form"]["expected_revision"].value()

        assert page.status_code == 412
        assert "CĐ 31/CĐ-UBND" in page.content.decode()
        assert client.post(NEW_DAY, again).status_code == 302

    def test_takes_office_hours(self, client):
        hours = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), "08:00-12:00")
        data = {**hours, "start_date": "2026-06-01", "source": "QĐ 1", "do": "apply"}

        answer = client.post(PAGE + "new/hours/", data)

        assert answer.status_code == 302
        assert list_edits("vn")[0].subject == "OFFICE_HOURS"

    def test_adds_the_next_year_with_the_holidays_of_the_law(self, client):
        answer = client.post(PAGE + "new/year/", {"source": "QĐ 2", "do": "apply"})

        assert answer["Location"].endswith("?year=2028")
        assert len(client.get(answer["Location"]).context["days"]) > 5


class TestTakingBack:
    def test_shows_what_would_move_and_needs_a_reason(self, client, case):
        client.post(NEW_DAY, closed(case[1], do="apply"))
        path = f"{PAGE}edits/{list_edits('vn')[0].id}/"

        seen = client.get(path).context
        refused = client.post(path, {"reason": ""})
        done = client.post(path, {"reason": "Bão đổi hướng."})

        assert seen["moves"].count == 1
        assert refused.status_code == 422
        assert done.status_code == 302
        assert not any(edit.is_in_force for edit in list_edits("vn"))

    def test_happens_once(self, client, case):
        client.post(NEW_DAY, closed(case[1], do="apply"))
        path = f"{PAGE}edits/{list_edits('vn')[0].id}/"
        client.post(path, {"reason": "Bão đổi hướng."})

        page = client.post(path, {"reason": "Lần nữa."})

        assert page.status_code == 422
        assert not page.context["is_open"]


class TestOpenClocks:
    def test_are_those_of_open_cases_in_order(self, world, django_assert_num_queries):
        first, second = accepted(world), decided(world)
        submitted(world)

        with django_assert_num_queries(1):
            found = list_open_clocks()
        rest = list_open_clocks(after=first)

        assert [one.case_id for one in found] == [first, second]
        assert [one.case_id for one in rest] == [second]
        assert found[0].clock.accepted_at == MORNING

    def test_are_never_more_than_a_thousand(self, world):
        accepted(world)

        assert len(list_open_clocks(size=1)) == 1
        assert MOST_CLOCKS == 1000
