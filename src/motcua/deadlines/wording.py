"""What a derivation says, in Vietnamese, English and German: words only, no rule."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from motcua.deadlines.names import (
    because,
    capital,
    list_days,
    lower,
    name_day,
    name_instant,
    short,
)
from motcua.deadlines.rules.calendar import WorkCalendar
from motcua.deadlines.rules.clock import Extension, Reappointment, Suspension
from motcua.deadlines.rules.days import Day, DayKind, DayStatus
from motcua.deadlines.rules.limits import Limit
from motcua.kernel.texts import Text

ONE_DAY = timedelta(days=1)
FEW = 10  # days that are named one by one; more are only counted


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a derivation: what was done, and what it rests on."""

    text: Text
    basis: str = ""  # a citation, a decision's number or a decision record
    kind: str = ""  # stable word for programs

    def as_json(self) -> dict[str, Any]:
        """Return the line as JSON has it."""
        return {"kind": self.kind, "text": self.text.as_dict(), "basis": self.basis}


def _fill(kind: str, basis: str, vi: str, en: str, de: str, **parts: Text) -> Line:
    """Return a line whose parts are filled in language by language."""

    def say(pattern: str, language: str) -> str:
        words = {name: text.to(language) for name, text in parts.items()}
        return pattern.format(**words)

    return Line(Text(say(vi, "vi"), say(en, "en"), say(de, "de")), basis, kind)


def accepted(at: datetime, basis: str) -> Line:
    """Say when the file was accepted."""
    return _fill(
        *("ACCEPTED", basis),
        *("Tiếp nhận lúc {at}.", "Accepted at {at}.", "Angenommen am {at}."),
        at=name_instant(at),
    )


def limit_is(limit: Limit, basis: str) -> Line:
    """Say how long the answer may take."""
    return _fill(
        *("LIMIT", basis),
        "Thời hạn giải quyết: {limit}.",
        "Time limit: {limit}.",
        "Bearbeitungsfrist: {limit}.",
        limit=limit.text(),
    )


def not_stated(basis: str) -> Line:
    """Say that the procedure has no limit."""
    return _fill(
        *("NOT_STATED", basis),
        "Thủ tục không quy định thời hạn giải quyết nên không có ngày hẹn trả.",
        "The procedure states no time limit, so there is no due date.",
        "Das Verfahren bestimmt keine Frist; daher gibt es keinen Fälligkeitstag.",
    )


def late_intake(start: datetime, basis: str) -> Line:
    """Say that the file counts as received the next morning."""
    return _fill(
        *("LATE_INTAKE", basis),
        "Nhận sau giờ chốt hoặc vào ngày nghỉ, nên tính như nhận lúc {at}.",
        "Received after the cut-off or on a day off, so it counts as received at {at}.",
        "Nach der Annahmezeit oder an einem freien Tag eingegangen; gilt als "
        "eingegangen am {at}.",
        at=name_instant(start),
    )


def first_day(first: date, counted: bool, basis: str) -> Line:
    """Say from which day on the days count."""
    if counted:
        return _fill(
            *("FIRST_DAY", basis),
            "Ngày tiếp nhận được tính; đếm từ {day}.",
            "The day of acceptance counts; counting starts on {day}.",
            "Der Tag der Annahme zählt mit; gezählt wird ab {day}.",
            day=name_day(first),
        )
    return _fill(
        *("FIRST_DAY", basis),
        "Ngày đầu không tính; đếm từ {day}.",
        "The first day does not count; counting starts on {day}.",
        "Der erste Tag zählt nicht mit; gezählt wird ab {day}.",
        day=name_day(first),
    )


def counted_hours(start: datetime, end: datetime, limit: Limit, basis: str) -> Line:
    """Say how working hours were counted."""
    return _fill(
        *("COUNTED", basis),
        "Giờ làm việc tính ngay từ {start}; đủ {limit} lúc {end}.",
        "Working hours count from that minute, from {start}; {limit} are full "
        "at {end}.",
        "Arbeitsstunden zählen ab der Minute, ab {start}; {limit} sind um am {end}.",
        start=name_instant(start),
        limit=limit.text(),
        end=name_instant(end),
    )


def counted_days(
    calendar: WorkCalendar, start: date, end: date, limit: Limit, basis: str
) -> Line:
    """Say which working days were counted, one by one if they are few."""
    count = calendar.working_days_between(start, end + ONE_DAY)
    if count > FEW:
        return ends_on(limit, end, basis)
    first = calendar.on_or_after(start)
    days = [calendar.add_working_days(first, i) for i in range(count)]
    return _fill(
        *("COUNTED", basis),
        "{limit}: {days}; ngày cuối là {end}.",
        "{limit}: {days}; the last is {end}.",
        "{limit}: {days}; der letzte ist {end}.",
        limit=Text(*map(capital, (limit.text().vi, limit.text().en, limit.text().de))),
        days=list_days(days),
        end=name_day(end),
    )


