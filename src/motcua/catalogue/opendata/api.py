"""The catalogue as open data: what there is, and the files."""

from datetime import date
from typing import Annotated, Any

from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response
from ninja import Field, Query, Router, Schema

from motcua.catalogue.opendata.keeping import file_of, is_kept
from motcua.catalogue.opendata.queries import KINDS, Format, etag_of, size_on
from motcua.web.inputs import Day
from motcua.web.limits import Limit, source_of, take
from motcua.web.permissions import PUBLIC, permission

router = Router(tags=["open data"], auth=None)
WRITING = Limit("open-data", amount=30, seconds=3600)  # files that were not kept
FILE: dict[str, Any] = {
    "responses": {
        200: {
            "description": "The file; its ETag changes when the catalogue does.",
            "content": {kind.media_type: {} for kind in KINDS.values()},
        },
        304: {"description": "It has not changed."},
    }
}


class OpenFileOut(Schema):
    """A format in which the catalogue can be had."""

    format: Format
    media_type: str
    etag: Annotated[str, Field(max_length=40)]


class OpenDataOut(Schema):
    """What there is on a day: procedures in force, entries for information only."""

    day: date
    procedures: int
    entries: int
    files: Annotated[list[OpenFileOut], Field(max_length=len(KINDS))]


class OfDay(Schema):
    """As of which day; today if it is not said."""

    on: Day | None = None

    @property
    def day(self) -> date:
        """Return the day that is meant."""
        return self.on or timezone.localdate()


@router.get(
    "/open-data",
    response=OpenDataOut,
    operation_id="list_open_data",
    url_name="list_open_data",
)
@permission(PUBLIC)
def list_open_data(request: HttpRequest, asked: Query[OfDay]) -> dict[str, Any]:
    """Say how much there is on a day, and in which formats."""
    size = size_on(asked.day)
    files = [
        {
            "format": form,
            "media_type": kind.media_type,
            "etag": f'"{etag_of(form, asked.day)}"',
        }
        for form, kind in KINDS.items()
    ]
    return {
        "day": asked.day,
        "procedures": size.procedures,
        "entries": size.entries,
        "files": files,
    }


@router.get(
    "/open-data/{form}",
    operation_id="download_open_data",
    url_name="download_open_data",
    openapi_extra=FILE,
)
@permission(PUBLIC)
def download(
    request: HttpRequest, form: Format, asked: Query[OfDay]
) -> HttpResponseBase:
    """Download the catalogue of a day: CPSV-AP 3.2 as Turtle or JSON-LD, CSV, JSON.

    Send the ETag of the file you have as ``If-None-Match``: if nothing has changed,
    the answer is 304 and empty.
    """
    etag = etag_of(form, asked.day)
    not_modified = get_conditional_response(request, etag=f'"{etag}"')
    if not_modified is not None:
        return _open(not_modified, etag)
    if not is_kept(form, etag):
        take(WRITING, source_of(request))
    kind = KINDS[form]
    return _open(
        FileResponse(
            file_of(form, asked.day, etag=etag).open("rb"),
            as_attachment=True,
            filename=f"procedures-{asked.day.isoformat()}.{kind.ending}",
            content_type=kind.media_type,
        ),
        etag,
    )


def _open(response: HttpResponseBase, etag: str) -> HttpResponseBase:
    """Let caches and pages of other sites have it."""
    response["ETag"] = f'"{etag}"'
    response["Cache-Control"] = "public, no-cache"
    response["Access-Control-Allow-Origin"] = "*"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
