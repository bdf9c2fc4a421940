"""Writes of files: take in, scan, log who read, erase, clean up."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from motcua.documents import queries, rules, scanning, sniffing, storage
from motcua.documents.models import FileRead, Quarantined, StoredFile
from motcua.documents.queries import FileFacts
from motcua.documents.rules import FileKind, FileType, Scan
from motcua.jobs.commands import insert_rows, job_row
from motcua.kernel.actors import Actor
from motcua.kernel.ids import new_id
from motcua.kernel.refusals import NotFound

CHUNK = 262_144
ORPHAN_AFTER = timedelta(days=1)
SCANS_AT_A_TIME = 200
DELETE_CONTENT = "motcua.documents.tasks.delete_content"


@dataclass(frozen=True, slots=True)
class Received:
    """Content that has passed every check and lies on disk, but belongs to nobody."""

    sha256: str
    size: int
    name: str
    file_type: FileType
    scan: Scan


def receive(
    content: bytes | Iterable[bytes],
    *,
    name: str,
    now: datetime,
    uploaded_by: UUID | None = None,
    limit: int | None = None,
    allowed: Iterable[str] | None = None,
) -> Received:
    """Take in content: write it to disk, look into it, have it scanned.

    Slow work without a transaction: call it before one, and give what it returns to
    :func:`keep_file` inside. Content that then is not kept is cleaned up by a job.
    ``limit`` is in bytes, ``allowed`` are extensions; both default to the settings.

    :raises FileEmpty: if there is nothing in it.
    :raises FileTooLarge: if it is larger than the limit.
    :raises FileTypeRefused: if what it is in truth is not taken.
    :raises FileDamaged: if its structure does not hold.
    :raises FileLocked: if it is encrypted.
    :raises FileInfected: if the antivirus found something.
    :raises ScannerUnavailable: if a scan is required and cannot be had.
    """
    most = settings.FILE_MAX_BYTES if limit is None else limit
    types = frozenset(settings.FILE_TYPES if allowed is None else allowed)
    incoming = storage.take_in(_chunks(content), name=name, limit=most)
    try:
        found, words = sniffing.look_into(incoming.path, name=name)
        file_type = rules.check_type(name, found, allowed=types, found=words)
        clean = rules.clean_name(name, file_type)
        scan = _scan(incoming, name=clean, uploaded_by=uploaded_by, now=now)
    except BaseException:
        storage.drop(incoming)
        raise
    storage.keep(incoming)
    return Received(incoming.sha256, incoming.size, clean, file_type, scan)


def _chunks(content: bytes | Iterable[bytes]) -> Iterable[bytes]:
    if not isinstance(content, bytes):
        return content
    return (content[i : i + CHUNK] for i in range(0, len(content), CHUNK))


def _scan(
    incoming: storage.Incoming, *, name: str, uploaded_by: UUID | None, now: datetime
) -> Scan:
    try:
        verdict, signature = scanning.scan(incoming.path)
    except scanning.NoAnswer:
        if settings.CLAMD_REQUIRED:
            raise rules.ScannerUnavailable from None
        return Scan.PENDING
    if verdict is Scan.INFECTED:
        storage.quarantine(incoming.path, incoming.sha256)
        Quarantined.objects.create(
            sha256=incoming.sha256, signature=signature[:200], name=name,
            uploaded_by=uploaded_by, found_at=now,
        )  # fmt: skip
        raise rules.FileInfected(name=name)
    return verdict


@transaction.atomic
def keep_file(
    received: Received,
    *,
    kind: FileKind,
    case_id: UUID | None,
    uploaded_by: UUID | None,
    now: datetime,
    component: str = "",
    is_personal: bool = True,
    replaces: UUID | None = None,
) -> FileFacts:
    """Record received content as a file of a case, in the caller's transaction.

    ``component`` is the code of the paper it is, as the procedure lists it.
    ``replaces`` names a file of which this is the next version; the old one stays.

    :raises NotFound: if the file to replace is not one of the case.
    """
    group_id, version = new_id(), 1
    if replaces is not None:
        group_id, version = _next_version(replaces, case_id)
    file = StoredFile.objects.create(
        case_id=case_id,
        kind=kind,
        component=component,
        name=received.name,
        media_type=received.file_type.media_type,
        size=received.size,
        sha256=received.sha256,
        is_personal=is_personal,
        uploaded_by=uploaded_by,
        created_at=now,
        group_id=group_id,
        version=version,
        scan=received.scan,
    )
    return queries.facts_of(file)


def _next_version(replaces: UUID, case_id: UUID | None) -> tuple[UUID, int]:
    old = StoredFile.objects.filter(pk=replaces, case_id=case_id).first()
    if old is None:
        raise NotFound
    group = StoredFile.objects.select_for_update().filter(group_id=old.group_id)
    return old.group_id, max(file.version for file in group) + 1


def store_file(
    *,
    content: bytes | Iterable[bytes],
    name: str,
    kind: FileKind,
    case_id: UUID | None,
    uploaded_by: UUID | None,
    now: datetime,
    component: str = "",
    is_personal: bool = True,
    replaces: UUID | None = None,
    limit: int | None = None,
    allowed: Iterable[str] | None = None,
) -> FileFacts:
    """Take in content and record it: :func:`receive`, then :func:`keep_file`.

    Not inside a transaction of your own: on SQLite everybody would wait for it.

    :raises Refusal: as those two do.
    """
    received = receive(
        content, name=name, now=now, uploaded_by=uploaded_by, limit=limit,
        allowed=allowed,
    )  # fmt: skip
    return keep_file(
        received, kind=kind, case_id=case_id, uploaded_by=uploaded_by, now=now,
        component=component, is_personal=is_personal, replaces=replaces,
    )  # fmt: skip


def attach_to_case(*, file_ids: Iterable[UUID], case_id: UUID) -> int:
    """Give files that belong to no case yet to ``case_id``.

    Returns how many of them are the case's now; who asks for more has to refuse.
    """
    free = Q(case_id__isnull=True) | Q(case_id=case_id)
    return StoredFile.objects.filter(free, pk__in=list(file_ids)).update(
        case_id=case_id
    )


@transaction.atomic
def discard_files(*, file_ids: Iterable[UUID], now: datetime) -> int:
    """Delete files that belong to no case (of a draft given up); return how many."""
    free = StoredFile.objects.filter(pk__in=list(file_ids), case_id__isnull=True)
    found = dict(free.values_list("pk", "sha256"))
    FileRead.objects.filter(file_id__in=found).delete()
    StoredFile.objects.filter(pk__in=found).delete()
    hashes = sorted(set(found.values()))
    insert_rows(job_row(DELETE_CONTENT, now=now, sha256=sha256) for sha256 in hashes)
    return len(found)


def record_read(file: FileFacts, *, actor: Actor, now: datetime) -> None:
    """Record that ``actor`` opened the file (nhật ký đọc)."""
    FileRead.objects.create(
        file_id=file.id, account_id=actor.id, capacity=_capacity(actor), read_at=now
    )


def _capacity(actor: Actor) -> dict[str, str]:
    return dict(actor.capacity(actor.posts[0] if actor.posts else None))


@transaction.atomic
def erase_files(*, case_id: UUID, act: str, now: datetime) -> int:
    """Erase the content and names of all files of a case; return how many.

    ``act`` is the written act that orders it. Hash, size and dates stay, so that what
    refers to them still holds. The content goes once the transaction has committed,
    by a job, unless another case holds the very same content.

    :raises ValueError: without an act.
    """
    if not act.strip():
        raise ValueError("An erasure names the act that orders it.")
    files = StoredFile.objects.filter(case_id=case_id, erased_at__isnull=True)
    hashes = sorted(set(files.values_list("sha256", flat=True)))
    count = files.update(erased_at=now, erased_by=act, name="—")
    insert_rows(job_row(DELETE_CONTENT, now=now, sha256=sha256) for sha256 in hashes)
    return count


def delete_content(sha256: str) -> bool:
    """Delete content that no file holds any more; tell whether it was deleted."""
    if StoredFile.objects.filter(sha256=sha256, erased_at__isnull=True).exists():
        return False
    storage.delete(sha256)
    return True


def clean_orphans(*, now: datetime) -> int:
    """Delete content that no file refers to (its transaction never committed).

    Only what has lain untouched for a day, so that nothing on its way is lost.
    """
    before, count = now - ORPHAN_AFTER, 0
    storage.clear_incoming(before)
    for sha256 in storage.list_older_than(before):
        if _is_held(sha256):
            continue
        leaving = storage.Leaving(sha256)
        if leaving.was_touched_since(before) or _is_held(sha256):
            leaving.put_back()
            continue
        leaving.delete()
        count += 1
    return count


def _is_held(sha256: str) -> bool:
    return StoredFile.objects.filter(sha256=sha256, erased_at__isnull=True).exists()


def scan_pending(*, now: datetime) -> dict[Scan, int]:
    """Scan what could not be scanned when it came; return how many of each verdict."""
    counts: dict[Scan, int] = {}
    pending = StoredFile.objects.filter(scan=Scan.PENDING, erased_at__isnull=True)
    for file in pending.order_by("created_at")[:SCANS_AT_A_TIME]:
        try:
            verdict, signature = scanning.scan(storage.path_of(file.sha256))
        except scanning.NoAnswer:
            break
        if verdict is Scan.INFECTED:
            _seize(file, signature, now)
        StoredFile.objects.filter(sha256=file.sha256).update(scan=verdict)
        counts[verdict] = counts.get(verdict, 0) + 1
    return counts


def _seize(file: StoredFile, signature: str, now: datetime) -> None:
    """Put content that was stored before it was scanned into quarantine."""
    path = storage.path_of(file.sha256)
    if path.exists():
        storage.quarantine(path, file.sha256)
    Quarantined.objects.create(
        sha256=file.sha256, signature=signature[:200], name=file.name,
        uploaded_by=file.uploaded_by, found_at=now,
    )  # fmt: skip
