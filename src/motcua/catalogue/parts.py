"""Parts that many procedures share: written once, named with ``use`` or ``like``.

A file is put together before it is checked, so what a part says is checked as if it
stood in the file, and a mistake is said at the line that names the part.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from motcua.packs.yaml_file import DefectiveFile, MarkedData, read_yaml
from motcua.processes.checks import Place, unknown

Parts = Mapping[str, Mapping[str, Mapping[str, Any]]]
"""Parts by kind (the key below which they stand in a procedure) and name."""
KINDS = (
    "competence",
    "components",
    "exemptions",
    "fees",
    "fields",
    "receiving",
    "requirements",
    "results",
    "sections",
    "sources",
    "statutory_forms",
    "supplement",
    "time_limits",
)
ALIASES = {"instead": "competence"}
WITH_ID = frozenset(
    {"components", "fees", "fields", "results", "sections", "statutory_forms"}
)
"""Kinds whose parts have the name of the part as their ``id``, if they say none."""


def files_by_name(folder: Path) -> dict[str, Path]:
    """Return the YAML files in a folder by their names without the ending."""
    return {path.stem: path for path in sorted(folder.glob("*.yaml"))}


def add_parts(parts: Parts, marked: MarkedData) -> Parts:
    """Return ``parts`` with those of a file of a pack; parts may use earlier ones.

    :raises DefectiveFile: if a kind is unknown, or a part is.
    """
    added = {kind: dict(named) for kind, named in parts.items()}
    data = marked.data if isinstance(marked.data, dict) else {"": None}
    for kind, named in data.items():
        if kind not in KINDS or not isinstance(named, dict):
            defect = unknown((kind,), "kind of part", kind, KINDS)
            raise DefectiveFile(marked.problems([defect]))
        for name, part in named.items():
            whole = _Builder(marked, added).value(part, (kind, name), kind)
            if kind in WITH_ID:
                whole = {"id": name, **whole}
            added.setdefault(kind, {})[name] = whole
    return added


def put_together(
    marked: MarkedData, parts: Parts, procedures: Mapping[str, Path]
) -> MarkedData:
    """Return the data of a file with what it takes from elsewhere.

    ``like`` names another file, whose keys hold where this one has none. ``use``
    names a part, whose keys hold where the file says nothing else.

    :raises DefectiveFile: if there is no such file or part.
    """
    if not isinstance(marked.data, dict):
        return marked
    like = marked.data.get("like")
    built = _Builder(marked, parts).value(marked.data, (), "")
    if like is None:
        return replace(marked, data=built)
    if like not in procedures:
        defect = unknown(("like",), "file of a procedure", str(like), procedures)
        raise DefectiveFile(marked.problems([defect]))
    path = procedures[like]
    others = {name: where for name, where in procedures.items() if name != like}
    model = put_together(read_yaml(path.read_text("utf-8"), str(path)), parts, others)
    own = {key: value for key, value in built.items() if key != "like"}
    return replace(marked, data={**model.data, **own})


class _Builder:
    """Replaces each ``use`` in a file's data by the part that it names."""

    def __init__(self, marked: MarkedData, parts: Parts) -> None:
        self.marked, self.parts = marked, parts

    def value(self, value: Any, place: Place, kind: str) -> Any:
        if isinstance(value, list):
            return [self.value(v, (*place, n), kind) for n, v in enumerate(value)]
        if not isinstance(value, dict):
            return value
        own = {
            key: self.value(item, (*place, key), _kind_of(key, kind))
            for key, item in value.items()
        }
        return self.with_part(own, place, kind) if "use" in own else own

    def with_part(self, own: dict[str, Any], place: Place, kind: str) -> dict[str, Any]:
        name, known = own.pop("use"), self.parts.get(kind, {})
        if name not in known:
            defect = unknown((*place, "use"), f"part in `{kind}`", str(name), known)
            raise DefectiveFile(self.marked.problems([defect]))
        return {**known[name], **own}


def _kind_of(key: str, above: str) -> str:
    key = ALIASES.get(key, key)
    return key if key in KINDS else above


def names_of(parts: Parts) -> Iterator[tuple[str, str]]:
    """Yield kind and name of every part."""
    for kind, named in sorted(parts.items()):
        for name in sorted(named):
            yield kind, name
