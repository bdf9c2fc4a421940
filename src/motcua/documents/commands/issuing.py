"""Issue a paper: print it, store it, give it a code that anyone can check."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from motcua.documents import queries, rules, storage
from motcua.documents.models import IssuedDocument, StoredFile
from motcua.documents.printing import press
from motcua.documents.printing.facts import Facts, FormKind
from motcua.documents.queries import IssuedFacts
from motcua.documents.rules import FileKind, Scan
from motcua.kernel.ids import new_id
from motcua.kernel.instants import to_text
from motcua.kernel.refusals import NotFound


def issue(
    *,
    kind: FormKind,
    facts: Facts,
    case_id: UUID,
    occasion: str,
    now: datetime,
    dated: datetime | None = None,
    issued_by: UUID | None = None,
    ledger_head: str = "",
) -> IssuedFacts:
    """Print ``facts``, store the PDF with the case, and return the paper's code.

    Asked again for the same case, kind and ``occasion`` (e.g. the number of the event
    that gives rise to it), it returns the paper that was issued then: a job may run
    twice. It bears the instant ``dated``, e.g. that of the event, or else ``now``; the
    form is the one in force then. ``ledger_head`` is the last hash of the case's
    events, in hexadecimal.
    Not inside a transaction of your own: on SQLite everybody would wait for the press.

    :raises TypeError: if the facts are not those of the form.
    :raises ValueError: if no such form is in force.
    """
    known = _find(case_id, kind, occasion)
    if known is not None:
        return known
    code, issued_at = rules.new_code(), dated or now
    printed = press.print_form(kind, facts, issued_at=issued_at, code=code)
    incoming = storage.take_in(
        [printed.content], name=printed.form.title, limit=len(printed.content)
    )
    storage.keep(incoming)
    try:
        with transaction.atomic():
            file = _store(printed, incoming, kind, facts, case_id, issued_by, now)
            row = IssuedDocument.objects.create(
                code=code,
                kind=kind,
                case_id=case_id,
                case_code=getattr(facts, "case_code", ""),
                occasion=occasion,
                title=printed.form.title,
                public=_public(facts),
                file=file,
                sha256=file.sha256,
                template=printed.template,
                facts_hash=printed.facts_hash,
                ledger_head=ledger_head,
                issued_at=issued_at,
                valid_until=_valid_until(facts),
            )
    except IntegrityError:
        known = _find(case_id, kind, occasion)
        if known is None:
            raise
        return known  # another worker was faster; its paper is the one
    return queries.issued_facts_of(row)


def _find(case_id: UUID, kind: FormKind, occasion: str) -> IssuedFacts | None:
    row = IssuedDocument.objects.filter(
        case_id=case_id, kind=kind, occasion=occasion
    ).first()
    return None if row is None else queries.issued_facts_of(row)


def _store(  # noqa: PLR0917
    printed: press.Printed,
    incoming: storage.Incoming,
    kind: FormKind,
    facts: Facts,
    case_id: UUID,
    issued_by: UUID | None,
    now: datetime,
) -> StoredFile:
    name = f"{printed.form.title} {getattr(facts, 'case_code', '')}".strip()
    return StoredFile.objects.create(
        case_id=case_id,
        kind=FileKind.RESULT if kind is FormKind.RESULT else FileKind.FORM,
        component=kind,
        name=rules.clean_name(name, rules.PDF),
        media_type=rules.PDF.media_type,
        size=incoming.size,
        sha256=incoming.sha256,
        uploaded_by=issued_by,
        created_at=now,
        group_id=new_id(),
        scan=Scan.CLEAN,  # our own press made it
    )


def _public(facts: Facts) -> dict[str, Any]:
    """Return what the verification page may show: nothing about persons."""
    due = getattr(facts, "due_at", None)
    said = {
        "agency": facts.head.agency,
        "parent": facts.head.parent,
        "number": facts.head.number,
        "procedure": getattr(facts, "procedure", ""),
        "procedure_code": getattr(facts, "procedure_code", ""),
        "due_at": to_text(due) if due else "",
    }
    return {key: value for key, value in said.items() if value}


def _valid_until(facts: Facts) -> date | None:
    until: date | None = getattr(facts, "valid_until", None)
    return until


def revoke(*, code: str, because: str, now: datetime) -> None:
    """Revoke an issued paper (thu hồi); who checks its code is told so.

    :raises CodeMistyped: if it cannot be a code.
    :raises NotFound: if no valid paper has it.
    """
    papers = IssuedDocument.objects.filter(
        code=rules.read_code(code), revoked_at__isnull=True
    )
    if not papers.update(revoked_at=now, revoked_because=because):
        raise NotFound
