"""The one place where a refusal becomes an HTTP answer."""

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import get_language, gettext

from motcua.kernel.refusals import InvalidInput, Kind, Refusal
from motcua.kernel.texts import Text

STATUS_OF: dict[Kind, HTTPStatus] = {
    Kind.INVALID: HTTPStatus.UNPROCESSABLE_ENTITY,
    Kind.FORBIDDEN: HTTPStatus.FORBIDDEN,
    Kind.MISSING: HTTPStatus.NOT_FOUND,
    Kind.CONFLICT: HTTPStatus.CONFLICT,
    Kind.STALE: HTTPStatus.PRECONDITION_FAILED,
    Kind.LIMITED: HTTPStatus.TOO_MANY_REQUESTS,
}
PROBLEM = "application/problem+json"


def text_of(refusal: Refusal) -> str:
    """Return what a person reads, in the language that is active."""
    language = get_language() or "vi"
    params = {
        key: value.to(language) if isinstance(value, Text) else value
        for key, value in refusal.params.items()
    }
    return gettext(refusal.text).format(**params)


def problem(refusal: Refusal) -> dict[str, Any]:
    """Return the body of a problem+json answer (RFC 9457)."""
    status = STATUS_OF[refusal.kind]
    body: dict[str, Any] = {
        "type": f"urn:motcua:{refusal.code}",
        "code": refusal.code,
        "title": status.phrase,
        "status": int(status),
        "detail": text_of(refusal),
    }
    if isinstance(refusal, InvalidInput):
        body["errors"] = [
            {"field": field, "code": error.code, "detail": text_of(error)}
            for field, error in refusal.fields.items()
        ]
    return body


def problem_response(refusal: Refusal) -> JsonResponse:
    """Answer a program."""
    return JsonResponse(
        problem(refusal), status=STATUS_OF[refusal.kind], content_type=PROBLEM
    )


def answer(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """Answer a program with problem+json, a person with a page."""
    if request.path.startswith("/api/"):
        return problem_response(refusal)
    context = {"refusal": refusal, "text": text_of(refusal)}
    return render(request, "web/refusal.html", context, status=STATUS_OF[refusal.kind])
