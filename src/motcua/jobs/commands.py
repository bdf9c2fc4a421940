"""Writes of the queue: enqueue, claim, settle, reap, fire timers.

The rows are those of ``django_tasks_db``; enqueueing is one INSERT in the caller's
transaction. Lock order everywhere: the job's row, then the worker's.
"""

import json
import traceback
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.db.models import BooleanField, Q
from django.db.models.expressions import RawSQL
from django_tasks.base import Task, TaskResultStatus
from django_tasks_db.models import DBTaskResult

from motcua.jobs import bell, rules
from motcua.jobs.models import CronSlot, Worker
from motcua.jobs.registry import Cron, policy_of
from motcua.kernel.ids import new_id
from motcua.kernel.refusals import Refusal

JOB_TABLE = "django_tasks_database_dbtaskresult"
JOB_COLUMNS = (
    "id",
    "status",
    "enqueued_at",
    "args_kwargs",
    "priority",
    "task_path",
    "worker_ids",
    "queue_name",
    "backend_name",
    "run_after",
    "exception_class_path",
    "traceback",
)
AT_ONCE = datetime(9999, 1, 1, tzinfo=UTC)  # what the library stores for "no time set"
Id = str | int | UUID | None
Job = Task[..., Any] | str  # the job, or its path, e.g. "motcua.jobs.tasks.clear_away"

_POSTGRES_CASTS = {
    "id": "::uuid",
    "enqueued_at": "::timestamptz",
    "args_kwargs": "::jsonb",
    "worker_ids": "::jsonb",
    "run_after": "::timestamptz",
    "priority": "::integer",
}


@dataclass(frozen=True, slots=True)
class Claimed:
    """A job that a worker has taken, as it stood when taken."""

    id: UUID
    path: str
    ids: Mapping[str, Any]
    worker_ids: tuple[str, ...]

    @property
    def attempts(self) -> int:
        """Return how often it was started, this time included."""
        return len(self.worker_ids)


class LostClaim(Exception):
    """The job was given to another worker meanwhile; what this one did is void."""


class WorkerDied(Exception):
    """The worker that ran the job is gone."""


def job_row(
    task: Job,
    *,
    now: datetime,
    run_after: datetime | None = None,
    **ids: Id,
) -> tuple[Any, ...]:
    """Return the values of :data:`JOB_COLUMNS` that enqueue ``task``.

    For a command that writes several tables in one statement of its own; with
    :func:`job_placeholders` in the statement. Call :func:`ring_after_commit` then.
    Commands stand below the jobs that call them, so they name a job by its path.

    :raises TypeError: if an argument is anything but an id or a short fact.
    """
    instant = connection.ops.adapt_datetimefield_value
    key = new_id()
    return (
        key if connection.features.has_native_uuid_field else key.hex,
        "READY",
        instant(now),
        json.dumps({"args": [], "kwargs": {k: _plain(v) for k, v in ids.items()}}),
        0 if isinstance(task, str) else task.priority,
        task if isinstance(task, str) else task.module_path,
        "[]",
        "default",
        "default",
        instant(run_after or AT_ONCE),
        "",
        "",
    )


def job_placeholders() -> str:
    """Return ``%s, %s, …`` for one :func:`job_row` on the database in use."""
    if connection.vendor != "postgresql":
        return ", ".join(["%s"] * len(JOB_COLUMNS))
    return ", ".join(f"%s{_POSTGRES_CASTS.get(name, '')}" for name in JOB_COLUMNS)


def enqueue(
    task: Job,
    *,
    now: datetime,
    run_after: datetime | None = None,
    **ids: Id,
) -> UUID:
    """Enqueue ``task`` in the caller's transaction and return the job's id.

    One INSERT. If the transaction rolls back there is no job; once it commits the
    job runs at least once, after ``run_after`` if that is given.

    :raises TypeError: if an argument is anything but an id or a short fact.
    """
    row = job_row(task, now=now, run_after=run_after, **ids)
    insert_rows([row])
    return row[0] if isinstance(row[0], UUID) else UUID(hex=row[0])


