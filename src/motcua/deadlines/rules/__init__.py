"""Time, counted: limits, calendars, clocks and the due date that follows from them."""

from motcua.deadlines.rules.calendar import OutsideCalendar, WorkCalendar
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
    Session,
    UnknownOfficeHours,
)
from motcua.deadlines.rules.derivation import Due, DueStatus, add_months, due
from motcua.deadlines.rules.limits import Limit, LimitUnit, UnknownLimit
from motcua.deadlines.rules.policy import CountingPolicy, ResumeMode
from motcua.deadlines.rules.wording import Line

__all__ = [
    "AlreadyReappointed",
    "Clock",
    "ClockAlreadyStopped",
    "ClockNotStopped",
    "CountingPolicy",
    "Day",
    "DayKind",
    "DayStatus",
    "Due",
    "DueStatus",
    "Extension",
    "FactOutOfOrder",
    "Limit",
    "LimitUnit",
    "Line",
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
    "add_months",
    "due",
]
