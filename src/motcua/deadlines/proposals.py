"""A year's public holidays as the PyPI package ``holidays`` has them: a proposal.

The calendars that we ship are our own dated facts; a test compares the two. For a
year that no pack has yet, the proposal is what an administrator starts from.
"""

import re
from datetime import date
from importlib.metadata import version

import holidays

from motcua.deadlines.rules import Day, DayKind, DayStatus
from motcua.kernel.texts import Text
from motcua.packs.country import country

SOURCE = f"gói PyPI holidays {version('holidays')}"
VIETNAM = "VN"  # of whose holidays we know the law
_SWAP = re.compile(r"\((?:thay cho ngày|substituted from) (\d\d/\d\d/\d{4})\)")
_LABOUR_CODE_2019 = date(2021, 1, 1)  # in force; see instruments.yaml
_CULTURE_DAY = (11, 24)  # proposed; no law yet, so never confirmed by us


def propose_year(year: int) -> list[Day]:
    """Return what ``holidays`` says about the country in ``year``, in order of date.

    The packs name the country; where they name none, nothing is proposed.

    Nothing of it is confirmed: status DERIVED, or UNCONFIRMED where no law is known.

    >>> propose_year(2026)[0].name.vi
    'Tết Dương lịch'
    """
    code = country().holidays
    if not code:
        return []
    if code != VIETNAM:
        return _elsewhere(code, year)
    own = holidays.country_holidays(code, years=year, language="vi")
    english = holidays.country_holidays(code, years=year, language="en_US")
    days = [
        _day(when, name, english.get(when, ""))
        for when, name in own.items()
        if when.year == year
    ]
    swaps = {day.swapped_with: day.date for day in days if day.swapped_with}
    made_up = [
        _make_up(when, swaps.get(when))
        for when in getattr(own, "weekend_workdays", ())
        if when.year == year
    ]
    return sorted([*days, *made_up], key=lambda day: day.date)


def _elsewhere(code: str, year: int) -> list[Day]:
    found = holidays.country_holidays(code, years=year, language="en_US")
    return sorted(
        (
            Day(
                when,
                DayKind.HOLIDAY,
                Text(en=name),
                SOURCE.removeprefix("; "),
                DayStatus.UNCONFIRMED,
                None,
            )
            for when, name in found.items()
            if when.year == year
        ),
        key=lambda day: day.date,
    )


def _day(when: date, vi: str, en: str) -> Day:
    name, swapped = Text(vi, en), None
    if match := _SWAP.search(vi):
        kind = DayKind.SWAP_OFF
        day, month, year = match[1].split("/")
        swapped = date(int(year), int(month), int(day))
    elif "(nghỉ bù)" in vi:
        kind = DayKind.COMPENSATION
    else:
        kind = DayKind.HOLIDAY
    certain = (when.month, when.day) != _CULTURE_DAY
    status = DayStatus.DERIVED if certain else DayStatus.UNCONFIRMED
    basis = f"{_basis(when, kind)}{SOURCE}"
    return Day(when, kind, name, basis, status, swapped)


def _make_up(when: date, for_day: date | None) -> Day:
    vi, en = "Làm bù", "Make-up working day"
    if for_day:
        vi, en = f"Làm bù ngày {for_day:%d/%m/%Y}", f"{en} for {for_day.isoformat()}"
    name = Text(vi, en)
    return Day(when, DayKind.MAKE_UP, name, SOURCE, DayStatus.DERIVED, for_day)


def _basis(when: date, kind: DayKind) -> str:
    """Return the article of the Labour Code in force then; none for a swap."""
    new = when >= _LABOUR_CODE_2019
    if kind is DayKind.HOLIDAY and (when.month, when.day) != _CULTURE_DAY:
        return "Điều 112 45/2019/QH14; " if new else "Điều 115 10/2012/QH13; "
    if kind is DayKind.COMPENSATION:
        return (
            "khoản 3 Điều 111 45/2019/QH14; "
            if new
            else "khoản 3 Điều 115 10/2012/QH13; "
        )
    return ""
