"""The control: the bare driver writing the same rows as an action, nothing else."""

import secrets
import sqlite3
from collections.abc import Callable
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from motcua.cases import sql
from motcua.jobs.commands import JOB_COLUMNS, JOB_TABLE, job_row

AFTER = "motcua.cases.tasks.after_event"
Act = Callable[[int], None]


class Driver:
    """Does to a case what an action does to its rows, with values made up before."""

    def __init__(self, case_ids: list[UUID], now: datetime) -> None:
        self.case_ids, self.now = case_ids, now
        self.postgres = sql.is_postgres()
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT kind, actor, capacity, facts, payload FROM cases_event"
                " WHERE kind = 'STEP_COMPLETED' LIMIT 1"
            )
            self.kind, self.actor, *texts = cursor.fetchone()
            self.capacity, self.facts, self.payload = map(_json, texts)
            cursor.execute("SELECT state FROM cases_case LIMIT 1")
            self.state = _json(cursor.fetchone()[0])
            cursor.execute("SELECT unit_id, role FROM cases_workitem LIMIT 1")
            self.unit, self.role = cursor.fetchone()
        self.seqs: dict[int, int] = {}
        self.connection = self._connect()

    def _connect(self) -> Any:
        settings = connection.settings_dict
        if not self.postgres:
            raw = sqlite3.connect(settings["NAME"], isolation_level=None, timeout=20)
            raw.execute("PRAGMA synchronous=FULL")
            raw.execute("PRAGMA foreign_keys=ON")
            return raw
        import psycopg

        facts = connection.get_connection_params()
        names = ("dbname", "user", "password", "host", "port")
        return psycopg.connect(
            **{name: facts[name] for name in names if facts.get(name)},
            autocommit=True,
        )

    def act(self, number: int) -> None:
        """Do one action's reads and writes, row by row, in a transaction."""
        place = number % len(self.case_ids)
        case_id = sql.plain_id(self.case_ids[place])
        seq = self.seqs[place] = self.seqs.get(place, 2) + 1
        old, new = ("examine", "sign") if seq % 2 else ("sign", "examine")
        now, head = sql.plain_instant(self.now), secrets.token_bytes(32)
        with self._transaction() as run:
            lock = " FOR UPDATE" if self.postgres else ""
            columns = ", ".join(sql.CASE_COLUMNS)
            run(f"SELECT {columns} FROM cases_case WHERE id = %s{lock}", [case_id])
            run(
                self._insert("cases_event", sql.EVENT_COLUMNS),
                [case_id, seq, self.kind, self.actor, self.capacity, now, self.facts,
                 self.payload, secrets.token_bytes(16), secrets.token_bytes(32), head,
                 f"raw-{place}-{seq}"],
            )  # fmt: skip
            run(
                "DELETE FROM cases_workitem WHERE case_id = %s AND key = %s",
                [case_id, old],
            )
            run(
                self._insert("cases_workitem", sql.ITEM_COLUMNS),
                [case_id, new, self.unit, self.role, None, now, now, False],
            )
            run(self._insert(JOB_TABLE, JOB_COLUMNS), list(self._job(case_id, seq)))
            run(
                "UPDATE cases_case SET seq = %s, head = %s, status = %s, state = %s"
                " WHERE id = %s",
                [seq, head, "IN_PROGRESS", self.state, case_id],
            )

    def _insert(self, table: str, columns: tuple[str, ...]) -> str:
        marks = ", ".join(["%s"] * len(columns))
        return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})"

    def _job(self, case_id: str, seq: int) -> tuple[Any, ...]:
        return job_row(AFTER, now=self.now, case_id=case_id, first=seq, last=seq)

    @contextmanager
    def _transaction(self) -> Any:
        if self.postgres:
            with self.connection.transaction():
                cursor = self.connection.cursor()
                yield lambda text, values: cursor.execute(text, values, prepare=True)
            return
        self.connection.execute("BEGIN IMMEDIATE")
        yield lambda text, values: self.connection.execute(
            text.replace("%s", "?"), values
        )
        self.connection.execute("COMMIT")

    def close(self) -> None:
        """Hang up."""
        self.connection.close()


def _json(value: Any) -> str:
    return value if isinstance(value, str) else sql.plain_json(value)
