"""A database of its own for each of these tests."""

from collections.abc import Iterator

import pytest
from tests.scratch import Scratch, scratch_on


@pytest.fixture
def scratch(settings, tmp_path) -> Iterator[Scratch]:
    """Yield a migrated database on the kind of database under test."""
    with scratch_on(settings.DATABASES["default"], tmp_path) as made:
        yield made
