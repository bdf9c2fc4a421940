"""Every route, tried by every role and by strangers: it lets in whom it declares."""

import json
import re
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import get_resolver

from motcua.cases.models import Case
from motcua.cases.tests.world import BIRTH, PDF, accepted, build_world, person, upload
from motcua.config import api as front
from motcua.kernel.actors import Actor
from motcua.kernel.ids import new_id
from motcua.web import limits
from motcua.web.permissions import PUBLIC, SIGNED_IN, declared_by
from tests.api.samples import City as Samples
from tests.fitness.routes import operations_of, routes

ROLES = [
    "nobody",
    "citizen",
    "business",
    "clerk",
    "officer",
    "leader",
    "controller",
    "administrator",
]
# An unknown method is answered before anybody looks who asks, and the same to
# everybody: it tells and does nothing.
SHUT = {401, 403, 404, 405}
BACKEND = "motcua.accounts.backends.AccountBackend"
PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")
# Doors of their own: allauth's are tried by test_routes.py, ninja's hold no data.
OTHERS = {"openapi-json", "api-root"}


def entrances():
    """Return every (method, path, declared needs, name of the operation), each once."""
    found = {}
    for route in routes(get_resolver().url_patterns):
        if route.of_allauth or route.name in OTHERS:
            continue
        operations = operations_of(route.view)
        if operations is None:
            for method in ("GET", "POST"):
                found[method, route.path] = declared_by(route.view), ""
            continue
        for operation in operations:
            for method in operation.methods:
                needs = declared_by(operation.view_func)
                found[method, route.path] = needs, operation.operation_id
    return [(*entrance, *said) for entrance, said in found.items()]


def may_enter(actor: Actor | None, needs: Any) -> bool:
    """The one expectation: what the route declares against what the person may."""
    if PUBLIC in needs:
        return True
    if actor is None:
        return False
    return SIGNED_IN in needs or any(actor.may(need) for need in needs)


def finish(response: Any) -> None:
    """Close a file that was handed out, as the test client does: once it is read."""
    if response.streaming:
        b"".join(response.streaming_content)


def is_shut(response: Any) -> bool:
    """Tell whether the door stayed shut: refused, or sent to sign in."""
    if response.status_code in SHUT:
        return True
    location = response.headers.get("Location", "")
    return response.status_code == 302 and "/accounts/login/" in location


def is_turned_away(response: Any) -> bool:
    """Tell whether somebody was turned away for who they are, not for the case."""
    if response.headers["Content-Type"].startswith("application/problem+json"):
        return response.json()["code"] in {"sign_in_needed", "not_competent"}
    return response.status_code in {401, 403}


@pytest.fixture
def city(db, settings, tmp_path, monkeypatch):
    settings.MEDIA_ROOT = tmp_path / "files"
    for module in (front, limits):
        monkeypatch.setattr(module, "API", limits.Limit("api", amount=0, seconds=60))
    return City()


class City:
    """The small world, with a case that only those on its path may see."""

    def __init__(self):
        world = self.world = build_world()
        self.file = upload(world.citizen)
        self.case = accepted(world, papers={"attestation": [self.file]})
        self.code = Case.objects.get(pk=self.case).code
        version = apps.get_model("catalogue", "ProcedureVersion").objects.filter(
            procedure__code=BIRTH
        )
        self.bodies = Samples(world).bodies()
        self.values = {
            "ref": self.case,
            "case_id": self.case,
            "file_id": self.file,
            "unit_id": world.ward,
            "account_id": world.officer.id,
            "version_id": version.first().pk,
            "code": BIRTH,
            "name": "vn",
            "year": 2026,
            "kind": "holiday",
            "slug": "form",
            "action": "withdraw",
        }

    def actor(self, role: str) -> Actor | None:
        if role == "nobody":
            return None
        if role == "business":
            account = get_user_model().objects.create(
                email=f"{new_id()}@example.vn", name="Công ty Sen", kind="BUSINESS"
            )
            return self._fresh(account.id)
        if role == "administrator":
            centre = apps.get_model("organisations", "Unit").objects.get(
                pk=self.world.centre
            )
            return person("Cao Quản Trị", centre, "ADMINISTRATOR")
        return getattr(self.world, role)

    def _fresh(self, account_id):
        from motcua.authority.queries import actor_of
        from motcua.cases.tests.world import MORNING

        return actor_of(account_id, MORNING)

    def address(self, path: str, **others: Any) -> str:
        values = self.values | others
        return PARAMETER.sub(lambda m: str(values.get(m[1], new_id())), path)

    def browser(self, actor: Actor | None) -> Client:
        client = Client(raise_request_exception=False)
        if actor:
            user = get_user_model().objects.get(pk=actor.id)
            client.force_login(user, backend=BACKEND)
        return client

    def send(
        self, actor: Actor | None, method: str, address: str, operation: str
    ) -> Any:
        client = self.browser(actor)
        if method == "POST" and address == "/api/v1/files":
            return client.post(address, {"file": SimpleUploadedFile("a.pdf", PDF)})
        plain = not address.startswith("/api/")
        if method == "POST" and plain:
            return client.post(address)
        said = json.dumps(self.bodies.get(operation, {}))
        body = {"data": said, "content_type": "application/json"}
        return client.generic(method, address, **({} if method == "GET" else body))


@pytest.mark.parametrize("role", ROLES)
def test_a_route_lets_in_whom_it_declares(role, city):
    actor = city.actor(role)
    wrong = []
    for method, path, needs, operation in entrances():
        response = city.send(actor, method, city.address(path), operation)
        said = f"{method} {path}: {response.status_code}"
        if response.status_code >= 500:
            wrong.append(f"{said} must not fail")
        elif not may_enter(actor, needs) and not is_shut(response):
            wrong.append(f"{said}, though it needs {needs}")
        elif may_enter(actor, needs) and is_turned_away(response):
            wrong.append(f"{said}, though {needs} is met")
        finish(response)

    assert wrong == []


# Who has the power to read cases, but no business with this one.
OUTSIDERS = ["stranger", "business", "expert", "administrator"]


@pytest.mark.parametrize("role", OUTSIDERS)
def test_a_case_of_others_is_nowhere(role, city):
    actor = city.actor(role)
    wrong = []
    for method, path, needs, operation in entrances():
        of_a_case = {"ref", "case_id", "file_id"} & set(PARAMETER.findall(path))
        if not of_a_case or not may_enter(actor, needs):
            continue
        for ref in (city.case, city.code) if "ref" in of_a_case else (city.case,):
            address = city.address(path, ref=ref)
            response = city.send(actor, method, address, operation)
            if response.status_code not in {404, 405}:
                wrong.append(f"{method} {path}: {response.status_code}")
            finish(response)

    assert wrong == []
