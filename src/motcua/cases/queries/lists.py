"""Worklists and lists of cases: index look-ups, paged by key, in plain SQL."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from motcua.authority.rules import Scope, scope_of
from motcua.cases import sql
from motcua.cases.rules.frame import UNSTATED
from motcua.kernel.actors import Actor
from motcua.kernel.instants import from_text
from motcua.kernel.texts import fold

FAR = from_text(UNSTATED)
DUE_SOON = timedelta(days=2)
LOOK_THROUGH = 2000
COUNT_UP_TO = 1000  # what is more is shown as "more than"


@dataclass(frozen=True, slots=True)
class WorkRow:
    """A line of a worklist."""

    case_id: UUID
    key: str
    unit_id: UUID
    role: str
    assignee_id: UUID | None
    opened_at: datetime
    due_at: datetime | None
    code: str | None
    status: str
    applicant_name: str
    procedure_code: str
    version_id: UUID
    case_due_at: datetime | None
    seq: int

    @property
    def place(self) -> tuple[str, str, str]:
        """Return where this line stands in the order, for the next page."""
        due = (self.due_at or FAR).isoformat()
        return due, str(self.case_id), self.key


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A line of a list of cases."""

    id: UUID
    code: str | None
    status: str
    applicant_name: str
    procedure_code: str
    version_id: UUID
    submitted_at: datetime
    due_at: datetime | None
    closed_at: datetime | None
    result: str


@dataclass(frozen=True, slots=True)
class WorkFilter:
    """What of the work somebody wants to see; nothing given means all."""

    unit_id: UUID | None = None
    role: str = ""
    mine: bool = False
    due: str = ""  # OVERDUE, SOON, EARLY
    key: str = ""  # the kind of work: intake, return, or a step's id
    procedure_code: str = ""
    status: str = ""
    text: str = ""  # the beginning of a code or of an applicant's name


_WORK = (
    "w.case_id, w.key, w.unit_id, w.role, w.assignee_id, w.opened_at, w.due_at,"
    " c.code, c.status, c.applicant_name, c.procedure_code, c.version_id, c.due_at,"
    " c.seq"
)


def list_work(
    actor: Actor,
    chosen: WorkFilter,
    *,
    now: datetime,
    after: Sequence[str] | None = None,
    size: int = 50,
) -> list[WorkRow]:
    """Return open work in the actor's posts, most urgent first. One statement.

    ``after`` is the ``place`` of the last line of the page before. Each post is an
    index look-up of its own, so that no page costs more than another.
    """
    parts: list[str] = []
    params: list[Any] = []
    for where, values in _posts(actor, chosen):
        more, more_values = _narrow(chosen, now, after)
        parts.append(
            f"SELECT {_WORK} FROM cases_workitem w JOIN cases_case c"
            f" ON c.id = w.case_id WHERE {where}{more}"
            " ORDER BY w.due_at, w.case_id, w.key LIMIT %s"
        )
        params += [*values, *more_values, size]
    if not parts:
        return []
    if len(parts) == 1:
        select = parts[0]
    else:
        union = " UNION ALL ".join(
            f"SELECT * FROM ({part}) p{i}" for i, part in enumerate(parts)
        )
        select = f"{union} ORDER BY 7, 1, 2 LIMIT %s"
        params.append(size)
    with connection.cursor() as cursor:
        cursor.execute(select, params)
        return [_work_row(row) for row in cursor.fetchall()]


def _posts(actor: Actor, chosen: WorkFilter) -> list[tuple[str, list[Any]]]:
    """Return one condition for each post that does work, or one for the person."""
    if chosen.mine:
        return [("w.assignee_id = %s", [sql.plain_id(actor.id)])]
    seen = dict.fromkeys((post.unit_id, str(post.role)) for post in actor.posts)
    return [
        ("w.unit_id = %s AND w.role = %s", [sql.plain_id(unit_id), role])
        for unit_id, role in seen
        if chosen.unit_id in {None, unit_id} and chosen.role in {"", role}
    ]


