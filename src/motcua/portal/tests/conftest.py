"""The test city of cases, and readers of the portal."""

from collections.abc import Callable

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from motcua.cases.tests.world import World, build_world
from motcua.kernel.actors import Actor

BACKEND = "motcua.accounts.backends.AccountBackend"


@pytest.fixture
def world(db: None, settings, tmp_path) -> World:
    settings.MEDIA_ROOT = tmp_path / "files"
    return build_world()


@pytest.fixture
def client_of() -> Callable[[Actor], Client]:
    """Return a browser in which somebody is signed in."""

    def sign_in(actor: Actor) -> Client:
        client = Client()
        user = get_user_model().objects.get(pk=actor.id)
        client.force_login(user, backend=BACKEND)
        return client

    return sign_in


@pytest.fixture
def citizen(world, client_of) -> Client:
    return client_of(world.citizen)
