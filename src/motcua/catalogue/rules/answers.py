"""Checking what an applicant has filled in, field by field."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from motcua.catalogue.definition import Format, ProcedureDefinition
from motcua.catalogue.form import (
    RESERVED,
    ChoiceField,
    DateField,
    FormField,
    MoneyField,
    NumberField,
    TextField,
)
from motcua.catalogue.rules import refusals
from motcua.catalogue.rules.facts import (
    MOST,
    Answers,
    asked_in_order,
    fact_of,
    is_asked,
    start_facts,
)
from motcua.kernel.law import decided_by
from motcua.kernel.refusals import InvalidInput, Refusal
from motcua.kernel.texts import nfc

_NUMBER = re.compile(r"[-+]?[0-9]{1,16}(\.[0-9]{1,6})?")
_EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s.]+(\.[^@\s.]+)+")
_WARD = re.compile(r"[0-9A-Z.]{1,20}")
_PRINTABLE = re.compile("[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]*")


@decided_by("0020-procedures-are-checked-yaml")
def check_form(definition: ProcedureDefinition, form: Answers) -> dict[str, Any]:
    """Return the answers, checked and in one spelling (kiểm tra nội dung khai).

    What is not asked is left out, and so is what is not filled in. ``form`` holds
    the answers and the circumstances of the application.

    :raises InvalidInput: with one refusal for each field that is wrong.
    """
    facts = start_facts(form)
    checker = _Checker(definition, form.get("applied_on"))
    cleaned: dict[str, Any] = {}
    wrong: dict[str, Refusal] = {}
    known = set(RESERVED)
    for section, field in asked_in_order(definition):
        known.add(field.id)
        facts[field.id] = None
        if not is_asked(section, field, facts):
            continue
        try:
            value = checker.clean(field, form.get(field.id))
        except Refusal as refusal:
            wrong[field.id] = refusal
            continue
        if value is not None:
            cleaned[field.id] = value
            facts[field.id] = fact_of(field, value)
    wrong |= {name: refusals.UnknownField() for name in form if name not in known}
    if wrong:
        raise InvalidInput(wrong)
    return cleaned


class _Checker:
    """Cleans one value after the other; knows the formats of the country."""

    def __init__(self, definition: ProcedureDefinition, applied_on: Any) -> None:
        self.formats: dict[str, Format] = {f.type: f for f in definition.formats}
        self.applied_on = str(applied_on) if applied_on else None
        self.by_type: dict[str, Callable[[Any, Any], Any]] = {
            "TEXT": _text,
            "LONGTEXT": _text,
            "NUMBER": _number,
            "MONEY": _number,
            "DATE": self.day,
            "CHOICE": _choice,
            "YES_NO": _yes_no,
            "EMAIL": lambda _, value: _email(value),
            "PHONE": self.formatted,
            "IDENTITY_NUMBER": self.formatted,
            "ADDRESS": lambda _, value: _address(value),
            "WARD": lambda _, value: _ward(value),
        }

    def clean(self, field: FormField, value: Any) -> Any:
        if isinstance(value, str):
            value = nfc(value).strip()
        if value is None or value in ("", [], {}):
            if field.required:
                raise refusals.FieldRequired
            return None
        return self.by_type[field.type](field, value)

    def day(self, field: DateField, value: Any) -> str:
        try:
            day = date.fromisoformat(_string(value, 10))
        except ValueError:
            raise refusals.NotADate from None
        earliest, latest = self.bound(field.not_before), self.bound(field.not_after)
        if earliest and day < earliest:
            raise refusals.TooEarly(day=earliest.strftime("%d/%m/%Y"))
        if latest and day > latest:
            raise refusals.TooLate(day=latest.strftime("%d/%m/%Y"))
        return day.isoformat()

    def bound(self, bound: date | str | None) -> date | None:
        if bound != "applied_on":
            return bound if isinstance(bound, date) else None
        if self.applied_on is None:
            raise ValueError("The form needs the circumstance `applied_on`.")
        return date.fromisoformat(self.applied_on)

    def formatted(self, field: FormField, value: Any) -> str:
        text = re.sub(r"[\s.\-]", "", _string(value, 40))
        country = self.formats.get(field.type)
        if country and not re.fullmatch(country.pattern, text):
            raise refusals.NotInPattern(pattern=country.help)
        return text


def _text(field: TextField, value: Any) -> str:
    text = _string(value, field.max_length)
    if field.type == "TEXT" and "\n" in text:
        raise refusals.NotOneLine
    if len(text) < field.min_length:
        raise refusals.TooShort(least=field.min_length)
    if field.pattern and not re.fullmatch(field.pattern, text):
        raise refusals.NotInPattern(pattern=field.pattern_help or field.pattern)
    return text


def _number(field: NumberField | MoneyField, value: Any) -> int | str:
    decimals = field.decimals if isinstance(field, NumberField) else 0
    number = _decimal(value, decimals)
    low = -MOST if field.min is None else field.min
    high = MOST if field.max is None else field.max
    if not low <= number <= high:
        raise refusals.OutOfRange(least=low, most=high)
    return f"{number:.{decimals}f}" if decimals else int(number)


def _choice(field: ChoiceField, value: Any) -> str | list[str]:
    order = [choice.id for choice in field.choices]
    if not field.many:
        if value not in order:
            raise refusals.NotAChoice
        return str(value)
    chosen = value if isinstance(value, list | tuple) else [value]
    if not {str(name) for name in chosen} <= set(order):
        raise refusals.NotAChoice
    return [name for name in order if name in chosen]


def _yes_no(field: FormField, value: Any) -> bool:
    answer = fact_of(field, value)
    if answer is None:
        raise refusals.NotYesOrNo
    return bool(answer)


def _email(value: Any) -> str:
    text = _string(value, 254)
    if not _EMAIL.fullmatch(text):
        raise refusals.NotAnEmail
    return text


def _address(value: Any) -> dict[str, str]:
    if not isinstance(value, Mapping) or not set(value) <= {"line", "ward"}:
        raise refusals.NotAnAddress
    line = nfc(_string(value.get("line") or "", 300)).strip()
    ward = _string(value.get("ward") or "", 20)
    if not line or not _WARD.fullmatch(ward):
        raise refusals.NotAnAddress
    return {"line": line, "ward": ward}


def _ward(value: Any) -> str:
    code = _string(value, 20)
    if not _WARD.fullmatch(code):
        raise refusals.NotAChoice
    return code


def _string(value: Any, most: int) -> str:
    if not isinstance(value, str) or not _PRINTABLE.fullmatch(value):
        raise refusals.NotText
    if len(value) > most:
        raise refusals.TooLong(most=most)
    text: str = value.replace("\r\n", "\n")
    return text


def _decimal(value: Any, decimals: int) -> Decimal:
    text = str(value)
    if not _NUMBER.fullmatch(text):
        raise refusals.NotANumber(decimals=decimals)
    number = Decimal(text)
    if abs(number) > MOST or number != round(number, decimals):
        raise refusals.NotANumber(decimals=decimals)
    return number
