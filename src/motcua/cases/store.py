"""The one door to the log: load a case under lock, append events, write projections.

This file alone writes ``cases_event`` and its projections, in plain SQL: it is the
hot path of everything, and PostgreSQL takes the whole append as one statement. The
order of locks is always the case's row first.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from motcua.cases import sql
from motcua.cases.rules.state import CaseState, Event, NewEvent, evolve
from motcua.kernel import ledger
from motcua.kernel.actors import Actor
from motcua.kernel.instants import to_text
from motcua.kernel.refusals import NotFound
from motcua.kernel.texts import fold


@dataclass(frozen=True, slots=True)
class Made:
    """The event that a request made before."""

    case_id: UUID
    seq: int


@dataclass(frozen=True, slots=True)
class Loaded:
    """A case as it stands, with the place where its chain goes on."""

    state: CaseState
    seq: int = 0
    head: bytes = ledger.GENESIS
    last_at: datetime | None = None  # of the last event
    made: Made | None = None  # by a request with this key


@dataclass(frozen=True, slots=True)
class Stamp:
    """Who acts, when, and by which request; in which capacity each event says."""

    actor: Actor
    now: datetime
    key: str = ""


_COLUMNS = ", ".join(f"c.{name}" for name in sql.CASE_COLUMNS)
_MADE = "r.case_id, r.seq"
_BY_KEY = " LEFT JOIN cases_event r ON r.actor = %s AND r.request_key = %s"


def load(case_id: UUID, *, lock: bool = True) -> Loaded:
    """Return the case, locked until the transaction ends. One statement.

    :raises NotFound: if there is none.
    """
    return _load(case_id, "", [], lock=lock)


def load_for(case_id: UUID, *, actor_id: UUID, key: str) -> Loaded:
    """Return the case, locked, and what the actor's request of this name made before.

    One statement; one more only if somebody else acted at the same moment.

    :raises NotFound: if there is none.
    """
    if not key:
        return load(case_id)
    return _load(case_id, _BY_KEY, [sql.plain_id(actor_id), key], lock=True)


def _load(case_id: UUID, by_key: str, params: list[Any], *, lock: bool) -> Loaded:
    select = (
        f"SELECT {_COLUMNS}, l.at, {_MADE if by_key else 'NULL, NULL'}"
        " FROM cases_case c"
        f" LEFT JOIN cases_event l ON l.case_id = c.id AND l.seq = c.seq{by_key}"
        " WHERE c.id = %s"
    )
    if lock and sql.is_postgres():
        select += " FOR UPDATE OF c"
    params = [*params, sql.plain_id(case_id)]
    with connection.cursor() as cursor:
        cursor.execute(select, params)
        row = cursor.fetchone()
        if lock and row is not None and row[len(sql.CASE_COLUMNS)] is None:
            # PostgreSQL waited for the lock. It gives the case as it is now, but
            # looked its events up as they were before: look again.
            cursor.execute(select, params)
            row = cursor.fetchone()
    if row is None:
        raise NotFound
    return loaded_of(row)


def loaded_of(row: Sequence[Any]) -> Loaded:
    """Build a loaded case from a row of :data:`sql.CASE_COLUMNS`, and three more."""
    values = dict(zip(sql.CASE_COLUMNS, row, strict=False))
    last_at, *made = row[len(sql.CASE_COLUMNS) :]
    return Loaded(
        _state_of(values),
        values["seq"],
        bytes(values["head"]),
        sql.read_instant(last_at),
        _made_of(*made) if made[0] else None,
    )


def _made_of(case_id: Any, seq: int) -> Made:
    return Made(sql.read_id(case_id), seq)


def _state_of(values: Mapping[str, Any]) -> CaseState:
    state = sql.read_json(values["state"])
    applicant_id = values["applicant_id"]
    return CaseState(
        id=sql.read_id(values["id"]),
        status=values["status"],
        code=values["code"],
        version_id=sql.read_id(values["version_id"]),
        procedure_code=values["procedure_code"],
        applicant_id=sql.read_id(applicant_id) if applicant_id else None,
        receiving_unit_id=sql.read_id(values["receiving_unit_id"]),
        competent_unit_id=sql.read_id(values["competent_unit_id"]),
        channel=values["channel"],
        submitted_at=sql.read_instant(values["submitted_at"]),
        accepted_at=sql.read_instant(values["accepted_at"]),
        due_at=sql.read_instant(values["due_at"]),
        decided_at=sql.read_instant(values["decided_at"]),
        closed_at=sql.read_instant(values["closed_at"]),
        result=values["result"],
        items=state["items"],
        path=tuple(state["path"]),
        facts=state["facts"],
        dossier=sql.read_json(values["dossier"]),
    )


def append(
    loaded: Loaded,
    events: Sequence[NewEvent],
    stamp: Stamp,
    *,
    jobs: Sequence[tuple[Any, ...]] = (),
) -> Loaded:
    """Append ``events`` to the case and bring every projection along.

    On PostgreSQL one statement, on SQLite one a table. The caller holds the lock.

    :raises IntegrityError: if the same request was made before, at the same instant.
    """
    state, head, rows = _chain(loaded, events, stamp)
    after = Loaded(state, loaded.seq + len(events), head, stamp.now)
    statements = [sql.insert("cases_event", sql.EVENT_COLUMNS, rows)]
    before = loaded.state.items
    if gone := [key for key in before if key not in state.items]:
        statements.append(sql.delete_items(state.id, gone))
    opened = [i for key, i in state.items.items() if before.get(key) != i]
    if opened:
        statements.append(sql.upsert_items(state.id, opened))
    if added := state.path[len(loaded.state.path) :]:
        statements.append(sql.insert_path(state.id, added))
    if jobs:
        statements.append(sql.insert_jobs(jobs))
    if loaded.seq:
        statements.append(sql.update_case(state.id, _changes(loaded, after)))
    else:
        statements.insert(0, sql.insert_case(row_of(after)))
    sql.execute(statements)
    return after


def _chain(
    loaded: Loaded, events: Sequence[NewEvent], stamp: Stamp
) -> tuple[CaseState, bytes, list[list[Any]]]:
    """Return the state after the events, the new head, and the rows of the log."""
    state, head = loaded.state, loaded.head
    now = stamp.now.astimezone(UTC)
    rows = []
    for seq, new in enumerate(events, start=loaded.seq + 1):
        capacity = dict(stamp.actor.capacity(new.post))
        salt = ledger.new_salt()
        commitment = ledger.commit(ledger.canonical(new.payload), salt)
        header = header_of(
            case_id=state.id,
            seq=seq,
            kind=new.kind,
            actor_id=stamp.actor.id,
            capacity=capacity,
            at=now,
            facts=new.facts,
            commitment=commitment,
        )
        head = ledger.link(head, header)
        last = seq == loaded.seq + len(events)
        rows.append(
            [
                sql.plain_id(state.id),
                seq,
                new.kind,
                sql.plain_id(stamp.actor.id),
                sql.plain_json(capacity),
                sql.plain_instant(now),
                sql.plain_json(new.facts),
                sql.plain_json(new.payload),
                salt,
                commitment,
                head,
                stamp.key if stamp.key and last else None,
            ]
        )
        state = evolve(state, Event(new.kind, now, new.facts, new.payload))
    return state, head, rows


def header_of(
    *,
    case_id: UUID,
    seq: int,
    kind: str,
    actor_id: UUID,
    capacity: Any,
    at: datetime,
    facts: Any,
    commitment: bytes,
) -> dict[str, Any]:
    """Return the header of an event, over which its hash is taken."""
    return {
        "case": str(case_id),
        "seq": seq,
        "kind": kind,
        "actor": str(actor_id),
        "capacity": capacity,
        "at": to_text(at),
        "facts": facts,
        "commitment": commitment.hex(),
    }


def row_of(loaded: Loaded) -> dict[str, Any]:
    """Return the columns of ``cases_case``, as the database takes them."""
    state = loaded.state
    name = state.applicant_name[:200]
    return {
        "id": sql.plain_id(state.id),
        "seq": loaded.seq,
        "head": loaded.head,
        "status": state.status,
        "code": state.code,
        "version_id": sql.plain_id(state.version_id),
        "procedure_code": state.procedure_code,
        "applicant_id": sql.plain_id(state.applicant_id),
        "applicant_name": name,
        "applicant_folded": fold(name),
        "receiving_unit_id": sql.plain_id(state.receiving_unit_id),
        "competent_unit_id": sql.plain_id(state.competent_unit_id),
        "channel": state.channel,
        "submitted_at": sql.plain_instant(state.submitted_at),
        "accepted_at": sql.plain_instant(state.accepted_at),
        "due_at": sql.plain_instant(state.due_at),
        "decided_at": sql.plain_instant(state.decided_at),
        "closed_at": sql.plain_instant(state.closed_at),
        "result": state.result,
        "state": sql.plain_json(
            {"items": state.items, "path": state.path, "facts": state.facts}
        ),
        "dossier": sql.plain_json(state.dossier),
    }


_SIMPLE = (
    "status",
    "code",
    "result",
    "accepted_at",
    "due_at",
    "decided_at",
    "closed_at",
)


def _changes(before: Loaded, after: Loaded) -> dict[str, Any]:
    """Return the columns of ``cases_case`` that differ after an append."""
    row = row_of(after)
    names = {"seq", "head"}
    old, new = before.state, after.state
    names |= {name for name in _SIMPLE if getattr(old, name) != getattr(new, name)}
    if (old.items, old.path, old.facts) != (new.items, new.path, new.facts):
        names.add("state")
    if old.dossier != new.dossier:
        names |= {"dossier", "applicant_name", "applicant_folded"}
    return {name: row[name] for name in row if name in names}


def events_of(case_id: UUID, *, up_to: int | None = None) -> list[Event]:
    """Return the events of a case in order, erased ones without payload."""
    where = "" if up_to is None else " AND seq <= %s"
    select = (
        "SELECT kind, at, facts, payload FROM cases_event"
        f" WHERE case_id = %s{where} ORDER BY seq"
    )
    params = [sql.plain_id(case_id), *([] if up_to is None else [up_to])]
    with connection.cursor() as cursor:
        cursor.execute(select, params)
        rows = cursor.fetchall()
    return [
        Event(kind, _always(at), sql.read_json(facts), sql.read_json(payload))
        for kind, at, facts, payload in rows
    ]


def _always(value: Any) -> datetime:
    instant = sql.read_instant(value)
    assert instant is not None  # noqa: S101 - the column is never null
    return instant


def find_made(
    actor_id: UUID, key: str, case_id: UUID
) -> list[tuple[UUID, str | None, Made]]:
    """Return what the actor's request of this name made, and what made the case.

    Each with who did it, by a request of which name. One statement.
    """
    select = (
        f"SELECT r.actor, r.request_key, {_MADE} FROM cases_event r"
        " WHERE (r.case_id = %s AND r.seq = 1)"
    )
    params = [sql.plain_id(case_id)]
    if key:
        select += " OR (r.actor = %s AND r.request_key = %s)"
        params += [sql.plain_id(actor_id), key]
    with connection.cursor() as cursor:
        cursor.execute(select, params)
        rows = cursor.fetchall()
    return [(sql.read_id(who), name, _made_of(*made)) for who, name, *made in rows]


def erase_payloads(case_id: UUID) -> None:
    """Take payload and salt of all events away; the commitments stay.

    The database lets this pass only once the act that orders it is on record.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE cases_event SET payload = NULL, salt = NULL WHERE case_id = %s",
            [sql.plain_id(case_id)],
        )
