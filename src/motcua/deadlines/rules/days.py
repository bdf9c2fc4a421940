"""What a calendar is made of: special days and office hours, each with a source."""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise
from typing import Any

from motcua.kernel.law import decided_by
from motcua.kernel.refusals import Kind, Refusal, gettext_noop
from motcua.kernel.texts import Text

MINUTES_OF_A_DAY = 1440
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class OutsideCalendar(Refusal):
    """The day, or the day it leads to, lies beyond what the calendar knows."""

    code = "outside_calendar"
    text = gettext_noop(
        "Lịch làm việc “{calendar}” chỉ có từ {first} đến {last} nên không tính "
        "được từ ngày {day}. Hãy bổ sung lịch của năm còn thiếu rồi tính lại."
    )
    kind = Kind.CONFLICT

    @classmethod
    def of(
        cls, calendar: str, first: date, last: date, day: date | int
    ) -> "OutsideCalendar":
        """Return the refusal of a day, or of a year, beyond the calendar."""
        return cls(
            calendar=calendar,
            first=_plain(first),
            last=_plain(last),
            day=day if isinstance(day, int) else _plain(day),
        )


def _plain(day: date) -> Text:
    vi = f"{day.day}/{day.month}/{day.year}"
    return Text(vi, day.isoformat(), f"{day.day}.{day.month}.{day.year}")


class UnknownOfficeHours(Refusal):
    """Office hours cannot be read, overlap or end before they start."""

    code = "unknown_office_hours"
    text = gettext_noop(
        "Không hiểu giờ làm việc “{hours}”. Hãy ghi từng buổi dạng "
        "“07:30-11:30”, theo thứ tự thời gian và không chồng nhau."
    )
    kind = Kind.INVALID


class DayKind(StrEnum):
    """What sort of day a day is. The first two follow from the week alone."""

    WORKDAY = "WORKDAY"  # ngày làm việc
    WEEKLY_REST = "WEEKLY_REST"  # nghỉ hằng tuần
    HOLIDAY = "HOLIDAY"  # nghỉ lễ, tết
    COMPENSATION = "COMPENSATION"  # nghỉ bù
    SWAP_OFF = "SWAP_OFF"  # nghỉ hoán đổi
    MAKE_UP = "MAKE_UP"  # làm bù
    CLOSURE = "CLOSURE"  # nghỉ đột xuất
    ORDINARY = "ORDINARY"  # như thường lệ: takes a fact back

    @property
    def label(self) -> Text:
        """Return the kind in words."""
        return _KIND_TEXT[self]


_KIND_TEXT = {
    DayKind.WORKDAY: Text("ngày làm việc", "working day", "Arbeitstag"),
    DayKind.WEEKLY_REST: Text("nghỉ hằng tuần", "weekly rest", "wöchentliche Ruhe"),
    DayKind.HOLIDAY: Text("nghỉ lễ", "public holiday", "Feiertag"),
    DayKind.COMPENSATION: Text("nghỉ bù", "day off in lieu", "Ersatzruhetag"),
    DayKind.SWAP_OFF: Text(
        "nghỉ hoán đổi", "day off, swapped", "getauschter freier Tag"
    ),
    DayKind.MAKE_UP: Text("làm bù", "make-up working day", "vorgeholter Arbeitstag"),
    DayKind.CLOSURE: Text("nghỉ đột xuất", "closed", "geschlossen"),
    DayKind.ORDINARY: Text("như thường lệ", "as in any week", "wie jede Woche"),
}
OFF = frozenset(
    {DayKind.HOLIDAY, DayKind.COMPENSATION, DayKind.SWAP_OFF, DayKind.CLOSURE}
)
STATED = (*sorted(OFF), DayKind.MAKE_UP, DayKind.ORDINARY)


class DayStatus(StrEnum):
    """How sure the fact is. An unconfirmed one is known but not applied."""

    CONFIRMED = "CONFIRMED"  # đã xác nhận
    DERIVED = "DERIVED"  # suy từ luật, chưa đối chiếu thông báo; applied
    UNCONFIRMED = "UNCONFIRMED"  # chưa xác nhận; not applied


@dataclass(frozen=True, slots=True, order=True)
class Session:
    """A stretch of office hours, in minutes of the day; the end belongs to it."""

    start: int
    end: int

    @classmethod
    def parse(cls, text: str) -> "Session":
        """Read one session.

        >>> Session.parse("07:30-11:30")
        Session(start=450, end=690)

        :raises UnknownOfficeHours: if it cannot be read or ends before it starts.
        """
        match = re.fullmatch(r"(\d\d?):(\d\d) ?[-–] ?(\d\d?):(\d\d)", text.strip())
        if match is None:
            raise UnknownOfficeHours(hours=text[:40])
        a, b, c, d = (int(part) for part in match.groups())
        start, end = a * 60 + b, c * 60 + d
        if b > 59 or d > 59 or not start < end <= MINUTES_OF_A_DAY:
            raise UnknownOfficeHours(hours=text[:40])
        return cls(start, end)

    def __str__(self) -> str:
        a, b = divmod(self.start, 60)
        c, d = divmod(self.end, 60)
        return f"{a:02}:{b:02}-{c:02}:{d:02}"