def _narrow(
    chosen: WorkFilter, now: datetime, after: Sequence[str] | None
) -> tuple[str, list[Any]]:
    """Return the rest of the condition and its values."""
    where, values = "", []
    start, end = due_class_bounds(chosen.due, now)
    if start is not None:
        where += " AND w.due_at >= %s"
        values.append(sql.plain_instant(start))
    if end is not None:
        where += " AND w.due_at < %s"
        values.append(sql.plain_instant(end))
    if after is not None:
        due, case_id, key = after
        where += " AND (w.due_at, w.case_id, w.key) > (%s, %s, %s)"
        values += [
            sql.plain_instant(datetime.fromisoformat(due)),
            sql.plain_id(case_id),
            key,
        ]
    if chosen.key:
        where += " AND w.key = %s"
        values.append(chosen.key)
    if chosen.procedure_code:
        where += " AND c.procedure_code = %s"
        values.append(chosen.procedure_code)
    if chosen.status:
        where += " AND c.status = %s"
        values.append(chosen.status)
    if chosen.text.strip():
        where += " AND (c.code LIKE %s OR c.applicant_folded LIKE %s)"
        values += [like(chosen.text.strip()), like(fold(chosen.text.strip()))]
    return where, values


def like(text: str) -> str:
    """Return the pattern for what begins with ``text``, taken literally."""
    for sign in "\\%_":
        text = text.replace(sign, f"\\{sign}" if sql.is_postgres() else sign)
    return text + "%"


def due_class_bounds(
    due: str, now: datetime
) -> tuple[datetime | None, datetime | None]:
    """Return from when up to before when work of a due class is due."""
    soon = now + DUE_SOON
    return {
        "OVERDUE": (None, now),
        "SOON": (now, soon),
        "EARLY": (soon, None),
    }.get(due, (None, None))


def _work_row(row: Sequence[Any]) -> WorkRow:
    due_at = sql.read_instant(row[6])
    opened_at = sql.read_instant(row[5])
    assert opened_at is not None  # noqa: S101 - never null
    return WorkRow(
        case_id=sql.read_id(row[0]),
        key=row[1],
        unit_id=sql.read_id(row[2]),
        role=row[3],
        assignee_id=sql.read_id(row[4]) if row[4] else None,
        opened_at=opened_at,
        due_at=due_at if due_at != FAR else None,
        code=row[7],
        status=row[8],
        applicant_name=row[9],
        procedure_code=row[10],
        version_id=sql.read_id(row[11]),
        case_due_at=sql.read_instant(row[12]),
        seq=row[13],
    )


def count_work(
    actor: Actor, *, now: datetime, chosen: WorkFilter | None = None
) -> dict[str, int]:
    """Return how much work is OVERDUE, SOON and EARLY, each up to a thousand.

    Of ``chosen`` the unit, the role, the key and whether it is the actor's own count.
    """
    return {
        due: _count_due(actor, replace(chosen or WorkFilter(), due=due), now)
        for due in ("OVERDUE", "SOON", "EARLY")
    }


def count_waiting(actor: Actor, key: str, *, now: datetime) -> int:
    """Return how much work of one kind waits in the actor's posts, up to a thousand."""
    return _count_due(actor, WorkFilter(key=key), now)


def _count_due(actor: Actor, chosen: WorkFilter, now: datetime) -> int:
    parts: list[str] = []
    params: list[Any] = []
    for where, values in _posts(actor, chosen):
        more, more_values = _narrow(
            WorkFilter(due=chosen.due, key=chosen.key), now, None
        )
        parts.append(
            "SELECT 1 FROM (SELECT 1 FROM cases_workitem w"
            f" WHERE {where}{more} LIMIT %s) p{len(parts)}"
        )
        params += [*values, *more_values, COUNT_UP_TO]
    return _count(parts, params)


