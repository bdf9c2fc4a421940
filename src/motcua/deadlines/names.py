"""Names of days, instants and reasons, in Vietnamese, English and German."""

from collections.abc import Iterable
from datetime import date, datetime

from motcua.kernel.texts import Text

_VI = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_DE = (
    *("Montag", "Dienstag", "Mittwoch", "Donnerstag"),
    *("Freitag", "Samstag", "Sonntag"),
)
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)

REASONS = {
    "SUPPLEMENT": Text(
        "chờ bổ sung hồ sơ",
        "waiting for missing papers",
        "Nachforderung von Unterlagen",
    ),
    "FINANCIAL_OBLIGATION": Text(
        "chờ thực hiện nghĩa vụ tài chính",
        "waiting for the applicant's payment of taxes and fees",
        "Zahlungspflicht des Antragstellers",
    ),
    "APPLICANT_REQUEST": Text(
        "theo đề nghị của người nộp", "at the applicant's request", "auf Antrag"
    ),
    "FORCE_MAJEURE": Text("bất khả kháng", "force majeure", "höhere Gewalt"),
    "VERIFICATION": Text(
        "phải xác minh", "verification is needed", "Prüfung vor Ort nötig"
    ),
    "CONSULTATION": Text(
        "lấy ý kiến cơ quan khác",
        "another agency is consulted",
        "Beteiligung einer anderen Behörde",
    ),
}


def name_day(day: date) -> Text:
    """Return the day with its weekday.

    >>> name_day(date(2026, 4, 28)).vi
    'thứ Ba 28/4/2026'
    """
    w = day.weekday()
    return Text(
        f"{_VI[w]} {day.day}/{day.month}/{day.year}",
        f"{_EN[w]} {day.day} {_MONTHS[day.month - 1]} {day.year}",
        f"{_DE[w]}, {day.day}.{day.month}.{day.year}",
    )


def name_instant(instant: datetime) -> Text:
    """Return the instant with hour and weekday, in the zone it carries."""
    day, clock = name_day(instant.date()), f"{instant:%H:%M}"
    return Text(f"{clock} {day.vi}", f"{clock} on {day.en}", f"{day.de}, {clock} Uhr")


def short(day: date) -> Text:
    """Return day and month alone."""
    return Text(
        f"{day.day}/{day.month}",
        f"{day.day} {_MONTHS[day.month - 1][:3]}",
        f"{day.day}.{day.month}.",
    )


def list_days(days: Iterable[date]) -> Text:
    """Return several days, short, one after another."""
    names = [short(day) for day in days]
    return Text(
        ", ".join(n.vi for n in names),
        ", ".join(n.en for n in names),
        ", ".join(n.de for n in names),
    )


def capital(text: str) -> str:
    """Return the text with a capital letter first."""
    return text[:1].upper() + text[1:]


def because(reason: str) -> Text:
    """Return the reason in brackets: one we know by its code, or as it was given."""
    if not reason:
        return Text("")
    text = REASONS.get(reason, Text(reason))
    return Text(f" ({text.vi})", f" ({text.to('en')})", f" ({text.to('de')})")


def lower(text: str) -> str:
    """Return the text with a small letter first."""
    return text[:1].lower() + text[1:]
