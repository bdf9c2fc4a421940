"""Following a case without an account: its code and its progress, and nobody's data."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from motcua.cases import store
from motcua.cases.calendars import derivation_of
from motcua.cases.models import Case
from motcua.cases.rules.state import CaseState
from motcua.cases.rules.tracking import NothingToTrack, knows_second_fact
from motcua.catalogue import queries as catalogue
from motcua.kernel.instants import from_text
from motcua.kernel.texts import Text, nfc


@dataclass(frozen=True, slots=True)
class OpenStep:
    """What is being done about the case now, and where."""

    name: Text | None  # nothing for the intake and the hand-over, which all cases have
    key: str
    unit_id: UUID
    since: datetime


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a case is. Nothing in it is about a person."""

    code: str
    procedure_code: str
    procedure: Text
    status: str
    result: str
    receiving_unit_id: UUID
    submitted_at: datetime
    accepted_at: datetime | None
    due_at: datetime | None
    decided_at: datetime | None
    closed_at: datetime | None
    steps: tuple[OpenStep, ...]
    derivation: Sequence[Mapping[str, Any]]  # why it is due then, line by line


def track(code: str, second_fact: str) -> Progress:
    """Return the progress of a case. The border limits how often this is asked.

    :raises NothingToTrack: if there is no such case, or if the fact is not about its
        applicant; the answer does not tell which.
    """
    wanted = nfc(code).strip().upper()
    case_id = Case.objects.filter(code=wanted).values_list("id", flat=True).first()
    state = _read(case_id) if case_id else None
    applicant = state.dossier.get("applicant", {}) if state else {}
    if not knows_second_fact(second_fact, applicant) or state is None:
        raise NothingToTrack
    return progress_of(state)


def _read(case_id: UUID) -> CaseState:
    return store.load(case_id, lock=False).state


def progress_of(state: CaseState) -> Progress:
    """Return how far an accepted case is, without anybody's data."""
    assert state.version_id is not None  # noqa: S101 - set by SUBMITTED
    assert state.code is not None  # noqa: S101 - it was found by it
    assert state.receiving_unit_id is not None  # noqa: S101 - set by SUBMITTED
    assert state.submitted_at is not None  # noqa: S101 - set by SUBMITTED
    version = catalogue.get_version(state.version_id)
    steps = version.process.steps
    return Progress(
        code=state.code,
        procedure_code=state.procedure_code,
        procedure=version.name,
        status=state.status,
        result=state.result,
        receiving_unit_id=state.receiving_unit_id,
        submitted_at=state.submitted_at,
        accepted_at=state.accepted_at,
        due_at=state.due_at,
        decided_at=state.decided_at,
        closed_at=state.closed_at,
        steps=tuple(
            OpenStep(
                name=steps[key].name if key in steps else None,
                key=key,
                unit_id=UUID(item["unit"]),
                since=from_text(item["opened"]),
            )
            for key, item in state.items.items()
            if not key.startswith("consultation:")
        ),
        derivation=tuple(derivation_of(state)),
    )
