"""Lines of work and of cases as lists show them: words beside every code."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from motcua.cases.queries import CaseRow, WorkRow
from motcua.cases.rules.frame import INTAKE, RETURN
from motcua.cases.showing import (
    ROLE_WORDS,
    Badge,
    due_badge,
    due_of_work,
    said,
    status_badge,
)
from motcua.catalogue import queries as catalogue
from motcua.kernel.actors import Actor
from motcua.organisations import queries as organisations
from motcua.processes.rules import Process

CONSULTATION = "consultation:"


@dataclass(frozen=True, slots=True)
class WorkLine:
    """A piece of open work."""

    row: WorkRow
    pick: str  # what a tick box sends
    reference: str
    procedure: str
    work: str
    place: str  # in which of the reader's posts; nothing if they hold but one
    due: Badge
    status: Badge
    assignee: str
    is_mine: bool


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case in a list."""

    row: CaseRow
    reference: str
    procedure: str
    status: Badge
    due: Badge


def reference_of(case_id: UUID, code: str | None) -> str:
    """Return the official code, or before acceptance a short reference.

    >>> reference_of(UUID(int=0xABCDEF12), None)
    'T-ABCDEF12'
    """
    return code or f"T-{case_id.hex[-8:].upper()}"


def work_name(key: str, process: Process | None) -> str:
    """Return what a piece of open work is called."""
    if key == INTAKE:
        return pgettext("work", "Tiếp nhận")
    if key == RETURN:
        return pgettext("work", "Trả kết quả")
    if key.startswith(CONSULTATION):
        return pgettext("work", "Trả lời ý kiến")
    step = process.steps.get(key) if process else None
    return said(step.name) if step else key


def unit_name(unit_id: UUID) -> str:
    """Return what a unit is called."""
    return said(organisations.get_unit(unit_id).name)


def role_name(role: str) -> str:
    """Return what a role is called."""
    return str(ROLE_WORDS.get(role, role))


def work_lines(rows: Sequence[WorkRow], actor: Actor, now: datetime) -> list[WorkLine]:
    """Return rows of a worklist in words; the names of people in one statement."""
    names = organisations.names_of(r.assignee_id for r in rows if r.assignee_id)
    return [_work_line(row, actor, names, now) for row in rows]


def _work_line(
    row: WorkRow, actor: Actor, names: dict[UUID, str], now: datetime
) -> WorkLine:
    version = catalogue.get_version(row.version_id)
    mine = row.assignee_id == actor.id
    many = len({(post.unit_id, post.role) for post in actor.posts}) > 1
    assignee = names.get(row.assignee_id, "") if row.assignee_id else ""
    return WorkLine(
        row=row,
        pick=f"{row.case_id}|{row.seq}|{row.key}",
        reference=reference_of(row.case_id, row.code),
        procedure=said(version.name),
        work=work_name(row.key, version.process),
        place=f"{role_name(row.role)}, {unit_name(row.unit_id)}" if many else "",
        due=due_of_work(row.due_at, now),
        status=status_badge(row.status),
        assignee=_("bạn") if mine else assignee,
        is_mine=mine,
    )


def case_lines(rows: Iterable[CaseRow], now: datetime) -> list[CaseLine]:
    """Return rows of a list of cases in words."""
    return [
        CaseLine(
            row=row,
            reference=reference_of(row.id, row.code),
            procedure=said(catalogue.get_version(row.version_id).name),
            status=status_badge(row.status),
            due=due_badge(row.due_at, row.status, now),
        )
        for row in rows
    ]
