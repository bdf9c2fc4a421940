"""What every test run needs: compiled catalogues, and no memory of other tests."""

from collections.abc import Iterator

import pytest

from motcua.config.translations import compile_all


def pytest_configure() -> None:
    """Compile before Django is set up."""
    compile_all()


@pytest.fixture(autouse=True)
def _fresh_directory() -> Iterator[None]:
    from motcua.organisations import directory

    directory.forget()
    yield
    directory.forget()
