"""The API: every capability's operations at one address, with one way in."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.operation import Operation
from ninja.renderers import JSONRenderer
from ninja.security import APIKeyCookie
from ninja.throttling import BaseThrottle
from ninja.utils import check_csrf

from motcua.accounts.api import router as access
from motcua.accounts.listening import METHODS
from motcua.accounts.rules import SecondFactorMissing, needs_second_factor
from motcua.authority.api import router as me
from motcua.cases.api import router as cases
from motcua.catalogue.api import router as catalogue
from motcua.catalogue.finder.api import router as finder
from motcua.catalogue.national.api import router as entries
from motcua.catalogue.opendata.api import router as open_data
from motcua.catalogue.upkeep.api import public as differences
from motcua.catalogue.upkeep.api import router as upkeep
from motcua.config.doors import guard
from motcua.config.openapi import described
from motcua.deadlines.api import editing as calendars
from motcua.deadlines.api import router as deadlines
from motcua.documents.api import public as verification
from motcua.documents.api import router as files
from motcua.kernel.actors import Actor
from motcua.kernel.refusals import NotFound, Refusal
from motcua.notices.api import router as notices
from motcua.organisations.api import router as units
from motcua.web.actors import CsrfMissing, SignInNeeded, visitor_of
from motcua.web.inputs import (
    LARGEST_BODY,
    BodyTooLarge,
    BodyUnreadable,
    StrictParser,
    invalid_input,
)
from motcua.web.limits import API, source_of, take
from motcua.web.refusals import problem_response, refusal_for
from motcua.web.tokens import BearerToken

MEGABYTE = 1_048_576


class Session(APIKeyCookie):
    """Let pages of our own site call by the session of whoever is signed in."""

    param_name = settings.SESSION_COOKIE_NAME

    def __call__(self, request: HttpRequest) -> Actor | None:
        """Return who is signed in; nobody where a token was sent as well.

        :raises CsrfMissing: if something is to be changed without the CSRF token.
        :raises SecondFactorMissing: if a second factor is wanted and was not shown.
        """
        if "Authorization" in request.headers:
            return None
        actor = visitor_of(request)
        if actor is None:
            return None
        if check_csrf(request):
            raise CsrfMissing
        shown = request.session.get(METHODS, ())
        if needs_second_factor(actor, shown, required=settings.STAFF_MFA):
            raise SecondFactorMissing
        return actor

    def authenticate(self, request: HttpRequest, _key: str | None) -> Actor | None:
        """Return who is signed in."""
        return visitor_of(request)


class Json(JSONRenderer):
    """JSON in UTF-8, so that Vietnamese is short and can be read."""

    json_dumps_params: Mapping[str, Any] = {
        "ensure_ascii": False,
        "separators": (",", ":"),
    }


class Gate(BaseThrottle):
    """Bound how often somebody asks, and how much they send, before it is read."""

    def allow_request(self, request: HttpRequest) -> bool:
        """Let the request pass.

        :raises TooOften: if this source asked too often.
        :raises BodyTooLarge: if more is announced than any operation takes.
        """
        take(API, source_of(request))
        most = settings.FILE_MAX_BYTES + LARGEST_BODY
        announced = request.META.get("CONTENT_LENGTH") or "0"
        if not announced.isdecimal() or int(announced) > most:
            raise BodyTooLarge(limit_mb=most // MEGABYTE)
        return True


class Api(NinjaAPI):
    """django-ninja with our words for what goes wrong."""

    _written: Any = None  # the schema; it never changes while a process runs

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """Return what an operation is called that does not say it."""
        return operation.view_func.__name__

    def get_openapi_schema(self, **more: Any) -> Any:
        """Return the schema, with permissions and refusals on every operation."""
        return self._written or self._write(**more)

    def _write(self, **more: Any) -> Any:
        self._written = described(self, super().get_openapi_schema(**more))
        return self._written


api = Api(
    title="motcua",
    version="1",
    urls_namespace="api",
    docs_url="",
    parser=StrictParser(),
    renderer=Json(),
    auth=[BearerToken(), Session()],
    throttle=[Gate()],
)
for one in (
    me,
    access,
    catalogue,
    finder,
    entries,
    open_data,
    differences,
    upkeep,
    deadlines,
    calendars,
    units,
    files,
    verification,
    notices,
    cases,
):
    api.add_router("", one)
guard(api)


@api.exception_handler(Refusal)
def _refused(_request: HttpRequest, refusal: Refusal) -> HttpResponse:
    return problem_response(refusal)


@api.exception_handler(AuthenticationError)
def _unknown(_request: HttpRequest, _error: AuthenticationError) -> HttpResponse:
    return problem_response(SignInNeeded())


@api.exception_handler(ValidationError)
def _invalid(_request: HttpRequest, error: ValidationError) -> HttpResponse:
    return problem_response(invalid_input(error.errors))


@api.exception_handler(Http404)
def _missing(_request: HttpRequest, _error: Http404) -> HttpResponse:
    return problem_response(NotFound())


@api.exception_handler(RequestDataTooBig)
def _too_big(_request: HttpRequest, _error: RequestDataTooBig) -> HttpResponse:
    return problem_response(BodyTooLarge(limit_mb=LARGEST_BODY // MEGABYTE))


@api.exception_handler(HttpError)
def _http(_request: HttpRequest, error: HttpError) -> HttpResponse:
    """Answer what django-ninja finds wrong by itself: mostly a body it cannot read."""
    cause = error.__cause__
    if isinstance(cause, Refusal):
        return problem_response(cause)
    if isinstance(cause, RequestDataTooBig):
        return _too_big(_request, cause)
    if error.status_code == HTTPStatus.BAD_REQUEST:
        return problem_response(BodyUnreadable(levels=0))
    return problem_response(refusal_for(error.status_code))
