"""Bearer tokens for the API: from the header to the actor."""

from collections.abc import Callable
from datetime import datetime
from functools import cache

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.module_loading import import_string
from ninja.security import HttpBearer

from motcua.kernel.actors import Actor
from motcua.web.limits import Limit, address_of, take

Source = Callable[[str, datetime], Actor | None]
GUESSES = Limit("token-guess", amount=30, seconds=60)  # wrong tokens from an address


@cache
def _source() -> Source:
    found: Source = import_string(settings.ACTOR_OF_BEARER)
    return found


class BearerToken(HttpBearer):
    """Let django-ninja know the actor of a request as ``request.auth``.

    ``web.actors.actor_of(request)`` finds it there. Wrong tokens are counted by
    address, so that guessing is slow as well as hopeless.
    """

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        """Return who acts by ``token``, or nothing.

        :raises TooOften: after many wrong tokens from one address.
        """
        actor = _source()(token, timezone.now())  # noqa: TID251 (the border)
        if actor is None:
            take(GUESSES, address_of(request))
        return actor
