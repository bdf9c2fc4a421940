"""Files of the catalogue that were asked for, kept until the catalogue changes."""

import os
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.conf import settings

from motcua.catalogue.opendata.queries import KINDS, Format, export

FOLDER = "open-data"  # in the folder of the data
KEPT = 8  # files; a day has four


def is_kept(form: Format, etag: str) -> bool:
    """Tell whether the file with this mark is there already."""
    return _path(form, etag).exists()


def file_of(form: Format, day: date, *, etag: str) -> Path:
    """Return the file of the catalogue of ``day``; it is written if it is not there."""
    path = _path(form, etag)
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write(path, export(form, day))
        _tidy(path.parent)
    return path


def _path(form: Format, etag: str) -> Path:
    home: Path = settings.HOME
    return home / FOLDER / f"{etag}.{KINDS[form].ending}"


def write(path: Path, pieces: Iterable[str]) -> int:
    """Write ``pieces`` and return the number of bytes; whole, or not at all.

    :raises OSError: if it cannot be written.
    """
    with NamedTemporaryFile(
        "w", encoding="utf-8", newline="", dir=path.parent, delete=False
    ) as file:
        try:
            file.writelines(pieces)
            file.flush()
            size = file.tell()
            Path(file.name).chmod(0o644)
            os.replace(file.name, path)
        except BaseException:
            Path(file.name).unlink(missing_ok=True)
            raise
    return size


def _tidy(kept: Path) -> None:
    """Remove the oldest files beyond ``KEPT``."""
    age: Callable[[Path], float] = lambda path: path.stat().st_mtime  # noqa: E731
    try:
        for old in sorted(kept.iterdir(), key=age, reverse=True)[KEPT:]:
            old.unlink(missing_ok=True)
    except FileNotFoundError:  # another process tidied first
        return
