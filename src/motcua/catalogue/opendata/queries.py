"""The catalogue of a day as records, and as the text of a file in each format."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from hashlib import sha256

import yaml
from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.safestring import SafeString

from motcua import __version__
from motcua.catalogue import revision
from motcua.catalogue.definition import ProcedureDefinition
from motcua.catalogue.finder.definition import LifeEvent
from motcua.catalogue.finder.queries import list_events
from motcua.catalogue.models import Entry, ProcedureVersion
from motcua.catalogue.national.groups import field_text
from motcua.catalogue.national.queries import Entry as EntryFacts
from motcua.catalogue.national.rules.facts import from_json as facts_of
from motcua.catalogue.opendata import wording, writing
from motcua.catalogue.opendata.linked import Area, LinkedData, Surroundings
from motcua.catalogue.opendata.nodes import Node, Place
from motcua.catalogue.opendata.records import Origin, Record, of_entry, of_version
from motcua.catalogue.opendata.schema_org import as_script, government_service
from motcua.catalogue.publishing import from_json
from motcua.kernel.texts import Text
from motcua.organisations import queries as organisations
from motcua.organisations.rules import TerritoryKind, UnitKind
from motcua.packs.reading import folder

AT_ONCE = 100  # rows that are in memory together


class Format(StrEnum):
    """In what the catalogue can be had."""

    CPSV_TTL = "cpsv-ttl"
    CPSV_JSONLD = "cpsv-jsonld"
    CSV = "csv"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class Kind:
    """What a format is: ending of the file's name, media type."""

    ending: str
    media_type: str


KINDS = {
    Format.CPSV_TTL: Kind("ttl", "text/turtle; charset=utf-8"),
    Format.CPSV_JSONLD: Kind("jsonld", "application/ld+json"),
    Format.CSV: Kind("csv", "text/csv; charset=utf-8"),
    Format.JSON: Kind("json", "application/json"),
}


@dataclass(frozen=True, slots=True)
class Size:
    """How much there is on a day."""

    procedures: int
    entries: int

    @property
    def total(self) -> int:
        """Return how many records there are."""
        return self.procedures + self.entries


def size_on(day: date) -> Size:
    """Return how many procedures and entries there are on ``day``."""
    return Size(_versions(day).count(), _entries(day).count())


def records(day: date, tell: Callable[[], object] = lambda: None) -> Iterator[Record]:
    """Yield the procedures in force on ``day``, then the entries; by code.

    An entry for which a procedure in force stands is left out. ``tell`` is called
    after each. Rows are read a few at a time.
    """
    for record in _all(day):
        yield record
        tell()


def _all(day: date) -> Iterator[Record]:
    versions = _versions(day).order_by("procedure__code")
    columns = ("definition", "in_force_until", "content_hash")
    for data, until, content_hash in versions.values_list(*columns).iterator(AT_ONCE):
        yield of_version(
            from_json(data), Origin(until=until, content_hash=content_hash)
        )
    for row in _entries(day).order_by("code").defer("original").iterator(AT_ONCE):
        origin = Origin(
            group=row.group,
            source=row.source,
            day=row.source_date,
            content_hash=row.content_hash,
            language=settings.LANGUAGE_CODE,
            field_name=field_text(row.field) if row.field else None,
        )
        yield of_entry(facts_of(row.facts), origin)


def _versions(day: date) -> QuerySet[ProcedureVersion]:
    return ProcedureVersion.objects.filter(
        Q(in_force_until__isnull=True) | Q(in_force_until__gt=day),
        in_force_from__lte=day,
        superseded_at__isnull=True,
    )


def _entries(day: date) -> QuerySet[Entry]:
    written_out = _versions(day).values("procedure__code")
    return Entry.objects.filter(vanished_at__isnull=True).exclude(code__in=written_out)


def export(
    form: Format, day: date, tell: Callable[[], object] = lambda: None
) -> Iterator[str]:
    """Yield the catalogue of ``day`` in a format, piece by piece."""
    found = records(day, tell)
    place = Place(settings.BASE_URL)
    if form is Format.CSV:
        return writing.csv_records(found, address=place.service)
    if form is Format.JSON:
        url = {"url": place.page, "procedure_url": place.service("CODE")}
        return writing.json_records(found, day=day, url=url)
    nodes = _nodes(LinkedData(place, surroundings(day)), found)
    return writing.turtle(nodes) if form is Format.CPSV_TTL else writing.json_ld(nodes)


def _nodes(linked: LinkedData, found: Iterator[Record]) -> Iterator[Node]:
    yield from linked.opening()
    for record in found:
        yield from linked.describe(record)


def described(it: ProcedureDefinition, day: date, language: str) -> SafeString:
    """Return the block of a procedure's page that search engines read."""
    return _block(of_version(it, Origin()), day, language)


def described_entry(entry: EntryFacts, day: date, language: str) -> SafeString:
    """Return that block for an entry for information only."""
    origin = Origin(
        group=entry.group,
        source=entry.source.name,
        day=entry.source.day,
        language=settings.LANGUAGE_CODE,
        field_name=field_text(entry.facts.field) if entry.facts.field else None,
    )
    return _block(of_entry(entry.facts, origin), day, language)


def _block(record: Record, day: date, language: str) -> SafeString:
    place = Place(settings.BASE_URL)
    return as_script(government_service(record, surroundings(day), place, language))


def etag_of(form: Format, day: date) -> str:
    """Return a mark that is another one when the file would be."""
    units = [(unit.code, unit.name) for unit in organisations.list_units(day)]
    facts = (
        *(str(form), day.isoformat(), __version__, settings.BASE_URL),
        *(str(revision.current()), settings.LANGUAGE_CODE, repr(settings.PACKS)),
        repr(units),
    )
    return sha256("\n".join(facts).encode()).hexdigest()[:32]


def surroundings(day: date) -> Surroundings:
    """Return what the procedures of ``day`` stand in."""
    units = organisations.list_units(day)
    centres = [unit for unit in units if unit.kind is UnitKind.CENTRE]
    publisher = next(iter(centres or units), None)
    events: dict[str, list[LifeEvent]] = defaultdict(list)
    for event in list_events():
        for step in event.steps:
            events[step.procedure].append(event)
    return Surroundings(
        publisher=publisher.name if publisher else Text(settings.SYSTEM_NAME),
        publisher_code=publisher.code if publisher else settings.SYSTEM_NAME,
        area=_area(day),
        day=day,
        units={unit.code: unit.name for unit in units},
        laws=_laws(tuple(settings.PACKS)),
        events=events,
    )


def _area(day: date) -> Area:
    for kind in (TerritoryKind.CITY, TerritoryKind.COUNTRY):
        for territory in organisations.list_territories(day, [kind]):
            return Area(territory.code, territory.name)
    return Area("here", wording.HERE)


@cache
def _laws(packs: tuple[str, ...]) -> dict[str, Text]:
    titles: dict[str, Text] = {}
    for pack in packs:
        path = folder(pack) / "instruments.yaml"
        if path.is_file():
            said = yaml.safe_load(path.read_text("utf-8")) or {}
            titles |= {number: Text.of(one["title"]) for number, one in said.items()}
    return titles
