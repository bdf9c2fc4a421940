"""Reads of cases; all pass the one predicate of ``authority.rules.scope_of``."""

from motcua.cases.queries.clocks import (
    MOST_CLOCKS,
    OpenClock,
    count_open_clocks,
    list_open_clocks,
)
from motcua.cases.queries.lists import (
    COUNT_UP_TO,
    DUE_SOON,
    CaseRow,
    WorkFilter,
    WorkRow,
    count_waiting,
    count_work,
    list_cases,
    list_work,
)
from motcua.cases.queries.one import (
    CaseView,
    DraftFacts,
    TimelineEntry,
    count_all,
    get_case,
    get_draft,
    id_of_code,
    list_drafts,
    list_events,
    was_done,
)
from motcua.cases.queries.touched import (
    OpenWork,
    open_work_of_post,
    open_work_of_unit,
)
from motcua.cases.queries.tracking import OpenStep, Progress, progress_of, track

__all__ = [
    "COUNT_UP_TO",
    "DUE_SOON",
    "MOST_CLOCKS",
    "CaseRow",
    "CaseView",
    "DraftFacts",
    "OpenClock",
    "OpenStep",
    "OpenWork",
    "Progress",
    "TimelineEntry",
    "WorkFilter",
    "WorkRow",
    "count_all",
    "count_open_clocks",
    "count_waiting",
    "count_work",
    "get_case",
    "get_draft",
    "id_of_code",
    "list_cases",
    "list_drafts",
    "list_events",
    "list_open_clocks",
    "list_work",
    "open_work_of_post",
    "open_work_of_unit",
    "progress_of",
    "track",
    "was_done",
]
