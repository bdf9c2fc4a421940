"""Hear from allauth what happens at the door, and record it."""

from typing import Any

from allauth.account import signals as account_signals
from allauth.mfa import signals as mfa_signals
from django.contrib.auth import signals as auth_signals
from django.http import HttpRequest
from django.utils import timezone

from motcua.accounts.commands import record
from motcua.accounts.queries import DOOR
from motcua.accounts.rules import DEVICE_LENGTH, Event, network_of
from motcua.web.limits import address_of

METHODS = "account_authentication_methods"  # where allauth keeps them in a session


def connect() -> None:
    """Connect every signal to its record."""
    account_signals.user_logged_in.connect(on_signed_in)
    auth_signals.user_logged_out.connect(on_signed_out)
    mfa_signals.authentication_failed.connect(on_wrong_code)
    mfa_signals.authenticator_added.connect(on_factor_added)
    mfa_signals.authenticator_removed.connect(on_factor_removed)
    for signal in ("password_changed", "password_set", "password_reset"):
        getattr(account_signals, signal).connect(on_password_changed)


def note(event: Event, request: HttpRequest | None, **facts: Any) -> None:
    """Record an event of ``request`` now."""
    seen: dict[str, Any] = {}
    if request is not None:
        seen["address"] = address_of(request)
        seen["device"] = request.headers.get("User-Agent", "")
    record(event=event, at=timezone.now(), **seen, **facts)  # noqa: TID251 (the border)


def seen_of(request: HttpRequest) -> dict[str, str]:
    """Return what a session remembers of where it began: no more than the record."""
    return {
        "network": network_of(address_of(request)),
        "device": request.headers.get("User-Agent", "")[:DEVICE_LENGTH],
    }


def at_now() -> str:
    """Return the instant, as a session keeps it."""
    return timezone.now().isoformat()  # noqa: TID251 (the border)


def on_signed_in(*, request: HttpRequest, user: Any, **_: Any) -> None:
    """Record a sign-in with the factors that were shown."""
    shown = request.session.get(METHODS, ())
    names = [item.get("type") or item["method"] for item in shown]
    method = "+".join(names)[:40]
    request.session[DOOR] = seen_of(request) | {"method": method, "at": at_now()}
    note(Event.SIGNED_IN, request, account_id=user.pk, method=method)


def on_signed_out(*, request: HttpRequest, user: Any, **_: Any) -> None:
    """Record a sign-out."""
    if user is not None:
        note(Event.SIGNED_OUT, request, account_id=user.pk)


def on_wrong_code(
    *, request: HttpRequest, user: Any, authenticator: Any, **_: Any
) -> None:
    """Record a wrong second factor."""
    note(Event.WRONG_CODE, request, account_id=user.pk, method=str(authenticator.type))


def on_factor_added(
    *, request: HttpRequest, user: Any, authenticator: Any, **_: Any
) -> None:
    """Record a new second factor; setting it up has proved that it is there."""
    if authenticator.type != "recovery_codes":
        factor = {"method": "mfa", "type": "set up", "at": timezone.now().timestamp()}  # noqa: TID251 (the border)
        request.session[METHODS] = [*request.session.get(METHODS, ()), factor]
    note(
        Event.FACTOR_ADDED, request, account_id=user.pk, method=str(authenticator.type)
    )


def on_factor_removed(
    *, request: HttpRequest, user: Any, authenticator: Any, **_: Any
) -> None:
    """Record a second factor that is gone."""
    note(
        Event.FACTOR_REMOVED,
        request,
        account_id=user.pk,
        method=str(authenticator.type),
    )


def on_password_changed(*, request: HttpRequest, user: Any, **_: Any) -> None:
    """Record a new password."""
    note(Event.PASSWORD_CHANGED, request, account_id=user.pk)