def ends_on(limit: Limit, end: date, basis: str) -> Line:
    """Say on which day the limit ends."""
    return _fill(
        *("COUNTED", basis),
        "Đếm đủ {limit}, ngày cuối là {end}.",
        "Counting {limit} through, the last is {end}.",
        "Nach {limit} ist der letzte Tag {end}.",
        limit=limit.text(),
        end=name_day(end),
    )


def same_day(day: date, cut_off: time, late: bool, basis: str) -> Line:
    """Say whether the answer is due today or on the next working day."""
    hour = Text(f"{cut_off:%H:%M}")
    if late:
        return _fill(
            *("COUNTED", basis),
            "Nhận sau {hour} hoặc vào ngày nghỉ nên trả trong ngày làm việc tiếp "
            "theo, {day}.",
            "Received after {hour} or on a day off, so the answer is due on the "
            "next working day, {day}.",
            "Nach {hour} Uhr oder an einem freien Tag eingegangen, daher fällig am "
            "nächsten Arbeitstag, {day}.",
            hour=hour,
            day=name_day(day),
        )
    return _fill(
        *("COUNTED", basis),
        "Nhận không muộn hơn {hour} nên trả ngay trong ngày, {day}.",
        "Received not later than {hour}, so the answer is due the same day, {day}.",
        "Bis {hour} Uhr eingegangen, daher fällig am selben Tag, {day}.",
        hour=hour,
        day=name_day(day),
    )


def special_days(days: Sequence[Day]) -> Line:
    """Say why days in a row, all for one reason, do or do not count."""
    day = days[0]
    sure = Text("")
    if day.status is DayStatus.DERIVED:
        sure = Text(
            " Suy từ luật, chưa đối chiếu thông báo.",
            " Derived from the law; not checked against the announcement.",
            " Aus dem Gesetz abgeleitet; mit der Bekanntmachung nicht abgeglichen.",
        )
    kind, patterns = _special_patterns(day)
    label, name = day.kind.label, day.name
    if _says_its_kind(day):
        name = Text(lower(name.vi), name.to("en"), name.to("de"))
    when = _span(days[0].date, days[-1].date)
    vi, en, de = patterns
    source = day.source
    return _fill(kind, source, vi, en, de, when=when, label=label, name=name, sure=sure)


def _says_its_kind(day: Day) -> bool:
    """Tell whether the name alone is enough: "Nghỉ bù Giỗ Tổ Hùng Vương"."""
    return day.name.vi.casefold().startswith(day.kind.label.vi)


def _special_patterns(day: Day) -> tuple[str, tuple[str, str, str]]:
    if day.kind is DayKind.MAKE_UP:
        return "MAKE_UP", (
            "{when} làm việc ({name}), có tính.{sure}",
            "{when}: working day ({name}), counted.{sure}",
            "{when}: Arbeitstag ({name}), zählt.{sure}",
        )
    if _says_its_kind(day):
        return "DAY_OFF", (
            "{when} {name}, không tính.{sure}",
            "{when}: {name}, not counted.{sure}",
            "{when}: {name}, zählt nicht.{sure}",
        )
    return "DAY_OFF", (
        "{when} {label} ({name}), không tính.{sure}",
        "{when}: {label} ({name}), not counted.{sure}",
        "{when}: {label} ({name}), zählt nicht.{sure}",
    )


def _span(first: date, last: date) -> Text:
    if first == last:
        day = name_day(first)
        return Text(f"Ngày {short(first).vi}", day.en, day.de)
    a, b = short(first), short(last)
    return Text(f"Từ {a.vi} đến {b.vi}", f"{a.en} to {b.en}", f"{a.de} bis {b.de}")


def _in_rows(days: Sequence[Day]) -> list[list[Day]]:
    """Return the days grouped into rows of neighbours with one reason."""
    rows: list[list[Day]] = []
    for day in days:
        last = rows[-1][-1] if rows else None
        if (
            last
            and replace(last, date=day.date) == day
            and last.date + ONE_DAY == day.date
        ):
            rows[-1].append(day)
        else:
            rows.append([day])
    return rows


def days_off(calendar: WorkCalendar, start: date, end: date) -> list[Line]:
    """Say which days in ``[start, end)`` are not as the week has them."""
    facts = calendar.facts_between(start, end)
    lines = [special_days(row) for row in _in_rows(facts)]
    special = {day.date for day in facts}
    rest = [
        day
        for day in (start + timedelta(i) for i in range((end - start).days))
        if day not in special and not calendar.is_working(day)
    ]
    if not rest:
        return lines
    basis = calendar.why(rest[0]).source
    if len(rest) > FEW:
        count = Text(str(len(rest)))
        line = _fill(
            *("WEEKLY_REST", basis),
            "Không tính {n} ngày nghỉ hằng tuần.",
            "{n} weekly days of rest do not count.",
            "{n} wöchentliche Ruhetage zählen nicht.",
            n=count,
        )
    else:
        line = _fill(
            *("WEEKLY_REST", basis),
            "Không tính ngày nghỉ hằng tuần: {days}.",
            "Weekly days of rest do not count: {days}.",
            "Wöchentliche Ruhetage zählen nicht: {days}",
            days=list_days(rest),
        )
    return [*lines, line]


