"""JSON of files and issued papers. The files of a case are at the case."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from django.conf import settings
from django.http import FileResponse, HttpRequest
from django.utils import timezone
from ninja import File, Form, Router, Schema, Status
from ninja.files import UploadedFile
from pydantic import Field

from motcua.catalogue import queries as catalogue
from motcua.documents import commands, queries
from motcua.documents.queries import FileFacts, IssuedFacts
from motcua.documents.rules import KNOWN_TYPES, FileKind
from motcua.documents.serving import file_response
from motcua.kernel.actors import Actor
from motcua.kernel.refusals import InvalidInput, NotFound
from motcua.web.actors import actor_of
from motcua.web.inputs import Input, ValueUnknown
from motcua.web.permissions import PUBLIC, permission

router = Router(tags=["files"])
public = Router(tags=["public"], auth=None)
HAND_IN = ("cases.submit", "cases.supplement")
AS_IT_IS: dict[str, Any] = {  # an answer with a file of any type that is taken
    "responses": {
        200: {"content": {kind.media_type: {} for kind in KNOWN_TYPES.values()}}
    }
}
MEGABYTE = 1_048_576


class FileOut(Schema):
    """What is known of a file. ``erased_by`` is the act that ordered an erasure."""

    id: UUID
    case_id: UUID | None
    kind: str
    component: str
    name: str
    media_type: str
    size: int
    sha256: str
    is_personal: bool
    created_at: datetime
    group_id: UUID
    version: int
    scan: str
    erased_at: datetime | None
    erased_by: str

    @classmethod
    def of(cls, file: FileFacts) -> "FileOut":
        """Return a file as it is answered."""
        return cls(**{name: getattr(file, name) for name in cls.model_fields})


class IssuedOut(Schema):
    """A paper that was issued in a case; anybody can verify its code."""

    code: str
    kind: str
    title: str
    occasion: str
    file_id: UUID
    issued_at: datetime
    revoked_at: datetime | None

    @classmethod
    def of(cls, issued: IssuedFacts) -> "IssuedOut":
        """Return an issued paper as it is answered."""
        return cls(**{name: getattr(issued, name) for name in cls.model_fields})


class FileIn(Input):
    """What the file is; with both, the paper's own types and size are checked."""

    procedure_code: Annotated[
        str, Field(pattern=r"^([A-Za-z0-9][A-Za-z0-9.\-]{0,39})?$")
    ] = ""
    component: Annotated[str, Field(pattern=r"^([a-z][a-z0-9_]{0,59})?$")] = ""


@router.post("/files", response={201: FileOut}, operation_id="upload_file")
@permission(*HAND_IN)
def upload(
    request: HttpRequest, said: Form[FileIn], file: File[UploadedFile]
) -> Status[FileOut]:
    """Upload a file for an application or a supplement; name it there by its id.

    What is in it decides its type, not its name. Twice the same is stored once.
    """
    now = timezone.now()
    stored = commands.store_file(
        content=file.chunks(),
        name=file.name or "",
        kind=FileKind.COMPONENT,
        case_id=None,
        uploaded_by=actor_of(request).id,
        now=now,
        component=said.component,
        **_bounds(said, timezone.localdate()),
    )
    return Status(201, FileOut.of(stored))


def _bounds(said: FileIn, day: date) -> dict[str, Any]:
    """Return what the procedure says of the paper that the file is.

    :raises InvalidInput: if the procedure has no such paper.
    """
    if not (said.procedure_code and said.component):
        return {}
    version = catalogue.version_in_force(said.procedure_code, day)
    for paper in version.definition.components:
        if paper.id == said.component:
            return {
                "is_personal": paper.personal,
                "limit": min(paper.max_megabytes * MEGABYTE, settings.FILE_MAX_BYTES),
                "allowed": [t for t in paper.types if t in KNOWN_TYPES] or None,
            }
    raise InvalidInput({"component": ValueUnknown()})


def _own(file_id: UUID, actor: Actor) -> FileFacts:
    file = queries.get_file(file_id)
    if file.uploaded_by != actor.id:
        raise NotFound
    return file


@router.get("/files/{file_id}", response=FileOut, operation_id="get_file")
@permission(*HAND_IN)
def get_file(request: HttpRequest, file_id: UUID) -> FileOut:
    """Return what is known of a file that you uploaded."""
    return FileOut.of(_own(file_id, actor_of(request)))


@router.get(
    "/files/{file_id}/content",
    operation_id="download_file",
    openapi_extra=AS_IT_IS,
)
@permission(*HAND_IN)
def download(request: HttpRequest, file_id: UUID) -> FileResponse:
    """Hand out a file that you uploaded. It is written down who read it."""
    actor = actor_of(request)
    return file_response(_own(file_id, actor), actor=actor, now=timezone.now())


class VerifiedOut(Schema):
    """What anybody who holds a paper may learn of it: nothing about persons."""

    code: str
    kind: str
    title: str
    case_code: str
    public: dict[str, Any]
    issued_at: datetime
    valid_until: date | None
    validity: str
    revoked_at: datetime | None
    sha256: str
    ledger_head: str


@public.get("/verify/{code}", response=VerifiedOut, operation_id="verify_paper")
@permission(PUBLIC)
def verify(
    request: HttpRequest,
    code: Annotated[
        str, Field(max_length=60, description="As printed; dashes do not matter.")
    ],
) -> VerifiedOut:
    """Say whether a paper with this code was issued, and whether it still counts."""
    found = queries.verify(code, day=timezone.localdate())
    names = VerifiedOut.model_fields
    return VerifiedOut(**{name: getattr(found, name) for name in names})
