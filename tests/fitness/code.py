"""The package's modules, rules and refusals, as the gates look at them."""

import inspect
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import yaml

from motcua.kernel.law import Citation
from motcua.kernel.refusals import Refusal

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "motcua"
DECISIONS = ROOT / "docs" / "decisions"
RULES = re.compile(r"motcua(\.\w+)+\.rules(\.\w+)*")


def modules() -> Iterator[str]:
    """Yield the name of every module of the package, tests left out."""
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
        if not {"tests", "migrations", "__main__"} & set(parts):
            yield ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def rules_of(module: ModuleType) -> Iterator[tuple[str, Any]]:
    """Yield the public functions that a module defines."""
    for name, value in vars(module).items():
        rule = inspect.unwrap(value) if callable(value) else value
        ours = inspect.isfunction(rule) and rule.__module__ == module.__name__
        if ours and not name.startswith("_"):
            yield f"{module.__name__}.{name}", rule


def all_rules() -> list[tuple[str, Any]]:
    """Return every rule of the package, by name."""
    return [
        found
        for name in modules()
        if RULES.fullmatch(name)
        for found in rules_of(import_module(name))
    ]


def basis_trouble(name: str, rule: Any, known: set[str]) -> str:
    """Return what is wrong with the basis of a rule; empty if nothing is."""
    citations = vars(rule).get("citations", ())
    decision = vars(rule).get("decision", "")
    if bool(citations) == bool(decision):
        return f"{name}: needs @cites(...) or @decided_by(...), one of them"
    if decision and not (DECISIONS / f"{decision}.md").is_file():
        return f"{name}: there is no docs/decisions/{decision}.md"
    lost = [c.instrument for c in citations if c.instrument not in known]
    return f"{name}: not in packs/*/instruments.yaml: {lost}" if lost else ""


def instruments() -> set[str]:
    """Return the numbers of all instruments that the packs know."""
    return {
        number
        for path in PACKAGE.glob("packs/*/instruments.yaml")
        for number in yaml.safe_load(path.read_text("utf-8"))
    }


_BASES = {"citation", "basis", "bases", "legal_bases", "law", "instrument"}


def bases_in(data: Any, below: bool = False) -> Iterator[str]:
    """Yield every text that a pack's data gives as the basis of something."""
    if isinstance(data, dict):
        for key, value in data.items():
            yield from bases_in(value, below or key in _BASES)
    elif isinstance(data, list):
        for value in data:
            yield from bases_in(value, below)
    elif below and isinstance(data, str):
        yield data


def unknown_basis(text: str, known: set[str]) -> str:
    """Return what of a basis nobody knows: an instrument, or a decision record."""
    if text.startswith("decision:"):
        record = text.removeprefix("decision:").strip()
        return "" if (DECISIONS / f"{record}.md").is_file() else text
    number = Citation.parse(text).instrument.removeprefix("Thông tư ")
    return "" if number in known else number


def all_refusals() -> list[type[Refusal]]:
    """Return every refusal of the package, by code."""
    for name in modules():
        import_module(name)
    found: set[type[Refusal]] = set()
    todo = [Refusal]
    while todo:
        for kind in todo.pop().__subclasses__():
            if kind not in found:
                found.add(kind)
                todo.append(kind)
    ours = [kind for kind in found if _is_ours(kind)]
    return sorted(ours, key=lambda kind: getattr(kind, "code", kind.__name__))


def _is_ours(kind: type[Refusal]) -> bool:
    module = kind.__module__.split(".")
    return module[0] == "motcua" and "tests" not in module
