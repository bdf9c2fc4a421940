"""What a pack says about territories and units: its schema, and how it is read.

``organisation/units.yaml`` lists territories and units one by one. Two optional
tables spare repetition: each line of ``districts.csv`` is a former district and its
People's Committee; each line of ``communes.csv`` is a ward or commune, its People's
Committee, and the service point at which its people hand in their papers.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from motcua.kernel.texts import LANGUAGES, nfc
from motcua.organisations import rules
from motcua.organisations.rules import Share, TerritoryKind, UnitKind
from motcua.packs.reading import folder, read_csv, read_yaml


def _name(value: Any) -> Any:
    if not isinstance(value, dict) or not value or not set(value) <= set(LANGUAGES):
        raise ValueError("give the name in at least one of vi, en and de")
    return {language: nfc(str(text)) for language, text in value.items()}


Name = Annotated[dict[str, str], BeforeValidator(_name)]
Line = Annotated[str, BeforeValidator(lambda value: nfc(str(value)))]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class _DatedSpec(_Strict):
    code: Line
    name: Name
    parent: Line | None = None
    start_date: date
    end_date: date | None = Field(default=None, description="first day without it")
    basis: Line

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> "_DatedSpec":
        if self.end_date and self.end_date <= self.start_date:
            raise ValueError("end_date must be later than start_date")
        return self


class PredecessorSpec(_Strict):
    """A former area that went into the new one."""

    name: Line
    share: Share


class TerritorySpec(_DatedSpec):
    """An administrative area."""

    kind: TerritoryKind
    predecessors: list[PredecessorSpec] = []


class UnitSpec(_DatedSpec):
    """A unit."""

    kind: UnitKind
    code_confirmed: bool = False
    territory: Line | None = None
    receives: bool = False
    address: Line = ""
    phone: Line = ""


class SuccessionSpec(_Strict):
    """One unit takes over from another."""

    predecessor: Line
    successor: Line
    share: Share
    on_date: date
    basis: Line


class CommuneRule(_Strict):
    """What is the same for every line of ``communes.csv`` and ``districts.csv``."""

    start_date: date
    basis: Line
    city: Line = Field(description="code of the territory above")
    committee: Line = Field(description="code of the unit above the committees")
    centre: Line = Field(description="code of the unit that runs the points")
    points_move: date = Field(description="day on which the points pass to the centre")
    points_basis: Line


class Organisation(_Strict):
    """``organisation/units.yaml`` of a pack."""

    horizon: date = Field(
        description="start of what the pack says of things older than itself"
    )
    territories: list[TerritorySpec] = []
    units: list[UnitSpec] = []
    successions: list[SuccessionSpec] = []
    communes: CommuneRule | None = None

    @model_validator(mode="before")
    @classmethod
    def _older_than_the_horizon(cls, value: Any) -> Any:
        if isinstance(value, dict):
            for spec in (*value.get("territories", ()), *value.get("units", ())):
                if isinstance(spec, dict):
                    spec.setdefault("start_date", value.get("horizon"))
        return value


class DistrictRow(_Strict):
    """A former district."""

    code: Line
    name: Line
    kind: TerritoryKind
    committee_code: Line
    end_date: date


class CommuneRow(_Strict):
    """A ward or commune."""

    clause: int = Field(description="number of the clause that forms it")
    code: Line
    name: Line
    kind: TerritoryKind
    former_district: Line
    whole: Line = ""
    part: Line = ""
    remainder: Line = ""


def read_organisation(pack: str) -> Organisation | None:
    """Return what ``pack`` says about territories and units, tables spelt out.

    :raises PackError: with file and line, if a file does not fit.
    """
    path = folder(pack) / "organisation"
    if not (path / "units.yaml").exists():
        return None
    found = read_yaml(path / "units.yaml", Organisation)
    if found.communes is not None:
        _spell_out(found, found.communes, path)
    return found


def _spell_out(found: Organisation, rule: CommuneRule, path: Path) -> None:
    committee_of: dict[str, str] = {}
    for district in read_csv(path / "districts.csv", DistrictRow):
        committee_of[district.code] = district.committee_code
        found.territories.append(_district(district, rule, found.horizon))
        found.units.append(_district_committee(district, rule, found.horizon))
    for row in read_csv(path / "communes.csv", CommuneRow):
        found.territories.append(_commune(row, rule))
        units = list(_commune_units(row, rule))
        found.units.extend(units)
        found.successions += [
            SuccessionSpec(
                predecessor=committee_of[row.former_district],
                successor=units[0].code,
                share=Share.PART,
                on_date=rule.start_date,
                basis=rule.basis,
            ),
            SuccessionSpec(
                predecessor=units[1].code,
                successor=units[2].code,
                share=Share.WHOLE,
                on_date=rule.points_move,
                basis=rule.points_basis,
            ),
        ]


def _district(row: DistrictRow, rule: CommuneRule, start: date) -> TerritorySpec:
    return TerritorySpec(
        code=row.code,
        kind=row.kind,
        name=rules.territory_name(row.kind, row.name).as_dict(),
        parent=rule.city,
        start_date=start,
        end_date=row.end_date,
        basis=rule.basis,
    )


def _district_committee(row: DistrictRow, rule: CommuneRule, start: date) -> UnitSpec:
    return UnitSpec(
        code=row.committee_code,
        kind=UnitKind.COMMITTEE,
        name=rules.committee_name(row.kind, row.name).as_dict(),
        parent=rule.committee,
        territory=row.code,
        start_date=start,
        end_date=row.end_date,
        receives=True,
        basis=rule.basis,
    )


def _commune(row: CommuneRow, rule: CommuneRule) -> TerritorySpec:
    parts = ((Share.WHOLE, row.whole), (Share.PART, row.part))
    return TerritorySpec(
        code=row.code,
        kind=row.kind,
        name=rules.territory_name(row.kind, row.name).as_dict(),
        parent=rule.city,
        start_date=rule.start_date,
        predecessors=[
            PredecessorSpec(name=name.strip(), share=share)
            for share, names in (*parts, (Share.REMAINDER, row.remainder))
            for name in names.split(";")
            if name.strip()
        ],
        basis=f"khoản {row.clause} {rule.basis}",
    )


def _commune_units(row: CommuneRow, rule: CommuneRule) -> Iterator[UnitSpec]:
    """Yield the committee, its own point, and the centre's point that follows it."""
    number = 100 + row.clause
    committee = f"{rule.committee}.{number}"
    point = rules.service_point_name(row.kind, row.name).as_dict()
    yield UnitSpec(
        code=committee,
        kind=UnitKind.COMMITTEE,
        name=rules.committee_name(row.kind, row.name).as_dict(),
        parent=rule.committee,
        territory=row.code,
        start_date=rule.start_date,
        basis=rule.basis,
    )
    yield UnitSpec(
        code=f"{committee}.01",
        kind=UnitKind.SERVICE_POINT,
        name=point,
        parent=committee,
        territory=row.code,
        receives=True,
        start_date=rule.start_date,
        end_date=rule.points_move,
        basis=rule.basis,
    )
    yield UnitSpec(
        code=f"{rule.centre}.{number}",
        kind=UnitKind.SERVICE_POINT,
        name=point,
        parent=rule.centre,
        territory=row.code,
        receives=True,
        start_date=rule.points_move,
        basis=rule.points_basis,
    )
