"""The JSON Schema of the answers to a procedure's form, for programs that apply."""

from collections.abc import Callable, Mapping
from typing import Any

from motcua.catalogue.definition import ProcedureDefinition
from motcua.catalogue.form import (
    ChoiceField,
    FormField,
    MoneyField,
    NumberField,
    TextField,
)
from motcua.catalogue.schema import DIALECT

Schema = dict[str, Any]


def form_schema(definition: ProcedureDefinition, language: str = "vi") -> Schema:
    """Return the JSON Schema of the answers to a procedure's form.

    It says what each field holds and which are required in every case. What depends
    on other answers stands as its condition in ``x-when``; ``check_form`` decides.
    """
    always = [
        field.id
        for section in definition.form.sections
        for field in section.fields
        if field.required and field.when is None and section.when is None
    ]
    return {
        "$schema": DIALECT,
        "title": definition.name.to(language),
        "type": "object",
        "properties": {
            field.id: _property(field, definition, language)
            for field in definition.form.fields
        },
        "required": always,
        "additionalProperties": False,
    }


def _property(
    field: FormField, definition: ProcedureDefinition, language: str
) -> Schema:
    schema = _OF_TYPE[field.type](field)
    schema["title"] = field.name.to(language)
    if field.help is not None:
        schema["description"] = field.help.to(language)
    if field.when is not None:
        schema["x-when"] = field.when
    if field.personal:
        schema["x-personal"] = True
    patterns = [f.pattern for f in definition.formats if f.type == field.type]
    if patterns:
        schema["pattern"] = f"^({patterns[0]})$"
    if isinstance(field, ChoiceField):
        schema["x-choices"] = {c.id: c.name.to(language) for c in field.choices}
    return schema


def _text(field: TextField) -> Schema:
    schema: Schema = {"type": "string", "maxLength": field.max_length}
    if field.min_length:
        schema["minLength"] = field.min_length
    if field.pattern:
        schema["pattern"] = f"^({field.pattern})$"
    return schema


def _number(field: NumberField | MoneyField) -> Schema:
    if isinstance(field, NumberField) and field.decimals:
        return {"type": ["string", "number"]}
    bounds = {"minimum": field.min, "maximum": field.max}
    given = {name: value for name, value in bounds.items() if value is not None}
    return {"type": "integer", **given}


def _choice(field: ChoiceField) -> Schema:
    one: Schema = {"type": "string", "enum": [choice.id for choice in field.choices]}
    return {"type": "array", "items": one, "uniqueItems": True} if field.many else one


def _string(_: FormField) -> Schema:
    return {"type": "string", "maxLength": 300}


def _address(_: FormField) -> Schema:
    line: Schema = {"type": "string", "minLength": 1, "maxLength": 300}
    ward: Schema = {"type": "string", "maxLength": 20}
    return {
        "type": "object",
        "properties": {"line": line, "ward": ward},
        "required": ["line", "ward"],
        "additionalProperties": False,
    }


_OF_TYPE: Mapping[str, Callable[[Any], Schema]] = {
    "TEXT": _text,
    "LONGTEXT": _text,
    "NUMBER": _number,
    "MONEY": _number,
    "DATE": lambda _: {"type": "string", "format": "date"},
    "CHOICE": _choice,
    "YES_NO": lambda _: {"type": "boolean"},
    "EMAIL": lambda _: {"type": "string", "format": "email", "maxLength": 254},
    "PHONE": _string,
    "IDENTITY_NUMBER": _string,
    "ADDRESS": _address,
    "WARD": _string,
}
