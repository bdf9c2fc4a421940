"""Background jobs of files."""

from django.utils import timezone

from motcua.documents import commands, scanning
from motcua.jobs.registry import cron, job
from motcua.jobs.rules import Daily, Every


@job()
def delete_content(sha256: str) -> None:
    """Delete erased content."""
    commands.delete_content(sha256)


@job(max_attempts=1)
def clean_orphans() -> None:
    """Delete content that no file refers to."""
    commands.clean_orphans(now=timezone.now())


@job(max_attempts=1)
def scan_pending() -> None:
    """Scan what could not be scanned when it came."""
    if scanning.is_on():
        commands.scan_pending(now=timezone.now())


cron("documents.clean_orphans", clean_orphans, Daily(3, 30))
cron("documents.scan_pending", scan_pending, Every(300))
