from dataclasses import replace
from datetime import timedelta

import pytest
from django.apps import apps

from motcua.authority.rules import POWERS
from motcua.cases import commands, tasks, timers
from motcua.cases.commands import Order
from motcua.cases.integrity import check_cases
from motcua.cases.queries import get_case, list_events
from motcua.cases.tests.world import FORM, MORNING, accepted
from motcua.deadlines import Day, DayKind, DayStatus
from motcua.deadlines.commands import edit_calendar
from motcua.kernel.texts import Text

AFTERNOON = MORNING + timedelta(hours=6)


@pytest.fixture
def waiting(world):
    return waiting_case(world)


def fail_for(case_id, name, monkeypatch):
    """Let a command fail for one case; return what undoes that."""
    command = getattr(commands, name)

    def failing(order, **said):
        if order.case_id == case_id:
            raise RuntimeError("This case is in a bad way.")
        return command(order, **said)

    monkeypatch.setattr(commands, name, failing)
    return lambda: monkeypatch.setattr(commands, name, command)


def waiting_case(world):
    """A case in which the verification of the parents' marriage is awaited."""
    form = FORM | {
        "father_known": True,
        "father_name": "Nguyễn Văn Cha",
        "marriage_elsewhere": True,
    }
    case_id = accepted(world, form=form)
    commands.complete_step(
        Order(case_id, world.officer, MORNING), step="examine", outcome="verify"
    )
    return case_id


def late_case(world):
    """A case that came in after 15:00 and is due on the next working day."""
    return accepted(world, now=AFTERNOON)


class TestEndSilence:
    def test_does_nothing_before_the_due_date(self, waiting):
        assert timers.end_silence(now=MORNING + timedelta(hours=1)) == 0

    def test_tells_somebody_once_where_the_process_says_so(self, world, waiting):
        late = MORNING + timedelta(days=30)

        assert timers.end_silence(now=late) == 1
        assert timers.end_silence(now=late) == 0

        state = get_case(waiting, world.officer).state
        assert list(state.items) == ["verify_marriage"]
        assert [f for found in check_cases() for f in found] == []

    def test_where_it_fails_does_not_stop_the_others(self, world, monkeypatch):
        cases = [waiting_case(world) for _ in range(3)]
        late = MORNING + timedelta(days=30)
        fail_for(cases[1], "end_silence", monkeypatch)

        with pytest.raises(RuntimeError):
            timers.end_silence(now=late)

        kinds = [list_events(case, world.officer)[-1].kind for case in cases]
        assert kinds == ["ESCALATED", "STEP_COMPLETED", "ESCALATED"]


class TestFollowCalendar:
    def decree(self, world) -> None:
        """An administrator adds a day off, by the decision that orders it."""
        day = Day(
            MORNING.date() + timedelta(days=1),
            DayKind.HOLIDAY,
            Text("Nghỉ đột xuất"),
            "QĐ 9/QĐ-TTg",
            DayStatus.CONFIRMED,
        )
        administrator = replace(world.controller, powers=POWERS)
        edit_calendar(actor=administrator, now=MORNING, edit=day)

    def test_moves_open_due_dates_and_says_why(self, world):
        case_id = late_case(world)
        self.decree(world)

        assert timers.follow_calendar(1, None, now=AFTERNOON) == 1

        last = list_events(case_id, world.officer)[-1]
        assert last.kind == "DUE_MOVED"
        assert last.facts["moved"]["cause"] == "QĐ 9/QĐ-TTg"
        before = last.facts["moved"]["from"]
        after = get_case(case_id, world.officer).state.due_at
        assert after is not None
        assert before < after.isoformat()
        assert [f for found in check_cases() for f in found] == []

    def test_is_enqueued_by_the_edit_itself(self, world, waiting):
        self.decree(world)

        jobs = apps.get_model("django_tasks_database", "DBTaskResult").objects
        found = jobs.filter(task_path="motcua.cases.tasks.follow_calendar")
        assert [job.args_kwargs["kwargs"] for job in found] == [{"revision": 1}] * 2
        soon, later = sorted(job.run_after for job in found)
        assert soon == MORNING + timedelta(minutes=1)  # who acted by the old calendar
        assert later.year == 9999  # at once

    def test_gives_a_job_of_its_own_to_the_case_where_it_fails(
        self, world, monkeypatch
    ):
        cases = [late_case(world) for _ in range(3)]
        self.decree(world)
        undo = fail_for(cases[1], "follow_calendar", monkeypatch)

        timers.follow_calendar(1, None, now=AFTERNOON)

        kinds = [list_events(case, world.officer)[-1].kind for case in cases]
        assert kinds == ["DUE_MOVED", "ACCEPTED", "DUE_MOVED"]
        jobs = apps.get_model("django_tasks_database", "DBTaskResult").objects
        job = jobs.get(task_path="motcua.cases.tasks.follow_calendar_of")
        undo()
        tasks.follow_calendar_of.call(**job.args_kwargs["kwargs"])
        assert list_events(cases[1], world.officer)[-1].kind == "DUE_MOVED"

    def test_records_nothing_where_nothing_moves(self, world):
        case_id = late_case(world)
        before = get_case(case_id, world.officer).seq

        timers.follow_calendar(1, None, now=AFTERNOON)

        assert get_case(case_id, world.officer).seq == before


def test_every_power_that_cases_ask_for_exists():
    asked = {
        "cases.submit", "cases.accept", "cases.refuse", "cases.request_supplement",
        "cases.supplement", "cases.withdraw", "cases.stop", "cases.complete_step",
        "cases.consult", "cases.answer", "cases.return_result", "cases.apologise",
        "cases.work", "cases.comment", "cases.message", "cases.reopen", "cases.erase",
        "cases.follow_calendar", "cases.end_silence", "cases.see_all",
    }  # fmt: skip

    assert asked <= POWERS
