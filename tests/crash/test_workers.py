"""Workers are killed in the middle of their work: no job is lost, none has its
effect twice."""

import signal
import time

import pytest

pytestmark = pytest.mark.slow

FILL = """
from django.db import connection, transaction
from django.utils import timezone
from motcua.jobs import commands
from motcua.jobs.tests import samples
with connection.cursor() as c:
    c.execute("CREATE TABLE effect (kind varchar(20), n integer, "
              "tries integer DEFAULT 1, PRIMARY KEY (kind, n))")
    c.execute("CREATE TABLE exact_effect (n integer)")
now = timezone.now()
with transaction.atomic():
    for n in range({jobs}):
        commands.enqueue(samples.write_once, now=now, number=n, pause_ms={pause})
        commands.enqueue(samples.write_exactly, now=now, number=n, pause_ms={pause})
"""
LEFT = (
    "SELECT count(*) FROM django_tasks_database_dbtaskresult "
    "WHERE status <> 'SUCCESSFUL' AND task_path LIKE '%samples%'"
)


def wait_until(condition, *, seconds, what):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, what()
        time.sleep(0.1)


def test_kill_minus_nine_loses_no_job_and_repeats_no_effect(scratch):
    jobs = 30
    scratch.run("shell", "-c", FILL.format(jobs=jobs, pause=60))
    workers = [scratch.start("worker"), scratch.start("worker")]

    for round_ in range(3):
        before = scratch.rows(LEFT)[0][0]
        wait_until(
            lambda before=before: scratch.rows(LEFT)[0][0] < before - 4,
            seconds=90, what=scratch.logs,
        )  # fmt: skip
        victim = workers[round_ % 2]
        victim.send_signal(signal.SIGKILL)
        victim.wait()
        workers[round_ % 2] = scratch.start("worker")
    wait_until(lambda: scratch.rows(LEFT) == [(0,)], seconds=90, what=scratch.logs)

    assert scratch.rows("SELECT count(*), count(DISTINCT n) FROM effect") == [
        (jobs, jobs)
    ]
    assert scratch.rows("SELECT count(*), count(DISTINCT n) FROM exact_effect") == [
        (jobs, jobs)
    ]
    at_work = {(worker.pid,) for worker in workers}
    wait_until(
        lambda: set(scratch.rows("SELECT pid FROM jobs_worker")) == at_work,
        seconds=90, what=scratch.logs,
    )  # fmt: skip
    for worker in workers:
        worker.send_signal(signal.SIGTERM)
    assert [worker.wait(90) for worker in workers] == [0, 0]
    assert scratch.rows("SELECT count(*) FROM jobs_worker") == [(0,)]


def test_a_stopped_worker_finishes_the_job_in_hand(scratch):
    scratch.run("shell", "-c", FILL.format(jobs=1, pause=1500))
    worker = scratch.start("worker")
    wait_until(
        lambda: scratch.rows("SELECT count(*) FROM effect") == [(1,)],
        seconds=90, what=scratch.logs,
    )  # fmt: skip

    worker.send_signal(signal.SIGINT)

    assert worker.wait(90) == 0
    assert scratch.rows("SELECT tries FROM effect") == [(1,)]
    assert scratch.rows(LEFT) == [(1,)]  # the other job was not begun
