from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from motcua.jobs import commands, queries, registry, rules, worker
from motcua.jobs.models import CronSlot, Worker
from motcua.jobs.tests import samples
from motcua.kernel.ids import new_id

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _home(settings, tmp_path):
    settings.HOME = tmp_path
    samples.ran.clear()


@pytest.fixture
def now():
    return timezone.now()


def sign_on(now, worker_id=None):
    worker_id = worker_id or new_id()
    commands.sign_on(worker_id, host="here", pid=1, now=now)
    return worker_id


class TestEnqueue:
    def test_is_one_statement(self, now):
        with CaptureQueriesContext(
            connection,
        ) as sent:
            commands.enqueue(samples.note, now=now, word="a")

        assert len(sent) == 1

    def test_makes_the_row_that_the_library_makes(self, now):
        ours = commands.enqueue(samples.note, now=now, word="a")
        theirs = samples.note.enqueue(word="a").id

        facts = [
            {f: v for f, v in row.items() if f not in {"id", "enqueued_at"}}
            for row in DBTaskResult.objects.filter(id__in=[ours, theirs]).values()
        ]
        assert facts[0] == facts[1]

    def test_belongs_to_the_callers_transaction(self, now):
        with transaction.atomic():
            commands.enqueue(samples.note, now=now, word="a")
            transaction.set_rollback(True)

        assert queries.count_by_status() == {}

    def test_inserts_many_rows_with_one_statement(self, now):
        rows = [commands.job_row(samples.note, now=now, word=str(n)) for n in range(5)]

        with CaptureQueriesContext(connection) as sent:
            commands.insert_rows(rows)

        assert len(sent) == 1
        assert queries.count_by_status() == {"READY": 5}

    def test_inserts_nothing_for_no_rows(self):
        with CaptureQueriesContext(connection) as sent:
            commands.insert_rows([])

        assert len(sent) == 0

    def test_turns_an_id_into_text(self, now):
        number = uuid4()

        job_id = commands.enqueue(samples.note, now=now, word=number)

        assert queries.get_job(job_id).ids == {"word": str(number)}

    def test_refuses_what_is_no_id(self, now):
        with pytest.raises(TypeError, match="ids only"):
            commands.enqueue(samples.note, now=now, word={"name": "Nguyễn"})

    def test_waits_until_run_after(self, now):
        commands.enqueue(
            samples.note, now=now, run_after=now + timedelta(minutes=1), word="a"
        )

        assert worker.drain(clock=timezone.now) == 0


class TestRunning:
    def test_runs_a_job_once(self, now):
        commands.enqueue(samples.note, now=now, word="a")

        worker.drain(clock=timezone.now)
        worker.drain(clock=timezone.now)

        assert samples.ran == ["a"]
        assert queries.count_by_status() == {"SUCCESSFUL": 1}

    def test_tries_a_failed_job_again_later(self, now):
        job_id = commands.enqueue(samples.fail, now=now, word="boom")

        worker.drain(clock=lambda: now)

        job = queries.get_job(job_id)
        assert (job.status, job.attempts) == ("READY", 1)
        assert job.run_after == now + timedelta(seconds=2)
        assert job.error == "RuntimeError: boom"

    def test_gives_up_after_the_last_attempt_and_shows_why(self, now):
        job_id = commands.enqueue(samples.fail, now=now, word="boom")

        for hours in range(3):
            worker.drain(clock=lambda hours=hours: now + timedelta(hours=hours))

        assert queries.get_job(job_id).status == "FAILED"
        assert [job.id for job in queries.list_jobs(status="FAILED")] == [job_id]

    def test_takes_a_refusal_for_an_answer(self, now):
        job_id = commands.enqueue(samples.refuse, now=now)

        worker.drain(clock=timezone.now)

        assert queries.get_job(job_id).status == "FAILED"

    def test_undoes_what_an_atomic_job_wrote_before_it_failed(self, now):
        commands.enqueue(samples.write_then_fail, now=now, name="undone")

        worker.drain(clock=timezone.now)

        assert not CronSlot.objects.filter(name="undone").exists()

    def test_fails_a_job_that_no_longer_exists(self, now):
        job_id = commands.enqueue(samples.note, now=now, word="a")
        DBTaskResult.objects.update(task_path="motcua.jobs.tests.samples.gone")

        worker.drain(clock=timezone.now)

        assert "gone" in queries.get_job(job_id).error

    def test_lets_a_failed_job_run_again_on_request(self, now):
        commands.enqueue(samples.refuse, now=now)
        worker.drain(clock=timezone.now)

        assert commands.retry_failed(now=now) == 1
        assert queries.count_by_status() == {"READY": 1}


class TestFinding:
    def test_leaves_the_partial_index_usable(self, now):
        statement, parameters = commands._due(now).query.sql_with_params()

        assert "status = 'READY'" in statement
        assert "READY" not in parameters


