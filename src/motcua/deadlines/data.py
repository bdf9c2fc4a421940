"""Calendars and counting rules as the packs have them. Reads files; no database."""

import csv
from collections.abc import Iterator, Mapping
from datetime import date, time
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from motcua.deadlines.rules import (
    CountingPolicy,
    Day,
    OfficeHours,
    ResumeMode,
    WorkCalendar,
)
from motcua.kernel.refusals import Kind, Refusal, gettext_noop
from motcua.kernel.texts import LANGUAGES
from motcua.packs.country import country, named_packs
from motcua.packs.reading import folders

CALENDAR = "calendar/calendar.yaml"
OWN_CALENDAR = country().calendar  # that of the packs in use
OWN_POLICY = country().counting_policy


class UnknownCalendar(Refusal):
    """No pack has a working calendar of that name."""

    code = "unknown_calendar"
    text = gettext_noop(
        "Không có lịch làm việc “{calendar}”. Các lịch hiện có: {known}."
    )
    kind = Kind.MISSING


class UnknownPolicy(Refusal):
    """No pack has counting rules of that code for that day."""

    code = "unknown_policy"
    text = gettext_noop(
        "Không có cách tính thời hạn “{policy}” vào ngày {day}. "
        "Hãy chọn một trong: {known}."
    )
    kind = Kind.MISSING


def _folders() -> dict[str, Path]:
    return folders(named_packs())


def list_calendars() -> list[str]:
    """Return the names of the calendars in the packs.

    >>> "vn" in list_calendars()
    True
    """
    return sorted(
        name for name, path in _folders().items() if (path / CALENDAR).is_file()
    )


@cache
def load_calendar(name: str = OWN_CALENDAR) -> WorkCalendar:
    """Return the working calendar that the pack ``name`` ships.

    >>> load_calendar("vn").add_working_days(date(2026, 4, 28), 5)
    datetime.date(2026, 5, 7)

    :raises UnknownCalendar: if no pack has it.
    """
    if name not in list_calendars():
        raise UnknownCalendar(calendar=name, known=", ".join(list_calendars()))
    folder = _folders()[name] / "calendar"
    facts = yaml.safe_load((folder / "calendar.yaml").read_text("utf-8"))
    return WorkCalendar(
        name,
        ZoneInfo(facts["zone"]),
        first=facts["first"],
        last=facts["last"],
        hours=[OfficeHours.from_json(each) for each in facts["hours"]],
        days=_read_days(folder / "days.csv"),
    )


def _read_days(path: Path) -> Iterator[Day]:
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            names = {lang: row.get(f"name_{lang}") or "" for lang in LANGUAGES}
            yield Day.from_json({**row, "name": names})


def list_policies() -> list[str]:
    """Return the codes of the counting rules in the packs.

    >>> list_policies()[-1]
    'vn.received_after_15'
    """
    return sorted(_policy_files())


@cache
def _policy_files() -> Mapping[str, Mapping[str, Any]]:
    files = [p for f in _folders().values() for p in sorted(f.glob("counting/*.yaml"))]
    each = [yaml.safe_load(path.read_text("utf-8")) for path in files]
    return {facts["code"]: facts for facts in each}


@cache
def load_policy(code: str, day: date) -> CountingPolicy:
    """Return the counting rules ``code`` for a clock that starts on ``day``.

    >>> load_policy("vn.general", date(2026, 4, 28)).basis("first_day")
    'khoản 3 Điều 147 91/2015/QH13'

    :raises UnknownPolicy: if no pack has them, or not for that day.
    """
    files = _policy_files()
    if code not in files:
        known = ", ".join(list_policies())
        raise UnknownPolicy(policy=code, day=day.isoformat(), known=known)
    facts = files[code]
    values, bases = _in_force(facts, day)
    if parent := facts.get("extends"):
        return load_policy(parent, day).with_values(bases, code=code, **values)
    try:
        return CountingPolicy(code=code, bases=bases, **values)
    except TypeError:
        known = ", ".join(list_policies())
        raise UnknownPolicy(policy=code, day=day.isoformat(), known=known) from None


def _in_force(
    facts: Mapping[str, Any], day: date
) -> tuple[dict[str, Any], dict[str, str]]:
    """Return the values that hold on ``day`` and what each rests on."""
    values: dict[str, Any] = {}
    bases: dict[str, str] = {}
    for rule, stated in facts.get("bases", {}).items():
        bases[rule] = stated if isinstance(stated, str) else _latest(stated, day)
    for rule, dated in facts["values"].items():
        if entry := _latest(dated, day):
            values[rule] = _typed(rule, entry["value"])
            bases[entry.get("as", rule)] = entry["citation"]
    return values, bases


def _latest(dated: Mapping[date, Any], day: date) -> Any:
    started = [start for start in dated if start <= day]
    return dated[max(started)] if started else ""


def _typed(rule: str, value: Any) -> Any:
    if rule.endswith("cut_off"):
        return time.fromisoformat(value)
    return ResumeMode(value) if rule == "supplement" else value
