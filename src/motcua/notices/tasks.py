"""Background jobs of notices."""

from uuid import UUID

from django.utils import timezone

from motcua.jobs.registry import job
from motcua.notices import commands


@job()
def deliver(delivery_id: str) -> None:
    """Send one delivery."""
    commands.deliver(delivery_id=UUID(delivery_id), now=timezone.now())
