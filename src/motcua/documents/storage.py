"""Where content lies: once, under its own SHA-256, outside the web root.

Layout of ``MEDIA_ROOT``: ``ab/cd/abcd…`` content; ``incoming/`` being written;
``quarantine/`` what the antivirus found; ``leaving/`` about to be deleted.
A file appears under its name whole or not at all, and survives a power cut once it
has been reported as stored.
"""

import hashlib
import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings

from motcua.documents import rules


@dataclass(frozen=True, slots=True)
class Incoming:
    """Content that has been written to disk but has no name yet."""

    path: Path
    size: int
    sha256: str


def _folder(name: str) -> Path:
    folder = Path(settings.MEDIA_ROOT) / name
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def path_of(sha256: str) -> Path:
    """Return where content with this hash lies, or would."""
    return Path(settings.MEDIA_ROOT) / sha256[:2] / sha256[2:4] / sha256


def take_in(chunks: Iterable[bytes], *, name: str, limit: int) -> Incoming:
    """Write ``chunks`` to disk, in constant memory, and return what came.

    :raises FileTooLarge: as soon as more than ``limit`` bytes have come.
    :raises FileEmpty: if nothing came.
    """
    digest, size = hashlib.sha256(), 0
    descriptor, path = tempfile.mkstemp(dir=_folder("incoming"))
    try:
        with os.fdopen(descriptor, "wb") as file:
            for chunk in chunks:
                size += len(chunk)
                if size > limit:
                    break
                digest.update(chunk)
                file.write(chunk)
            rules.check_size(name, size, limit=limit)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        Path(path).unlink(missing_ok=True)
        raise
    return Incoming(Path(path), size, digest.hexdigest())


def keep(incoming: Incoming) -> None:
    """Move content to its place. Content that lies there already is marked as fresh."""
    target = path_of(incoming.sha256)
    try:
        os.utime(target)
    except FileNotFoundError:
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        incoming.path.rename(target)
        for folder in (target.parent, target.parent.parent, Path(settings.MEDIA_ROOT)):
            _sync_folder(folder)
    else:
        incoming.path.unlink(missing_ok=True)


def drop(incoming: Incoming) -> None:
    """Forget content that was refused."""
    incoming.path.unlink(missing_ok=True)


def quarantine(path: Path, sha256: str) -> None:
    """Move infected content where nothing serves it from."""
    target = _folder("quarantine") / sha256
    path.rename(target)
    target.chmod(0o400)


def delete(sha256: str) -> None:
    """Delete content for good."""
    path_of(sha256).unlink(missing_ok=True)


def list_older_than(instant: datetime) -> Iterator[str]:
    """Yield the hash of each content last touched before ``instant``."""
    root, limit = Path(settings.MEDIA_ROOT), instant.timestamp()
    for path in root.glob("??/??/*"):
        with suppress(FileNotFoundError):
            if path.stat().st_mtime < limit:
                yield path.name


def clear_incoming(before: datetime) -> None:
    """Delete what was being written when a process died."""
    for path in _folder("incoming").iterdir():
        with suppress(FileNotFoundError):
            if path.stat().st_mtime < before.timestamp():
                path.unlink()


class Leaving:
    """Content set aside to be deleted, while somebody might be sending it again."""

    def __init__(self, sha256: str) -> None:
        self._home = path_of(sha256)
        self._aside = _folder("leaving") / sha256
        self._home.rename(self._aside)

    def was_touched_since(self, instant: datetime) -> bool:
        """Tell whether an upload found it before it was set aside."""
        return self._aside.stat().st_mtime >= instant.timestamp()

    def put_back(self) -> None:
        """Let it stay."""
        if self._home.exists():
            self._aside.unlink()
        else:
            self._aside.rename(self._home)

    def delete(self) -> None:
        """Delete it for good."""
        self._aside.unlink()


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
