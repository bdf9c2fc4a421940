"""Handing out a file. Whether the actor may have it, the caller has decided."""

from datetime import datetime

from django.http import FileResponse

from motcua.documents import commands, queries
from motcua.documents.queries import FileFacts
from motcua.documents.rules import PDF
from motcua.kernel.actors import Actor

_SANDBOX = "default-src 'none'; sandbox"
# A browser's own PDF viewer does not start in a sandbox.
_VIEWER = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'"


def file_response(
    file: FileFacts, *, actor: Actor, now: datetime, inline: bool = False
) -> FileResponse:
    """Answer with the file's content and record who read it.

    As a download. ``inline`` shows PDFs and images inside a page of our own; for
    other types it changes nothing. The browser may neither guess another type nor
    run anything in it, and no cache may keep it.

    :raises FileErased: if it was erased by a lawful act.
    :raises FileInfected: if the antivirus found something in it.
    """
    path = queries.content_path(file)
    content = path.open("rb")
    commands.record_read(file, actor=actor, now=now)
    shown = inline and file.is_inline
    response = FileResponse(
        content,
        as_attachment=not shown,
        filename=file.name,
        content_type=file.media_type,
    )
    is_pdf = file.media_type == PDF.media_type
    response["Content-Security-Policy"] = _VIEWER if shown and is_pdf else _SANDBOX
    response["X-Content-Type-Options"] = "nosniff"
    response["X-Frame-Options"] = "SAMEORIGIN" if shown else "DENY"
    response["Cache-Control"] = "private, no-store"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["ETag"] = f'"{file.sha256}"'
    return response
