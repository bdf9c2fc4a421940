"""Names of requests: what is sent twice acts once."""

import json
from hashlib import sha256

from motcua.kernel.ids import new_id


def new_key() -> str:
    """Return a fresh name for a request."""
    return new_id().hex


def key_of(*parts: object) -> str:
    """Return the name of one act of a bulk request.

    >>> key_of("batch", 1) == key_of("batch", "1")
    True
    """
    text = json.dumps([str(part) for part in parts])
    return sha256(text.encode()).hexdigest()[:40]
