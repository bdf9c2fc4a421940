"""Forget, day by day, what has been kept long enough."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from motcua.accounts import commands
from motcua.jobs.registry import cron, job
from motcua.jobs.rules import Daily
from motcua.web import sessions


@job(max_attempts=1)
def forget_sign_ins() -> None:
    """Delete records of sign-ins older than ``MOTCUA_SIGN_IN_DAYS``."""
    commands.forget_before(timezone.now() - timedelta(days=settings.SIGN_IN_DAYS))


@job(max_attempts=1)
def end_sessions() -> None:
    """Delete sessions that have run out."""
    sessions.forget_ended(timezone.now())


cron("accounts.forget_sign_ins", forget_sign_ins, Daily(3, 10))
cron("accounts.end_sessions", end_sessions, Daily(3, 20))
