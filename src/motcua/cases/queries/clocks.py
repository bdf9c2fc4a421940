"""Open due dates, for whoever asks what a change of a calendar would move."""

from dataclasses import dataclass
from uuid import UUID

from motcua.cases.models import Case
from motcua.deadlines import Clock

MOST_CLOCKS = 1000


@dataclass(frozen=True, slots=True)
class OpenClock:
    """A case whose due date is still to come or missed, and the facts it follows from.

    No name and nothing of the dossier: whoever edits a calendar need not see them.
    """

    case_id: UUID
    code: str
    clock: Clock


def list_open_clocks(
    *, after: UUID | None = None, size: int = MOST_CLOCKS
) -> list[OpenClock]:
    """Return cases with an open due date, oldest first, from the one after ``after``.

    One statement, on the index of open due dates; at most :data:`MOST_CLOCKS`.
    """
    rows = Case.objects.filter(due_at__isnull=False, closed_at__isnull=True)
    if after is not None:
        rows = rows.filter(id__gt=after)
    chosen = rows.order_by("id").values_list("id", "code", "state__facts__clock")
    return [
        OpenClock(case_id, code or "", Clock.from_json(clock))
        for case_id, code, clock in chosen[: min(size, MOST_CLOCKS)]
    ]


def count_open_clocks() -> int:
    """Return how many cases have an open due date."""
    return Case.objects.filter(due_at__isnull=False, closed_at__isnull=True).count()
