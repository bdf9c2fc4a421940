"""Proof that nothing was changed quietly: chains, commitments, replay, signed heads."""

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.db import connection

from motcua.cases import sql, store
from motcua.cases.models import Anchor, Case, CaseEvent, Erasure, LedgerHead
from motcua.cases.rules.state import CaseState, Event, evolve
from motcua.kernel import ledger
from motcua.kernel.instants import to_text

CHUNK = 500


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that does not fit: the first broken event of a case, or a head."""

    what: str  # stable code
    text: str
    case_id: UUID | None = None
    case_code: str | None = None
    seq: int | None = None

    def as_json(self) -> dict[str, Any]:
        """Return the finding as a program reads it."""
        return {
            "what": self.what,
            "text": self.text,
            "case": str(self.case_id) if self.case_id else None,
            "code": self.case_code,
            "seq": self.seq,
        }


def count_cases() -> int:
    """Return how many cases there are to check."""
    return Case.objects.count()


def check_cases(case_ids: Sequence[UUID] | None = None) -> Iterator[list[Finding]]:
    """Check every case, or the named ones; yield each one's findings in turn."""
    last = UUID(int=0)
    while True:
        rows = Case.objects.filter(id__gt=last).order_by("id")
        if case_ids is not None:
            rows = rows.filter(id__in=case_ids)
        ids = list(rows.values_list("id", flat=True)[:CHUNK])
        if not ids:
            return
        with _as_of_one_instant():
            found = list(_check_chunk(ids))
        yield from found
        last = ids[-1]


@contextmanager
def _as_of_one_instant() -> Iterator[None]:
    """Read as of one instant, so that what people do meanwhile is no finding.

    Nobody has to wait for it. Inside a transaction of the caller's it is theirs.
    """
    if connection.in_atomic_block:
        yield
        return
    with connection.cursor() as cursor:
        if sql.is_postgres():
            cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        else:
            cursor.execute("BEGIN DEFERRED")
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")


def _check_chunk(ids: Sequence[UUID]) -> Iterator[list[Finding]]:
    marks = ", ".join(["%s"] * len(ids))
    params = [sql.plain_id(case_id) for case_id in ids]
    columns = ", ".join(sql.CASE_COLUMNS)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {columns}, NULL, NULL, NULL FROM cases_case"
            f" WHERE id IN ({marks}) ORDER BY id",
            params,
        )
        cases = [store.loaded_of(row) for row in cursor.fetchall()]
    events: dict[UUID, list[CaseEvent]] = {case_id: [] for case_id in ids}
    for event in CaseEvent.objects.filter(case_id__in=ids).order_by("case_id", "seq"):
        events[event.case_id].append(event)
    erased = set(
        Erasure.objects.filter(case_id__in=ids).values_list("case_id", flat=True)
    )
    projections = _projections(marks, params)
    for loaded in cases:
        case_id = loaded.state.id
        yield _check_case(
            loaded, events[case_id], case_id in erased, projections.get(case_id, {})
        )


def _projections(marks: str, params: list[Any]) -> dict[UUID, dict[str, Any]]:
    """Return work items and paths as the tables have them, by case."""
    found: dict[UUID, dict[str, Any]] = {}

    def of(case_id: Any) -> dict[str, Any]:
        return found.setdefault(sql.read_id(case_id), {"items": {}, "path": set()})

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT case_id, key, unit_id, role, assignee_id, opened_at, due_at,"
            f" silence FROM cases_workitem WHERE case_id IN ({marks})",
            params,
        )
        for (
            case_id,
            key,
            unit,
            role,
            assignee,
            opened,
            due,
            silence,
        ) in cursor.fetchall():
            item = {"key": key, "unit": str(sql.read_id(unit)), "role": role}
            item |= {"opened": _text(opened), "due": _text(due)}
            if assignee:
                item["assignee"] = str(sql.read_id(assignee))
            if silence:
                item["silence"] = True
            of(case_id)["items"][key] = item
        cursor.execute(
            f"SELECT case_id, unit_id FROM cases_pathunit WHERE case_id IN ({marks})",
            params,
        )
        for case_id, unit in cursor.fetchall():
            of(case_id)["path"].add(str(sql.read_id(unit)))
    return found


def _text(value: Any) -> str:
    instant = sql.read_instant(value)
    assert instant is not None  # noqa: S101 - the columns are never null
    return to_text(instant)


def _check_case(
    loaded: store.Loaded,
    events: Sequence[CaseEvent],
    erased: bool,
    projections: Mapping[str, Any],
) -> list[Finding]:
    """Return the first broken event, or what of the projection does not fit."""
    state, head = CaseState(loaded.state.id), ledger.GENESIS

    def finding(what: str, text: str, seq: int | None) -> list[Finding]:
        return [Finding(what, text, loaded.state.id, loaded.state.code, seq)]

    for number, event in enumerate(events, start=1):
        broken = _broken(event, number, head, erased=erased)
        if broken:
            return finding(*broken, number)
        head = bytes(event.hash)
        state = evolve(state, Event(event.kind, event.at, event.facts, event.payload))
    if (loaded.seq, loaded.head) != (len(events), head):
        text = f"The case says {loaded.seq} events, the log has {len(events)}."
        return finding("tail_missing", text, len(events))
    if state != loaded.state:
        differ = [
            n for n in state.__slots__ if getattr(state, n) != getattr(loaded.state, n)
        ]
        text = f"The row differs from its events in: {', '.join(differ)}."
        return finding("row_differs", text, None)
    kept = {
        key: {name: item[name] for name in item if name in _ITEM_FIELDS}
        for key, item in state.items.items()
    }
    if projections.get("items", {}) != kept:
        return finding("work_differs", "The work to do differs from the events.", None)
    if projections.get("path", set()) != set(state.path):
        return finding("path_differs", "The units on the path differ.", None)
    return []


