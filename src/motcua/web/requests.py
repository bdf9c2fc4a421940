"""Requests that are safe to repeat, and that say what their sender has seen."""

import json
from hashlib import sha256
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from ninja import Schema
from pydantic import Field


class Precondition(Schema):
    """The header that says what a change depends on."""

    if_match: Annotated[
        str | None,
        Field(
            alias="If-Match",
            pattern=r'^(\*|(W/)?"[0-9]{1,9}")$',
            description="The ETag you saw last. If something happened since, nothing "
            "is done, and the answer (412) says what.",
        ),
    ] = None

    @property
    def seen(self) -> int | None:
        """Return the version that the sender has seen, if they say so."""
        if self.if_match is None or self.if_match == "*":
            return None
        return int(self.if_match.removeprefix("W/").strip('"'))


class Conditions(Precondition):
    """The headers that make a change safe: what it depends on, and its name."""

    idempotency_key: Annotated[
        str | None,
        Field(
            alias="Idempotency-Key",
            pattern=r"^[\x21-\x7e]{1,128}$",
            description="Any text that you make up for this request, e.g. a UUID. "
            "Sent again with the same key, a request has no second effect.",
        ),
    ] = None

    def key_for(self, request: HttpRequest) -> str:
        """Return what names this request: the same key elsewhere is another one."""
        if self.idempotency_key is None:
            return ""
        named = f"{request.method} {request.path} {self.idempotency_key}"
        return sha256(named.encode()).hexdigest()


def fingerprint(content: Any) -> str:
    """Return what stands for the content of a request, and does not give it away.

    Keyed, so that nobody can find out short contents by trying.
    """
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, default=str)
    return salted_hmac("motcua.web.requests", text, algorithm="sha256").hexdigest()[:32]


def etag(version: int) -> str:
    """Return a version as an ETag.

    >>> etag(7)
    '"7"'
    """
    return f'"{version}"'
