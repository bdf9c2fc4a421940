"""The test city, for every test of cases."""

import pytest

from motcua.cases.tests.world import World, build_world


@pytest.fixture
def world(db: None, settings, tmp_path) -> World:
    settings.MEDIA_ROOT = tmp_path / "files"
    return build_world()