def _count(parts: list[str], params: list[Any]) -> int:
    if not parts:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT COUNT(*) FROM ({' UNION ALL '.join(parts)}) q",
            params,
        )
        return min(int(cursor.fetchone()[0]), COUNT_UP_TO)


_ROW = (
    "c.id, c.code, c.status, c.applicant_name, c.procedure_code, c.version_id,"
    " c.submitted_at, c.due_at, c.closed_at, c.result, c.applicant_folded"
)


def list_cases(
    actor: Actor,
    *,
    after: str | None = None,
    size: int = 50,
    text: str = "",
    status: str = "",
) -> list[CaseRow]:
    """Return the cases that the actor may see, newest first. One statement.

    ``after`` is the id of the last line of the page before. ``text`` is a whole code,
    or a part of the applicant's name: looked for among the newest
    :data:`LOOK_THROUGH` cases, so that no search costs more than another.
    """
    scope = scope_of(actor)
    parts: list[str] = []
    params: list[Any] = []
    named = bool(text.strip()) and not looks_like_code(text)
    for source, values in _sources(scope):
        where, more = _case_filter(text, status, after)
        rows = f"SELECT {_ROW} FROM {source}{where} ORDER BY c.id DESC LIMIT %s"
        params += [*values, *more, LOOK_THROUGH if named else size]
        if named:
            rows = (
                f"SELECT * FROM ({rows}) n WHERE n.applicant_folded LIKE %s"
                " ORDER BY n.id DESC LIMIT %s"
            )
            params += ["%" + like(fold(text.strip())), size]
        parts.append(rows)
    if not parts:
        return []
    select = parts[0]
    if len(parts) > 1:
        union = " UNION ".join(
            f"SELECT * FROM ({part}) p{i}" for i, part in enumerate(parts)
        )
        select = f"{union} ORDER BY 1 DESC LIMIT %s"
        params.append(size)
    with connection.cursor() as cursor:
        cursor.execute(select, params)
        return [_case_row(row) for row in cursor.fetchall()]


def _sources(scope: Scope) -> list[tuple[str, list[Any]]]:
    """Return one source of rows for each way in which cases are seen."""
    if scope.everything:
        return [("cases_case c WHERE 1 = 1", [])]
    sources: list[tuple[str, list[Any]]] = []
    if scope.applicant_id is not None:
        own = "cases_case c WHERE c.applicant_id = %s"
        sources.append((own, [sql.plain_id(scope.applicant_id)]))
    on_path = (
        "cases_pathunit p JOIN cases_case c ON c.id = p.case_id WHERE p.unit_id = %s"
    )
    sources += [(on_path, [sql.plain_id(unit)]) for unit in sorted(scope.unit_ids)]
    return sources


def _case_filter(text: str, status: str, after: str | None) -> tuple[str, list[Any]]:
    where, values = "", []
    if after:
        where += " AND c.id < %s"
        values.append(sql.plain_id(after))
    if status:
        where += " AND c.status = %s"
        values.append(status)
    if looks_like_code(text):
        where += " AND c.code = %s"
        values.append(text.strip().upper())
    return where, values


def looks_like_code(text: str) -> bool:
    """Tell whether a search is for an official code, not for a name.

    >>> looks_like_code("H26.15-241123-0007"), looks_like_code("Nguyễn Văn An")
    (True, False)
    """
    return any(sign.isdigit() for sign in text)


def _case_row(row: Sequence[Any]) -> CaseRow:
    submitted_at = sql.read_instant(row[6])
    assert submitted_at is not None  # noqa: S101 - never null
    return CaseRow(
        id=sql.read_id(row[0]),
        code=row[1],
        status=row[2],
        applicant_name=row[3],
        procedure_code=row[4],
        version_id=sql.read_id(row[5]),
        submitted_at=submitted_at,
        due_at=sql.read_instant(row[7]),
        closed_at=sql.read_instant(row[8]),
        result=row[9],
    )
