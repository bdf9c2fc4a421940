"""Every operation of the API with every role: who comes in, who does not, and how."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from motcua.authority.rules import NEVER_BY_TOKEN, powers_of
from motcua.cases.tests.world import PDF
from motcua.config.api import api
from motcua.kernel.actors import Role
from motcua.web.permissions import PUBLIC, SIGNED_IN, declared_by
from tests.api.samples import QUERIES, City

ROLE_OF = {
    "citizen": Role.CITIZEN,
    "stranger": Role.CITIZEN,
    "clerk": Role.CLERK,
    "officer": Role.OFFICER,
    "leader": Role.LEADER,
    "expert": Role.OFFICER,
    "controller": Role.CONTROLLER,
    "administrator": Role.ADMINISTRATOR,
}
# On whose path the case of the matrix does not lie; a controller sees every case.
OUTSIDE = {"stranger", "expert", "administrator"}


@dataclass(frozen=True)
class Operation:
    name: str
    method: str
    path: str
    needs: tuple[Any, ...]


def operations() -> Iterator[Operation]:
    for router in api._get_bound_routers():
        for path, view in router.path_operations.items():
            for operation in view.operations:
                name = operation.operation_id or api.get_openapi_operation_id(operation)
                needs = declared_by(operation.view_func)
                for method in operation.methods:
                    yield Operation(name, method, path, needs or ())


def expected(operation: Operation, who: str) -> str:
    """Return the class of answer: ``in``, ``unknown``, ``forbidden``, ``hidden``."""
    if PUBLIC in operation.needs:
        return "in"
    if who == "nobody":
        return "unknown"
    powers = powers_of(ROLE_OF[who]) - NEVER_BY_TOKEN
    if SIGNED_IN not in operation.needs and not powers.intersection(operation.needs):
        return "forbidden"
    if who in OUTSIDE and "{ref}" in operation.path:
        return "hidden"
    if operation.name == "print_register" and who not in {"clerk", "controller"}:
        return "hidden"  # it is the clerk's unit whose register is asked for
    return "in"


def answered(response: Any) -> str:
    """Return the class of an answer."""
    code = ""
    if response.status_code >= 400:
        code = response.json()["code"]
    if response.status_code == 401:
        return "unknown"
    if code == "not_competent":
        return "forbidden"
    if code == "not_found":
        return "hidden"
    return "in"


# Operations on something of one's own, which in the matrix nobody has.
OWN = {
    "get_draft", "save_draft", "discard_draft", "submit_draft", "mark_notice_read",
    "get_file", "download_file", "download_case_file", "withdraw_calendar_edit",
    "preview_calendar_withdrawal", "end_post", "count_open_work_of_post",
    "compare_procedure_versions",
}  # fmt: skip


@pytest.mark.parametrize("who", ["nobody", *ROLE_OF])
def test_every_operation(who, door, world):
    city = City(world)
    names, bodies = city.names(), city.bodies()
    caller = getattr(door, who)
    wrong = []
    for operation in operations():
        path = re.sub(r"{\w+:", "{", operation.path).format(**names)
        if operation.name in QUERIES:
            path += "?" + QUERIES[operation.name]
        if operation.name == "upload_file":
            response = caller.upload(PDF)
        else:
            body = bodies.get(operation.name)
            body = {} if body is None and operation.method == "POST" else body
            response = caller.send(operation.method, path, body)
        if response.streaming:
            b"".join(response.streaming_content)  # closes the file
        assert response.status_code < 500, operation
        found, wanted = answered(response), expected(operation, who)
        if operation.name in OWN and (found, wanted) == ("hidden", "in"):
            continue
        if found != wanted:
            said = response.status_code, response.content[:200]
            wrong.append(f"{who} {operation.name}: {found}, not {wanted}: {said}")

    assert wrong == []


RUBBISH = ["{", "[]", '{"nothing": 1}']


@pytest.mark.parametrize("body", RUBBISH)
def test_who_asks_is_looked_at_before_what_they_send(body, door, world):
    names = City(world).names() | {"file_id": "x", "year": "0", "ref": "x"}
    read, accept = (door.limited("clerk", p) for p in ("notices.read", "cases.accept"))
    wrong = []
    for operation in operations():
        if PUBLIC in operation.needs:
            continue
        path = re.sub(r"{\w+:", "{", operation.path).format(**names) + "?limit=x"
        tries = [(door.nobody, "unknown")]
        if SIGNED_IN not in operation.needs:
            other = accept if "notices.read" in operation.needs else read
            tries.append((other, "forbidden"))
        for caller, wanted in tries:
            response = caller.send(operation.method, path, body)
            if answered(response) != wanted:
                wrong.append(f"{operation.name}: {response.status_code}, not {wanted}")

    assert wrong == []


def test_has_a_body_for_every_operation_that_wants_one(world):
    with_body = {
        details["operationId"]
        for methods in api.get_openapi_schema()["paths"].values()
        for details in methods.values()
        if "application/json" in details.get("requestBody", {}).get("content", {})
    }

    assert with_body == set(City(world).bodies())
