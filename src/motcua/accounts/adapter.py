"""How allauth behaves here."""

from base64 import urlsafe_b64encode
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from allauth.account import app_settings as account_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from motcua.accounts.listening import METHODS, note
from motcua.accounts.rules import Event
from motcua.kernel.refusals import NotFound
from motcua.kernel.texts import nfc
from motcua.organisations.queries import find_account
from motcua.web.limits import address_of


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Sign-up and sign-in by e-mail; every failure is recorded."""

    def clean_email(self, email: str) -> str:
        """Return the address in the one spelling in which accounts keep it."""
        return nfc(super().clean_email(email)).casefold()

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Return where somebody goes after signing in: staff to their work."""
        if request.user.is_authenticated and request.user.kind == "STAFF":
            return str(settings.STAFF_LOGIN_REDIRECT_URL)
        return str(super().get_login_redirect_url(request))

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the address that the rate limits count."""
        return address_of(request)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Let an attempt pass, or record that this address is locked out.

        :raises ValidationError: after too many wrong passwords.
        """
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            note(Event.LOCKED_OUT, request, **_who(credentials))
            raise

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Record a wrong password or an unknown address."""
        note(Event.WRONG_PASSWORD, request, **_who(credentials))

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Ask for the password again, unless it was given a few minutes ago.

        allauth asks even right after the sign-in, so that staff who must set up a
        second factor would type their password twice in a row.
        """
        if not super().is_reauthentication_required(app=app, **kwargs):
            return False
        shown = context.request.session.get(METHODS, ())
        age = timezone.now().timestamp() - max((m["at"] for m in shown), default=0)  # noqa: TID251 (the border)
        return bool(age >= account_settings.REAUTHENTICATION_TIMEOUT)

    def post_login(self, request: HttpRequest, user: Any, **facts: Any) -> HttpResponse:
        """Go on in the language that the account has chosen."""
        response: HttpResponse = super().post_login(request, user, **facts)
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            user.language,
            max_age=settings.LANGUAGE_COOKIE_AGE,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
            samesite="Lax",
        )
        return response


def _who(credentials: Mapping[str, Any]) -> dict[str, Any]:
    """Return whose account was tried, or a mark of what was typed."""
    typed = str(credentials.get("email") or credentials.get("username") or "")
    try:
        return {"account_id": find_account(typed).id}
    except NotFound:
        return {"typed": typed}


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Second factors whose secrets are encrypted in the database."""

    def encrypt(self, text: str) -> str:
        """Return ``text`` as it is stored."""
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Return what :meth:`encrypt` hid."""
        return _cipher().decrypt(encrypted_text.encode()).decode()


def _cipher() -> Fernet:
    """Return the cipher under a key of its own, derived from the secret key."""
    key = sha256(f"motcua.accounts:{settings.SECRET_KEY}".encode()).digest()
    return Fernet(urlsafe_b64encode(key))
