"""Time, counted: limits, calendars, clocks and the due date that follows from them."""

from motcua.deadlines.rules.calendar import WorkCalendar
from motcua.deadlines.rules.clock import (
    AlreadyReappointed,
    Clock,
    ClockAlreadyStopped,
    ClockNotStopped,
    Extension,
    FactOutOfOrder,
    NewDueNotLater,
    Reappointment,
    Suspension,
)
from motcua.deadlines.rules.days import (
    Day,
    DayKind,
    DayStatus,
    OfficeHours,
    OutsideCalendar,
    Session,
    UnknownOfficeHours,
)
from motcua.deadlines.rules.derivation import Due, DueStatus, add_months, due
from motcua.deadlines.rules.edits import (
    DayKindNotStated,
    Edit,
    EditChangesNothing,
    EditNeedsSource,
    Horizon,
    Move,
    YearNotNext,
    check_edit,
    date_of,
    edited,
    what_moves,
)
from motcua.deadlines.rules.limits import Limit, LimitUnit, UnknownLimit
from motcua.deadlines.rules.policy import CountingPolicy, ResumeMode
from motcua.deadlines.wording import Line

__all__ = [
    "AlreadyReappointed",
    "Clock",
    "ClockAlreadyStopped",
    "ClockNotStopped",
    "CountingPolicy",
    "Day",
    "DayKind",
    "DayKindNotStated",
    "DayStatus",
    "Due",
    "DueStatus",
    "Edit",
    "EditChangesNothing",
    "EditNeedsSource",
    "Extension",
    "FactOutOfOrder",
    "Horizon",
    "Limit",
    "LimitUnit",
    "Line",
    "Move",
    "NewDueNotLater",
    "OfficeHours",
    "OutsideCalendar",
    "Reappointment",
    "ResumeMode",
    "Session",
    "Suspension",
    "UnknownLimit",
    "UnknownOfficeHours",
    "WorkCalendar",
    "YearNotNext",
    "add_months",
    "check_edit",
    "date_of",
    "due",
    "edited",
    "what_moves",
]
