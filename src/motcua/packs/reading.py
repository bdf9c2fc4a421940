"""Read a pack's YAML and CSV; an error names the file and the line."""

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

PACKS = Path(__file__).resolve().parent
Model = TypeVar("Model", bound=BaseModel)


class PackError(Exception):
    """A file of a pack is wrong; the message says where, what and why."""


def folder(pack: str) -> Path:
    """Return the folder of ``pack``.

    :raises PackError: if there is no such pack.
    """
    path = PACKS / pack
    if not path.is_dir():
        known = sorted(
            p.name for p in PACKS.iterdir() if p.is_dir() and p.name[0] != "_"
        )
        raise PackError(f"There is no pack {pack!r}. Known: {', '.join(known)}.")
    return path


def read_yaml(path: Path, model: type[Model]) -> Model:
    """Read ``path`` as ``model``.

    :raises PackError: with file and line, if it is not YAML or does not fit.
    """
    text = path.read_text(encoding="utf-8")
    try:
        value = yaml.safe_load(text)
        return model.model_validate(value)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise PackError(f"{_short(path)}:{line}: {error.problem}") from error
    except ValidationError as error:
        root = yaml.compose(text)
        raise PackError(
            "\n".join(
                f"{_short(path)}:{_line(root, item['loc'])}: "
                f"{'.'.join(map(str, item['loc'])) or 'file'}: {item['msg']}"
                for item in error.errors()
            )
        ) from error


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


def _line(node: Any, location: Sequence[int | str]) -> int:
    """Return the line of the deepest node on the way to ``location``."""
    for part in location:
        below = _child(node, part)
        if below is None:
            break
        node = below
    return int(node.start_mark.line) + 1 if node is not None else 1


def _child(node: Any, part: int | str) -> Any:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == part:
                return value
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int):
        return node.value[part] if part < len(node.value) else None
    return None
