"""The border's middleware: a refusal becomes an answer."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from motcua.kernel.refusals import Refusal
from motcua.web.refusals import answer


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
