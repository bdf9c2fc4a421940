"""From records to linked data: the nodes of CPSV-AP for each procedure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Protocol

from motcua.catalogue.opendata import wording
from motcua.catalogue.opendata.nodes import (
    Link,
    Node,
    Once,
    Place,
    currency_node,
    duration_of,
    language_node,
    node,
)
from motcua.catalogue.opendata.records import Decider, FeeRecord, LimitRecord, Record
from motcua.kernel.texts import Text


class Happening(Protocol):
    """A life event, as far as it is described here."""

    @property
    def id(self) -> str:
        """Return its name in addresses."""

    @property
    def kind(self) -> str:
        """Return LIFE or BUSINESS."""

    @property
    def name(self) -> Text:
        """Return its name."""

    @property
    def summary(self) -> Text:
        """Return what it leads to."""


@dataclass(frozen=True, slots=True)
class Area:
    """A place with its code."""

    code: str
    name: Text


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the procedures stand in: who publishes them, where, and what is called how.

    ``units``: names of units by code. ``laws``: titles of instruments by number.
    ``events``: the life events by the procedures that they lead to.
    """

    publisher: Text
    publisher_code: str
    area: Area
    day: date
    units: Mapping[str, Text]
    laws: Mapping[str, Text]
    events: Mapping[str, Sequence[Happening]]


class LinkedData:
    """Describes procedures one by one; what they share stands where first needed."""

    def __init__(self, place: Place, around: Surroundings) -> None:
        self.place, self.around = place, around
        self._once = Once()

    def opening(self) -> Iterator[Node]:
        """Yield what all descriptions rest on: data set, publisher, place."""
        around, place = self.around, self.place
        yield self._area()
        yield node(
            place.shared("publisher", around.publisher_code),
            "PublicOrganization",
            "Agent",
            Agent_identifier=around.publisher_code,
            Agent_name=around.publisher,
            PublicOrganization_preferredLabel=around.publisher,
            PublicOrganization_spatial=Link(self._area().iri),
        )
        yield node(place.page, "Document")
        yield node(
            place.shared("dataset", "catalogue"),
            "Dataset",
            Dataset_identifier="catalogue",
            Dataset_title=wording.DATASET,
            Dataset_description=wording.filled(
                wording.DATASET_SAYS, day=around.day.isoformat()
            ),
            Dataset_publisher=Link(place.shared("publisher", around.publisher_code)),
            Dataset_landingPage=Link(place.page),
            Dataset_issued=around.day,
        )

    def describe(self, record: Record) -> Iterator[Node]:
        """Yield a procedure and what belongs to it; shared things once in a stream."""
        own = self.place.service(record.code)
        parts = _Parts(self.place, self.around, record, own)
        yield parts.service()
        yield from parts.own()
        yield from self._once.new(parts.shared())

    def _area(self) -> Node:
        area = self.around.area
        iri = self.place.shared("place", area.code)
        return node(iri, "Location", Location_label=area.name)


