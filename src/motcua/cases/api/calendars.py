"""What a change of a calendar would move, before it is made."""

from collections.abc import Callable
from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Schema
from pydantic import Field

from motcua.cases import queries
from motcua.cases.api.common import router
from motcua.deadlines import Clock
from motcua.deadlines import queries as deadlines
from motcua.deadlines.api import CalendarName
from motcua.deadlines.editing import DueMove, EditIn
from motcua.deadlines.rules import Move
from motcua.web.permissions import permission
from motcua.web.shapes import Output

Clocks = list[tuple[UUID, Clock]]
Preview = Callable[[Clocks], list[Move[UUID]]]


class MovePage(Output):
    """Due dates that would move, among so many cases with an open one."""

    items: list[DueMove]
    looked_at: int
    next: UUID | None


class MovesAsked(Schema):
    """After which case to look on, and at how many."""

    after: UUID | None = None
    limit: Annotated[int, Field(ge=1, le=queries.MOST_CLOCKS)] = queries.MOST_CLOCKS


@router.post(
    "/calendars/{name}/preview",
    response=MovePage,
    operation_id="preview_calendar_edit",
    tags=["deadlines"],
)
@permission("deadlines.edit_calendar")
def preview_edit(
    request: HttpRequest, name: CalendarName, asked: Query[MovesAsked], said: EditIn
) -> MovePage:
    """Say which open due dates a change of a calendar would move; changes nothing."""
    edits = said.edits(name)
    return _page(
        asked, lambda clocks: deadlines.preview(clocks, calendar=name, edits=edits)
    )


@router.get(
    "/calendar-edits/{edit_id}/preview",
    response=MovePage,
    operation_id="preview_calendar_withdrawal",
    tags=["deadlines"],
)
@permission("deadlines.edit_calendar")
def preview_withdrawal(
    request: HttpRequest, edit_id: UUID, asked: Query[MovesAsked]
) -> MovePage:
    """Say which open due dates would move if a change were taken back."""
    return _page(
        asked, lambda clocks: deadlines.preview_withdrawal(clocks, edit_id=edit_id)
    )


def _page(asked: MovesAsked, preview: Preview) -> MovePage:
    batch = queries.list_open_clocks(after=asked.after, size=asked.limit)
    codes = {one.case_id: one.code for one in batch}
    moves = preview([(one.case_id, one.clock) for one in batch])
    return MovePage(
        items=[DueMove.of(move, codes[move.key]) for move in moves],
        looked_at=len(batch),
        next=batch[-1].case_id if len(batch) == asked.limit else None,
    )