def stopped(stop: Suspension, at: datetime, basis: str) -> Line:
    """Say that the clock stands still and the due date is not known."""
    return _fill(
        *("STOPPED", stop.basis or basis),
        "Tạm dừng từ {at}{why}; chưa xác định được ngày hẹn trả.",
        "Stopped since {at}{why}; the due date is not known yet.",
        "Angehalten seit {at}{why}; der Fälligkeitstag steht noch nicht fest.",
        at=name_instant(at),
        why=because(stop.reason),
    )


def continued(
    stop: Suspension, span: tuple[datetime, datetime], amount: Text, basis: str
) -> Line:
    """Say how much time a stop takes out of the count."""
    return _fill(
        *("CONTINUED", stop.basis or basis),
        "Tạm dừng từ {start}{why} đến {end}: {amount} không tính.",
        "Stopped from {start}{why} to {end}: {amount} not counted.",
        "Angehalten vom {start}{why} bis {end}: {amount} nicht gezählt.",
        start=name_instant(span[0]),
        why=because(stop.reason),
        end=name_instant(span[1]),
        amount=amount,
    )


def moved_to(end: date, basis: str) -> Line:
    """Say where the last day lies now."""
    return _fill(
        *("MOVED", basis),
        "Ngày cuối của thời hạn là {end}.",
        "The last day of the limit is {end}.",
        "Letzter Tag der Frist ist {end}.",
        end=name_day(end),
    )


def restarted(stop: Suspension, span: tuple[datetime, datetime], basis: str) -> Line:
    """Say that the whole limit counts anew."""
    return _fill(
        *("RESTARTED", stop.basis or basis),
        "Tạm dừng từ {start}{why}; hồ sơ đầy đủ lúc {end}, thời hạn tính lại từ đầu.",
        "Stopped from {start}{why}; complete at {end}, so the limit is counted "
        "from zero.",
        "Angehalten ab {start}{why}; vollständig am {end}, die Frist beginnt von vorn.",
        start=name_instant(span[0]),
        why=because(stop.reason),
        end=name_instant(span[1]),
    )


def extended(extension: Extension) -> Line:
    """Say how much time was added, and why."""
    return _fill(
        *("EXTENDED", extension.basis),
        "Gia hạn thêm {limit}{why}.",
        "Extended by {limit}{why}.",
        "Verlängert um {limit}{why}.",
        limit=extension.limit.text(),
        why=because(extension.reason),
    )


def reappointed(fact: Reappointment, at: datetime, due: datetime, basis: str) -> Line:
    """Say that the result was promised anew, with an apology."""
    return _fill(
        *("REAPPOINTED", fact.basis or basis),
        "Xin lỗi và hẹn lại lúc {at}{why}: trả kết quả lúc {due}.",
        "Apologised and promised anew at {at}{why}: the result at {due}.",
        "Entschuldigt und neu zugesagt am {at}{why}: Ergebnis am {due}.",
        at=name_instant(at),
        why=because(fact.reason),
        due=name_instant(due),
    )


def without_effect(at: datetime, due: datetime, basis: str) -> Line:
    """Say that something came too late to move the due date."""
    return _fill(
        *("WITHOUT_EFFECT", basis),
        "Việc ghi nhận lúc {at} xảy ra khi đã hết hạn ({due}) nên không đổi hạn.",
        "What happened at {at} came after the due time ({due}) and does not move it.",
        "Was am {at} geschah, kam nach Ablauf ({due}) und ändert die Frist nicht.",
        at=name_instant(at),
        due=name_instant(due),
    )


def rolled(calendar: WorkCalendar, last: date, to: date, basis: str) -> list[Line]:
    """Say why the last day moves on, and to which day."""
    line = _fill(
        *("ROLLED", basis),
        "Ngày cuối {last} là ngày nghỉ nên hết hạn vào ngày làm việc tiếp theo, {to}.",
        "The last day, {last}, is a day off, so the limit ends on the next working "
        "day, {to}.",
        "Der letzte Tag, {last}, ist frei; die Frist endet am nächsten Arbeitstag, "
        "{to}.",
        last=name_day(last),
        to=name_day(to),
    )
    return [line, *days_off(calendar, last, to)]


def due_at(at: datetime, basis: str) -> Line:
    """Say when the result is due."""
    return _fill(
        *("DUE", basis),
        *("Hạn trả kết quả: {at}.", "Due at {at}.", "Fällig am {at}."),
        at=name_instant(at),
    )
