"""The state of a case and its fold: a case is what its events made of it.

Facts of an event hold no personal data and are never erased; its payload holds what
people wrote and can be erased by a lawful act. ``evolve`` reads both, so replaying
the events gives the stored row, before an erasure and after it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from motcua.kernel.actors import Post
from motcua.kernel.instants import from_text
from motcua.kernel.law import decided_by

JSON = Mapping[str, Any]

SUBMITTED = "SUBMITTED"
ACCEPTED = "ACCEPTED"
IN_PROGRESS = "IN_PROGRESS"
AWAITING_SUPPLEMENT = "AWAITING_SUPPLEMENT"
DECIDED = "DECIDED"
RETURNED = "RETURNED"
REFUSED = "REFUSED"
WITHDRAWN = "WITHDRAWN"
STOPPED = "STOPPED"

FINGERPRINT = "request"  # in a payload: stands for what a request with a key asked

RUNNING = frozenset({ACCEPTED, IN_PROGRESS})
CLOSED = frozenset({RETURNED, REFUSED, WITHDRAWN, STOPPED})


@dataclass(frozen=True, slots=True)
class NewEvent:
    """Something that happens now; the store adds who, when and the hash."""

    kind: str
    facts: JSON = field(default_factory=dict)
    payload: JSON = field(default_factory=dict)
    post: Post | None = None  # in which the actor acts, if in any


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened; ``payload`` is ``None`` once it is erased."""

    kind: str
    at: datetime
    facts: JSON
    payload: JSON | None


@dataclass(frozen=True, slots=True)
class CaseState:
    """All that later events and screens need to know about a case."""

    id: UUID
    status: str = ""
    code: str | None = None
    version_id: UUID | None = None
    procedure_code: str = ""
    applicant_id: UUID | None = None
    receiving_unit_id: UUID | None = None
    competent_unit_id: UUID | None = None
    channel: str = ""
    submitted_at: datetime | None = None
    accepted_at: datetime | None = None
    due_at: datetime | None = None
    decided_at: datetime | None = None
    closed_at: datetime | None = None
    result: str = ""
    items: Mapping[str, JSON] = field(default_factory=dict)  # work to do, by key
    path: tuple[str, ...] = ()  # units that may see the case
    facts: JSON = field(default_factory=dict)  # marking, clock, counters …
    dossier: JSON = field(default_factory=dict)  # personal: form, papers, applicant

    @property
    def applicant_name(self) -> str:
        """Return whose case it is, or nothing once that is erased."""
        applicant = self.dossier.get("applicant", {})
        return str(applicant.get("name", ""))

    @property
    def reference(self) -> str:
        """Return the official code, or before acceptance a short reference.

        >>> CaseState(UUID(int=0xABCDEF12)).reference
        'T-ABCDEF12'
        """
        return self.code or f"T-{self.id.hex[-8:].upper()}"

    @property
    def marking(self) -> tuple[str, ...]:
        """Return the marking of the procedure's process."""
        return tuple(self.facts.get("marking", ()))


_TEXTS = ("status", "code", "procedure_code", "channel", "result")
_IDS = ("version_id", "applicant_id", "receiving_unit_id", "competent_unit_id")
_SPECIAL = frozenset(
    {*_TEXTS, *_IDS, "due_at", "open", "close", "path", "said", "derivation"}
)
_STAMPS = {
    "SUBMITTED": "submitted_at",
    "ACCEPTED": "accepted_at",
    "DECIDED": "decided_at",
}


@decided_by("0001-facts-and-payload")
def evolve(state: CaseState, event: Event) -> CaseState:
    """Return the state after ``event``; total, so that every log can be replayed."""
    facts = event.facts
    changes = _columns_after(event)
    if "open" in facts or "close" in facts:
        changes["items"] = _items_after(state.items, event)
    if added := [u for u in facts.get("path", ()) if u not in state.path]:
        changes["path"] = (*state.path, *added)
    if kept := {name: facts[name] for name in facts if name not in _SPECIAL}:
        changes["facts"] = {**state.facts, **kept}
    changes.update(_dossier_after(state, event))
    return replace(state, **changes)


def _columns_after(event: Event) -> dict[str, Any]:
    """Return the plain columns that an event sets."""
    facts = event.facts
    changes: dict[str, Any] = {name: facts[name] for name in _TEXTS if name in facts}
    for name in _IDS:
        if name in facts:
            changes[name] = UUID(facts[name]) if facts[name] else None
    if "due_at" in facts:
        changes["due_at"] = from_text(facts["due_at"]) if facts["due_at"] else None
    if event.kind in _STAMPS:
        changes[_STAMPS[event.kind]] = event.at
    if event.kind == "REOPENED":
        changes["decided_at"] = None  # like the result, until there is another
    if "status" in facts:
        changes["closed_at"] = event.at if facts["status"] in CLOSED else None
    return changes


def _items_after(items: Mapping[str, JSON], event: Event) -> dict[str, JSON]:
    closed = event.facts.get("close", ())
    if closed == "all":
        closed = tuple(items)
    after = {key: item for key, item in items.items() if key not in closed}
    for item in event.facts.get("open", ()):
        after[item["key"]] = item
    return after


def _dossier_after(state: CaseState, event: Event) -> dict[str, Any]:
    """Merge what people wrote into the dossier; an erasure empties it."""
    if event.kind == "ERASED":
        return {"dossier": {}}
    changes = (event.payload or {}).get("dossier")
    if not changes:
        return {}
    dossier = dict(state.dossier)
    for part, value in changes.items():
        old = dossier.get(part)
        merge = isinstance(old, dict) and isinstance(value, dict)
        dossier[part] = {**old, **value} if merge and isinstance(old, dict) else value
    return {"dossier": dossier}


@decided_by("0001-facts-and-payload")
def replay(case_id: UUID, events: Iterable[Event]) -> CaseState:
    """Return the state that ``events`` lead to, from nothing."""
    state = CaseState(case_id)
    for event in events:
        state = evolve(state, event)
    return state
