"""The test city, for every test of cases."""

import pytest

from motcua.cases import calendars
from motcua.cases.tests.world import World, build_world


@pytest.fixture(autouse=True)
def _fresh_calendar():
    calendars.forget()
    yield
    calendars.forget()


@pytest.fixture
def world(db: None, settings, tmp_path) -> World:
    settings.MEDIA_ROOT = tmp_path / "files"
    return build_world()
