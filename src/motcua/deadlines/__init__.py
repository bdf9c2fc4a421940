"""Time that explains itself. Importing this needs neither Django nor a database."""

from motcua.deadlines.data import (
    list_calendars,
    list_policies,
    load_calendar,
    load_policy,
)
from motcua.deadlines.rules import (
    Clock,
    CountingPolicy,
    Day,
    DayKind,
    DayStatus,
    Due,
    DueStatus,
    Limit,
    LimitUnit,
    Line,
    OfficeHours,
    ResumeMode,
    WorkCalendar,
    due,
)

__all__ = [
    "Clock",
    "CountingPolicy",
    "Day",
    "DayKind",
    "DayStatus",
    "Due",
    "DueStatus",
    "Limit",
    "LimitUnit",
    "Line",
    "OfficeHours",
    "ResumeMode",
    "WorkCalendar",
    "due",
    "list_calendars",
    "list_policies",
    "load_calendar",
    "load_policy",
]
