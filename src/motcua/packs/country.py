"""What a country and a city settle once, for all: ``pack.yaml`` of the packs.

Read before Django is set up: the settings take their defaults from here.
"""

import os
from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from motcua.packs.reading import PackError, folder, read_yaml

FILE = "pack.yaml"
SHIPPED = "base,vn,vn_hanoi"
NO_CURRENCY = "X" * 3  # ISO 4217: no currency


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise ValueError(f"{name!r} is no time zone.") from None
    return name


def _pattern(text: str) -> str:
    days = [date(2026, 1, 2), date(2026, 2, 1), date(2027, 1, 2)]
    try:
        codes = {
            text.format(unit=unit, day=day, number=number)
            for unit in ("A", "B")
            for day in days
            for number in (1, 2)
        }
    except (KeyError, ValueError, IndexError, AttributeError):
        codes = set()
    if len(codes) < 4 * len(days) or any(code != code.upper() for code in codes):
        raise ValueError(
            "Put {unit}, {day:%y%m%d} and {number:04} together so that each unit, day "
            "and number gives another code, in capital letters."
        )
    return text


Language = Annotated[str, Field(pattern="^(vi|en|de)$")]


class Country(BaseModel):
    """What holds where nothing else is set; a later pack's word counts."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    language: Language = "en"
    """The language of whoever has chosen none."""
    languages: tuple[Language, ...] = ("en", "de")
    """The languages that are offered. Vietnamese only where it is the first."""
    time_zone: Annotated[str, AfterValidator(_zone)] = "UTC"
    """The clock by which it is a day."""
    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")] = NO_CURRENCY
    """ISO 4217: of fees that say none."""
    calendar: str = ""
    """The pack whose working calendar counts."""
    counting_policy: str = ""
    """How days are counted where a procedure says nothing else."""
    place: str = ""
    """Stands before the date of a paper."""
    case_code: Annotated[str, AfterValidator(_pattern)] = (
        "{unit}-{day:%y%m%d}-{number:04}"
    )
    """How the code of a case is put together."""
    holidays: str = ""
    """ISO 3166: whose holidays are proposed for a new year; empty: none are."""
    heading: tuple[str, ...] = ()
    """What the law wants at the head of papers, line by line."""


class _File(Country):
    """One file: says only what it settles."""


def named_packs() -> list[str]:
    """Return the packs in use, the general ones first."""
    return os.environ.get("MOTCUA_PACKS", SHIPPED).split(",")


@cache
def country_of(packs: tuple[str, ...]) -> Country:
    """Return what the packs settle.

    :raises PackError: if a file is wrong.
    """
    said: dict[str, Any] = {}
    for pack in packs:
        path = folder(pack) / FILE
        if path.is_file():
            file = read_yaml(path, _File)
            said |= {name: getattr(file, name) for name in file.model_fields_set}
    country = Country(**said)
    if country.language not in country.languages:
        raise PackError(f"{FILE}: {country.language} is not among the languages.")
    if "vi" in country.languages and country.language != "vi":
        raise PackError(f"{FILE}: Vietnamese is offered only where it is the first.")
    return country


def country(packs: Sequence[str] | None = None) -> Country:
    """Return what the packs in use settle."""
    return country_of(tuple(named_packs() if packs is None else packs))
