"""Every route says who may come in: the public, the signed-in, or a power's holder."""

from collections.abc import Callable
from enum import StrEnum
from functools import wraps
from typing import Any, TypeVar

from django.http import HttpRequest

from motcua.kernel.actors import NotCompetent
from motcua.web.actors import actor_of

View = TypeVar("View", bound=Callable[..., Any])


class Door(StrEnum):
    """A way in that needs no power."""

    PUBLIC = "PUBLIC"  # anybody
    SIGNED_IN = "SIGNED_IN"  # anybody whom we know


PUBLIC = Door.PUBLIC
SIGNED_IN = Door.SIGNED_IN


def permission(*needs: str | Door) -> Callable[[View], View]:
    """Declare and enforce who may call a view or an API operation.

    Give one door, or one or more powers any of which is enough. On an operation of
    the API it stands below the router's decorator::

        @router.post("/cases/{code}/accept")
        @permission("cases.accept")
        def accept(request, code: str): ...

    The wrapped view refuses with ``SignInNeeded`` or ``NotCompetent``.

    :raises ValueError: if nothing is declared.
    """
    if not needs:
        raise ValueError("Declare a door or a power.")

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            check(request, needs)
            return view(request, *args, **kwargs)

        declared: Any = guarded
        declared.permission = needs
        declared.login_required = False  # `check` asks for it, in the API too
        return declared  # type: ignore[no-any-return]

    return decorate


def check(request: HttpRequest, needs: tuple[str | Door, ...]) -> None:
    """Let the request pass if it meets one of ``needs``.

    :raises SignInNeeded: if nobody knows who asks and the door is not public.
    :raises NotCompetent: if the actor holds none of the powers.
    """
    if PUBLIC in needs:
        return
    actor = actor_of(request)
    if SIGNED_IN in needs:
        return
    if not any(actor.may(power) for power in needs):
        raise NotCompetent(power=needs[0])


def declared_by(view: Any) -> tuple[str | Door, ...] | None:
    """Return what a view declares, if anything; class-based views on the class."""
    found = getattr(view, "permission", None)
    if found is None:
        found = getattr(getattr(view, "view_class", None), "permission", None)
    return found if isinstance(found, tuple) else None
