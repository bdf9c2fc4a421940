"""What an administrator may change in a calendar, and what such a change moves."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

from motcua.deadlines.rules.calendar import WorkCalendar
from motcua.deadlines.rules.clock import Clock
from motcua.deadlines.rules.days import STATED, Day, OfficeHours, OutsideCalendar
from motcua.deadlines.rules.derivation import Due, due
from motcua.kernel.law import decided_by
from motcua.kernel.refusals import Kind, Refusal, gettext_noop

Key = TypeVar("Key")


class EditNeedsSource(Refusal):
    """A change of a calendar names no decision or announcement."""

    code = "edit_needs_source"
    text = gettext_noop(
        "Hãy ghi số, ngày của quyết định hoặc thông báo làm căn cứ thay đổi lịch."
    )
    kind = Kind.INVALID


class EditChangesNothing(Refusal):
    """The calendar says so already."""

    code = "edit_changes_nothing"
    text = gettext_noop("Lịch làm việc đã đúng như vậy nên không có gì thay đổi.")


class DayKindNotStated(Refusal):
    """The kind of day follows from the week and is nobody's to state."""

    code = "day_kind_not_stated"
    text = gettext_noop(
        "Loại ngày này suy ra từ giờ làm việc trong tuần. Hãy chọn nghỉ lễ, nghỉ bù, "
        "nghỉ hoán đổi, nghỉ đột xuất, làm bù hoặc như thường lệ."
    )
    kind = Kind.INVALID


class YearNotNext(Refusal):
    """Years are added one after another, without a gap."""

    code = "year_not_next"
    text = gettext_noop(
        "Lịch làm việc phải bổ sung lần lượt từng năm. Năm tiếp theo là {year}."
    )
    kind = Kind.INVALID


@dataclass(frozen=True, slots=True)
class Horizon:
    """The calendar is known through ``last`` from now on."""

    last: date
    source: str

    def as_json(self) -> dict[str, Any]:
        """Return what :meth:`from_json` reads."""
        return {"last": self.last.isoformat(), "source": self.source}

    @classmethod
    def from_json(cls, data: Any) -> "Horizon":
        """Read what :meth:`as_json` wrote."""
        return cls(date.fromisoformat(data["last"]), data["source"])


Edit = Day | OfficeHours | Horizon


@dataclass(frozen=True, slots=True)
class Move(Generic[Key]):
    """A due date that is another one under the changed calendar."""

    key: Key
    before: Due | None  # None where a calendar does not reach that far
    after: Due | None


@decided_by("0017-calendar-edits-are-appended")
def date_of(edit: Edit) -> date:
    """Return the day that an edit is about, or from which it holds."""
    if isinstance(edit, Day):
        return edit.date
    return edit.start_date if isinstance(edit, OfficeHours) else edit.last


@decided_by("0017-calendar-edits-are-appended")
def edited(calendar: WorkCalendar, edits: Iterable[Edit]) -> WorkCalendar:
    """Return ``calendar`` with all ``edits``; of two about one day the later holds."""
    edits = list(edits)
    lasts = [edit.last for edit in edits if isinstance(edit, Horizon)]
    return calendar.with_facts(
        days=[edit for edit in edits if isinstance(edit, Day)],
        hours=[edit for edit in edits if isinstance(edit, OfficeHours)],
        last=max(lasts, default=None),
    )


@decided_by("0017-calendar-edits-are-appended")
def check_edit(calendar: WorkCalendar, edit: Edit) -> None:
    """Allow a change that names its source, lies in the calendar and changes it.

    :raises EditNeedsSource: if it names no source.
    :raises DayKindNotStated: if its kind of day is nobody's to state.
    :raises YearNotNext: if it is a year other than the next.
    :raises OutsideCalendar: if its day lies beyond the calendar.
    :raises EditChangesNothing: if the calendar says so already.
    """
    if not edit.source.strip():
        raise EditNeedsSource
    if isinstance(edit, Horizon):
        following = date(calendar.last.year + 1, 12, 31)
        if edit.last != following:
            raise YearNotNext(year=following.year)
        return
    if isinstance(edit, Day) and edit.kind not in STATED:
        raise DayKindNotStated
    calendar.why(date_of(edit))
    if edited(calendar, [edit]).version == calendar.version:
        raise EditChangesNothing


@decided_by("0017-calendar-edits-are-appended")
def what_moves(
    clocks: Iterable[tuple[Key, Clock]], before: WorkCalendar, after: WorkCalendar
) -> Iterator[Move[Key]]:
    """Yield each clock whose due instant the other calendar changes."""
    for key, clock in clocks:
        old, new = _due(clock, before), _due(clock, after)
        if (old and old.at) != (new and new.at):
            yield Move(key, old, new)


def _due(clock: Clock, calendar: WorkCalendar) -> Due | None:
    try:
        return due(clock, calendar)
    except OutsideCalendar:
        return None
