"""Filling a database with very many cases, each with a true chain: for measuring.

One case is made by the commands; every other is that one with another identity, code
and due date, its own salts, commitments and hashes. ``motcua verify`` finds nothing
wrong with them.
"""

import hashlib
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from motcua.cases import sql
from motcua.cases.models import Case, CaseEvent
from motcua.kernel import ledger
from motcua.kernel.ids import new_id
from motcua.kernel.instants import from_text, to_text
from motcua.kernel.texts import fold

BATCH = 5000
DUES = 200  # different due dates
CODE, DUE, NAME = "\x01code\x01", "\x01due\x01", "\x01name\x01"
TABLES = (
    ("cases_case", sql.CASE_COLUMNS),
    ("cases_event", sql.EVENT_COLUMNS),
    ("cases_workitem", sql.ITEM_COLUMNS),
    ("cases_pathunit", ("unit_id", "case_id")),
)


@dataclass(frozen=True, slots=True)
class _EventTemplate:
    """An event of the model case as text, with holes for what differs."""

    kind: str
    actor: str
    capacity: str
    at: str
    stored_at: str
    facts: str
    payload: str

    def row(
        self, seq: int, head: bytes, *, case_id: str, code: str, due: str, name: str
    ) -> tuple[list[Any], bytes]:
        """Return the event as a row of the log, and its hash."""
        facts = self.facts.replace(CODE, code).replace(DUE, due)
        payload = self.payload.replace(NAME, name)
        salt = os.urandom(ledger.SALT_BYTES)
        commitment = hashlib.sha256(salt + payload.encode()).digest()
        header = (
            f'{{"actor":"{self.actor}","at":"{self.at}",'
            f'"capacity":{self.capacity},"case":"{case_id}",'
            f'"commitment":"{commitment.hex()}","facts":{facts},'
            f'"kind":"{self.kind}","seq":{seq}}}'
        )
        linked = hashlib.sha256(head + header.encode()).digest()
        row = [
            case_id, seq, self.kind, self.actor, self.capacity, self.stored_at, facts,
            payload, salt, commitment, linked, None,
        ]  # fmt: skip
        return row, linked


class Copier:
    """Makes copies of a model case."""

    def __init__(self, model_id: UUID) -> None:
        self.case = Case.objects.get(pk=model_id)
        events = CaseEvent.objects.filter(case_id=model_id).order_by("seq")
        self.events = [self._template(event) for event in events]
        self.state = self._holes(sql.plain_json(self.case.state))
        self.dossier = sql.plain_json(self.case.dossier).replace(
            self.case.applicant_name, NAME
        )
        due_at = self.case.due_at
        assert due_at is not None  # noqa: S101 - the model case was accepted
        dues = [due_at + timedelta(hours=7 * n) for n in range(DUES)]
        self.dues = [(to_text(due), _stored(due)) for due in dues]
        items = self.case.state["items"].values()
        self.items = [self._item(item) for item in items]
        self.submitted = _stored(self.case.submitted_at)
        self.accepted = _stored(self.case.accepted_at or due_at)
        self.holder = self.case.applicant_id and str(self.case.applicant_id)

    def _holes(self, text: str) -> str:
        """Put holes where the code and the due date of the model case stand."""
        assert self.case.due_at is not None  # noqa: S101 - it was accepted
        text = text.replace(str(self.case.code), CODE)
        return text.replace(to_text(self.case.due_at), DUE)

    def _template(self, event: CaseEvent) -> _EventTemplate:
        payload = ledger.canonical(event.payload).decode()
        facts = {k: v for k, v in event.facts.items() if k != "derivation"}
        return _EventTemplate(
            kind=event.kind,
            actor=str(event.actor),
            capacity=ledger.canonical(event.capacity).decode(),
            at=to_text(event.at),
            stored_at=_stored(event.at),
            facts=self._holes(ledger.canonical(facts).decode()),
            payload=payload.replace(self.case.applicant_name, NAME),
        )

    def batch(self, numbers: range, to_rows: Any) -> dict[Any, list[Any]]:
        """Return the rows of many copies, by table, ready to be written."""
        copies = [self.copy(number) for number in numbers]
        path = self.case.state["path"]
        found = (
            [c[0] for c in copies],
            [row for c in copies for row in c[1]],
            [row for c in copies for row in c[2]],
            [[unit, c[0][0]] for c in copies for unit in path],
        )
        pairs = zip(TABLES, found, strict=True)
        return {table: to_rows(table[1], rows) for table, rows in pairs}

    def copy(self, number: int) -> tuple[list[Any], list[list[Any]], list[list[Any]]]:
        """Return the rows of one more case: itself, its events, its work."""
        case_id = str(new_id())
        code = f"H26.BULK-{number // 10000:06}-{number % 10000:04}"
        due, stored_due = self.dues[number % DUES]
        name = f"Nguyễn Văn {number}"
        rows, head = [], ledger.GENESIS
        for seq, template in enumerate(self.events, start=1):
            row, head = template.row(
                seq, head, case_id=case_id, code=code, due=due, name=name
            )
            rows.append(row)
        case = self.case
        row = [
            case_id, len(rows), head, case.status, code, str(case.version_id),
            case.procedure_code, self.holder, name,
            fold(name), str(case.receiving_unit_id), str(case.competent_unit_id),
            case.channel, self.submitted, self.accepted, stored_due,
            None, None, "", self.state.replace(CODE, code).replace(DUE, due),
            self.dossier.replace(NAME, name),
        ]  # fmt: skip
        work = [[case_id, *item, own or stored_due, False] for item, own in self.items]
        return row, rows, work

    def _item(self, item: dict[str, Any]) -> tuple[list[Any], str | None]:
        """Return a row of work without its case, and its due date if it is its own."""
        follows = self.case.due_at and item["due"] == to_text(self.case.due_at)
        row = [
            item["key"], item["unit"], item["role"], item.get("assignee"),
            _stored(from_text(item["opened"])),
        ]  # fmt: skip
        return row, None if follows else _stored(from_text(item["due"]))


