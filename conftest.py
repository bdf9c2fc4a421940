"""What every test run needs: compiled catalogues, and no memory of other tests."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pytest

from motcua.config.translations import compile_all


def pytest_configure() -> None:
    """Compile before Django is set up."""
    compile_all()


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    from motcua.catalogue.search import store
    from motcua.organisations import directory
    from motcua.web import limits

    directory._kept.clear()
    limits._spare.clear()
    store.forget()


@pytest.fixture(scope="session")
def django_db_setup(
    django_db_setup: None,  # noqa: ARG001 - taken down after us
    django_db_blocker: Any,
) -> Iterator[None]:
    """Let nobody stand in the way when the test database is dropped.

    A thread that a test left behind, of a server with an open browser say, may still
    hold a session; PostgreSQL drops no database that is in use.
    """
    yield
    from django.db import connection

    if connection.vendor == "postgresql":
        with django_db_blocker.unblock():
            end_other_sessions(connection)


def end_other_sessions(connection: Any) -> None:
    """End every session on the database but our own."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


@pytest.fixture(scope="session", autouse=True)
def _tables_can_be_emptied() -> Iterator[None]:
    """Let a test that commits empty its tables: the guards of the log forbid it."""
    from django.db import connection

    operations = type(connection.ops)
    empty = operations.execute_sql_flush

    def execute_sql_flush(self: Any, statements: Sequence[str]) -> None:
        with _without_triggers(self.connection):
            empty(self, statements)

    operations.execute_sql_flush = execute_sql_flush
    yield
    operations.execute_sql_flush = empty


@contextmanager
def _without_triggers(connection: Any) -> Iterator[None]:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = replica")
            yield
            cursor.execute("SET session_replication_role = DEFAULT")
            return
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = cursor.fetchall()
        for name, _ in triggers:
            cursor.execute(f'DROP TRIGGER "{name}"')
        yield
        for _, sql in triggers:
            cursor.execute(sql)
