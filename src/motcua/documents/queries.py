"""Reads of files and issued papers. Who may see them is the caller's to decide."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any
from uuid import UUID

from motcua.documents import rules, storage
from motcua.documents.models import FileRead, IssuedDocument, StoredFile
from motcua.documents.rules import FileKind, Scan
from motcua.kernel.refusals import NotFound

_FILE_FIELDS = (
    "id", "case_id", "kind", "component", "name", "media_type", "size", "sha256",
    "is_personal", "uploaded_by", "created_at", "group_id", "version", "scan",
    "erased_at", "erased_by",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What is known of a stored file."""

    id: UUID
    case_id: UUID | None
    kind: str
    component: str  # code of the paper it is, as the procedure lists it
    name: str
    media_type: str
    size: int  # bytes
    sha256: str
    is_personal: bool
    uploaded_by: UUID | None
    created_at: datetime
    group_id: UUID  # the same for all versions of one file
    version: int
    scan: str
    erased_at: datetime | None
    erased_by: str

    @property
    def is_inline(self) -> bool:
        """Tell whether a browser may show it inside a page."""
        return any(
            known.inline and known.media_type == self.media_type
            for known in rules.KNOWN_TYPES.values()
        )


@dataclass(frozen=True, slots=True)
class ReadFacts:
    """One opening of a file."""

    file_id: UUID
    file_name: str
    account_id: UUID
    capacity: Mapping[str, str]
    read_at: datetime


class Validity(StrEnum):
    """What a paper is worth today."""

    VALID = "VALID"
    EXPIRED = "EXPIRED"
    REVOKED = "REVOKED"


@dataclass(frozen=True, slots=True)
class Verified:
    """What anyone who holds a paper may learn of it: nothing about persons."""

    code: str
    kind: str
    title: str
    case_code: str
    public: Mapping[str, Any]
    issued_at: datetime
    valid_until: date | None
    validity: Validity
    revoked_at: datetime | None
    sha256: str  # of the PDF that was issued
    ledger_head: str  # last hash of the case's events when it was issued


@dataclass(frozen=True, slots=True)
class IssuedFacts:
    """A paper that was issued in a case."""

    code: str
    kind: str
    title: str
    occasion: str
    file_id: UUID
    issued_at: datetime
    revoked_at: datetime | None
    template: str
    facts_hash: str


def facts_of(file: StoredFile) -> FileFacts:
    """Return the facts of a row, for this capability's own use."""
    return FileFacts(**{name: getattr(file, name) for name in _FILE_FIELDS})


def get_file(file_id: UUID) -> FileFacts:
    """Return one file.

    :raises NotFound: if there is none.
    """
    row = StoredFile.objects.filter(pk=file_id).values(*_FILE_FIELDS).first()
    if row is None:
        raise NotFound
    return FileFacts(**row)


def get_files(file_ids: Collection[UUID]) -> dict[UUID, FileFacts]:
    """Return those of the files that there are, by id, in one statement."""
    if not file_ids:
        return {}
    rows = StoredFile.objects.filter(pk__in=set(file_ids)).values(*_FILE_FIELDS)
    return {row["id"]: FileFacts(**row) for row in rows}


def list_files(
    *,
    case_id: UUID,
    kinds: Collection[FileKind] = tuple(FileKind),
    all_versions: bool = False,
) -> Sequence[FileFacts]:
    """Return the files of a case, oldest first; of each only the last version."""
    rows = (
        StoredFile.objects.filter(case_id=case_id, kind__in=kinds)
        .order_by("created_at", "id")
        .values(*_FILE_FIELDS)
    )
    files = [FileFacts(**row) for row in rows]
    if all_versions:
        return tuple(files)
    last: dict[UUID, int] = {}
    for file in files:
        last[file.group_id] = max(file.version, last.get(file.group_id, 0))
    return tuple(file for file in files if file.version == last[file.group_id])


def list_versions(group_id: UUID) -> Sequence[FileFacts]:
    """Return all versions of one file, first to last."""
    rows = StoredFile.objects.filter(group_id=group_id).order_by("version")
    return tuple(FileFacts(**row) for row in rows.values(*_FILE_FIELDS))


def content_path(file: FileFacts) -> Path:
    """Return where the content lies.

    :raises FileErased: if it was erased by a lawful act.
    :raises FileInfected: if the antivirus found something in it.
    """
    if file.erased_at is not None:
        raise rules.FileErased(act=file.erased_by)
    if file.scan == Scan.INFECTED:
        raise rules.FileInfected(name=file.name)
    return storage.path_of(file.sha256)


def list_reads(*, case_id: UUID, limit: int = 200) -> Sequence[ReadFacts]:
    """Return who opened the files of a case, newest first."""
    rows = (
        FileRead.objects.filter(file__case_id=case_id)
        .order_by("-id")
        .values_list("file_id", "file__name", "account_id", "capacity", "read_at")
    )
    return tuple(ReadFacts(*row) for row in rows[:limit])


def verify(code: str, *, day: date) -> Verified:
    """Return what a paper's code says, without any personal data.

    :raises CodeMistyped: if it cannot be a code.
    :raises NotFound: if no paper was issued with it.
    """
    paper = IssuedDocument.objects.filter(code=rules.read_code(code)).first()
    if paper is None:
        raise NotFound
    return _verified(paper, day)


def verify_content(sha256: str, *, day: date) -> Verified:
    """Return what is known of a PDF with this hash, if it is byte for byte ours.

    :raises NotFound: if no such PDF was issued.
    """
    found = IssuedDocument.objects.filter(sha256=sha256.lower())
    paper = found.order_by("issued_at").first()
    if paper is None:
        raise NotFound
    return _verified(paper, day)


def _verified(paper: IssuedDocument, day: date) -> Verified:
    return Verified(
        code=rules.show_code(paper.code),
        kind=paper.kind,
        title=paper.title,
        case_code=paper.case_code,
        public=paper.public,
        issued_at=paper.issued_at,
        valid_until=paper.valid_until,
        validity=_validity(paper, day),
        revoked_at=paper.revoked_at,
        sha256=paper.sha256,
        ledger_head=paper.ledger_head,
    )


def _validity(paper: IssuedDocument, day: date) -> Validity:
    if paper.revoked_at is not None:
        return Validity.REVOKED
    if paper.valid_until is not None and day > paper.valid_until:
        return Validity.EXPIRED
    return Validity.VALID


def list_issued(case_id: UUID) -> Sequence[IssuedFacts]:
    """Return the papers issued in a case, oldest first."""
    rows = IssuedDocument.objects.filter(case_id=case_id).order_by("issued_at", "id")
    return tuple(issued_facts_of(row) for row in rows)


def issued_facts_of(row: IssuedDocument) -> IssuedFacts:
    """Return the facts of a row, for this capability's own use."""
    return IssuedFacts(
        code=rules.show_code(row.code),
        kind=row.kind,
        title=row.title,
        occasion=row.occasion,
        file_id=row.file_id,
        issued_at=row.issued_at,
        revoked_at=row.revoked_at,
        template=row.template,
        facts_hash=row.facts_hash,
    )