class _Parts:
    """The nodes of one procedure."""

    def __init__(
        self, place: Place, around: Surroundings, record: Record, own: str
    ) -> None:
        self.place, self.around, self.it, self.iri = place, around, record, own

    def service(self) -> Node:
        """Return the procedure itself."""
        it, shared = self.it, self.place.shared
        status = "applies-here" if it.applies_here else "information"
        durations = [duration_of(one.limit) for one in it.limits if one.limit]
        alone = len(it.limits) == 1 and not it.limits[0].conditional
        return node(
            self.iri,
            "PublicService",
            PublicService_identifier=it.code,
            PublicService_name=it.name,
            PublicService_description=description_of(it),
            PublicService_keyword=_keywords(it),
            PublicService_language=[Link(language_node(w).iri) for w in _languages(it)],
            PublicService_status=Link(shared("status", status)),
            PublicService_thematicArea=Link(self._field().iri),
            PublicService_addressee=[
                Link(shared("applicant", who)) for who in it.applicants
            ],
            PublicService_spatial=Link(shared("place", self.around.area.code)),
            PublicService_hasCompetentAuthority=[
                Link(one.iri) for one in self._authorities()
            ],
            PublicService_hasChannel=_links(self._channels()),
            PublicService_hasCost=_links(self._costs()),
            PublicService_hasInput=_links(self._papers()),
            PublicService_hasLegalResource=_links(self._laws()),
            PublicService_holdsRequirement=_links(self._requirements()),
            PublicService_follows=_links(self._limits()),
            PublicService_produces=_links(self._results()),
            PublicService_processingTime=durations[0] if alone and durations else None,
            PublicService_isGroupedBy=_links(self._events()),
            PublicService_isPartOf=Link(shared("dataset", "catalogue")),
        )

    def own(self) -> Iterator[Node]:
        """Yield what belongs to this procedure alone."""
        yield from self._channels()
        yield from self._costs()
        yield from self._papers()
        yield from self._requirements()
        yield from self._limits()
        yield from self._results()

    def shared(self) -> Iterator[Node]:
        """Yield what other procedures may refer to as well."""
        it, shared = self.it, self.place.shared
        yield from map(language_node, _languages(it))
        yield from self._authorities()
        yield from self._laws()
        yield from self._events()
        yield self._field()
        here = it.applies_here
        yield node(
            shared("status", "applies-here" if here else "information"),
            "Concept",
            Concept_label=wording.APPLIES_HERE if here else wording.INFORMATION_ONLY,
        )
        for who in it.applicants:
            label = wording.APPLICANTS.get(who)
            yield node(
                shared("applicant", who),
                "Concept",
                Concept_notation=who,
                Concept_label=label,
            )
        for channel in it.channels:
            yield node(
                shared("channel", channel),
                "Concept",
                Concept_notation=channel,
                Concept_label=wording.CHANNELS[channel],
            )
        for fee in it.fees:
            if fee.currency:
                yield currency_node(fee.currency)

    def _field(self) -> Node:
        it = self.it
        name = it.field if not it.source else it.field_name.to("vi")
        return node(
            self.place.shared("field", name),
            "Concept",
            Concept_notation=it.field,
            Concept_label=it.field_name,
        )

    def _authorities(self) -> list[Node]:
        deciders = self.it.deciders or (Decider("OTHER"),)
        found = {one.iri: one for one in map(self._decider, deciders)}
        return list(found.values())

    def _decider(self, one: Decider) -> Node:
        if one.unit in self.around.units:
            return self._authority(one.unit, self.around.units[one.unit])
        if one.words is not None:
            return self._authority(_mark(one.words), one.words)
        level = one.level if one.level in wording.LEVELS else "OTHER"
        return self._authority(level, wording.LEVELS[level])

    def _authority(self, name: str, label: Text) -> Node:
        return node(
            self.place.shared("authority", name),
            "PublicOrganization",
            PublicOrganization_preferredLabel=label,
            PublicOrganization_spatial=Link(
                self.place.shared("place", self.around.area.code)
            ),
        )

    def _channels(self) -> Iterator[Node]:
        for channel in self.it.channels:
            limits = [one for one in self.it.limits if one.channel == channel]
            said = list(dict.fromkeys(one.text for one in limits))
            known = limits[0].limit if len(limits) == 1 else None
            yield node(
                f"{self.iri}#channel-{channel}",
                "Channel",
                Channel_identifier=f"{self.it.code}/{channel}",
                Channel_type=Link(self.place.shared("channel", channel)),
                Channel_description=wording.joined(said) if said else None,
                Channel_processingTime=duration_of(known) if known else None,
            )

    def _costs(self) -> Iterator[Node]:
        for fee in self.it.fees:
            currency = fee.currency
            channel = f"{self.iri}#channel-{fee.channel}" if fee.channel else None
            yield node(
                f"{self.iri}#fee-{fee.id}",
                "Cost",
                Cost_identifier=f"{self.it.code}/{fee.id}",
                Cost_hasValue=None if fee.amount is None else float(fee.amount),
                Cost_currency=Link(currency_node(currency).iri) if currency else None,
                Cost_description=_fee_words(fee),
                Cost_ifAccessedThrough=Link(channel) if channel else None,
            )

    def _papers(self) -> Iterator[Node]:
        for paper in self.it.papers or ():
            yield node(
                f"{self.iri}#paper-{paper.id}",
                "Evidence",
                Evidence_identifier=f"{self.it.code}/{paper.id}",
                Evidence_name=paper.name,
                Evidence_description=paper.note,
            )

    def _requirements(self) -> Iterator[Node]:
        for number, text in enumerate(self.it.requirements or (), 1):
            yield node(
                f"{self.iri}#requirement-{number}",
                "Requirement",
                Requirement_identifier=f"{self.it.code}/requirement-{number}",
                Requirement_name=text,
            )

    def _limits(self) -> Iterator[Node]:
        for number, limit in enumerate(self.it.limits, 1):
            yield node(
                f"{self.iri}#limit-{number}",
                "Rule",
                Rule_identifier=f"{self.it.code}/limit-{number}",
                Rule_name=wording.TIME_LIMIT,
                Rule_description=_limit_words(limit),
            )

    def _results(self) -> Iterator[Node]:
        for name, text in self.it.results or ():
            yield node(
                f"{self.iri}#result-{name}",
                "Output",
                Output_identifier=f"{self.it.code}/{name}",
                Output_name=text,
            )

    def _laws(self) -> Iterator[Node]:
        for number, title in self.it.legal_bases:
            yield node(
                self.place.shared("law", number),
                "LegalResource",
                LegalResource_identifier=number,
                LegalResource_title=self.around.laws.get(number) or _maybe(title),
            )

    def _events(self) -> Iterator[Node]:
        for one in self.around.events.get(self.it.code, ()):
            kind = "LifeEvent" if one.kind == "LIFE" else "BusinessEvent"
            yield node(
                self.place.event(one.id),
                kind,
                "Event",
                Event_identifier=one.id,
                Event_name=one.name,
                Event_description=one.summary,
            )


