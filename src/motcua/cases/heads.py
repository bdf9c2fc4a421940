"""The head of the whole log, signed daily, so that a cut-off tail is found."""

import json
import os
from datetime import UTC, datetime, timedelta
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

OVERLAP = timedelta(hours=1)  # longer than any transaction lasts
FIRST = datetime(1970, 1, 1, tzinfo=UTC)


def signing_key() -> Ed25519PrivateKey:
    """Return the key that signs heads: ``MOTCUA_LEDGER_KEY``, or one kept at home."""
    path = Path(settings.LEDGER_KEY)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        raw = Ed25519PrivateKey.generate().private_bytes_raw()
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600), "wb") as file:
            file.write(raw)
    return Ed25519PrivateKey.from_private_bytes(path.read_bytes())


@transaction.atomic
def sign_head(*, now: datetime) -> LedgerHead:
    """Sign the last events of all cases that changed since the last head."""
    last = LedgerHead.objects.order_by("-number").first()
    since = last.until - OVERLAP if last else FIRST
    anchors = _changed(since)
    number = last.number + 1 if last else 1
    previous = bytes(last.digest) if last else ledger.GENESIS
    digest = digest_of(number, to_text(now), previous, anchors)
    key = signing_key()
    public = key.public_key().public_bytes(
        serialization.Encoding.Raw, serialization.PublicFormat.Raw
    )
    head = LedgerHead.objects.create(
        number=number,
        until=now,
        count=len(anchors),
        previous=previous,
        digest=digest,
        public_key=public,
        signature=key.sign(digest),
    )
    Anchor.objects.bulk_create(
        (Anchor(ledger_head=head, case_id=c, seq=s, hash=h) for c, s, h in anchors),
        batch_size=1000,
    )
    transaction.on_commit(lambda: _publish(head))
    return head


def _changed(since: datetime) -> list[tuple[UUID, int, bytes]]:
    """Return the last event of every case with events since an instant."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT e.case_id, e.seq, e.hash FROM cases_event e JOIN ("
            " SELECT case_id, MAX(seq) AS seq FROM cases_event WHERE at >= %s"
            " GROUP BY case_id) l ON l.case_id = e.case_id AND l.seq = e.seq",
            [sql.plain_instant(since)],
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


def _publish(head: LedgerHead) -> None:
    """Leave a copy outside the database, for whoever keeps copies elsewhere."""
    folder = Path(settings.HOME) / "ledger"
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(as_json(head), indent=1)
    (folder / f"head-{head.number:06}.json").write_text(text + "\n")
