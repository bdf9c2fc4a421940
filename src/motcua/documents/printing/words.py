"""Days and instants in the words of official Vietnamese papers."""

from datetime import date, datetime
from zoneinfo import ZoneInfo


def day_words(day: date) -> str:
    """Return a day as official papers write it: days under 10, months 1 and 2 with 0.

    >>> day_words(date(2026, 3, 2))
    'ngày 02 tháng 3 năm 2026'
    >>> day_words(date(2026, 2, 12))
    'ngày 12 tháng 02 năm 2026'
    """
    month = f"{day.month:02}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02} tháng {month} năm {day.year}"


def day_figures(day: date) -> str:
    """Return a day in figures.

    >>> day_figures(date(2026, 3, 2))
    '02/3/2026'
    """
    month = f"{day.month:02}" if day.month < 3 else str(day.month)
    return f"{day.day:02}/{month}/{day.year}"


def instant_forms(instant: datetime, zone: ZoneInfo) -> dict[str, str]:
    """Return the forms in which a template may print an instant.

    >>> hanoi = ZoneInfo("Asia/Ho_Chi_Minh")
    >>> instant_forms(datetime.fromisoformat("2026-03-02T02:05:00Z"), hanoi)["words"]
    '09 giờ 05 phút, ngày 02 tháng 3 năm 2026'
    """
    local = instant.astimezone(zone)
    return {
        "words": f"{local:%H} giờ {local:%M} phút, {day_words(local)}",
        "short": f"{local:%H:%M}, {day_figures(local)}",
        "day": day_words(local),
        "date": day_figures(local),
    }


def day_forms(day: date) -> dict[str, str]:
    """Return the forms in which a template may print a day."""
    return {"day": day_words(day), "date": day_figures(day)}