def _stored(instant: datetime) -> str:
    """Return an instant as the database in use takes it, as text."""
    plain = sql.plain_instant(instant)
    return plain if isinstance(plain, str) else instant.astimezone(UTC).isoformat()


def fill(
    model_id: UUID, count: int, *, first: int = 1, writers: int = 1
) -> Iterator[int]:
    """Add ``count`` copies of a case; yield how many after each batch.

    Several ``writers`` have a connection each: the model has to be committed.
    """
    copier = Copier(model_id)
    starts = range(first, first + count, BATCH)
    batches = [range(start, min(start + BATCH, first + count)) for start in starts]
    if writers == 1:
        for batch in batches:
            yield _copy(copier, batch)
        return
    with ThreadPoolExecutor(writers) as pool:
        yield from pool.map(partial(_copy_alone, copier), batches)


def _copy_alone(copier: Copier, numbers: range) -> int:
    try:
        return _copy(copier, numbers)
    finally:
        connection.close()


def _copy(copier: Copier, numbers: range) -> int:
    tables = copier.batch(numbers, _lines if sql.is_postgres() else _values)
    with transaction.atomic():
        for (table, columns), rows in tables.items():
            _write(table, columns, rows)
    return len(numbers)


def _write(table: str, columns: Sequence[str], rows: Sequence[Any]) -> None:
    names = ", ".join(columns)
    with connection.cursor() as cursor:
        if sql.is_postgres():
            copy = f"COPY {table} ({names}) FROM STDIN"
            with cursor.cursor.copy(copy) as stream:
                stream.write("".join(rows))
        else:
            marks = ", ".join(["%s"] * len(columns))
            insert = f"INSERT INTO {table} ({names}) VALUES ({marks})"
            cursor.executemany(insert, rows)


def _lines(_: Sequence[str], rows: Sequence[Sequence[Any]]) -> list[str]:
    """Return rows in PostgreSQL's text format for COPY."""
    return [
        "\t".join(
            [v if v.__class__ is str and "\\" not in v else _text(v) for v in row]
        )
        + "\n"
        for row in rows
    ]


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value.replace("\\", "\\\\") if "\\" in value else value
    if value is None:
        return "\\N"
    if isinstance(value, bytes):
        return f"\\\\x{value.hex()}"
    return str(value)


def _values(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> list[list[Any]]:
    """Return rows as SQLite takes them."""
    ids = [c in {"id", "actor"} or c.endswith("_id") for c in columns]
    return [
        [
            value.replace("-", "") if is_id and value else value
            for is_id, value in zip(ids, row, strict=True)
        ]
        for row in rows
    ]
