"""The database named by a URL: SQLite (embedded default) or PostgreSQL."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;"  # a power cut loses nothing
    "PRAGMA foreign_keys=ON;PRAGMA busy_timeout=20000;"
    "PRAGMA recursive_triggers=ON;"  # so that REPLACE meets the guards of the log
)


def database_from(url: str, *, home: Path) -> dict[str, Any]:
    """Return Django's settings for the database at ``url``.

    Empty means SQLite in ``home``; ``sqlite:///PATH`` or
    ``postgresql://user:password@host:port/name?option=value`` say more.

    >>> database_from("postgresql://u@/city?host=/tmp", home=Path())["HOST"]
    '/tmp'

    :raises ImproperlyConfigured: on any other scheme.
    """
    parts = urlsplit(url)
    if parts.scheme in {"", "sqlite"}:
        path = unquote(parts.path[1:]) if url else ""
        return _sqlite(path or str(home / "motcua.sqlite3"))
    if parts.scheme in {"postgresql", "postgres"}:
        options = dict(parse_qsl(parts.query))
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path[1:]),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": options.pop("host", parts.hostname or ""),
            "PORT": options.pop("port", str(parts.port or "")),
            "CONN_MAX_AGE": None,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": {"server_side_binding": True, "prepare_threshold": 5} | options,
        }
    raise ImproperlyConfigured(
        f"MOTCUA_DATABASE_URL has scheme {parts.scheme!r}; use sqlite or postgresql."
    )


def _sqlite(name: str) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": name,
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": SQLITE_PRAGMAS,
        },
    }
