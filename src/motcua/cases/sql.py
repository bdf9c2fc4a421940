"""How values and statements of the store look on each database."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import connection

from motcua.jobs.commands import JOB_COLUMNS, JOB_TABLE, job_placeholders
from motcua.kernel.instants import from_text

Statement = tuple[str, list[Any]]

CASE_COLUMNS = (
    "id", "seq", "head", "status", "code", "version_id", "procedure_code",
    "applicant_id", "applicant_name", "applicant_folded", "receiving_unit_id",
    "competent_unit_id", "channel", "submitted_at", "accepted_at", "due_at",
    "decided_at", "closed_at", "result", "state", "dossier",
)  # fmt: skip
EVENT_COLUMNS = (
    "case_id", "seq", "kind", "actor", "capacity", "at", "facts", "payload", "salt",
    "commitment", "hash", "request_key",
)  # fmt: skip
ITEM_COLUMNS = (
    "case_id", "key", "unit_id", "role", "assignee_id", "opened_at", "due_at",
    "silence",
)  # fmt: skip
_TYPES = {  # where PostgreSQL cannot tell the type of a value in a VALUES list
    "id": "uuid", "seq": "integer", "head": "bytea", "version_id": "uuid",
    "applicant_id": "uuid", "receiving_unit_id": "uuid", "competent_unit_id": "uuid",
    "submitted_at": "timestamptz", "accepted_at": "timestamptz",
    "due_at": "timestamptz", "decided_at": "timestamptz", "closed_at": "timestamptz",
    "state": "jsonb", "dossier": "jsonb", "case_id": "uuid", "actor": "uuid",
    "capacity": "jsonb", "at": "timestamptz", "facts": "jsonb", "payload": "jsonb",
    "salt": "bytea", "commitment": "bytea", "hash": "bytea", "unit_id": "uuid",
    "assignee_id": "uuid", "opened_at": "timestamptz", "silence": "boolean",
}  # fmt: skip


def is_postgres() -> bool:
    """Tell which of the two databases is in use."""
    return connection.vendor == "postgresql"


def plain_id(value: UUID | str | None) -> Any:
    """Return an identifier as the database in use takes it."""
    if value is None:
        return None
    if is_postgres():
        return str(value)
    return (value if isinstance(value, UUID) else UUID(value)).hex


def plain_instant(value: datetime | None) -> Any:
    """Return an instant as the database in use takes it."""
    if value is None or is_postgres():
        return value
    return value.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")


def plain_json(value: Any) -> str:
    """Return JSON as both databases take it."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def read_id(value: Any) -> UUID:
    """Return an identifier that the database gave."""
    return value if isinstance(value, UUID) else UUID(value)


def read_instant(value: Any) -> datetime | None:
    """Return an instant that the database gave, in UTC."""
    if isinstance(value, str):
        value = datetime.fromisoformat(value)
    if value is None:
        return None
    assert isinstance(value, datetime)  # noqa: S101 - both drivers give one
    return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def read_json(value: Any) -> Any:
    """Return JSON that the database gave."""
    return json.loads(value) if isinstance(value, str | bytes) else value


@lru_cache(maxsize=256)
def places(columns: tuple[str, ...], rows: int, *, typed: bool) -> str:
    """Return ``(%s, …), …`` for so many rows."""
    marks = [f"%s::{_TYPES[c]}" if typed and c in _TYPES else "%s" for c in columns]
    return ", ".join([f"({', '.join(marks)})"] * rows)


def insert(
    table: str, columns: tuple[str, ...], rows: Sequence[Sequence[Any]], tail: str = ""
) -> Statement:
    """Return an INSERT of many rows."""
    values = places(columns, len(rows), typed=is_postgres())
    names = ", ".join(columns)
    sql = f"INSERT INTO {table} ({names}) VALUES {values}{tail}"
    return sql, [value for row in rows for value in row]


def insert_jobs(rows: Sequence[Sequence[Any]]) -> Statement:
    """Return the INSERT that enqueues jobs."""
    values = ", ".join([f"({job_placeholders()})"] * len(rows))
    names = ", ".join(JOB_COLUMNS)
    sql = f"INSERT INTO {JOB_TABLE} ({names}) VALUES {values}"
    return sql, [value for row in rows for value in row]


def upsert_items(case_id: UUID, items: Sequence[Mapping[str, Any]]) -> Statement:
    """Return the INSERT that opens work, or changes it."""
    rows = [
        (
            plain_id(case_id),
            item["key"],
            plain_id(item["unit"]),
            item["role"],
            plain_id(item.get("assignee")),
            plain_instant(from_text(item["opened"])),
            plain_instant(from_text(item["due"])),
            bool(item.get("silence")),
        )
        for item in items
    ]
    changes = ", ".join(f"{c} = excluded.{c}" for c in ITEM_COLUMNS[2:])
    tail = f" ON CONFLICT (case_id, key) DO UPDATE SET {changes}"
    return insert("cases_workitem", ITEM_COLUMNS, rows, tail)


def delete_items(case_id: UUID, keys: Sequence[str]) -> Statement:
    """Return the DELETE that closes work."""
    marks = ", ".join(["%s"] * len(keys))
    sql = f"DELETE FROM cases_workitem WHERE case_id = %s AND key IN ({marks})"
    return sql, [plain_id(case_id), *keys]


def insert_path(case_id: UUID, unit_ids: Sequence[str]) -> Statement:
    """Return the INSERT that lets units see the case."""
    rows = [(plain_id(unit_id), plain_id(case_id)) for unit_id in unit_ids]
    columns = ("unit_id", "case_id")
    return insert("cases_pathunit", columns, rows, " ON CONFLICT DO NOTHING")


def update_case(case_id: UUID, changes: Mapping[str, Any]) -> Statement:
    """Return the UPDATE of a case's row."""
    sets = ", ".join(f"{name} = %s" for name in changes)
    sql = f"UPDATE cases_case SET {sets} WHERE id = %s"
    return sql, [*changes.values(), plain_id(case_id)]


def insert_case(row: Mapping[str, Any]) -> Statement:
    """Return the INSERT of a case's row."""
    return insert("cases_case", CASE_COLUMNS, [[row[name] for name in CASE_COLUMNS]])


def execute(statements: Sequence[Statement]) -> None:
    """Run writes: PostgreSQL takes them as one statement, SQLite one by one."""
    with connection.cursor() as cursor:
        if is_postgres():
            *first, (last, last_params) = statements
            parts = ", ".join(f"w{i} AS ({sql})" for i, (sql, _) in enumerate(first))
            params = [value for _, values in first for value in values]
            sql = f"WITH {parts} {last}" if first else last
            cursor.execute(sql, [*params, *last_params])
        else:
            for sql, params in statements:
                cursor.execute(sql, params)
