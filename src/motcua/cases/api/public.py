"""What anybody may ask: how far a case is, and the signed heads of the log."""

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Schema
from pydantic import Field

from motcua.cases import heads, queries
from motcua.cases.api.common import Limit, router
from motcua.cases.api.shapes import ProgressOut
from motcua.web.inputs import Input, Line
from motcua.web.limits import TRACKING, address_of, take
from motcua.web.limits import Limit as RateLimit
from motcua.web.permissions import PUBLIC, permission

TAGS = ["public"]
ONE_CODE = RateLimit("tracking-code", amount=20, seconds=3600)  # wherever from


class TrackIn(Input):
    """A code, and a fact that the applicant knows."""

    code: Annotated[Line, Field(examples=["H26.15-241123-0007"])]
    second_fact: Annotated[
        Line,
        Field(
            description="The last 4 digits of the applicant's telephone or identity "
            "number, or the whole e-mail address."
        ),
    ]


@router.post(
    "/track", response=ProgressOut, operation_id="track_case", tags=TAGS, auth=None
)
@permission(PUBLIC)
def track(request: HttpRequest, said: TrackIn) -> ProgressOut:
    """Say how far a case is to whoever knows its code and a second fact.

    A POST, so that neither of the two stands in anybody's log. Counted by address
    and by code, so that nobody can try facts through.
    """
    take(TRACKING, address_of(request))
    take(ONE_CODE, said.code.strip().upper())
    return ProgressOut.of(queries.track(said.code, said.second_fact))


class HeadOut(Schema):
    """The signed head of the whole log on one day; bytes in hexadecimal.

    ``signature`` is Ed25519 over ``digest``; ``digest`` covers the previous one.
    """

    number: int
    until: str
    count: int
    previous: str
    digest: str
    public_key: str
    signature: str


class HeadPage(Schema):
    """Some heads, the newest first; ``next`` is the ``before`` of the next page."""

    items: list[HeadOut]
    next: int | None


class HeadsAsked(Schema):
    """Which heads to list."""

    before: Annotated[int | None, Field(ge=1, le=10**9)] = None
    limit: Limit = 20


@router.get(
    "/ledger/heads",
    response=HeadPage,
    operation_id="list_ledger_heads",
    tags=TAGS,
    auth=None,
)
@permission(PUBLIC)
def list_heads(request: HttpRequest, asked: Query[HeadsAsked]) -> Any:
    """List the signed heads of the log. Keep them: they show if its tail is cut."""
    found = heads.list_heads(before=asked.before, size=asked.limit + 1)
    items = [HeadOut(**head) for head in found[: asked.limit]]
    more = len(found) > asked.limit
    return HeadPage(items=items, next=items[-1].number if more else None)
