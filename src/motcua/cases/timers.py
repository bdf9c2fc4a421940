"""What happens by itself: due dates follow calendars, silence has its effect."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from motcua.authority.rules import powers_of
from motcua.cases import commands
from motcua.cases.calendars import FOLLOW_CALENDAR, cause_of, forget
from motcua.cases.models import Case, WorkItem
from motcua.jobs.commands import enqueue
from motcua.kernel.actors import SYSTEM, Role

BATCH = 200
ACTOR = replace(SYSTEM, powers=powers_of(Role.SYSTEM))


def follow_calendar(revision: int, after: UUID | None, *, now: datetime) -> int:
    """Derive a batch of open due dates anew and enqueue the next; return how many.

    ``revision`` is the edit of the calendar that is followed.
    """
    forget()
    cause = cause_of(revision)
    rows = Case.objects.filter(due_at__isnull=False, closed_at__isnull=True)
    if after is not None:
        rows = rows.filter(id__gt=after)
    ids = list(rows.order_by("id").values_list("id", flat=True)[:BATCH])
    for case_id in ids:
        commands.follow_calendar(commands.Order(case_id, ACTOR, now), cause=cause)
    if len(ids) == BATCH:
        enqueue(FOLLOW_CALENDAR, now=now, revision=revision, after=ids[-1])
    return len(ids)


def end_silence(*, now: datetime) -> int:
    """Let silence have its effect where a consulted unit did not answer in time."""
    late = WorkItem.objects.filter(silence=True, due_at__lt=now).order_by("due_at")
    pairs = list(late.values_list("case_id", "key")[:BATCH])
    for case_id, key in pairs:
        commands.end_silence(commands.Order(case_id, ACTOR, now), step=key)
    return len(pairs)
