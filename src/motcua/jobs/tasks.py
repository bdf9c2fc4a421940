"""The queue's own jobs."""

from datetime import timedelta

from django.utils import timezone

from motcua.jobs import commands
from motcua.jobs.registry import cron, job
from motcua.jobs.rules import Daily, Every

KEEP_DONE = timedelta(days=7)
KEEP_FAILED = timedelta(days=90)
ORPHAN_AFTER = timedelta(minutes=10)


@job(max_attempts=1)
def clear_away() -> None:
    """Delete jobs that are done or failed long ago."""
    now = timezone.now()
    commands.clear_away(done_before=now - KEEP_DONE, failed_before=now - KEEP_FAILED)


@job(max_attempts=1)
def reap_orphans() -> None:
    """Give back running jobs that no worker has in hand."""
    now = timezone.now()
    commands.reap_orphans(now=now, started_before=now - ORPHAN_AFTER)


cron("jobs.clear_away", clear_away, Daily(3))
cron("jobs.reap_orphans", reap_orphans, Every(600))
