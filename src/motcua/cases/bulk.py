"""Filling a database with very many cases, each with a true chain: for measuring.

One case is made by the commands; every other is that one with another identity, code
and due date, its own salts, commitments and hashes. ``motcua verify`` finds nothing
wrong with them.
"""

import hashlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
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
CASE, CODE, DUE, NAME = "\x01case\x01", "\x01code\x01", "\x01due\x01", "\x01name\x01"


@dataclass(frozen=True, slots=True)
class _EventTemplate:
    """An event of the model case as text, with holes for what differs."""

    kind: str
    actor: str
    capacity: str
    at: datetime
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
            f'{{"actor":"{self.actor}","at":"{to_text(self.at)}",'
            f'"capacity":{self.capacity},"case":"{case_id}",'
            f'"commitment":"{commitment.hex()}","facts":{facts},'
            f'"kind":"{self.kind}","seq":{seq}}}'
        )
        linked = hashlib.sha256(head + header.encode()).digest()
        row = [
            case_id, seq, self.kind, self.actor, self.capacity, self.at, facts, payload,
            salt, commitment, linked, None,
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
        self.items = list(self.case.state["items"].values())
        due_at = self.case.due_at
        assert due_at is not None  # noqa: S101 - the model case was accepted
        self.dues = [to_text(due_at + timedelta(hours=7 * n)) for n in range(DUES)]

    def _holes(self, text: str) -> str:
        """Put holes where the code and the due date of the model case stand."""
        assert self.case.due_at is not None  # noqa: S101 - it was accepted
        text = text.replace(str(self.case.code), CODE)
        return text.replace(to_text(self.case.due_at), DUE)

    def _template(self, event: CaseEvent) -> _EventTemplate:
        payload = ledger.canonical(event.payload).decode()
        return _EventTemplate(
            kind=event.kind,
            actor=str(event.actor),
            capacity=ledger.canonical(event.capacity).decode(),
            at=event.at.astimezone(UTC),
            facts=self._holes(ledger.canonical(event.facts).decode()),
            payload=payload.replace(self.case.applicant_name, NAME),
        )

    def copy(self, number: int) -> tuple[list[Any], list[list[Any]], list[list[Any]]]:
        """Return the rows of one more case: itself, its events, its work."""
        case_id = str(new_id())
        code = f"H26.BULK-{number // 10000:06}-{number % 10000:04}"
        due = self.dues[number % DUES]
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
            case.procedure_code, case.applicant_id and str(case.applicant_id), name,
            fold(name), str(case.receiving_unit_id), str(case.competent_unit_id),
            case.channel, case.submitted_at, case.accepted_at, from_text(due),
            None, None, "", self.state.replace(CODE, code).replace(DUE, due),
            self.dossier.replace(NAME, name),
        ]  # fmt: skip
        work = [self._work(case_id, item, due) for item in self.items]
        return row, rows, work

    def _work(self, case_id: str, item: dict[str, Any], due: str) -> list[Any]:
        assert self.case.due_at is not None  # noqa: S101 - it was accepted
        same = item["due"] == to_text(self.case.due_at)
        return [
            case_id, item["key"], item["unit"], item["role"], item.get("assignee"),
            from_text(item["opened"]), from_text(due if same else item["due"]), False,
        ]  # fmt: skip


def fill(model_id: UUID, count: int, *, first: int = 1) -> Iterator[int]:
    """Add ``count`` copies of a case; yield how many after each batch."""
    copier = Copier(model_id)
    path = list(copier.case.state["path"])
    for start in range(first, first + count, BATCH):
        numbers = range(start, min(start + BATCH, first + count))
        copies = [copier.copy(number) for number in numbers]
        with transaction.atomic():
            _write("cases_case", sql.CASE_COLUMNS, [c[0] for c in copies])
            events = [row for c in copies for row in c[1]]
            _write("cases_event", sql.EVENT_COLUMNS, events)
            work = [row for c in copies for row in c[2]]
            _write("cases_workitem", sql.ITEM_COLUMNS, work)
            units = [[unit, c[0][0]] for c in copies for unit in path]
            _write("cases_pathunit", ("unit_id", "case_id"), units)
        yield len(copies)


def _write(table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    names = ", ".join(columns)
    if sql.is_postgres():
        with connection.cursor() as cursor:
            copy = cursor.cursor.copy(f"COPY {table} ({names}) FROM STDIN")
            with copy as stream:
                stream.write("".join(_line(row) for row in rows))
        return
    marks = ", ".join(["%s"] * len(columns))
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {table} ({names}) VALUES ({marks})",
            [_sqlite_row(columns, row) for row in rows],
        )


def _line(row: Sequence[Any]) -> str:
    """Return a row in PostgreSQL's text format for COPY."""
    return "\t".join([_text(value) for value in row]) + "\n"


def _text(value: Any) -> str:
    if value is None:
        return "\\N"
    if isinstance(value, bytes):
        return f"\\\\x{value.hex()}"
    if isinstance(value, str):
        return value.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t")
    if isinstance(value, bool):
        return "t" if value else "f"
    return str(value)


def _sqlite_row(columns: Sequence[str], row: Sequence[Any]) -> list[Any]:
    return [
        sql.plain_id(value)
        if column in {"id", "actor"} or column.endswith("_id")
        else sql.plain_instant(value)
        if isinstance(value, datetime)
        else value
        for column, value in zip(columns, row, strict=True)
    ]