def insert_rows(rows: Iterable[tuple[Any, ...]]) -> None:
    """Insert many rows made by :func:`job_row` with one statement."""
    values = list(rows)
    if not values:
        return
    places = ", ".join([f"({job_placeholders()})"] * len(values))
    names = ", ".join(JOB_COLUMNS)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {JOB_TABLE} ({names}) VALUES {places}",  # noqa: S608
            [value for row in values for value in row],
        )
    ring_after_commit()


def ring_after_commit() -> None:
    """Wake the workers of this machine when the caller's transaction commits."""
    transaction.on_commit(bell.ring)


def _plain(value: Id) -> str | int | None:
    if isinstance(value, UUID):
        return str(value)
    if value is None or isinstance(value, str | int):
        return value
    raise TypeError(f"Jobs carry ids only, not {type(value).__name__}.")


def sign_on(worker_id: UUID, *, host: str, pid: int, now: datetime) -> None:
    """Record that a worker lives, with a fresh heartbeat."""
    known = Worker.objects.filter(id=worker_id)
    if not known.update(heartbeat_at=now):
        Worker.objects.create(
            id=worker_id, host=host, pid=pid, started_at=now, heartbeat_at=now
        )


def sign_off(worker_id: UUID) -> None:
    """Record that a worker has ended in good order, with no job in hand."""
    Worker.objects.filter(id=worker_id, job_id__isnull=True).delete()


def claim(worker_id: UUID, *, now: datetime) -> Claimed | None:
    """Take the next job that is due, or nothing.

    Looks before it locks, so that an idle worker takes no lock on SQLite. A job
    locked by another worker is passed over (PostgreSQL).
    """
    if not _due(now).exists():
        return None
    with transaction.atomic():
        job = _due(now).get_locked()
        if job is None:
            return None
        if not Worker.objects.filter(id=worker_id).update(job_id=job.id):
            return None  # declared dead meanwhile: sign on first
        job.status = TaskResultStatus.RUNNING
        job.started_at = now
        job.worker_ids = [*job.worker_ids, str(worker_id)]
        job.save(update_fields=["status", "started_at", "worker_ids"])
    kwargs = job.args_kwargs["kwargs"]
    return Claimed(job.id, job.task_path, kwargs, tuple(job.worker_ids))


def _due(now: datetime) -> Any:
    """Return the jobs to run now, as a query.

    The state is written into the statement: as a parameter, PostgreSQL could not tell
    that its partial index on READY rows serves, and would read all that are done.
    """
    ready = RawSQL("status = 'READY'", (), output_field=BooleanField())
    return DBTaskResult.objects.filter(
        ready, Q(run_after=AT_ONCE) | Q(run_after__lte=now)
    )


@transaction.atomic
def settle_done(claimed: Claimed, *, now: datetime) -> None:
    """Store that the job is done.

    :raises LostClaim: if the job is no longer this worker's; nothing is stored.
    """
    _settle(
        claimed,
        status=TaskResultStatus.SUCCESSFUL,
        finished_at=now,
        exception_class_path="",
        traceback="",
    )


@transaction.atomic
def settle_failed(claimed: Claimed, error: BaseException, *, now: datetime) -> bool:
    """Store a failure; return whether the job will be tried again.

    A refusal is an answer and final. Anything else is tried again after 2ⁿ seconds
    until the job's attempts are used up; the last error stays on the job.

    :raises LostClaim: if the job is no longer this worker's; nothing is stored.
    """
    again = not isinstance(error, Refusal) and (
        claimed.attempts < policy_of(claimed.path).max_attempts
    )
    _settle(claimed, **_failure(error, claimed.attempts, again=again, now=now))
    return again


def _failure(
    error: BaseException, attempts: int, *, again: bool, now: datetime
) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "status": TaskResultStatus.READY if again else TaskResultStatus.FAILED,
        "exception_class_path": f"{type(error).__module__}.{type(error).__qualname__}",
        "traceback": "".join(traceback.format_exception(error)),
    }
    if again:
        facts["run_after"] = now + rules.wait_before_attempt(attempts)
    else:
        facts["finished_at"] = now
    return facts


