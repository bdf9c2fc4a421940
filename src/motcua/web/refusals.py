"""The one place where a refusal becomes an HTTP answer."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, TypeVar

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import get_language, gettext

from motcua.kernel.refusals import (
    InvalidInput,
    Kind,
    NotFound,
    Refusal,
    gettext_noop,
)
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
# Refusals of HTTP itself, which say more than their kind does.
_STATUS_OF_CODE = {
    "bad_request": HTTPStatus.BAD_REQUEST,
    "body_unreadable": HTTPStatus.BAD_REQUEST,
    "method_not_allowed": HTTPStatus.METHOD_NOT_ALLOWED,
    "body_too_large": HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    "internal_error": HTTPStatus.INTERNAL_SERVER_ERROR,
}
Reply = TypeVar("Reply", bound=HttpResponse)
PROBLEM = "application/problem+json"


class BadRequest(Refusal):
    """The request itself is broken: its address, headers or parts."""

    code = "bad_request"
    text = gettext_noop(
        "Yêu cầu không đúng quy cách HTTP. Hãy xem lại địa chỉ, tiêu đề và nội dung."
    )
    kind = Kind.INVALID


class MethodNotAllowed(Refusal):
    """The address exists, but not for this method; ``Allow`` names those it knows."""

    code = "method_not_allowed"
    text = gettext_noop(
        "Địa chỉ này không nhận phương thức đã dùng. Tiêu đề Allow nêu các phương thức "
        "được nhận."
    )
    kind = Kind.INVALID


class InternalError(Refusal):
    """Something went wrong on our side. It has been logged."""

    code = "internal_error"
    text = gettext_noop(
        "Hệ thống gặp lỗi và đã ghi lại. Hãy thử lại sau ít phút; nếu vẫn lỗi, hãy báo "
        "cho người quản trị."
    )


_OF_STATUS: dict[int, type[Refusal]] = {
    HTTPStatus.NOT_FOUND: NotFound,
    HTTPStatus.METHOD_NOT_ALLOWED: MethodNotAllowed,
}


def status_of(refusal: Refusal | type[Refusal]) -> HTTPStatus:
    """Return the HTTP status that says what a refusal says."""
    return _STATUS_OF_CODE.get(refusal.code) or STATUS_OF[refusal.kind]


def refusal_for(status: int) -> Refusal:
    """Return the refusal behind an answer that the framework gave by itself."""
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return InternalError()
    return _OF_STATUS.get(status, BadRequest)()


def text_of(refusal: Refusal) -> str:
    """Return what a person reads, in the language that is active."""
    language = get_language() or settings.LANGUAGE_CODE
    params = {
        key: value.to(language) if isinstance(value, Text) else value
        for key, value in refusal.params.items()
    }
    return gettext(refusal.text).format(**params)


def problem(refusal: Refusal) -> dict[str, Any]:
    """Return the body of a problem+json answer (RFC 9457)."""
    status = status_of(refusal)
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
    return _with_headers(problem_json(problem(refusal)), refusal)


def problem_json(body: Mapping[str, Any]) -> JsonResponse:
    """Return an answer with a body that :func:`problem` made."""
    return JsonResponse(
        body,
        status=body["status"],
        content_type=PROBLEM,
        json_dumps_params={"ensure_ascii": False},
    )


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
    status = status_of(refusal)
    response = render(request, "web/refusal.html", context, status=status)
    return _with_headers(response, refusal)