Sessions = tuple[Session, ...]


@decided_by("0011-a-weekday-with-hours-is-a-working-day")
def parse_sessions(texts: Sequence[str]) -> Sessions:
    """Read the sessions of one day (buổi làm việc), in order of time.

    :raises UnknownOfficeHours: if one cannot be read or they overlap.
    """
    found = tuple(Session.parse(text) for text in texts)
    if any(a.end > b.start for a, b in pairwise(found)):
        raise UnknownOfficeHours(hours=", ".join(texts)[:80])
    return found


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """The sessions of each weekday from ``start_date`` on, until others follow.

    A weekday without sessions is a weekly day of rest (ngày nghỉ hằng tuần).
    """

    start_date: date
    week: tuple[Sessions, ...]  # Monday first
    source: str = ""
    status: DayStatus = DayStatus.CONFIRMED

    @classmethod
    def of(
        cls,
        start_date: date,
        *sessions: str,
        weekdays: Mapping[str, Sequence[str]] | None = None,
        source: str = "",
        status: DayStatus = DayStatus.CONFIRMED,
    ) -> "OfficeHours":
        """Build hours: the same from Monday to Friday; ``weekdays`` names others.

        :raises UnknownOfficeHours: on a session or weekday that cannot be read.
        """
        weekdays = weekdays or {}
        if unknown := set(weekdays) - set(WEEKDAYS):
            raise UnknownOfficeHours(hours=", ".join(sorted(unknown)))
        plain, none = parse_sessions(sessions), parse_sessions(())
        week = [plain] * 5 + [none] * 2
        for name, texts in weekdays.items():
            week[WEEKDAYS.index(name)] = parse_sessions(texts)
        if not any(week):
            raise UnknownOfficeHours(hours="")
        return cls(start_date, tuple(week), source, status)

    def as_json(self) -> dict[str, Any]:
        """Return what :meth:`from_json` reads."""
        week = {
            name: [str(session) for session in sessions]
            for name, sessions in zip(WEEKDAYS, self.week, strict=True)
            if sessions
        }
        return {
            "start_date": self.start_date.isoformat(),
            "week": week,
            "source": self.source,
            "status": self.status.value,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "OfficeHours":
        """Read what :meth:`as_json` wrote.

        :raises UnknownOfficeHours: on a session or weekday that cannot be read.
        """
        return cls.of(
            date.fromisoformat(str(data["start_date"])),
            source=data.get("source", ""),
            status=DayStatus(data.get("status", DayStatus.CONFIRMED)),
            weekdays=data["week"],
        )


@dataclass(frozen=True, slots=True)
class Day:
    """One day that is not like its weekday, and on whose word (``source``)."""

    date: dt.date
    kind: DayKind
    name: Text
    source: str
    status: DayStatus = DayStatus.CONFIRMED
    swapped_with: dt.date | None = None  # MAKE_UP ↔ SWAP_OFF
    sessions: Sessions = ()  # of a make-up day, when not the usual ones

    @property
    def is_off(self) -> bool:
        """Tell whether nobody works on this day because of this fact."""
        return self.kind in OFF

    def as_json(self) -> dict[str, Any]:
        """Return what :meth:`from_json` reads."""
        data: dict[str, Any] = {
            "date": self.date.isoformat(),
            "kind": self.kind.value,
            "name": self.name.as_dict(),
            "source": self.source,
            "status": self.status.value,
        }
        if self.swapped_with:
            data["swapped_with"] = self.swapped_with.isoformat()
        if self.sessions:
            data["sessions"] = [str(session) for session in self.sessions]
        return data

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Day":
        """Read what :meth:`as_json` wrote.

        :raises UnknownOfficeHours: if its sessions cannot be read.
        """
        swapped = data.get("swapped_with")
        return cls(
            date=date.fromisoformat(str(data["date"])),
            kind=DayKind(data["kind"]),
            name=Text.of(data["name"]),
            source=data["source"],
            status=DayStatus(data.get("status", DayStatus.CONFIRMED)),
            swapped_with=date.fromisoformat(str(swapped)) if swapped else None,
            sessions=parse_sessions(data.get("sessions", ())),
        )
