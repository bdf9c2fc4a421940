"""Read a pack's YAML and CSV; an error names the file and the line."""

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from motcua.packs import yaml_file
from motcua.packs.yaml_file import PackError

PACKS = Path(__file__).resolve().parent
Model = TypeVar("Model", bound=BaseModel)
__all__ = ["PACKS", "PackError", "folder", "folders", "read_csv", "read_yaml"]


def folder(pack: str) -> Path:
    """Return the folder of ``pack``: its name, or a path with a slash in it.

    :raises PackError: if there is no such pack.
    """
    path = Path(pack).resolve() if "/" in pack else PACKS / pack
    if not path.is_dir():
        known = sorted(
            p.name for p in PACKS.iterdir() if p.is_dir() and p.name[0] != "_"
        )
        raise PackError(f"There is no pack {pack!r}. Known: {', '.join(known)}.")
    return path


def folders(packs: Iterable[str] = ()) -> dict[str, Path]:
    """Return the folders of all packs that come along, and of ``packs``, by name."""
    shipped = (p for p in PACKS.iterdir() if p.is_dir() and p.name[0] != "_")
    elsewhere = (folder(pack) for pack in packs if "/" in pack)
    return {path.name: path for path in sorted([*shipped, *elsewhere])}


def read_yaml(path: Path, model: type[Model]) -> Model:
    """Read ``path`` as ``model``.

    :raises PackError: with file and line, if it is not YAML or does not fit.
    """
    text = path.read_text(encoding="utf-8")
    return yaml_file.validate(yaml_file.read_yaml(text, _short(path)), model)


def read_csv(path: Path, model: type[Model]) -> Iterator[Model]:
    """Yield each line of ``path`` as ``model``; an empty cell is left out.

    :raises PackError: with file and line, if one does not fit.
    """
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        for row in reader:
            filled = {key: cell for key, cell in row.items() if cell}
            try:
                yield model.model_validate(filled)
            except ValidationError as error:
                item = error.errors()[0]
                field = ".".join(map(str, item["loc"]))
                raise PackError(
                    f"{_short(path)}:{reader.line_num}: {field}: {item['msg']}"
                ) from error


def _short(path: Path) -> str:
    return str(path.relative_to(PACKS)) if path.is_relative_to(PACKS) else str(path)
