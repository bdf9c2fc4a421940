"""Who makes a request: found once, by session or by token.

The toolkit does not know where people and posts are kept: the setting ``ACTOR_OF``
names the query that does, so that this folder stays below them.
"""

from collections.abc import Callable
from datetime import datetime
from functools import cache
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.module_loading import import_string

from motcua.kernel.actors import Actor
from motcua.kernel.refusals import Kind, Refusal, gettext_noop

Source = Callable[[UUID, datetime], Actor]


class SignInNeeded(Refusal):
    """Nobody knows who asks: neither a session nor a valid token came along."""

    code = "sign_in_needed"
    text = gettext_noop("Hãy đăng nhập, hoặc gửi kèm mã truy cập còn hiệu lực.")
    kind = Kind.UNIDENTIFIED


class CsrfMissing(Refusal):
    """A browser's session came without the token of the page that it is used from."""

    code = "csrf_missing"
    text = gettext_noop(
        "Yêu cầu dùng phiên đăng nhập phải kèm mã CSRF trong tiêu đề X-CSRFToken. "
        "Chương trình ở nơi khác hãy dùng mã truy cập (Bearer)."
    )
    kind = Kind.FORBIDDEN


@cache
def _source() -> Source:
    found: Source = import_string(settings.ACTOR_OF)
    return found


def visitor_of(request: HttpRequest) -> Actor | None:
    """Return who makes the request, or nothing if they are not known."""
    known = getattr(request, "motcua_actor", None)
    if known is None:
        known = _find(request)
        setattr(request, "motcua_actor", known)  # noqa: B010 (mypy knows no such field)
    return known if isinstance(known, Actor) else None


def actor_of(request: HttpRequest) -> Actor:
    """Return who makes the request.

    :raises SignInNeeded: if they are not known.
    """
    actor = visitor_of(request)
    if actor is None:
        raise SignInNeeded
    return actor


def _find(request: HttpRequest) -> Actor | None:
    by_token = getattr(request, "auth", None)
    if isinstance(by_token, Actor):
        return by_token
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return None
    read_with_session = getattr(user, "actor", None)
    if isinstance(read_with_session, Actor):
        return read_with_session
    return _source()(user.pk, timezone.now())  # noqa: TID251 (the border)
