"""Staff show a second factor before they do anything else."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from motcua.accounts.listening import METHODS
from motcua.accounts.rules import needs_second_factor
from motcua.web.actors import visitor_of
from motcua.web.permissions import PUBLIC, declared_by

OWN_ROUTES = ("account_", "mfa_")


class SecondFactorMiddleware:
    """Send staff without a second factor to where they set one up."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, _args: Any, _kwargs: Any
    ) -> HttpResponse | None:
        """Send the request elsewhere if the person must show a factor first.

        Programs come by token, which only a signed-in person or the command line
        can make; they are not asked. Sessions are asked by the API itself.
        """
        if request.path.startswith("/api/"):
            return None
        if not settings.STAFF_MFA or PUBLIC in (declared_by(view) or ()):
            return None
        match = request.resolver_match
        if match is not None and (match.url_name or "").startswith(OWN_ROUTES):
            return None
        session = getattr(request, "session", None)
        actor = visitor_of(request)
        if session is None or actor is None:
            return None
        if needs_second_factor(actor, session.get(METHODS, ()), required=True):
            return redirect("mfa_index")
        return None