_ITEM_FIELDS = frozenset(
    {"key", "unit", "role", "opened", "due", "assignee", "silence"}
)


def _broken(
    event: CaseEvent, number: int, head: bytes, *, erased: bool
) -> tuple[str, str] | None:
    """Return what is wrong with an event, if anything."""
    if event.seq != number:
        return "event_missing", f"Event {number} is missing; {event.seq} follows."
    if event.payload is None or event.salt is None:
        if not erased:
            return "payload_missing", "The content is gone and no act ordered it."
    else:
        content = ledger.canonical(event.payload)
        if ledger.commit(content, bytes(event.salt)) != bytes(event.commitment):
            return "payload_changed", "The content is not what was committed to."
    header = store.header_of(
        case_id=event.case_id,
        seq=event.seq,
        kind=event.kind,
        actor_id=event.actor,
        capacity=event.capacity,
        at=event.at,
        facts=event.facts,
        commitment=bytes(event.commitment),
    )
    if ledger.link(head, header) != bytes(event.hash):
        return "hash_differs", "The event, or one before it, was changed."
    return None


def digest_of(
    number: int, until: str, previous: bytes, anchors: Sequence[tuple[UUID, int, bytes]]
) -> bytes:
    """Return the digest of a head: over the one before it and all its anchors."""
    hasher = hashlib.sha256(previous)
    hasher.update(f"{number} {until}\n".encode())
    for case_id, seq, event_hash in sorted(anchors):
        hasher.update(f"{case_id} {seq} {event_hash.hex()}\n".encode())
    return hasher.digest()


def keys_used() -> list[str]:
    """Return the public keys with which heads were signed, in hexadecimal."""
    keys = LedgerHead.objects.order_by("number").values_list("public_key", flat=True)
    return list(dict.fromkeys(bytes(key).hex() for key in keys))


def check_heads(
    published: Sequence[Mapping[str, Any]] = (), keys: Collection[str] = ()
) -> list[Finding]:
    """Check the signed heads, that each event they cover is there, and the copies.

    ``keys`` are the public keys that heads may be signed with; none named, any may.
    """
    findings: list[Finding] = []
    previous, heads = ledger.GENESIS, {}
    for number, head in enumerate(LedgerHead.objects.order_by("number"), start=1):
        findings += _check_head(head, number, previous)
        if keys and bytes(head.public_key).hex() not in keys:
            text = f"Signed head {head.number} is signed with a key nobody named."
            findings.append(Finding("key_unknown", text))
        previous = bytes(head.digest)
        heads[head.number] = previous.hex()
    for copy in published:
        if heads.get(copy["number"]) != copy["digest"]:
            text = f"Published head {copy['number']} is not in the database."
            findings.append(Finding("head_missing", text))
    return findings


def _check_head(head: LedgerHead, number: int, previous: bytes) -> list[Finding]:
    name = f"Signed head {head.number}"
    if head.number != number:
        return [Finding("head_missing", f"Signed head {number} is missing.")]
    anchors = [
        (case_id, seq, bytes(event_hash))
        for case_id, seq, event_hash in Anchor.objects.filter(
            ledger_head=head
        ).values_list("case_id", "seq", "hash")
    ]
    digest = digest_of(number, to_text(head.until), previous, anchors)
    if digest != bytes(head.digest) or head.count != len(anchors):
        return [Finding("head_changed", f"{name} was changed.")]
    key = Ed25519PublicKey.from_public_bytes(bytes(head.public_key))
    try:
        key.verify(bytes(head.signature), digest)
    except InvalidSignature:
        return [Finding("signature_wrong", f"{name} is not signed with its key.")]
    return [f for start in range(0, len(anchors), CHUNK)
            for f in _check_anchors(name, anchors[start : start + CHUNK])]  # fmt: skip


def _check_anchors(
    name: str, anchors: Sequence[tuple[UUID, int, bytes]]
) -> list[Finding]:
    ids = [case_id for case_id, _, _ in anchors]
    seqs = {seq for _, seq, _ in anchors}
    there = {
        (case_id, seq): bytes(event_hash)
        for case_id, seq, event_hash in CaseEvent.objects.filter(
            case_id__in=ids, seq__in=seqs
        ).values_list("case_id", "seq", "hash")
    }
    return [
        Finding(
            "tail_cut",
            f"{name} covers an event that is gone or was changed.",
            case_id,
            None,
            seq,
        )
        for case_id, seq, event_hash in anchors
        if there.get((case_id, seq)) != event_hash
    ]
