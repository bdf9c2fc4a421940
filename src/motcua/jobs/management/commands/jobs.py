"""``motcua jobs``: look at the queue, let failed jobs run again."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from motcua.jobs import commands, queries


class Command(BaseCommand):
    help = (
        "Show the queue: how many jobs in each status, the workers, the newest jobs "
        "that failed for good. Exit code 3 if some did."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="for a program")
        parser.add_argument(
            "--retry", metavar="ID", help="let a failed job (or 'all') run again"
        )

    def handle(self, *, json: bool, retry: str | None, **_: Any) -> None:
        if retry:
            self._retry(retry)
        failed = queries.list_jobs(status="FAILED")
        facts = {
            "jobs": queries.count_by_status(),
            "workers": [asdict(worker) for worker in queries.list_workers()],
            "failed": [asdict(job) for job in failed],
        }
        self.stdout.write(_as_json(facts) if json else _as_text(facts))
        if failed:
            raise SystemExit(3)

    def _retry(self, which: str) -> None:
        try:
            job_id = None if which == "all" else UUID(which)
        except ValueError:
            raise CommandError(f"{which!r} is no job's id. Try 'all'.") from None
        count = commands.retry_failed(now=timezone.now(), job_id=job_id)
        self.stderr.write(f"{count} jobs will run again.")


def _as_json(facts: dict[str, Any]) -> str:
    return json.dumps(facts, default=str, ensure_ascii=False, indent=2)


def _as_text(facts: dict[str, Any]) -> str:
    lines = [f"{status:<12}{count:>8}" for status, count in facts["jobs"].items()]
    lines += [
        f"worker      {w['host']}/{w['pid']}, last sign {w['heartbeat_at']:%H:%M:%S}, "
        f"{'runs ' + str(w['job_id']) if w['job_id'] else 'idle'}"
        for w in facts["workers"]
    ]
    lines += [
        f"failed      {job['id']} {job['path']} {job['ids']} "
        f"after {job['attempts']}: {job['error']}"
        for job in facts["failed"]
    ]
    return "\n".join(lines) or "The queue is empty."
