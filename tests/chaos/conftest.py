"""A small city in a database of its own."""

from collections.abc import Iterator

import pytest
from django.conf import settings

from tests.scratch import Scratch, scratch_on


@pytest.fixture(scope="module")
def town(tmp_path_factory) -> Iterator[Scratch]:
    """Yield a database and a home on the kind of database under test."""
    folder = tmp_path_factory.mktemp("town")
    packs = ",".join(settings.PACKS)
    with scratch_on(settings.DATABASES["default"], folder, packs=packs) as made:
        made.environment["DJANGO_SETTINGS_MODULE"] = "motcua.config.settings"
        yield made
