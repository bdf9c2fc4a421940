"""The schema of the API says the truth about it."""

import re
from collections import Counter

import pytest
from django.test import Client
from django.urls import resolve
from pydantic import BaseModel

from motcua.authority.rules import POWERS
from motcua.config.api import api
from motcua.kernel.ids import new_id
from motcua.web.permissions import Door
from tests.fitness.routes import operations_of


@pytest.fixture(scope="module")
def schema():
    return api.get_openapi_schema()


def operations(schema):
    return [
        (path, method, details)
        for path, methods in schema["paths"].items()
        for method, details in methods.items()
    ]


def shapes():
    """Yield every class of our own that describes something sent or answered."""
    waiting = [BaseModel]
    while waiting:
        one = waiting.pop()
        waiting += one.__subclasses__()
        if one.__module__.startswith("motcua.") and one.__name__.endswith("Out"):
            yield one


class TestSchema:
    def test_calls_every_answer_by_a_name_of_its_own(self, schema):
        modules = {}
        for one in shapes():
            modules.setdefault(one.__name__, set()).add(one.__module__)

        assert len(modules) > 50
        assert {n: m for n, m in modules.items() if len(m) > 1} == {}

    @pytest.mark.django_db
    def test_is_served_to_anybody(self, schema):
        response = Client().get("/api/v1/openapi.json")

        answer = response.json()
        assert answer["openapi"] == "3.1.0"
        assert list(answer["paths"]) == list(schema["paths"])

    def test_calls_every_operation_by_a_name_of_its_own(self, schema):
        names = Counter(op["operationId"] for _, _, op in operations(schema))

        assert [name for name, count in names.items() if count > 1] == []

    def test_says_who_may_call_what(self, schema):
        for path, _, details in operations(schema):
            needs = details["x-permission"]
            assert needs, path
            assert all(n in POWERS or n in set(Door) for n in needs), path
            assert ("security" in details) is (needs != ["PUBLIC"]), path

    def test_refers_to_nothing_that_is_not_there(self, schema):
        def references(node):
            if isinstance(node, dict):
                if isinstance(node.get("$ref"), str):
                    yield node["$ref"]
                for part in node.values():
                    yield from references(part)
            elif isinstance(node, list):
                for part in node:
                    yield from references(part)

        for reference in set(references(schema)):
            kind, name = reference.removeprefix("#/components/").split("/")
            assert name in schema["components"][kind], reference

    def test_describes_every_operation_in_a_sentence(self, schema):
        for path, _, details in operations(schema):
            assert details["description"].split("\n")[0].endswith((".", ":")), path

    def test_bounds_every_text_and_list_that_is_sent(self, schema):
        sent = set()
        for _, _, details in operations(schema):
            for media in details.get("requestBody", {}).get("content", {}).values():
                sent |= unbounded(media["schema"], schema, details["operationId"])
            for parameter in details["parameters"]:
                sent |= unbounded(
                    parameter["schema"],
                    schema,
                    f"{details['operationId']} {parameter['name']}",
                )

        assert sent == set()


def unbounded(node, schema, where):
    """Return where a text or list may be of any length."""
    if "$ref" in node:
        name = node["$ref"].rpartition("/")[2]
        return unbounded(schema["components"]["schemas"][name], schema, where)
    found = set()
    for part in node.get("anyOf", []):
        found |= unbounded(part, schema, where)
    for name, part in node.get("properties", {}).items():
        found |= unbounded(part, schema, f"{where}.{name}")
    if isinstance(node.get("items"), dict):
        found |= unbounded(node["items"], schema, f"{where}[]")
        if "maxItems" not in node:
            found.add(f"{where}: list")
    closed = {"maxLength", "enum", "const", "pattern"} & node.keys()
    formats = {"uuid", "date", "date-time", "binary"}
    text = node.get("type") == "string" and node.get("format") not in formats
    if text and not closed:
        found.add(f"{where}: text")
    return found


def test_no_address_stands_in_two_routers():
    """Django asks the first alone, and the other's methods would be lost."""
    paths = Counter(
        path for router in api._get_bound_routers() for path in router.path_operations
    )

    assert [path for path, count in paths.items() if count > 1] == []


def test_every_address_leads_to_its_own_operation():
    """An earlier address with a parameter must not catch a later one."""
    values = {"ref": new_id(), "code": "1.001193", "name": "vn", "year": 2026}
    for router in api._get_bound_routers():
        for path, view in router.path_operations.items():
            address = re.sub(
                r"{(?:\w+:)?(\w+)}", lambda m: str(values.get(m[1], new_id())), path
            )
            found = operations_of(resolve(f"/api/v1{address}").func)

            assert {op.operation_id for op in found} == {
                op.operation_id for op in view.operations
            }, path


def test_shapes_of_one_name_are_the_same():
    """Components are told apart by name alone."""
    from pydantic import BaseModel

    from motcua.authority import api as authority
    from motcua.cases.api import (
        applying,
        calendars,
        inputs,
        offers,
        public,
        reading,
        shapes,
    )
    from motcua.catalogue import api as catalogue
    from motcua.catalogue.upkeep import shapes as upkeep
    from motcua.deadlines import api as deadlines
    from motcua.documents import api as documents
    from motcua.notices import api as notices
    from motcua.organisations import api as organisations

    modules = (
        catalogue, deadlines, documents, notices, organisations, authority, applying,
        inputs, offers, public, reading, shapes, calendars, upkeep,
    )  # fmt: skip
    found = {}
    for module in modules:
        for name, thing in vars(module).items():
            if isinstance(thing, type) and issubclass(thing, BaseModel):
                found.setdefault(thing.__name__, set()).add(thing)
                assert name == thing.__name__

    assert [name for name, shapes in found.items() if len(shapes) > 1] == []
