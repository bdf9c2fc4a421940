"""What happened to one case, for somebody who checks the log by hand."""

from typing import Any
from uuid import UUID

from motcua.cases.models import CaseEvent
from motcua.kernel.instants import to_text


def explain_case(case_id: UUID) -> list[dict[str, Any]]:
    """Return every event with who, in which capacity, its hash and its content.

    The content is said to be there, not shown: this is for whoever checks the log,
    not for whoever may read the case.
    """
    events = CaseEvent.objects.filter(case_id=case_id).order_by("seq")
    return [
        {
            "seq": event.seq,
            "at": to_text(event.at),
            "kind": event.kind,
            "who": _who(event),
            "hash": bytes(event.hash).hex(),
            "commitment": bytes(event.commitment).hex(),
            "content": "erased" if event.payload is None else "kept",
        }
        for event in events
    ]


def _who(event: CaseEvent) -> str:
    capacity = event.capacity
    parts = (capacity.get("name"), capacity.get("title"), capacity.get("unit"))
    return ", ".join(part for part in parts if part) or str(capacity["role"])
