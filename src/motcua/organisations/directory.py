"""The directory of units, kept in memory: small, read by everyone, rarely changed.

Units are dated facts that a decision fixes weeks ahead, so each process reads them
all in two statements and keeps them for ``FRESH`` seconds. The process that changes
a unit forgets its copy when the change is committed; the others see it within
``FRESH`` seconds. Posts are never kept: see ``authority.queries.actor_of``.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from time import monotonic
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from motcua.kernel.periods import Period
from motcua.kernel.texts import Text
from motcua.organisations.models import Territory, Unit
from motcua.organisations.rules import Share, TerritoryKind, UnitKind

FRESH = 30.0  # seconds


@dataclass(frozen=True, slots=True)
class Predecessor:
    """A former area, by name, and how much of it went into the new one."""

    name: str
    share: Share


@dataclass(frozen=True, slots=True)
class TerritoryFacts:
    """An administrative area while it exists."""

    id: UUID
    code: str
    kind: TerritoryKind
    name: Text
    period: Period
    parent_id: UUID | None
    predecessors: tuple[Predecessor, ...]
    basis: str


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """A unit while it exists."""

    id: UUID
    code: str
    code_confirmed: bool
    kind: UnitKind
    name: Text
    period: Period
    parent_id: UUID | None
    territory_id: UUID | None
    receives: bool
    address: str
    phone: str
    basis: str


@dataclass(frozen=True, slots=True)
class Directory:
    """All units and territories there ever were."""

    units: Mapping[UUID, UnitFacts]
    territories: Mapping[UUID, TerritoryFacts]
    read_at: float = 0.0
    by_code: Mapping[str, list[UnitFacts]] = field(default_factory=dict)
    by_territory: Mapping[UUID, list[UnitFacts]] = field(default_factory=dict)
    by_parent: Mapping[UUID, list[UnitFacts]] = field(default_factory=dict)

    def units_on(self, day: date) -> Iterator[UnitFacts]:
        """Yield the units that exist on ``day``, in the order of their codes."""
        return (unit for unit in self.units.values() if day in unit.period)


_kept: list[Directory] = []  # none or one


def directory() -> Directory:
    """Return the directory, read anew when it is no longer fresh."""
    if _kept and monotonic() - _kept[0].read_at < FRESH:
        return _kept[0]
    fresh = _read()
    _kept[:] = [fresh]
    return fresh


def forget(**_: object) -> None:
    """Drop the copy of this process: now, and again when the change is committed.

    Between the two another thread may have read what was there before.
    """
    _kept.clear()
    if connection.in_atomic_block:
        transaction.on_commit(_kept.clear)


def _read() -> Directory:
    now = monotonic()
    units = {row["id"]: _unit(row) for row in Unit.objects.order_by("code").values()}
    territories = {
        row["id"]: _territory(row)
        for row in Territory.objects.order_by("code").values()
    }
    by_code: dict[str, list[UnitFacts]] = defaultdict(list)
    by_territory: dict[UUID, list[UnitFacts]] = defaultdict(list)
    by_parent: dict[UUID, list[UnitFacts]] = defaultdict(list)
    for unit in units.values():
        by_code[unit.code].append(unit)
        if unit.territory_id:
            by_territory[unit.territory_id].append(unit)
        if unit.parent_id:
            by_parent[unit.parent_id].append(unit)
    return Directory(units, territories, now, by_code, by_territory, by_parent)


def _unit(row: Mapping[str, Any]) -> UnitFacts:
    return UnitFacts(
        id=row["id"],
        code=row["code"],
        code_confirmed=row["code_confirmed"],
        kind=UnitKind(row["kind"]),
        name=Text.of(row["name"]),
        period=Period(row["start_date"], row["end_date"]),
        parent_id=row["parent_id"],
        territory_id=row["territory_id"],
        receives=row["receives"],
        address=row["address"],
        phone=row["phone"],
        basis=row["basis"],
    )


def _territory(row: Mapping[str, Any]) -> TerritoryFacts:
    return TerritoryFacts(
        id=row["id"],
        code=row["code"],
        kind=TerritoryKind(row["kind"]),
        name=Text.of(row["name"]),
        period=Period(row["start_date"], row["end_date"]),
        parent_id=row["parent_id"],
        predecessors=tuple(
            Predecessor(item["name"], Share(item["share"]))
            for item in row["predecessors"]
        ),
        basis=row["basis"],
    )
