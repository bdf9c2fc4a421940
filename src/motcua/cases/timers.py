"""What happens by itself: due dates follow calendars, silence has its effect."""

import logging
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from motcua.authority.rules import powers_of
from motcua.cases import commands
from motcua.cases.calendars import (
    FOLLOW_CALENDAR,
    FOLLOW_CALENDAR_OF,
    cause_of,
    forget,
)
from motcua.cases.models import Case, WorkItem
from motcua.jobs.commands import enqueue
from motcua.kernel.actors import SYSTEM, Role

BATCH = 200
log = logging.getLogger("motcua.cases")
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
        try:
            _follow(case_id, cause, now)
        except Exception:  # its own job says why, and the others need not wait
            log.exception("Case %s does not follow its calendar.", case_id)
            enqueue(FOLLOW_CALENDAR_OF, now=now, case_id=case_id, revision=revision)
    if len(ids) == BATCH:
        enqueue(FOLLOW_CALENDAR, now=now, revision=revision, after=ids[-1])
    return len(ids)


def follow_calendar_of(case_id: UUID, revision: int, *, now: datetime) -> None:
    """Derive the open due date of one case anew."""
    forget()
    _follow(case_id, cause_of(revision), now)


def _follow(case_id: UUID, cause: str, now: datetime) -> None:
    commands.follow_calendar(commands.Order(case_id, ACTOR, now), cause=cause)


def end_silence(*, now: datetime) -> int:
    """Let silence have its effect where a consulted unit did not answer in time.

    What cannot be done for one case does not stop the others; it is raised at the end.
    """
    failed: Exception | None = None
    late = WorkItem.objects.filter(silence=True, due_at__lt=now).order_by("due_at")
    pairs = list(late.values_list("case_id", "key")[:BATCH])
    for case_id, key in pairs:
        try:
            commands.end_silence(commands.Order(case_id, ACTOR, now), step=key)
        except Exception as error:
            log.exception("Silence has no effect in case %s, step %s.", case_id, key)
            failed = error
    if failed is not None:
        raise failed
    return len(pairs)
