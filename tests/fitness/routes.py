"""Every route there is, and who may come in."""

import inspect
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver

from motcua.web.permissions import declared_by

# Views of django-allauth, read one by one: those that must be open to strangers.
# Each other one must ask for a sign-in by itself; `test_routes.py` tries them all.
OPEN_AT_ALLAUTH = {
    "account_login",
    "account_logout",
    "account_signup",
    "account_inactive",
    "account_email_verification_sent",
    "account_confirm_email",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "account_confirm_login_code",
    "mfa_authenticate",
    "mfa_login_webauthn",
}


@dataclass(frozen=True)
class Route:
    """An address, the view behind it, and what that declares."""

    path: str
    name: str | None
    view: Any

    @property
    def of_allauth(self) -> bool:
        return self.view.__module__.startswith("allauth.")

    def undeclared(self) -> list[str]:
        """Return what has no declaration: the view, or operations of the API."""
        operations = operations_of(self.view)
        if operations is not None:
            return [
                f"{method} {self.path}"
                for operation in operations
                for method in operation.methods
                if declared_by(operation.view_func) is None
            ]
        return [] if declared_by(self.view) else [self.path]


def operations_of(view: Any) -> Any:
    """Return django-ninja's operations behind a view, if it is one of ninja's."""
    if not inspect.isfunction(view):
        return None
    inside = inspect.getclosurevars(view).nonlocals.get("self")
    return getattr(inside, "operations", None)


def routes(patterns: list[Any], prefix: str = "/") -> Iterator[Route]:
    """Yield every route below ``patterns``."""
    for pattern in patterns:
        path = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, path)
        elif isinstance(pattern, URLPattern):
            yield Route(path, pattern.name, pattern.callback)
