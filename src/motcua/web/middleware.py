"""The border's middleware: refusals become answers, answers get their headers."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse

from motcua.kernel.refusals import Refusal
from motcua.web.refusals import PROBLEM, answer, problem_response, refusal_for


class RefusalMiddleware:
    """Answer a refusal; let every other exception be a 500."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_exception(
        self, request: HttpRequest, error: Exception
    ) -> HttpResponse | None:
        """Answer ``error`` if it is a refusal."""
        return answer(request, error) if isinstance(error, Refusal) else None


class HeadersMiddleware:
    """Add the headers that neither Django nor django-csp sends."""

    ALWAYS = {
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": (
            "accelerometer=(), camera=(), geolocation=(), gyroscope=(), "
            "magnetometer=(), microphone=(), payment=(), usb=(), "
            "publickey-credentials-get=(self), publickey-credentials-create=(self)"
        ),
    }

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on; what a known person gets is kept by no cache."""
        response = self.get_response(request)
        for name, value in self.ALWAYS.items():
            response.headers.setdefault(name, value)
        if getattr(request, "motcua_actor", None) or settings.SESSION_COOKIE_NAME in (
            request.COOKIES
        ):
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response


class ProblemMiddleware:
    """Give programs problem+json where Django itself would answer with a page.

    No such address, a method that is not taken, a broken request, an error of ours.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on; say what went wrong in the form programs read."""
        response = self.get_response(request)
        if not request.path.startswith("/api/") or response.status_code < 400:
            return response
        if response.headers.get("Content-Type", "").startswith(PROBLEM):
            return response
        said = problem_response(refusal_for(response.status_code))
        if "Allow" in response.headers:
            said["Allow"] = response["Allow"]
        return said


class SignInMiddleware(LoginRequiredMiddleware):
    """Ask for a sign-in wherever a view declares nothing; never open by mistake.

    Views with ``@permission`` guard themselves. The API answers in its own way.
    """

    def process_view(
        self, request: HttpRequest, view_func: Any, view_args: Any, view_kwargs: Any
    ) -> Any:
        """Let API calls through to their own guards."""
        if request.path.startswith("/api/"):
            return None
        return super().process_view(request, view_func, view_args, view_kwargs)
