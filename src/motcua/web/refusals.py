"""The one place where a refusal becomes an HTTP answer."""

from http import HTTPStatus
from typing import Any, TypeVar

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import get_language, gettext

from motcua.kernel.refusals import InvalidInput, Kind, Refusal
from motcua.kernel.texts import Text

STATUS_OF: dict[Kind, HTTPStatus] = {
    Kind.INVALID: HTTPStatus.UNPROCESSABLE_ENTITY,
    Kind.UNIDENTIFIED: HTTPStatus.UNAUTHORIZED,
    Kind.FORBIDDEN: HTTPStatus.FORBIDDEN,
    Kind.MISSING: HTTPStatus.NOT_FOUND,
    Kind.CONFLICT: HTTPStatus.CONFLICT,
    Kind.STALE: HTTPStatus.PRECONDITION_FAILED,
    Kind.LIMITED: HTTPStatus.TOO_MANY_REQUESTS,
}
Reply = TypeVar("Reply", bound=HttpResponse)
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
    response = JsonResponse(
        problem(refusal), status=STATUS_OF[refusal.kind], content_type=PROBLEM
    )
    return _with_headers(response, refusal)


def _with_headers(response: Reply, refusal: Refusal) -> Reply:
    """Say in the header how to go on: sign in, or wait."""
    if refusal.kind is Kind.UNIDENTIFIED:
        response["WWW-Authenticate"] = "Bearer"
    if refusal.kind is Kind.LIMITED:
        response["Retry-After"] = str(refusal.params.get("seconds", 60))
    return response


def answer(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """Answer a program with problem+json, a person with a page or the way in."""
    if request.path.startswith("/api/"):
        return problem_response(refusal)
    if refusal.kind is Kind.UNIDENTIFIED and not request.headers.get("HX-Request"):
        return redirect_to_login(request.get_full_path())
    context = {"refusal": refusal, "text": text_of(refusal)}
    status = STATUS_OF[refusal.kind]
    response = render(request, "web/refusal.html", context, status=status)
    return _with_headers(response, refusal)
