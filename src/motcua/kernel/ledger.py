"""The chain of hashes that makes a quiet change of a case visible.

An event's header carries a salted commitment to its payload, not the payload: a
lawful erasure removes payload and salt, and the chain still verifies.
"""

import hashlib
import json
import secrets
from collections.abc import Mapping
from typing import Any

GENESIS = bytes(32)
SALT_BYTES = 16


def canonical(value: Any) -> bytes:
    """Return the one JSON spelling of ``value``: sorted keys, no spaces, UTF-8.

    Only what JSON has, and no floats (their spelling differs between systems).

    >>> canonical({"b": 1, "a": "Đ"}).decode()
    '{"a":"Đ","b":1}'

    :raises TypeError: on a float or anything that JSON does not have.
    """
    _refuse_floats(value)
    return json.dumps(
        value, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    ).encode()


def _refuse_floats(value: Any) -> None:
    if isinstance(value, float):
        raise TypeError("A float has no one spelling; use an integer or text.")
    if isinstance(value, Mapping):
        for item in value.values():
            _refuse_floats(item)
    elif isinstance(value, list | tuple):
        for item in value:
            _refuse_floats(item)


def new_salt() -> bytes:
    """Return a fresh salt for one commitment."""
    return secrets.token_bytes(SALT_BYTES)


def commit(payload: bytes, salt: bytes) -> bytes:
    """Return the commitment to the canonical ``payload`` under ``salt``."""
    return hashlib.sha256(salt + payload).digest()


def link(previous: bytes, header: Mapping[str, Any]) -> bytes:
    """Return the hash of an event: over the previous hash and its own header."""
    return hashlib.sha256(previous + canonical(header)).digest()
