"""What drafts take from the packs: templates, fields of work, parts of forms."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings

from motcua.catalogue.loader import Shelf, shelf_of
from motcua.kernel.texts import Text


@dataclass(frozen=True, slots=True)
class KnownPart:
    """A part that many procedures share, ready to be put into one."""

    id: str
    name: Text
    kind: str
    data: Mapping[str, Any]


@cache
def shelf() -> Shelf:
    """Return what the packs of this installation offer; they are read once.

    :raises DefectiveFile: if one of their files is wrong.
    """
    return shelf_of(settings.PACKS)


def known_parts(kind: str) -> Mapping[str, KnownPart]:
    """Return the parts of a kind by id, by their names: ``fields``, ``components``.

    :raises DefectiveFile: if a file of a pack is wrong.
    """
    return {part.id: part for part in _parts(kind)}


def _parts(kind: str) -> Iterator[KnownPart]:
    for name, data in shelf().parts.get(kind, {}).items():
        if isinstance(data.get("name"), dict):
            yield KnownPart(name, Text.of(data["name"]), kind, data)
