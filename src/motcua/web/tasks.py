"""Keep the border's tables small."""

from django.utils import timezone

from motcua.jobs.registry import cron, job
from motcua.jobs.rules import Every
from motcua.web import limits


@job(max_attempts=1)
def sweep_counts() -> None:
    """Delete the counts of rate limits whose window has passed."""
    limits.sweep(timezone.now().timestamp())


cron("web.sweep_counts", sweep_counts, Every(3600))
