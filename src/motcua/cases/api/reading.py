"""Reading cases: lists, one case, what happened, what may be done, its files."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Query, Schema
from pydantic import Field

from motcua.cases import integrity, papers, queries, registers
from motcua.cases.actions import available_actions
from motcua.cases.api.common import Cursor, Limit, Ref, id_of, router
from motcua.cases.api.offers import ActionOut
from motcua.cases.api.shapes import (
    CaseLine,
    CaseOut,
    EventOut,
    WorkLine,
    case_out,
    is_inside,
)
from motcua.cases.explaining import explain_case
from motcua.cases.queries import CaseView
from motcua.documents import queries as documents
from motcua.documents.api import AS_IT_IS, FileOut, IssuedOut
from motcua.documents.rules import FileKind
from motcua.documents.serving import file_response
from motcua.kernel.refusals import NotFound
from motcua.notices import queries as notices
from motcua.notices.api import DeliveryOut
from motcua.web.actors import actor_of
from motcua.web.inputs import Instant, Line
from motcua.web.paging import page_of, read_cursor
from motcua.web.permissions import permission
from motcua.web.requests import etag

READ, WORK = "cases.read", "cases.work"
PDF = {"content": {"application/pdf": {}}, "description": "The paper."}

Status = Literal[
    "SUBMITTED", "ACCEPTED", "IN_PROGRESS", "AWAITING_SUPPLEMENT", "DECIDED",
    "RETURNED", "REFUSED", "WITHDRAWN", "STOPPED",
]  # fmt: skip


class CasePage(Schema):
    """Some cases, the newest first; ``next`` is the ``after`` of the next page."""

    items: list[CaseLine]
    next: str | None


class CasesAsked(Schema):
    """Which cases to list."""

    text: Annotated[
        Line, Field(description="A whole code, or a part of the applicant's name.")
    ] = ""
    status: Status | None = None
    after: Cursor | None = None
    limit: Limit = 20


@router.get("/cases", response=CasePage, operation_id="list_cases", tags=["cases"])
@permission(READ)
def list_cases(request: HttpRequest, asked: Query[CasesAsked]) -> CasePage:
    """List the cases that you may see: your own, or those of your units."""
    after = read_cursor(asked.after, of="cases")[0] if asked.after else None
    rows = queries.list_cases(
        actor_of(request),
        after=after,
        size=asked.limit + 1,
        text=asked.text,
        status=asked.status or "",
    )
    page = page_of(rows, asked.limit, lambda row: [str(row.id)], of="cases")
    items = [CaseLine.of(row) for row in page.rows]
    return CasePage(items=items, next=page.next_cursor)


class WorkPage(Schema):
    """Some open work, the most urgent first."""

    items: list[WorkLine]
    next: str | None


class WorkAsked(Schema):
    """Which work to list; what is not said is not asked for."""

    unit_id: UUID | None = None
    role: Literal["CLERK", "OFFICER", "LEADER", "CONTROLLER"] | None = None
    mine: Annotated[bool, Field(description="Only what was given to you.")] = False
    due: Literal["OVERDUE", "SOON", "EARLY"] | None = None
    procedure_code: Line = ""
    status: Status | None = None
    text: Annotated[
        Line, Field(description="The beginning of a code or of a name.")
    ] = ""
    after: Cursor | None = None
    limit: Limit = 20


@router.get("/work", response=WorkPage, operation_id="list_work", tags=["work"])
@permission(WORK)
def list_work(request: HttpRequest, asked: Query[WorkAsked]) -> WorkPage:
    """List the open work of your posts, sorted by due time."""
    rows = queries.list_work(
        actor_of(request),
        queries.WorkFilter(
            unit_id=asked.unit_id,
            role=asked.role or "",
            mine=asked.mine,
            due=asked.due or "",
            procedure_code=asked.procedure_code,
            status=asked.status or "",
            text=asked.text,
        ),
        now=timezone.now(),
        after=read_cursor(asked.after, of="work") if asked.after else None,
        size=asked.limit + 1,
    )
    page = page_of(rows, asked.limit, lambda row: list(row.place), of="work")
    items = [WorkLine.of(row) for row in page.rows]
    return WorkPage(items=items, next=page.next_cursor)


class WorkCounts(Schema):
    """How much work is overdue, due soon and early; each counted up to a thousand."""

    overdue: int
    soon: int
    early: int


@router.get(
    "/work/counts", response=WorkCounts, operation_id="count_work", tags=["work"]
)
@permission(WORK)
def count_work(request: HttpRequest) -> WorkCounts:
    """Count the open work of your posts by how it stands with time."""
    counts = queries.count_work(actor_of(request), now=timezone.now())
    return WorkCounts(**{name.lower(): count for name, count in counts.items()})


def seen_case(request: HttpRequest, ref: str) -> CaseView:
    """Return a case that the caller may see.

    :raises NotFound: if there is none, or none that they may see.
    """
    return queries.get_case(id_of(ref), actor_of(request))


@router.get("/cases/{ref}", response=CaseOut, operation_id="get_case", tags=["cases"])
@permission(READ)
def get_case(request: HttpRequest, ref: Ref, response: HttpResponse) -> CaseOut:
    """Return one case in full. Its ETag is the number of its last event."""
    view = seen_case(request, ref)
    response["ETag"] = etag(view.seq)
    return case_out(view.state, view.seq, actor_of(request))


class EventPage(Schema):
    """Some events in order; ``next`` is the ``after`` of the next page."""

    items: list[EventOut]
    next: int | None


class EventsAsked(Schema):
    """Which events to list."""

    after: Annotated[int, Field(ge=0, le=10**9)] = 0
    limit: Limit = 100


@router.get(
    "/cases/{ref}/events",
    response=EventPage,
    operation_id="list_events",
    tags=["cases"],
)
@permission(READ)
def list_events(request: HttpRequest, ref: Ref, asked: Query[EventsAsked]) -> EventPage:
    """List what happened to a case: who, in which capacity, what, and the hash."""
    actor, view = actor_of(request), seen_case(request, ref)
    found = queries.list_events(
        view.state.id, actor, after=asked.after, size=asked.limit + 1
    )
    inside = is_inside(view.state, actor)
    items = [EventOut.of(entry, inside=inside) for entry in found[: asked.limit]]
    more = len(found) > asked.limit
    return EventPage(items=items, next=items[-1].seq if more else None)


@router.get(
    "/cases/{ref}/actions",
    response=list[ActionOut],
    operation_id="list_actions",
    tags=["cases"],
)
@permission(READ)
def list_actions(request: HttpRequest, ref: Ref) -> list[ActionOut]:
    """List every action there is on a case: which you may take, and why not the rest.

    What an action lets you choose from comes with it: outcomes, papers, fields.
    """
    view = seen_case(request, ref)
    found = available_actions(view, actor_of(request), timezone.now())
    return [ActionOut.of(action, view.state.id) for action in found]


@router.get(
    "/cases/{ref}/files",
    response=list[FileOut],
    operation_id="list_case_files",
    tags=["files"],
)
@permission(READ)
def list_files(request: HttpRequest, ref: Ref) -> list[FileOut]:
    """List the files of a case, of each the last version."""
    view = seen_case(request, ref)
    kinds = [
        kind
        for kind in FileKind
        if kind is not FileKind.INTERNAL or is_inside(view.state, actor_of(request))
    ]
    found = documents.list_files(case_id=view.state.id, kinds=kinds)
    return [FileOut.of(file) for file in found]


@router.get(
    "/cases/{ref}/files/{file_id}/content",
    operation_id="download_case_file",
    tags=["files"],
    openapi_extra=AS_IT_IS,
)
@permission(READ)
def download(request: HttpRequest, ref: Ref, file_id: UUID) -> FileResponse:
    """Hand out a file of a case. It is written down who read it."""
    actor, view = actor_of(request), seen_case(request, ref)
    file = documents.get_file(file_id)
    hidden = file.kind == FileKind.INTERNAL and not is_inside(view.state, actor)
    if file.case_id != view.state.id or hidden:
        raise NotFound
    return file_response(file, actor=actor, now=timezone.now())


class ReadOut(Schema):
    """One opening of a file."""

    file_id: UUID
    file_name: str
    account_id: UUID
    capacity: dict[str, str]
    read_at: datetime


@router.get(
    "/cases/{ref}/reads",
    response=list[ReadOut],
    operation_id="list_reads",
    tags=["files"],
)
@permission("cases.see_all")
def list_reads(request: HttpRequest, ref: Ref) -> list[ReadOut]:
    """List who opened files of a case, the latest first (for controllers)."""
    view = seen_case(request, ref)
    found = documents.list_reads(case_id=view.state.id)
    names = ReadOut.model_fields
    return [ReadOut(**{name: getattr(r, name) for name in names}) for r in found]


class LoggedOut(Schema):
    """One event as it stands in the log: its content is there, not shown."""

    seq: int
    at: datetime
    kind: str
    who: str
    hash: str
    commitment: str
    content: Literal["kept", "erased"]


class FindingOut(Schema):
    """Something that does not fit; ``seq`` is the first event that is broken."""

    what: str
    text: str
    seq: int | None


class IntegrityOut(Schema):
    """The log of a case, and what does not fit: nothing, if nobody changed it."""

    events: list[LoggedOut]
    findings: list[FindingOut]


@router.get(
    "/cases/{ref}/integrity",
    response=IntegrityOut,
    operation_id="verify_case",
    tags=["cases"],
)
@permission("cases.verify")
def verify(request: HttpRequest, ref: Ref) -> IntegrityOut:
    """Check that nobody changed a case quietly: chain, contents, row and work."""
    case_id = seen_case(request, ref).state.id
    return IntegrityOut(
        events=[LoggedOut(**event) for event in explain_case(case_id)],
        findings=[
            FindingOut(what=one.what, text=one.text, seq=one.seq)
            for found in integrity.check_cases([case_id])
            for one in found
        ],
    )


@router.get(
    "/cases/{ref}/papers",
    response=list[IssuedOut],
    operation_id="list_issued_papers",
    tags=["files"],
)
@permission(READ)
def list_papers(request: HttpRequest, ref: Ref) -> list[IssuedOut]:
    """List the papers that were issued in a case, with the codes that verify them."""
    view = seen_case(request, ref)
    return [IssuedOut.of(one) for one in documents.list_issued(view.state.id)]


@router.get(
    "/cases/{ref}/deliveries",
    response=list[DeliveryOut],
    operation_id="list_case_deliveries",
    tags=["notices"],
)
@permission(WORK)
def list_deliveries(request: HttpRequest, ref: Ref) -> list[DeliveryOut]:
    """List what was sent about a case by e-mail and SMS, and what became of it."""
    view = seen_case(request, ref)
    found = notices.list_deliveries(case_id=view.state.id)
    return [DeliveryOut.of(row) for row in found]


@router.get(
    "/cases/{ref}/control-slip",
    operation_id="print_control_slip",
    tags=["files"],
    openapi_extra={"responses": {200: PDF}},
)
@permission(WORK)
def control_slip(request: HttpRequest, ref: Ref) -> HttpResponse:
    """Print the slip that follows a case from hand to hand (form 05), as PDF."""
    content = papers.control_slip(id_of(ref), actor_of(request), now=timezone.now())
    return HttpResponse(content, content_type="application/pdf")


class Period(Schema):
    """From an instant until before another."""

    start: Instant
    end: Instant


@router.get(
    "/units/{unit_id}/register",
    operation_id="print_register",
    tags=["files"],
    openapi_extra={"responses": {200: PDF}},
)
@permission(WORK)
def register(request: HttpRequest, unit_id: UUID, asked: Query[Period]) -> HttpResponse:
    """Print the register of the cases that a unit accepted (form 06), as PDF."""
    actor, now = actor_of(request), timezone.now()
    content = registers.register(unit_id, asked.start, asked.end, actor, now=now)
    return HttpResponse(content, content_type="application/pdf")
