"""The words of CPSV-AP that we use, and what its shapes ask of them.

Terms, addresses and rules are those of CPSV-AP 3.2.0 (European Union, CC BY 4.0);
a test compares them with its context and its shapes where these are at hand.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum


class Kind(Enum):
    """What stands behind a property."""

    TEXT = "TEXT"  # words with their language
    LINK = "LINK"  # another node
    WORD = "WORD"  # a plain string
    NUMBER = "NUMBER"  # xsd:double
    DURATION = "DURATION"  # xsd:duration
    DAY = "DAY"  # xsd:date


PREFIXES: Mapping[str, str] = {
    "adms": "http://www.w3.org/ns/adms#",
    "cpsv": "http://purl.org/vocab/cpsv#",
    "cv": "http://data.europa.eu/m8g/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "eli": "http://data.europa.eu/eli/ontology#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
CLASSES: Mapping[str, str] = {
    "Agent": "foaf:Agent",
    "BusinessEvent": "cv:BusinessEvent",
    "Channel": "cv:Channel",
    "Concept": "skos:Concept",
    "Cost": "cv:Cost",
    "Dataset": "dcat:Dataset",
    "Document": "foaf:Document",
    "Event": "cv:Event",
    "Evidence": "cv:Evidence",
    "LegalResource": "eli:LegalResource",
    "LifeEvent": "cv:LifeEvent",
    "LinguisticSystem": "dct:LinguisticSystem",
    "Location": "dct:Location",
    "Output": "cv:Output",
    "PublicOrganization": "cv:PublicOrganisation",
    "PublicService": "cpsv:PublicService",
    "Requirement": "cv:Requirement",
    "Rule": "cpsv:Rule",
}


@dataclass(frozen=True, slots=True)
class Property:
    """A property: its address, what stands behind it, how often it may stand.

    ``to`` is the class of the node that a LINK leads to.
    """

    iri: str
    kind: Kind
    to: str = ""
    least: int = 0
    most: int | None = None


_ID = Property("dct:identifier", Kind.WORD, least=1, most=1)
_NAME = Property("dct:title", Kind.TEXT, least=1)
_SAID = Property("dct:description", Kind.TEXT)
_TYPE = Property("dct:type", Kind.LINK, "Concept", most=1)
_TIME = Property("cv:processingTime", Kind.DURATION, most=1)
_MUST_SAY = Property("dct:description", Kind.TEXT, least=1)
_EVENT = {
    "Event.identifier": _ID,
    "Event.name": _NAME,
    "Event.description": _SAID,
    "Event.hasRelatedService": Property(
        "cv:hasRelatedService", Kind.LINK, "PublicService"
    ),
}
PROPERTIES: Mapping[str, Property] = {
    "Agent.identifier": _ID,
    "Agent.name": _NAME,
    "Channel.identifier": _ID,
    "Channel.type": _TYPE,
    "Channel.description": _SAID,
    "Channel.processingTime": _TIME,
    "Cost.identifier": _ID,
    "Cost.hasValue": Property("cv:hasValue", Kind.NUMBER, most=1),
    "Cost.currency": Property("cv:currency", Kind.LINK, "Concept", most=1),
    "Cost.description": _SAID,
    "Cost.ifAccessedThrough": Property(
        "cv:ifAccessedThrough", Kind.LINK, "Channel", most=1
    ),
    "Dataset.identifier": Property("dct:identifier", Kind.WORD),
    "Dataset.title": _NAME,
    "Dataset.description": _MUST_SAY,
    "Dataset.publisher": Property("dct:publisher", Kind.LINK, "Agent", least=1, most=1),
    "Dataset.landingPage": Property("dcat:landingPage", Kind.LINK, "Document"),
    **_EVENT,
    "Evidence.identifier": _ID,
    "Evidence.name": _NAME,
    "Evidence.description": _SAID,
    "Output.identifier": _ID,
    "Output.name": _NAME,
    "PublicOrganization.preferredLabel": Property("skos:prefLabel", Kind.TEXT, least=1),
    "PublicOrganization.spatial": Property(
        "dct:spatial", Kind.LINK, "Location", least=1
    ),
    "PublicService.identifier": _ID,
    "PublicService.name": _NAME,
    "PublicService.description": _MUST_SAY,
    "PublicService.keyword": Property("dcat:keyword", Kind.TEXT),
    "PublicService.language": Property("dct:language", Kind.LINK, "LinguisticSystem"),
    "PublicService.status": Property("adms:status", Kind.LINK, "Concept", most=1),
    "PublicService.thematicArea": Property("cv:thematicArea", Kind.LINK, "Concept"),
    "PublicService.addressee": Property("dct:audience", Kind.LINK, "Concept"),
    "PublicService.spatial": Property("dct:spatial", Kind.LINK, "Location"),
    "PublicService.hasCompetentAuthority": Property(
        "cv:hasCompetentAuthority", Kind.LINK, "PublicOrganization", least=1
    ),
    "PublicService.hasChannel": Property("cv:hasChannel", Kind.LINK, "Channel"),
    "PublicService.hasCost": Property("cv:hasCost", Kind.LINK, "Cost"),
    "PublicService.hasInput": Property("cpsv:hasInput", Kind.LINK, "Evidence"),
    "PublicService.hasLegalResource": Property(
        "cv:hasLegalResource", Kind.LINK, "LegalResource"
    ),
    "PublicService.holdsRequirement": Property(
        "cv:holdsRequirement", Kind.LINK, "Requirement"
    ),
    "PublicService.follows": Property("cpsv:follows", Kind.LINK, "Rule"),
    "PublicService.produces": Property("cpsv:produces", Kind.LINK, "Output"),
    "PublicService.processingTime": _TIME,
    "PublicService.isGroupedBy": Property("cv:isGroupedBy", Kind.LINK, "Event"),
    "PublicService.isPartOf": Property("dct:isPartOf", Kind.LINK, "Dataset"),
    "Requirement.identifier": _ID,
    "Requirement.name": _NAME,
    "Rule.identifier": _ID,
    "Rule.name": _NAME,
    "Rule.description": _MUST_SAY,
    "Rule.implements": Property("cpsv:implements", Kind.LINK, "LegalResource"),
}
# Words of the vocabularies that CPSV-AP stands on; its context has no term for them.
BESIDE: Mapping[str, Property] = {
    "Concept.notation": Property("skos:notation", Kind.WORD),
    "Concept.label": Property("skos:prefLabel", Kind.TEXT),
    "Dataset.issued": Property("dct:issued", Kind.DAY),
    "LegalResource.identifier": Property("dct:identifier", Kind.WORD),
    "LegalResource.title": Property("dct:title", Kind.TEXT),
    "Location.label": Property("skos:prefLabel", Kind.TEXT),
}
ALL: Mapping[str, Property] = {**PROPERTIES, **BESIDE}


def full(short: str) -> str:
    """Return the whole address of a prefixed name.

    >>> full("dct:title")
    'http://purl.org/dc/terms/title'
    """
    prefix, _, name = short.partition(":")
    return PREFIXES[prefix] + name
