"""What the schema of the API says beyond what django-ninja knows.

Every operation says who may call it and how it refuses; refusals are problem+json.
"""

from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import REF_TEMPLATE
from ninja.operation import Operation

from motcua.web.permissions import PUBLIC, SIGNED_IN, declared_by
from motcua.web.problems import Problem
from motcua.web.refusals import PROBLEM

DESCRIPTION = """\
Everything that motcua's screens do, for programs. Refusals are problem+json with
stable codes; changes take `Idempotency-Key` and `If-Match`; lists are paged by key.
See docs/reference/api.md.
"""
_ALWAYS = {
    400: "The request cannot be read.",
    404: "There is no such thing, or none that you may see.",
    409: "What there is does not allow it.",
    422: "Something in it is wrong.",
    429: "Too often; `Retry-After` says for how long to wait.",
}
_GUARDED = {
    401: "Nobody knows who asks.",
    403: "You may not do this.",
}
_CHANGING = {
    413: "More was sent than is taken.",
}
_HEADERS = {
    401: {"WWW-Authenticate": "How to say who asks."},
    429: {"Retry-After": "Seconds to wait."},
}


def described(api: NinjaAPI, schema: dict[str, Any]) -> dict[str, Any]:
    """Return the schema with what operations have in common written out."""
    schema["info"]["description"] = DESCRIPTION
    components = schema["components"]
    components["schemas"].update(_definitions())
    used: dict[str, Any] = {}
    for operation, details in _operations(api, schema):
        needs = declared_by(operation.view_func) or ()
        details["x-permission"] = [str(need) for need in needs]
        details["description"] = _with_permission(details, needs)
        for status, text in _refusals(operation, details).items():
            used[f"Refused{status}"] = _problem(status, text)
            reference = f"#/components/responses/Refused{status}"
            details["responses"][status] = {"$ref": reference}
    components["responses"] = used
    return schema


def _definitions() -> dict[str, Any]:
    model = Problem.model_json_schema(ref_template=REF_TEMPLATE, mode="serialization")
    inner: dict[str, Any] = model.pop("$defs")
    return {**inner, "Problem": model}


def _operations(api: NinjaAPI, schema: dict[str, Any]) -> Any:
    """Yield every operation with its part of the schema."""
    by_id = {
        operation.operation_id or api.get_openapi_operation_id(operation): operation
        for router in api._get_bound_routers()  # no public way in 1.7
        for view in router.path_operations.values()
        for operation in view.operations
    }
    for methods in schema["paths"].values():
        for details in methods.values():
            yield by_id[details["operationId"]], details


def _with_permission(details: dict[str, Any], needs: Any) -> str:
    text = str(details.get("description", ""))
    if PUBLIC in needs:
        return f"{text}\n\nOpen to anybody."
    if SIGNED_IN in needs:
        return f"{text}\n\nFor anybody whom we know."
    powers = " or ".join(f"`{need}`" for need in needs)
    return f"{text}\n\nNeeds {powers}."


def _refusals(operation: Operation, details: dict[str, Any]) -> dict[int, str]:
    found = dict(_ALWAYS)
    if operation.auth_callbacks:
        found |= _GUARDED
    if operation.methods != ["GET"]:
        found |= _CHANGING
    if any(one["name"] == "If-Match" for one in details["parameters"]):
        found[412] = "It changed meanwhile; the answer says what happened."
    return found


def _problem(status: int, text: str) -> dict[str, Any]:
    said: dict[str, Any] = {
        "description": text,
        "content": {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    if status in _HEADERS:
        said["headers"] = {
            name: {"description": meaning, "schema": {"type": "string"}}
            for name, meaning in _HEADERS[status].items()
        }
    return said
