"""What every test run needs: compiled catalogues, and no memory of other tests."""

import pytest

from motcua.config.translations import compile_all


def pytest_configure() -> None:
    """Compile before Django is set up."""
    compile_all()


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    from motcua.organisations import directory
    from motcua.web import limits

    directory._kept.clear()
    limits._spare.clear()
