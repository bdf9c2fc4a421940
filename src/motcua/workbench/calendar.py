"""A year of the working calendar for the eye, and what a change of it would move."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django import forms
from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from motcua.deadlines import WorkCalendar, queries
from motcua.deadlines.forms import WEEKDAY_NAMES
from motcua.deadlines.proposals import propose_year
from motcua.deadlines.queries import DayRow, EditFacts
from motcua.deadlines.rules import Day, DayKind, Edit, Horizon, OfficeHours
from motcua.kernel.texts import nfc

ORDINARY = frozenset({DayKind.WORKDAY, DayKind.WEEKLY_REST})
STATUS_WORDS: dict[str, Promise] = {
    "CONFIRMED": _("Đã xác nhận"),
    "DERIVED": _("Suy từ luật, chờ thông báo"),
    "UNCONFIRMED": _("Chưa xác nhận, chưa áp dụng"),
}


@dataclass(frozen=True, slots=True)
class DayLine:
    """A day that is not like its weekday."""

    row: DayRow
    day: Day
    weekday: Promise
    status: Promise
    is_applied: bool


@dataclass(frozen=True, slots=True)
class EditLine:
    """A change in the history of a calendar."""

    facts: EditFacts
    what: str
    who: str


class YearForm(forms.Form):
    """The next year of the calendar, with the holidays that the law foresees."""

    source = forms.CharField(
        label=_("Căn cứ"),
        max_length=300,
        help_text=_("Số, ngày của quyết định hoặc thông báo."),
    )
    expected_revision = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def to_edit(self) -> Horizon:
        """Return the year that follows the last one the calendar knows."""
        year = queries.calendar_for(settings.CALENDAR).last.year + 1
        return Horizon(date(year, 12, 31), nfc(self.cleaned_data["source"]))


class WithdrawForm(forms.Form):
    """Why a change is taken back."""

    reason = forms.CharField(
        label=_("Lý do rút lại"),
        max_length=500,
        widget=forms.Textarea({"rows": "2"}),
    )
    expected_revision = forms.IntegerField(required=False, widget=forms.HiddenInput)


def year_asked(text: str, kept: WorkCalendar, today: date) -> int:
    """Return the year that a page is asked for, within what the calendar knows."""
    year = int(text) if text.isdecimal() and len(text) == 4 else today.year
    return min(max(year, kept.first.year), kept.last.year)


def special_days(rows: Iterable[DayRow]) -> list[DayLine]:
    """Return the days that are not like their weekday, applied or only known."""
    lines = []
    for row in rows:
        if row.day.kind not in ORDINARY:
            lines.append(_line(row, row.day, is_applied=True))
        if row.unconfirmed is not None:
            lines.append(_line(row, row.unconfirmed, is_applied=False))
    return lines


def _line(row: DayRow, day: Day, *, is_applied: bool) -> DayLine:
    return DayLine(
        row=row,
        day=day,
        weekday=WEEKDAY_NAMES[day.date.weekday()],
        status=STATUS_WORDS[day.status],
        is_applied=is_applied,
    )


def week_of(hours: OfficeHours) -> list[tuple[Promise, str]]:
    """Return the office hours of each weekday; none on a day of rest."""
    return [
        (name, ", ".join(str(session) for session in sessions))
        for name, sessions in zip(WEEKDAY_NAMES, hours.week, strict=True)
    ]


def edit_rows(edits: Iterable[EditFacts]) -> list[EditLine]:
    """Return the history in words."""
    return [
        EditLine(facts, _what(facts.edit), str(facts.made_as.get("name", "")))
        for facts in edits
    ]


def _what(edit: Edit | None) -> str:
    if isinstance(edit, Day):
        return str(edit.kind.label)
    if isinstance(edit, OfficeHours):
        return str(_("Giờ làm việc"))
    return str(_("Thêm năm")) if edit else str(_("Rút lại"))


def days_of(change: Edit) -> list[Edit]:
    """Return a change with all that comes with it: a year brings its holidays."""
    if isinstance(change, Horizon):
        return [change, *propose_year(change.last.year)]
    return [change]
