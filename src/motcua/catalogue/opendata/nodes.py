"""A description as nodes: things with an address, and what is said of them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

from motcua.deadlines import Limit, LimitUnit
from motcua.kernel.texts import Text

AUTHORITY = "http://publications.europa.eu/resource/authority"
LANGUAGE_CODES: Mapping[str, str] = {"vi": "VIE", "en": "ENG", "de": "DEU"}
_DURATIONS = {LimitUnit.DAYS: "P{}D", LimitUnit.MONTHS: "P{}M"}


@dataclass(frozen=True, slots=True)
class Link:
    """Leads to the node with this address."""

    iri: str


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time in the notation of XML Schema, e.g. ``P15D``."""

    text: str


Value = Text | Link | Duration | str | float | date


@dataclass(frozen=True, slots=True)
class Node:
    """A thing: its address, its classes, and values by property."""

    iri: str
    kinds: tuple[str, ...]
    facts: Mapping[str, tuple[Value, ...]]


def node(iri: str, *kinds: str, **facts: object) -> Node:
    """Return a node; names of properties without their class, empty values left out.

    >>> node("x:1", "Concept", Concept_notation="A", Concept_label=None).facts
    {'Concept.notation': ('A',)}
    """
    said = {}
    for name, value in facts.items():
        values = tuple(value) if isinstance(value, list | tuple) else (value,)
        if kept := tuple(v for v in values if v not in (None, "", Text(""))):
            said[name.replace("_", ".", 1)] = kept
    return Node(iri, kinds, said)


def duration_of(limit: Limit) -> Duration | None:
    """Return a limit as a duration, if it is one: in days or months.

    Days of work are none: how many days of the calendar they take depends on the
    day on which they begin.

    >>> duration_of(Limit.parse("15 days")), duration_of(Limit.parse("5 working days"))
    (Duration(text='P15D'), None)
    """
    pattern = _DURATIONS.get(limit.unit)
    return Duration(pattern.format(limit.value)) if pattern else None


class Place:
    """Where our things have their addresses."""

    def __init__(self, base: str) -> None:
        self.base = base.rstrip("/")

    def service(self, code: str) -> str:
        """Return the address of a procedure: that of its page."""
        return f"{self.base}/procedures/{quote(code, safe='')}/"

    def event(self, event_id: str) -> str:
        """Return the address of a life event: that of its page."""
        return f"{self.base}/events/{event_id}/"

    def shared(self, kind: str, name: str) -> str:
        """Return the address of what several procedures share."""
        return f"{self.base}/open-data/#{kind}-{quote(name, safe='')}"

    @property
    def page(self) -> str:
        """Return the address of the page on open data."""
        return f"{self.base}/open-data/"


def language_node(language: str) -> Node:
    """Return a language, by its code in the list of the Publications Office."""
    return Node(
        f"{AUTHORITY}/language/{LANGUAGE_CODES[language]}", ("LinguisticSystem",), {}
    )


def currency_node(code: str) -> Node:
    """Return a currency, by its code in the list of the Publications Office."""
    return node(f"{AUTHORITY}/currency/{code}", "Concept", Concept_notation=code)


class Once:
    """Lets each shared node pass once, so that a stream says it where first needed."""

    def __init__(self) -> None:
        self._seen: set[str] = set()

    def new(self, nodes: Iterator[Node]) -> Iterator[Node]:
        """Yield the nodes whose address has not passed yet."""
        for one in nodes:
            if one.iri not in self._seen:
                self._seen.add(one.iri)
                yield one
