"""Reads of the queue, for people and programs that watch it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count
from django_tasks_db.models import DBTaskResult

from motcua.jobs.models import Worker


@dataclass(frozen=True, slots=True)
class Job:
    """One job as a person who watches the queue sees it."""

    id: UUID
    path: str
    ids: dict[str, Any]
    status: str
    attempts: int
    enqueued_at: datetime
    run_after: datetime
    error: str  # last line of the last failure


@dataclass(frozen=True, slots=True)
class WorkerFacts:
    """A worker and what it does."""

    id: UUID
    host: str
    pid: int
    started_at: datetime
    heartbeat_at: datetime
    job_id: UUID | None


def count_by_status() -> dict[str, int]:
    """Return how many jobs there are in each status."""
    rows = DBTaskResult.objects.order_by().values_list("status").annotate(Count("id"))
    return dict(rows)


def list_jobs(*, status: str, limit: int = 50) -> Sequence[Job]:
    """Return the newest jobs in ``status``."""
    rows = DBTaskResult.objects.filter(status=status).order_by("-enqueued_at")
    return tuple(_job(row) for row in rows[:limit])


def get_job(job_id: UUID) -> Job | None:
    """Return one job, or nothing once it has been cleared away."""
    row = DBTaskResult.objects.filter(pk=job_id).first()
    return None if row is None else _job(row)


def list_workers() -> Sequence[WorkerFacts]:
    """Return the workers that have signed on and not signed off."""
    fields = ("id", "host", "pid", "started_at", "heartbeat_at", "job_id")
    rows = Worker.objects.order_by("started_at").values(*fields)
    return tuple(WorkerFacts(**row) for row in rows)


def _job(row: Any) -> Job:
    lines = row.traceback.strip().splitlines()
    return Job(
        id=row.id,
        path=row.task_path,
        ids=row.args_kwargs["kwargs"],
        status=row.status,
        attempts=len(row.worker_ids),
        enqueued_at=row.enqueued_at,
        run_after=row.run_after,
        error=lines[-1] if lines else "",
    )
