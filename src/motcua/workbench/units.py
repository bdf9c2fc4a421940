"""Units as a list or a tree for the eye."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from motcua.kernel.texts import Text, fold
from motcua.organisations.queries import UnitFacts
from motcua.organisations.rules import KIND_NAMES

SHOWN = 100


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit in a list."""

    facts: UnitFacts
    kind: Text


@dataclass(frozen=True, slots=True)
class Branch:
    """A unit with what is below it."""

    unit: UnitRow
    below: tuple["Branch", ...]


def unit_row(unit: UnitFacts) -> UnitRow:
    """Return a unit with its kind in words."""
    return UnitRow(unit, KIND_NAMES[unit.kind])


def found_units(units: Iterable[UnitFacts], words: str) -> list[UnitRow]:
    """Return the units whose code or name holds every word, at most a hundred."""
    sought = fold(words).split()
    found = [
        unit
        for unit in units
        if all(word in fold(f"{unit.code} {unit.name}") for word in sought)
    ]
    return [unit_row(unit) for unit in found[:SHOWN]]


def branches(units: Sequence[UnitFacts]) -> list[Branch]:
    """Return the units as trees, each under the one it belongs to."""
    known = {unit.id for unit in units}
    below: dict[UUID | None, list[UnitFacts]] = defaultdict(list)
    for unit in units:
        below[unit.parent_id if unit.parent_id in known else None].append(unit)

    def grow(unit: UnitFacts) -> Branch:
        return Branch(unit_row(unit), tuple(grow(one) for one in below[unit.id]))

    return [grow(unit) for unit in below[None]]
