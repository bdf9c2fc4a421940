"""Bring the territories and units of a pack into the database."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from motcua.kernel.periods import Period
from motcua.organisations import directory
from motcua.organisations.models import Succession, Territory, Unit
from motcua.organisations.packs import (
    Organisation,
    TerritorySpec,
    UnitSpec,
    read_organisation,
)
from motcua.packs.reading import PackError

BATCH = 200  # rows a statement


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many rows a load has made, changed, and found as they should be."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0

    def __add__(self, other: "Loaded") -> "Loaded":
        return Loaded(
            self.created + other.created,
            self.updated + other.updated,
            self.unchanged + other.unchanged,
        )


@transaction.atomic
def load_pack(pack: str) -> Loaded:
    """Bring what ``pack`` says about territories and units into the database.

    A thing is known by its code and its first day. Loading twice changes nothing; a
    changed fact is brought up to date; nothing is ever deleted.

    :raises PackError: if a file does not fit, or names a code that there is not.
    """
    found = read_organisation(pack)
    if found is None:
        return Loaded()
    territories = _Book(Territory, found.territories)
    loaded = territories.save(found.territories, lambda spec: _area(spec, territories))
    units = _Book(Unit, found.units)
    loaded += units.save(found.units, lambda spec: _unit(spec, units, territories))
    loaded += _save_successions(found, units)
    directory.forget()
    return loaded


class _Book:
    """The rows of one table, in the database or about to be, found by code."""

    def __init__(self, table: Any, specs: Sequence[Any]) -> None:
        self.table = table
        self.known: dict[tuple[str, date], Any] = {
            (row.code, row.start_date): row for row in table.objects.all()
        }
        self.fresh: list[Any] = []
        for spec in specs:
            key = (spec.code, spec.start_date)
            if key not in self.known:
                row = table(code=spec.code, start_date=spec.start_date)
                row.end_date = spec.end_date
                self.known[key] = row
                self.fresh.append(row)
        self.by_code: dict[str, list[Any]] = defaultdict(list)
        for row in self.known.values():
            self.by_code[row.code].append(row)

    def find(self, code: str, day: date) -> UUID:
        """Return the row that has ``code`` on ``day``, else the last before it.

        :raises PackError: if no row ever had it.
        """
        rows = self.by_code.get(code)
        if not rows:
            raise PackError(f"{self.table.__name__} {code!r} stands in no pack so far.")
        for row in rows:
            if day in Period(row.start_date, row.end_date):
                return UUID(str(row.id))
        return UUID(str(max(rows, key=lambda row: row.start_date).id))

    def save(
        self, specs: Iterable[Any], facts_of: Callable[[Any], Mapping[str, Any]]
    ) -> Loaded:
        """Write the new rows and those that differ from their facts."""
        fresh = {row.id for row in self.fresh}
        changed, names, unchanged = [], set[str](), 0
        for spec in specs:
            row = self.known[spec.code, spec.start_date]
            facts = facts_of(spec)
            names |= facts.keys()
            if row.id not in fresh and all(
                getattr(row, name) == value for name, value in facts.items()
            ):
                unchanged += 1
                continue
            for name, value in facts.items():
                setattr(row, name, value)
            if row.id not in fresh:
                changed.append(row)
        self.table.objects.bulk_create(self.fresh, BATCH)
        if changed:
            self.table.objects.bulk_update(changed, names, BATCH)
        return Loaded(len(self.fresh), len(changed), unchanged)


def _area(spec: TerritorySpec, territories: _Book) -> dict[str, Any]:
    return {
        "kind": str(spec.kind),
        "name": spec.name,
        "parent_id": territories.find(spec.parent, spec.start_date)
        if spec.parent
        else None,
        "predecessors": [item.model_dump(mode="json") for item in spec.predecessors],
        "basis": spec.basis,
        "end_date": spec.end_date,
    }


def _unit(spec: UnitSpec, units: _Book, territories: _Book) -> dict[str, Any]:
    day = spec.start_date
    return {
        "code_confirmed": spec.code_confirmed,
        "kind": str(spec.kind),
        "name": spec.name,
        "parent_id": units.find(spec.parent, day) if spec.parent else None,
        "territory_id": territories.find(spec.territory, day)
        if spec.territory
        else None,
        "receives": spec.receives,
        "address": spec.address,
        "phone": spec.phone,
        "basis": spec.basis,
        "end_date": spec.end_date,
    }


def _save_successions(found: Organisation, units: _Book) -> Loaded:
    known = {
        (row.predecessor_id, row.successor_id): row for row in Succession.objects.all()
    }
    fresh: list[Succession] = []
    changed: list[Succession] = []
    unchanged = 0
    for spec in found.successions:
        key = (
            units.find(spec.predecessor, spec.on_date),
            units.find(spec.successor, spec.on_date),
        )
        row = known.get(key) or Succession(predecessor_id=key[0], successor_id=key[1])
        facts = (str(spec.share), spec.on_date, spec.basis)
        if key in known and (row.share, row.on_date, row.basis) == facts:
            unchanged += 1
            continue
        row.share, row.on_date, row.basis = facts
        (changed if key in known else fresh).append(row)
    Succession.objects.bulk_create(fresh, BATCH)
    Succession.objects.bulk_update(changed, ["share", "on_date", "basis"], BATCH)
    return Loaded(len(fresh), len(changed), unchanged)