class TestReaping:
    def test_gives_back_the_job_of_a_silent_worker(self, now):
        worker_id = sign_on(now - timedelta(minutes=1))
        job_id = commands.enqueue(samples.note, now=now, word="a")
        commands.claim(worker_id, now=now)

        reaped = commands.reap(
            now=now, dead_after=worker.DEAD_AFTER, has_ended=lambda _: False
        )

        job = queries.get_job(job_id)
        assert reaped == (job_id,)
        assert (job.status, job.run_after) == ("READY", now + timedelta(seconds=2))
        assert "died" in job.error
        assert not Worker.objects.exists()

    def test_lets_a_living_worker_keep_its_job(self, now):
        worker_id = sign_on(now)
        commands.enqueue(samples.note, now=now, word="a")
        commands.claim(worker_id, now=now)

        reaped = commands.reap(
            now=now, dead_after=worker.DEAD_AFTER, has_ended=lambda _: False
        )

        assert reaped == ()

    def test_fails_a_job_that_kills_every_worker(self, now):
        job_id = commands.enqueue(samples.note, now=now, word="a")

        for _ in range(registry.policy_of(samples.note.module_path).max_attempts):
            DBTaskResult.objects.update(run_after=now)
            commands.claim(sign_on(now), now=now)
            commands.reap(
                now=now, dead_after=worker.DEAD_AFTER, has_ended=lambda _: True
            )

        assert queries.get_job(job_id).status == "FAILED"

    def test_voids_what_a_reaped_worker_still_reports(self, now):
        worker_id = sign_on(now - timedelta(minutes=1))
        commands.enqueue(samples.note, now=now, word="a")
        claimed = commands.claim(worker_id, now=now)
        commands.reap(now=now, dead_after=worker.DEAD_AFTER, has_ended=lambda _: False)

        with pytest.raises(commands.LostClaim):
            commands.settle_done(claimed, now=now)

    def test_lets_nobody_claim_who_was_declared_dead(self, now):
        worker_id = sign_on(now - timedelta(minutes=1))
        commands.enqueue(samples.note, now=now, word="a")
        commands.reap(now=now, dead_after=worker.DEAD_AFTER, has_ended=lambda _: False)

        assert commands.claim(worker_id, now=now) is None
        assert queries.count_by_status() == {"READY": 1}

    def test_knows_a_dead_worker_by_its_life_line(self):
        worker_id = new_id()
        line = worker.LifeLine(worker_id)

        assert not worker.has_ended(worker_id)
        line.cut(in_good_order=False)
        assert worker.has_ended(worker_id)

    def test_sweeps_the_life_lines_of_the_buried_alone(self, now, tmp_path):
        buried, dead, living = new_id(), sign_on(now), new_id()
        for worker_id in (buried, dead):
            worker.LifeLine(worker_id).cut(in_good_order=False)
        line = worker.LifeLine(living)

        worker.sweep_lines()

        left = {path.name for path in (tmp_path / "workers").iterdir()}
        assert left == {str(dead), str(living)}
        line.cut()

    def test_says_nothing_about_a_worker_of_another_machine(self):
        assert not worker.has_ended(new_id())

    def test_gives_back_what_no_worker_has_in_hand(self, now):
        job_id = commands.enqueue(samples.note, now=now, word="a")
        DBTaskResult.objects.update(
            status="RUNNING",
            started_at=now - timedelta(hours=1),
            worker_ids=["of another program"],
        )

        found = commands.reap_orphans(now=now, started_before=now)

        assert found == (job_id,)


class TestTimers:
    def test_fire_once_in_a_slot(self, now):
        timer = registry.Cron("test", samples.refuse, rules.Every(60))
        at = datetime(2026, 3, 2, 8, 0, 1, tzinfo=UTC)

        fired = [
            commands.fire(timer, now=at),
            commands.fire(timer, now=at + timedelta(seconds=58)),
            commands.fire(timer, now=at + timedelta(seconds=59)),
        ]

        assert fired == [True, False, True]
        assert queries.count_by_status() == {"READY": 2}

    def test_have_names_of_their_own(self):
        registry.load()

        with pytest.raises(ValueError, match="Two timers"):
            registry.cron("jobs.clear_away", samples.refuse, rules.Every(60))

    def test_clear_away_what_is_old(self, now):
        commands.enqueue(samples.note, now=now, word="a")
        worker.drain(clock=timezone.now)
        later = timezone.now() + timedelta(days=1)

        assert commands.clear_away(done_before=later, failed_before=later) == 1
        assert queries.count_by_status() == {}


class TestCommands:
    def test_worker_once_runs_what_is_due(self, now, capsys):
        commands.enqueue(samples.note, now=now, word="a")

        call_command("worker", "--once")

        assert "1 jobs run." in capsys.readouterr().out

    def test_jobs_shows_failures_and_exits_with_3(self, now, capsys):
        commands.enqueue(samples.refuse, now=now)
        worker.drain(clock=timezone.now)

        with pytest.raises(SystemExit) as end:
            call_command("jobs")

        assert end.value.code == 3
        assert "closed_for_tests" in capsys.readouterr().out

    def test_jobs_retries(self, now, capsys):
        commands.enqueue(samples.refuse, now=now)
        worker.drain(clock=timezone.now)

        call_command("jobs", "--retry", "all", "--json")

        assert '"READY": 1' in capsys.readouterr().out


class TestSlots:
    def test_ids_are_time_ordered(self, now):
        first = commands.enqueue(samples.note, now=now, word="a")
        second = commands.enqueue(samples.note, now=now, word="b")

        assert isinstance(first, UUID)
        assert first < second
