"""The head of the whole log, signed daily, so that a cut-off tail is found."""

import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.db import connection, transaction

from motcua.cases import sql
from motcua.cases.integrity import digest_of
from motcua.cases.models import Anchor, LedgerHead
from motcua.kernel import ledger
from motcua.kernel.instants import to_text
from motcua.kernel.keepsakes import kept, put

MOST = 20_000  # cases under one head, so that signing takes little memory and time


def signing_key() -> Ed25519PrivateKey:
    """Return the key that signs heads: ``MOTCUA_LEDGER_KEY``, or one kept at home."""
    raw = kept(
        Path(settings.LEDGER_KEY),
        lambda: Ed25519PrivateKey.generate().private_bytes_raw(),
    )
    return Ed25519PrivateKey.from_private_bytes(raw)


def sign_heads(*, now: datetime) -> int:
    """Sign heads until every case is covered; return how many.

    One, unless very many cases changed. There is one even if none did: it says so.
    """
    count = 1
    while sign_head(now=now).count == MOST:
        count += 1
    return count


def sign_head(*, now: datetime) -> LedgerHead:
    """Sign the last events of cases that changed since a head covered them.

    :raises IntegrityError: if another worker signs at the same moment; try again.
    """
    anchors = _uncovered()  # before the lock, so that nobody waits for it
    with transaction.atomic():
        head = _sign(anchors, now)
        Anchor.objects.bulk_create(
            (Anchor(ledger_head=head, case_id=c, seq=s, hash=h) for c, s, h in anchors),
            batch_size=1000,
        )
        transaction.on_commit(publish)
    return head


def _sign(anchors: Sequence[tuple[UUID, int, bytes]], now: datetime) -> LedgerHead:
    last = LedgerHead.objects.order_by("-number").first()
    number = last.number + 1 if last else 1
    previous = bytes(last.digest) if last else ledger.GENESIS
    digest = digest_of(number, to_text(now), previous, anchors)
    key = signing_key()
    public = key.public_key().public_bytes(
        serialization.Encoding.Raw, serialization.PublicFormat.Raw
    )
    return LedgerHead.objects.create(
        number=number,
        until=now,
        count=len(anchors),
        previous=previous,
        digest=digest,
        public_key=public,
        signature=key.sign(digest),
    )


def _uncovered() -> list[tuple[UUID, int, bytes]]:
    """Return the last event of cases whose last event no head covers yet.

    By what is there, not by time: clocks differ, and an import writes the past.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.id, c.seq, c.head FROM cases_case c LEFT JOIN cases_anchor a"
            " ON a.case_id = c.id AND a.seq = c.seq WHERE a.case_id IS NULL LIMIT %s",
            [MOST],
        )
        return [(sql.read_id(c), seq, bytes(h)) for c, seq, h in cursor.fetchall()]


def list_heads(*, before: int | None = None, size: int = 20) -> list[dict[str, Any]]:
    """Return the heads as they are published, the newest first."""
    rows = LedgerHead.objects.order_by("-number")
    if before is not None:
        rows = rows.filter(number__lt=before)
    return [as_json(head) for head in rows[:size]]


def as_json(head: LedgerHead) -> dict[str, Any]:
    """Return a head as it is published."""
    return {
        "number": head.number,
        "until": to_text(head.until),
        "count": head.count,
        "previous": bytes(head.previous).hex(),
        "digest": bytes(head.digest).hex(),
        "public_key": bytes(head.public_key).hex(),
        "signature": bytes(head.signature).hex(),
    }


def publish() -> None:
    """Leave copies outside the database, for whoever keeps copies elsewhere.

    Also of earlier heads that have none: a worker may have died before it wrote it.
    """
    folder = Path(settings.HOME) / "ledger"
    for head in LedgerHead.objects.order_by("-number").iterator():
        path = folder / f"head-{head.number:06}.json"
        if path.exists():
            return
        put(path, (json.dumps(as_json(head), indent=1) + "\n").encode())
