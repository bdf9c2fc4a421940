"""Rate limits that hold across processes and machines.

One row per source and window counts permits, by one atomic statement. A busy limit
is taken in chunks: a process reserves some permits at a time and spends them from
memory, so that the API does not write to the database on every call. With ``n``
processes a source may be stopped up to ``n`` chunks early, never late.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from hashlib import sha256
from threading import Lock
from time import time
from typing import Any, TypeVar

from django.conf import settings
from django.db import connection
from django.http import HttpRequest

from motcua.kernel.refusals import Kind, Refusal, gettext_noop
from motcua.web.actors import visitor_of

View = TypeVar("View", bound=Callable[..., Any])

# The same on SQLite (3.35 and later) and PostgreSQL.
_TAKE = """
INSERT INTO web_ratecount (key, count, expires_at) VALUES (%s, %s, %s)
ON CONFLICT (key) DO UPDATE SET count = web_ratecount.count + excluded.count
RETURNING count
"""


class TooOften(Refusal):
    """The source has done this too often; ``seconds`` says when it may go on."""

    code = "too_often"
    text = gettext_noop("Bạn thao tác quá nhanh. Hãy thử lại sau {seconds} giây.")
    kind = Kind.LIMITED


@dataclass(frozen=True, slots=True)
class Limit:
    """At most ``amount`` times in ``seconds``, per source; 0 is no limit."""

    name: str
    amount: int
    seconds: int
    chunk: int = 1  # permits reserved at once


KEPT = 10_000  # sources remembered by a process
_SPENT = -1
# The limits of the doors that anybody can knock at.
API = Limit("api", amount=settings.API_PER_MINUTE, seconds=60, chunk=20)
TRACKING = Limit("tracking", amount=20, seconds=60)  # a code and a second fact

_spare: dict[str, int] = {}  # permits this process has reserved, by row; or _SPENT
_lock = Lock()


def take(limit: Limit, source: str, *, now: float | None = None) -> None:
    """Use one permit of ``source``.

    :raises TooOften: if none is left in this window.
    """
    if not limit.amount:
        return
    instant = time() if now is None else now
    window, into = divmod(int(instant), limit.seconds)
    hashed = sha256(source.encode()).hexdigest()[:32]
    key = f"{limit.name}:{hashed}:{window}"
    spare = _spend(key)
    if spare == 0:
        spare = limit.amount + limit.chunk - _reserve(key, limit, window)
        _keep(key, min(limit.chunk, spare) - 1 if spare > 0 else _SPENT)
    if spare <= 0:
        raise TooOften(seconds=limit.seconds - into)


def _spend(key: str) -> int:
    """Return how many permits were spare, and use one."""
    with _lock:
        spare = _spare.get(key, 0)
        if spare > 0:
            _spare[key] = spare - 1
        return spare


def _keep(key: str, spare: int) -> None:
    with _lock:
        if len(_spare) >= KEPT:  # of windows gone by
            _spare.clear()
        _spare[key] = spare


def _reserve(key: str, limit: Limit, window: int) -> int:
    ends = (window + 1) * limit.seconds
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, [key, limit.chunk, ends])
        return int(cursor.fetchone()[0])


def sweep(now: float) -> int:
    """Delete the counts of windows that have passed; return how many."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM web_ratecount WHERE expires_at < %s", [int(now)])
        return int(cursor.rowcount)


def source_of(request: HttpRequest) -> str:
    """Return whom a limit counts: the person if known, else the address."""
    actor = visitor_of(request)
    return str(actor.id) if actor else address_of(request)


def address_of(request: HttpRequest) -> str:
    """Return the address from which the request came.

    Behind a proxy (``MOTCUA_PROXIES`` of them) it is what the outermost trusted
    proxy saw; what a client writes into the header itself is never believed.
    """
    if settings.PROXIES:
        hops = [
            hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",")
        ]
        if len(hops) >= settings.PROXIES and hops[-settings.PROXIES]:
            return hops[-settings.PROXIES]
    return str(request.META.get("REMOTE_ADDR") or "unknown")


def limited(limit: Limit) -> Callable[[View], View]:
    """Let a view answer only as often as ``limit`` allows per person or address."""

    def decorate(view: View) -> View:
        @wraps(view)
        def counted(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            take(limit, source_of(request))
            return view(request, *args, **kwargs)

        guarded: Any = counted
        return guarded  # type: ignore[no-any-return]

    return decorate