def _settle(claimed: Claimed, **facts: Any) -> None:
    job = DBTaskResult.objects.select_for_update().filter(pk=claimed.id).first()
    mine = (
        job is not None
        and job.status == TaskResultStatus.RUNNING
        and tuple(job.worker_ids) == claimed.worker_ids
    )
    if not mine:
        raise LostClaim(claimed.id)
    DBTaskResult.objects.filter(pk=claimed.id).update(**facts)
    Worker.objects.filter(id=UUID(claimed.worker_ids[-1])).update(job_id=None)


def reap(
    *,
    now: datetime,
    dead_after: timedelta,
    has_ended: Callable[[UUID], bool],
) -> tuple[UUID, ...]:
    """Give the jobs of dead workers back and return the ids of those jobs.

    Dead is who has not given a sign for ``dead_after``, or who ``has_ended`` for
    certain (a worker of this machine).
    """
    given_back: list[UUID] = []
    for worker in Worker.objects.order_by("heartbeat_at"):
        silent = worker.heartbeat_at < now - dead_after
        if silent or has_ended(worker.id):
            given_back += _bury(worker, now=now)
    return tuple(given_back)


@transaction.atomic
def _bury(worker: Worker, *, now: datetime) -> list[UUID]:
    jobs = DBTaskResult.objects.select_for_update()
    job = jobs.filter(pk=worker.job_id).first() if worker.job_id else None
    unchanged = Worker.objects.filter(
        id=worker.id, heartbeat_at=worker.heartbeat_at, job_id=worker.job_id
    )
    if not unchanged.delete()[0] or job is None:
        return []
    if job.status != TaskResultStatus.RUNNING or job.worker_ids[-1:] != [
        str(worker.id)
    ]:
        return []
    _give_back(job, now=now)
    return [job.id]


def _give_back(job: Any, *, now: datetime) -> None:
    attempts = len(job.worker_ids)
    again = attempts < policy_of(job.task_path).max_attempts
    error = WorkerDied(f"Worker {job.worker_ids[-1]} died at attempt {attempts}.")
    facts = _failure(error, attempts, again=again, now=now)
    DBTaskResult.objects.filter(pk=job.id).update(**facts)


def reap_orphans(*, now: datetime, started_before: datetime) -> tuple[UUID, ...]:
    """Give back running jobs that no worker has in hand, and return their ids.

    The net under :func:`reap`: such a job can only come from another program.
    """
    in_hand = Worker.objects.filter(job_id__isnull=False).values("job_id")
    found: list[UUID] = []
    with transaction.atomic():
        orphans = DBTaskResult.objects.select_for_update(skip_locked=True).filter(
            status=TaskResultStatus.RUNNING, started_at__lt=started_before
        )
        for job in orphans.exclude(pk__in=in_hand):
            _give_back(job, now=now)
            found.append(job.id)
    return tuple(found)


def fire(timer: Cron, *, now: datetime) -> bool:
    """Enqueue the timer's job unless its present slot has been fired already.

    The slot's row and the job are written in one transaction.
    """
    slot = rules.slot_of(timer.schedule, now, ZoneInfo(settings.TIME_ZONE))
    if CronSlot.objects.filter(name=timer.name, slot=slot).exists():
        return False
    try:
        with transaction.atomic():
            CronSlot.objects.create(name=timer.name, slot=slot, fired_at=now)
            enqueue(timer.task, now=now)
    except IntegrityError:
        return False  # another worker was faster
    return True


def retry_failed(*, now: datetime, job_id: UUID | None = None) -> int:
    """Let one failed job, or all, run again from the first attempt; return how many."""
    failed = DBTaskResult.objects.filter(status=TaskResultStatus.FAILED)
    if job_id is not None:
        failed = failed.filter(pk=job_id)
    count: int = failed.update(
        status=TaskResultStatus.READY, worker_ids=[], run_after=now, finished_at=None
    )
    ring_after_commit()
    return count


def clear_away(*, done_before: datetime, failed_before: datetime) -> int:
    """Delete old finished jobs and fired slots; return how many jobs."""
    done = DBTaskResult.objects.filter(
        status=TaskResultStatus.SUCCESSFUL, finished_at__lt=done_before
    )
    failed = DBTaskResult.objects.filter(
        status=TaskResultStatus.FAILED, finished_at__lt=failed_before
    )
    count: int = done.delete()[0] + failed.delete()[0]
    CronSlot.objects.filter(fired_at__lt=failed_before).delete()
    return count
