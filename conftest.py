"""What every test needs: nothing kept in memory from the test before it."""

from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def _fresh_directory() -> Iterator[None]:
    from motcua.organisations import directory

    directory.forget()
    yield
    directory.forget()
