"""The test city behind the real API: a caller for each role, and one for nobody."""

from dataclasses import dataclass, field
from typing import Any

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from motcua.authority.commands import issue_token
from motcua.authority.queries import actor_of
from motcua.cases.tests.world import MORNING, World, build_world, person
from motcua.kernel.actors import Actor
from motcua.kernel.ids import new_id


@dataclass
class Caller:
    """Somebody at the API; every method takes an address below ``/api/v1``."""

    token: str = ""
    client: Client = field(default_factory=Client)

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """Send JSON, ready-made or not; ``if_match`` becomes ``If-Match``."""
        named = {name.replace("_", "-"): text for name, text in headers.items()}
        if self.token:
            named.setdefault("Authorization", f"Bearer {self.token}")
        return self.client.generic(
            method,
            f"/api/v1{path}",
            **({} if body is None else {"data": _json(body)}),
            content_type="application/json",
            headers=named,
        )

    def get(self, path: str, **headers: str) -> Any:
        return self.send("GET", path, **headers)

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        return self.send("POST", path, {} if body is None else body, **headers)

    def upload(self, content: bytes, name: str = "giấy.pdf", **said: str) -> Any:
        parts = {"file": SimpleUploadedFile(name, content), **said}
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        return self.client.post("/api/v1/files", parts, headers=headers)


def _json(body: Any) -> Any:
    import json

    return body if isinstance(body, str | bytes) else json.dumps(body)


def token_for(actor: Actor, *scopes: str) -> str:
    issued = issue_token(
        account_id=actor.id, name="test", scopes=scopes, days=1, now=timezone.now()
    )
    return issued.secret


class Door:
    """Everybody who calls: ``door.clerk.get("/work")``."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.nobody = Caller()

    def __getattr__(self, name: str) -> Caller:
        caller = self.limited(name)
        setattr(self, name, caller)
        return caller

    def limited(self, name: str, *scopes: str) -> Caller:
        """Return somebody whose token gives only some of their powers."""
        return Caller(token_for(self.actor(name), *scopes))

    def actor(self, name: str) -> Actor:
        """Return one of the world's people, or one it does not have yet."""
        if name == "administrator":
            return self.administrator_()
        if name == "business":
            return self.business_()
        found = getattr(self.world, name)
        assert isinstance(found, Actor)
        return found

    def administrator_(self) -> Actor:
        centre = apps.get_model("organisations", "Unit").objects.get(
            pk=self.world.centre
        )
        return person("Cao Quản Trị", centre, "ADMINISTRATOR")

    def business_(self) -> Actor:
        account = apps.get_model("organisations", "Account").objects.create(
            email=f"{new_id()}@example.vn", name="Công ty Sen", kind="BUSINESS"
        )
        return actor_of(account.id, MORNING)


@pytest.fixture
def world(db: None, settings: Any, tmp_path: Any) -> World:
    settings.MEDIA_ROOT = tmp_path / "files"
    return build_world()


@pytest.fixture
def door(world: World) -> Door:
    return Door(world)
