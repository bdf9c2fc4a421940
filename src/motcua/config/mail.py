"""The mail server named by a URL."""

from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def mail_from(url: str) -> dict[str, Any]:
    """Return Django's settings for the mail server at ``url``; none for no URL.

    ``smtp://user:password@host:port`` speaks STARTTLS if there is a user, ``smtps://``
    TLS from the start.

    >>> made = mail_from("smtp://motcua:p%40ss@mail.example.vn:587")
    >>> made["EMAIL_HOST"], made["EMAIL_HOST_PASSWORD"], made["EMAIL_USE_TLS"]
    ('mail.example.vn', 'p@ss', True)
    >>> mail_from("")
    {}

    :raises ImproperlyConfigured: on any other scheme.
    """
    if not url:
        return {}
    parts = urlsplit(url)
    if parts.scheme not in {"smtp", "smtps"}:
        raise ImproperlyConfigured(
            f"MOTCUA_SMTP_URL has scheme {parts.scheme!r}; use smtp(s)."
        )
    is_tls = parts.scheme == "smtps"
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname or "localhost",
        "EMAIL_PORT": parts.port or (465 if is_tls else 587 if parts.username else 25),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": is_tls,
        "EMAIL_USE_TLS": bool(parts.username) and not is_tls,
    }
