"""What several tests of the catalogue need."""

from collections.abc import Callable

import pytest
from django.db import connection


@pytest.fixture
def without_guards() -> Callable[[Callable[[], object]], None]:
    """Do what the triggers of the database forbid: forget published versions."""

    def do(action: Callable[[], object]) -> None:
        vendor = connection.vendor
        with connection.cursor() as cursor:
            if vendor == "postgresql":
                cursor.execute("SET session_replication_role = replica")
            else:
                cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
                for (name,) in cursor.fetchall():  # the test rolls this back
                    cursor.execute(f'DROP TRIGGER "{name}"')
            action()
            if vendor == "postgresql":
                cursor.execute("SET session_replication_role = DEFAULT")

    return do
