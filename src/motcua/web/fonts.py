"""The typeface, served from its package: only the weights that the pages use."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import fontpkg
from django.contrib.staticfiles.finders import BaseFinder
from django.core.checks import CheckMessage
from django.core.files.storage import FileSystemStorage

FAMILY = "be-vietnam-pro"
WEIGHTS = (400, 600)


def font_files() -> tuple[Path, ...]:
    """Return the font files that ``tokens.css`` names."""
    return tuple(Path(fontpkg.path(FAMILY, weight)) for weight in WEIGHTS)


class FontFinder(BaseFinder):
    """Finds the font files under ``fonts/``."""

    prefix = "fonts"

    def __init__(self, *_: Any, **__: Any) -> None:
        self.files = {f"{self.prefix}/{path.name}": path for path in font_files()}
        self.storage = FileSystemStorage(location=font_files()[0].parent)
        vars(self.storage)["prefix"] = self.prefix

    def check(self, **_: Any) -> list[CheckMessage]:
        """Report nothing: a missing package stops the import already."""
        return []

    def find(self, path: str, find_all: bool = False, **_: Any) -> Any:
        """Return where the file at ``path`` lies; an empty list if it is not ours."""
        found = self.files.get(path)
        if found is None:
            return []
        return [str(found)] if find_all else str(found)

    def list(
        self, ignore_patterns: Iterable[str] | None = None
    ) -> Iterator[tuple[str, FileSystemStorage]]:
        """Yield each file's name and the storage that holds it."""
        del ignore_patterns
        for path in self.files.values():
            yield path.name, self.storage