def description_of(it: Record) -> Text:
    """Return what a procedure is for; of an entry, that it is for information."""
    if it.summary is not None:
        return it.summary
    if it.source:
        day = it.source_day.isoformat() if it.source_day else ""
        return wording.filled(
            wording.READ_ONLY, field=it.field_name, source=it.source, day=day
        )
    return wording.filled(wording.IN_FIELD, field=it.field_name)


def _links(nodes: Iterator[Node]) -> list[Link]:
    return [Link(one.iri) for one in nodes]


def _languages(it: Record) -> tuple[str, ...]:
    return tuple(it.name.as_dict())


def _keywords(it: Record) -> list[Text]:
    if it.keywords is None:
        return []
    words = it.keywords.as_dict()
    return [
        Text(**{"vi": "", language: word})
        for language, said in words.items()
        for word in said.splitlines()
    ]


def _limit_words(limit: LimitRecord) -> Text:
    if limit.case is not None:
        return wording.joined([limit.case, limit.text], ": ")
    if limit.channel:
        return wording.joined([wording.CHANNELS[limit.channel], limit.text], ": ")
    return limit.text


def _fee_words(fee: FeeRecord) -> Text:
    said = [fee.name]
    if fee.amount is None:
        known = fee.set_by
        said.append(
            wording.filled(wording.SET_BY, who=known) if known else wording.UNSET
        )
    if fee.conditional:
        said.append(wording.SOMETIMES)
    return wording.joined(said)


def _maybe(title: str) -> Text | None:
    return Text(title) if title else None


def _mark(name: Text) -> str:
    return sha256(name.to("vi").encode()).hexdigest()[:12]
