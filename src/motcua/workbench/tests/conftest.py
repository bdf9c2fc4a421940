"""The test city of ``cases``, its people signed in, and a clock that stands still."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.test import Client

from motcua.cases.calendars import forget
from motcua.cases.tests.world import MORNING, World, build_world, person
from motcua.kernel.actors import Actor
from motcua.workbench.keys import new_key

BACKEND = "motcua.accounts.backends.AccountBackend"
SignIn = Callable[[Actor], Client]


@pytest.fixture
def world(db: None, settings: Any, tmp_path: Any) -> World:
    settings.MEDIA_ROOT = tmp_path / "files"
    forget()
    return build_world()


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """It is the morning on which the test city's cases begin; call it to go on."""

    def set_to(at: datetime) -> None:
        monkeypatch.setattr("django.utils.timezone.now", lambda: at)

    set_to(MORNING)
    return set_to


def account_of(actor: Actor) -> Any:
    return apps.get_model("organisations", "Account").objects.get(pk=actor.id)


@pytest.fixture
def sign_in() -> SignIn:
    def signed_in(actor: Actor) -> Client:
        client = Client()
        client.force_login(account_of(actor), backend=BACKEND)
        return client

    return signed_in


@pytest.fixture
def administrator(world: World) -> Actor:
    centre = apps.get_model("organisations", "Unit").objects.get(pk=world.centre)
    return person("Đinh Quản Trị", centre, "ADMINISTRATOR")


def case_url(case_id: UUID) -> str:
    return f"/workbench/cases/{case_id}/"


def do_url(case_id: UUID, name: str) -> str:
    return f"/workbench/cases/{case_id}/do/{name}/"


def asked(client: Client, case_id: UUID, **data: Any) -> dict[str, Any]:
    """Return what the blank form on the page sends, with ``data`` typed in."""
    page = client.get(case_url(case_id)).context
    return {
        "request_key": new_key(),
        "seen": page["case"].view.seq,
        **data,
    }
