"""The JSON Schema of a procedure's file, for editors."""

import json
from typing import Any

from motcua.catalogue.definition import ProcedureFile

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_USE = "The part of a pack whose keys hold where nothing else is said."
_PARTS = (
    "Competence",
    "Component",
    "Exemption",
    "Fee",
    "OtherAuthority",
    "Receiving",
    "Requirement",
    "Result",
    "Section",
    "Source",
    "StatutoryForm",
    "Supplement",
    "TimeLimit",
)
_FIELDS = (
    "TextField",
    "NumberField",
    "MoneyField",
    "DateField",
    "ChoiceField",
    "PlainField",
)


def procedure_schema() -> dict[str, Any]:
    """Return the JSON Schema of a procedure's file.

    >>> procedure_schema()["title"]
    'Procedure'
    """
    schema = ProcedureFile.model_json_schema()
    for name in _PARTS:
        _may_use_a_part(schema["$defs"], name)
    _may_use_a_part(schema["$defs"], "Field", *_FIELDS)
    schema["$defs"]["Section"]["anyOf"][0]["properties"]["fields"]["items"] = {
        "$ref": "#/$defs/Field"
    }
    whole = schema.pop("required")
    schema["properties"]["like"] = {
        "description": "The file whose keys hold where this one has none.",
        "type": "string",
    }
    schema["anyOf"] = [{"required": whole}, {"required": ["like", "in_force_from"]}]
    return {"$schema": DIALECT, **schema, "title": "Procedure"}


def _may_use_a_part(defs: dict[str, Any], name: str, *kinds: str) -> None:
    """Let ``name`` be written in full, or with ``use`` and what is different."""
    whole = [defs[kind] for kind in kinds] or [defs[name]]
    keys = {key: said for one in whole for key, said in one["properties"].items()}
    if kinds:
        keys["type"] = {"type": "string"}
    short = {
        "additionalProperties": False,
        "properties": {"use": {"description": _USE, "type": "string"}, **keys},
        "required": ["use"],
        "type": "object",
    }
    full = [{"$ref": f"#/$defs/{kind}"} for kind in kinds] or whole
    defs[name] = {"anyOf": [*full, short]}


def schema_text() -> str:
    """Return the schema as it stands in ``docs/reference/procedure.schema.json``."""
    return json.dumps(procedure_schema(), ensure_ascii=False, indent=1) + "\n"
