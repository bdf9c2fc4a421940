"""Papers that come in with a draft: taken in one by one, kept until handed in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest

from motcua.catalogue import presenting
from motcua.catalogue.definition import Component, ProcedureDefinition
from motcua.catalogue.rules import Need
from motcua.documents import commands as documents
from motcua.documents.rules import KNOWN_TYPES, FileKind
from motcua.kernel.refusals import Refusal
from motcua.kernel.texts import Text
from motcua.web.actors import actor_of
from motcua.web.refusals import text_of

MEGABYTE = 1_048_576
FIELD, REMOVE = "paper.", "remove"


@dataclass(frozen=True, slots=True)
class Row:
    """A paper that is asked for, with what was sent in."""

    id: str
    name: Text
    how: str
    note: Text | None
    replaced_by: Text | None
    required: bool
    one_of: bool
    to_upload: bool
    max_bytes: int
    accept: str
    types: str
    files: tuple[Mapping[str, Any], ...]
    wrong: str
    reason: str = ""  # why it is asked for again


def row(
    need: Need,
    papers: Mapping[str, Any],
    wrong: Mapping[str, str],
    reason: str = "",
) -> Row:
    """Return a paper as the page shows it."""
    part = need.component
    types = [t for t in part.types if t in KNOWN_TYPES] or ["pdf", "jpg", "png"]
    return Row(
        id=part.id,
        name=part.name,
        how=presenting.paper_form(part),
        note=part.note,
        replaced_by=part.replaced_by,
        required=need.required and need.is_paper and part.form != "PRESENT",
        one_of=bool(need.one_of),
        to_upload=need.is_paper and part.form != "PRESENT",
        max_bytes=_limit(part),
        accept=",".join(f".{extension}" for extension in types),
        types=", ".join(extension.upper() for extension in types),
        files=tuple(papers.get(part.id, ())),
        wrong=wrong.get(part.id, ""),
        reason=reason,
    )


def _limit(part: Component) -> int:
    return min(part.max_megabytes * MEGABYTE, settings.FILE_MAX_BYTES)


def take(
    request: HttpRequest,
    definition: ProcedureDefinition,
    papers: Mapping[str, Any],
    now: datetime,
) -> tuple[dict[str, list[Any]], dict[str, str]]:
    """Take in what a page sent: the papers that changed, and what was refused.

    A file that is refused does not keep the others from being taken.
    """
    changed: dict[str, list[Any]] = {}
    wrong: dict[str, str] = {}
    gone = request.POST.get(REMOVE)
    for part in definition.components:
        files = list(papers.get(part.id, ()))
        kept = [file for file in files if file["id"] != gone]
        for upload in request.FILES.getlist(FIELD + part.id):
            try:
                kept.append(_store(request, part, upload, now))
            except Refusal as refusal:
                wrong[part.id] = text_of(refusal)
        if kept != files:
            changed[part.id] = kept
    return changed, wrong


def _store(
    request: HttpRequest, part: Component, upload: UploadedFile[Any], now: datetime
) -> dict[str, Any]:
    allowed = [extension for extension in part.types if extension in KNOWN_TYPES]
    file = documents.store_file(
        content=upload.chunks(),
        name=upload.name or "",
        kind=FileKind.COMPONENT,
        case_id=None,
        uploaded_by=actor_of(request).id,
        now=now,
        component=part.id,
        is_personal=part.personal,
        limit=_limit(part),
        allowed=allowed or None,
    )
    return {"id": str(file.id), "name": file.name, "size": file.size}


def file_ids(papers: Mapping[str, Any]) -> dict[str, list[UUID]]:
    """Return the ids of the files, paper by paper."""
    return {
        component: [UUID(file["id"]) for file in files]
        for component, files in papers.items()
        if files
    }
