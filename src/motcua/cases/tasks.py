"""Background jobs of cases: take ids, call one command."""

from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from motcua.cases import aftermath, demand, heads, timers
from motcua.jobs.registry import cron, job
from motcua.jobs.rules import Daily, Every


@job()
def after_event(case_id: str, first: int, last: int) -> None:
    """Tell people what happened, and issue the statutory papers that go with it."""
    aftermath.follow_up(UUID(case_id), first, last, now=timezone.now())


@job()
def sign_head() -> None:
    """Sign the head of the log."""
    heads.sign_heads(now=timezone.now())


@job()
def follow_calendar(revision: int, after: str = "") -> None:
    """Derive open due dates anew after an edit of the calendar, batch by batch."""
    timers.follow_calendar(revision, UUID(after) if after else None, now=timezone.now())


@job()
def follow_calendar_of(case_id: str, revision: int) -> None:
    """Derive the due date of one case anew, where that failed among the others."""
    timers.follow_calendar_of(UUID(case_id), revision, now=timezone.now())


@job()
def end_silence() -> None:
    """Act where a consulted unit has not answered by its due date."""
    timers.end_silence(now=timezone.now())


@job()
def count_demand() -> None:
    """Count the cases of each procedure for search: what is asked most comes first."""
    demand.count_demand(now=timezone.now())


cron("cases.count_demand", count_demand, Daily(2, 30))
cron("cases.sign_head", sign_head, Daily(1))
cron(
    "cases.end_silence", end_silence, Every(int(timedelta(minutes=15).total_seconds()))
)
