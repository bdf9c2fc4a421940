"""YAML that remembers its lines, read strictly: what is wrong is said where it is.

Dates stay text, only ``true`` and ``false`` are yes and no, a key may stand once.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any, Protocol, TypeVar

import yaml
from pydantic import BaseModel, ValidationError
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

MAX_CHARACTERS = 1_000_000
MAX_NODES = 50_000  # an alias counts each time it is used
_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]*)")
_FLOAT = re.compile(r"[-+]?(0|[1-9][0-9]*)\.[0-9]+")
_WORDS: Mapping[str, Any] = {
    "": None,
    "~": None,
    "null": None,
    "true": True,
    "false": False,
}
_TAGS = frozenset(
    f"tag:yaml.org,2002:{name}"
    for name in ("str", "int", "float", "bool", "null", "timestamp", "seq", "map")
) | {"tag:yaml.org,2002:value", "tag:yaml.org,2002:merge"}
_MENDS = {
    "bool_type": "Write true or false.",
    "int_type": "Write digits alone.",
    "string_type": "Put it in quotes.",
    "tuple_type": "Write a list: [a, b], or one item a line after a dash.",
    "model_type": "Write keys and values.",
    "date_from_datetime_parsing": "Write the day as 2026-07-01.",
    "union_tag_not_found": "Say which `type` it is.",
}
Model = TypeVar("Model", bound=BaseModel)
Place = tuple[str | int, ...]


class PackError(Exception):
    """A file of a pack is wrong; the message says where, what and why."""


class InnerError(ValueError):
    """A value is a text in a language of its own, and wrong somewhere inside.

    ``line`` and ``column`` count from 1 in that text.
    """

    def __init__(self, reason: str, line: int = 1, column: int = 1) -> None:
        super().__init__(f"{reason} (line {line}, column {column} of the condition)")
        self.reason = reason
        self.line = line
        self.column = column


class Defect(Protocol):
    """What is wrong at a place of the data, and how to mend it."""

    @property
    def place(self) -> Place:
        """Return where, as keys and positions from the top."""

    @property
    def reason(self) -> str:
        """Return why."""

    @property
    def mend(self) -> str:
        """Return what to do."""

    @property
    def cause(self) -> InnerError | None:
        """Return the error inside a value, if that is what is wrong."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in a file: where, why, and how to mend it.

    ``place``: where in the data, as keys and positions from the top, if it is known.
    """

    file: str
    line: int
    column: int
    reason: str
    mend: str
    place: Place = field(default=(), compare=False)

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}:{self.column}"
        return f"{place}: {self.reason} {self.mend}".rstrip()


class DefectiveFile(PackError):
    """A file cannot be used; ``problems`` lists everything found."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda p: (p.line, p.column)))
        super().__init__("\n".join(map(str, self.problems)))


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a value stands, counted from 1."""

    line: int
    column: int
    offset: int = 0  # of its first character: 1 inside quotes


@dataclass(frozen=True, slots=True)
class MarkedData:
    """Plain data (as JSON has them), with the place of each value in its file."""

    file: str
    data: Any
    marks: Mapping[Place, Mark]

    def mark_of(self, place: Place) -> Mark:
        """Return where ``place`` stands, or the nearest that is in the file."""
        path: Place = ()
        for part in place:
            if (*path, part) in self.marks:
                path = (*path, part)
        return self.marks[path]

    def problem(self, place: Place, reason: str, mend: str) -> Problem:
        """Return a problem at ``place``."""
        mark = self.mark_of(place)
        return Problem(self.file, mark.line, mark.column, reason, mend, place)

    def condition_problem(self, place: Place, error: InnerError) -> Problem:
        """Return the problem that a wrong condition at ``place`` is."""
        mark = self.mark_of(place)
        line, column = mark.line + error.line - 1, error.column
        if error.line == 1:
            column += mark.column + mark.offset - 1
        reason = f"The condition is wrong: {error.reason}"
        known = error.reason.startswith("There is no")
        mend = "" if known else "Write CEL, e.g. `floors > 3 && kind == 'house'`."
        return Problem(self.file, line, column, reason, mend, place)

    def problems(self, defects: Iterable[Defect], *above: str | int) -> list[Problem]:
        """Return the problems that ``defects`` are, each ``above`` + its place."""
        return [self._problem(d, (*above, *d.place)) for d in defects]

    def _problem(self, defect: Defect, place: Place) -> Problem:
        if defect.cause is not None:
            return self.condition_problem(place, defect.cause)
        return self.problem(place, defect.reason, defect.mend)


def read_yaml(text: str, file: str) -> MarkedData:
    """Return the data in ``text``.

    :raises DefectiveFile: if it is not YAML, too large, or says a key twice.
    """
    if len(text) > MAX_CHARACTERS:
        raise DefectiveFile(
            [Problem(file, 1, 1, "The file is too large.", "Split it.")]
        )
    try:
        node = yaml.compose(text, yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        reason = f"This is not YAML: {error.problem or error.context}."
        mend = "Check indentation, quotes and colons here."
        raise DefectiveFile([Problem(file, line, column, reason, mend)]) from None
    except yaml.YAMLError as error:
        reason = f"This is not YAML: {error}."
        raise DefectiveFile(
            [Problem(file, 1, 1, reason, "Save it as UTF-8 text.")]
        ) from None
    if node is None:
        raise DefectiveFile([Problem(file, 1, 1, "The file is empty.", "Fill it in.")])
    reader = _Reader(file)
    data = reader.value(node, ())
    if reader.problems:
        raise DefectiveFile(reader.problems)
    return MarkedData(file, data, reader.marks)


class _Reader:
    def __init__(self, file: str) -> None:
        self.file = file
        self.marks: dict[Place, Mark] = {}
        self.problems: list[Problem] = []
        self.nodes = 0

    def value(self, node: Node, place: Place) -> Any:
        self.nodes += 1
        if self.nodes > MAX_NODES:
            self.refuse(node, "The file has too many values.", "Split it.")
            raise DefectiveFile(self.problems)
        self.marks.setdefault(place, _mark(node))
        if node.tag not in _TAGS:
            self.refuse(node, f"Tags such as {node.tag} are not used.", "Drop it.")
        if isinstance(node, MappingNode):
            return self.mapping(node, place)
        if isinstance(node, SequenceNode):
            return [self.value(n, (*place, i)) for i, n in enumerate(node.value)]
        return self.scalar(node) if isinstance(node, ScalarNode) else None

    def mapping(self, node: MappingNode, place: Place) -> dict[str, Any]:
        data: dict[str, Any] = {}
        for key, item in node.value:
            if not isinstance(key, ScalarNode):
                self.refuse(key, "A key must be a word.", "Write a name and a colon.")
                continue
            name = key.value
            if name in data:
                self.refuse(key, f"The key {name!r} stands here twice.", "Keep one.")
                continue
            below = (*place, name)
            self.marks[below] = _mark(item if isinstance(item, ScalarNode) else key)
            data[name] = self.value(item, below)
        return data

    def scalar(self, node: ScalarNode) -> Any:
        text: str = node.value
        if node.style:  # quoted, or a block
            return text
        if text in _WORDS:
            return _WORDS[text]
        if _INTEGER.fullmatch(text):
            return int(text)
        return float(text) if _FLOAT.fullmatch(text) else text

    def refuse(self, node: Node, reason: str, mend: str) -> None:
        mark = _mark(node)
        self.problems.append(Problem(self.file, mark.line, mark.column, reason, mend))


def _mark(node: Node) -> Mark:
    start = node.start_mark
    quoted = isinstance(node, ScalarNode) and node.style in {"'", '"'}
    return Mark(start.line + 1, start.column + 1, 1 if quoted else 0)


def validate(marked: MarkedData, model: type[Model]) -> Model:
    """Return the data as a ``model``.

    :raises DefectiveFile: lists everything that does not fit, line by line.
    """
    try:
        return model.model_validate_json(json.dumps(marked.data))
    except ValidationError as error:
        raise DefectiveFile(_explain(marked, model, error)) from None


def _explain(
    marked: MarkedData, model: type[BaseModel], error: ValidationError
) -> Iterator[Problem]:
    for fault in error.errors(include_url=False):
        place = fault["loc"]
        cause = fault.get("ctx", {}).get("error")
        if isinstance(cause, InnerError):
            yield marked.condition_problem(place, cause)
            continue
        name = next((part for part in reversed(place) if isinstance(part, str)), "")
        reason = f"{name}: {fault['msg']}." if name else f"{fault['msg']}."
        mend = _MENDS.get(fault["type"], "")
        if fault["type"] == "extra_forbidden":
            reason = f"There is no key {name!r} here."
            mend = _nearest(name, _keys(model, place[:-1]))
        elif fault["type"] == "missing":
            reason, mend = f"The key {place[-1]!r} is missing.", "Add it."
        elif fault["type"] == "union_tag_invalid":
            place = (*place, fault["ctx"]["discriminator"].strip("'"))
            reason = f"There is no {fault['ctx']['tag']!r} here."
            mend = f"Take one of {fault['ctx']['expected_tags']}."
        elif fault["type"] == "value_error":
            reason, mend = f"{cause}", ""
        yield marked.problem(place, reason, mend)


def _nearest(name: str, keys: list[str]) -> str:
    near = get_close_matches(name, keys, n=1)
    if near:
        return f"Did you mean {near[0]!r}?"
    return f"Keys here are: {', '.join(keys)}." if keys else "Take it away."


def _keys(model: type[BaseModel], place: Place) -> list[str]:
    """Return the keys that ``model`` has at ``place``, by its JSON Schema."""
    root = model.model_json_schema()
    schema = root
    for part in place:
        schema = _below(root, schema, part)
    return list(_resolved(root, schema).get("properties", {}))


def _below(root: dict[str, Any], schema: dict[str, Any], part: str | int) -> Any:
    schema = _resolved(root, schema)
    if isinstance(part, int):
        items: Any = schema.get("items", {})
        return items
    tagged = schema.get("discriminator", {}).get("mapping", {}).get(part)
    if tagged:
        return {"$ref": tagged}
    if "oneOf" in schema:  # told apart by a key, e.g. `template`
        options = [_resolved(root, option) for option in schema["oneOf"]]
        return next((o for o in options if part in o["properties"]), options[0])
    return schema.get("properties", {}).get(part, schema)


def _resolved(root: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    options = [o for o in schema.get("anyOf", ()) if o.get("type") != "null"]
    if len(options) == 1:
        schema = options[0]
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        found: dict[str, Any] = root["$defs"][name]
        return found
    return schema
