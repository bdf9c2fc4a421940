"""From answers to facts: what conditions read."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any, TypeGuard

from motcua.catalogue.definition import Channel, ProcedureDefinition
from motcua.catalogue.form import (
    RESERVED,
    ChoiceField,
    FormField,
    NumberField,
    Section,
)
from motcua.kernel.law import decided_by
from motcua.processes.conditions import compile_condition

Answers = Mapping[str, Any]
"""Answers by field, and beside them the circumstances of the application."""

MOST = 10**15  # amounts and numbers beyond this are slips of the keyboard
_WHOLE = re.compile(r"[-+]?[0-9]{1,16}")
_MEASURED = re.compile(r"[-+]?[0-9]{1,16}(\.[0-9]{1,6})?")
_BROKEN = re.compile("[\ud800-\udfff]")  # halves of characters, not text
_BLANK = "0021-conditions-are-cel"


@decided_by(_BLANK)
def circumstances(
    *, applied_on: date, channel: Channel | str, applicant: str = "CITIZEN"
) -> dict[str, str]:
    """Return what conditions know beside the answers (hoàn cảnh nộp hồ sơ).

    Put it into the answers: ``{**answers, **circumstances(…)}``.

    >>> circumstances(applied_on=date(2026, 4, 28), channel="ONLINE")["applied_on"]
    '2026-04-28'
    """
    return {
        "applied_on": applied_on.isoformat(),
        "channel": str(channel),
        "applicant": applicant,
    }


@decided_by(_BLANK)
def facts_of(definition: ProcedureDefinition, answers: Answers) -> dict[str, Any]:
    """Return the facts that conditions read (dữ kiện của hồ sơ).

    What is not filled in, not asked, or not of its type is null.
    """
    facts = start_facts(answers)
    for section, field in asked_in_order(definition):
        value = answers.get(field.id)
        asked = is_asked(section, field, facts)
        facts[field.id] = fact_of(field, value) if asked else None
    return facts


@decided_by(_BLANK)
def asked_fields(
    definition: ProcedureDefinition, answers: Answers
) -> tuple[FormField, ...]:
    """Return the fields that are asked, given the answers (mục cần khai)."""
    facts = start_facts(answers)
    asked = []
    for section, field in asked_in_order(definition):
        if is_asked(section, field, facts):
            facts[field.id] = fact_of(field, answers.get(field.id))
            asked.append(field)
        else:
            facts[field.id] = None
    return tuple(asked)


@decided_by(_BLANK)
def start_facts(answers: Answers) -> dict[str, Any]:
    """Return the facts that stand before any field is read (dữ kiện ban đầu)."""
    facts: dict[str, Any] = {name: answers.get(name) for name in RESERVED}
    facts["applied_on"] = _day(answers.get("applied_on"))
    return facts


@decided_by(_BLANK)
def asked_in_order(
    definition: ProcedureDefinition,
) -> Iterator[tuple[Section, FormField]]:
    """Yield every field with its section, in the order of the form (thứ tự khai)."""
    for section in definition.form.sections:
        for field in section.fields:
            yield section, field


@decided_by(_BLANK)
def is_asked(section: Section, field: FormField, facts: Mapping[str, Any]) -> bool:
    """Tell whether a field is asked (có phải khai không)."""
    return holds(section.when, facts) and holds(field.when, facts)


@decided_by(_BLANK)
def holds(condition: str | None, facts: Mapping[str, Any]) -> bool:
    """Tell whether a condition holds; no condition always does (điều kiện)."""
    return condition is None or compile_condition(condition).holds(facts)


@decided_by(_BLANK)
def fact_of(field: FormField, value: Any) -> Any:
    """Return an answer as conditions see it; null if it is not of its type."""
    read: Callable[[FormField, Any], Any] = _READ.get(field.type, _words)
    return read(field, value)


def _date(_: FormField, value: Any) -> datetime | None:
    return _day(value)


def _day(value: Any) -> datetime | None:
    try:
        day = value if isinstance(value, date) else date.fromisoformat(str(value))
    except ValueError:
        return None
    return datetime.combine(day, time(), UTC)


def _number(field: FormField, value: Any) -> int | float | None:
    text = str(value)
    measured = isinstance(field, NumberField) and field.decimals > 0
    pattern = _MEASURED if measured else _WHOLE
    if not pattern.fullmatch(text) or abs(Decimal(text)) > MOST:
        return None
    return float(text) if measured else int(text)


def _yes_no(_: FormField, value: Any) -> bool | None:
    return {"true": True, "false": False}.get(str(value).lower())


def _address(_: FormField, value: Any) -> dict[str, str] | None:
    if not isinstance(value, dict):
        return None
    return {str(key): str(part) for key, part in value.items() if _is_text(part)}


def _choice(field: FormField, value: Any) -> str | list[str] | None:
    if not isinstance(field, ChoiceField) or not field.many:
        return _words(field, value)
    chosen = value if isinstance(value, list | tuple) else [value]
    return [item for item in chosen if _is_text(item)] or None


def _words(_: FormField, value: Any) -> str | None:
    return value if _is_text(value) else None


def _is_text(value: Any) -> TypeGuard[str]:
    return isinstance(value, str) and value != "" and not _BROKEN.search(value)


_READ: Mapping[str, Callable[[FormField, Any], Any]] = {
    "DATE": _date,
    "NUMBER": _number,
    "MONEY": _number,
    "CHOICE": _choice,
    "YES_NO": _yes_no,
    "ADDRESS": _address,
}
