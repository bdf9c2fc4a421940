"""The description of single procedures, and our vocabulary beside the official one."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from motcua.catalogue.opendata.linked import Area, LinkedData, Surroundings
from motcua.catalogue.opendata.nodes import Duration, Link, Place
from motcua.catalogue.opendata.records import Origin, of_entry, of_version
from motcua.catalogue.opendata.schema_org import as_script, government_service
from motcua.catalogue.opendata.tests.shapes import troubles
from motcua.catalogue.opendata.vocabulary import CLASSES, PROPERTIES, Kind, full
from motcua.catalogue.opendata.writing import turtle
from motcua.catalogue.tests.entries import facts
from motcua.catalogue.tests.factories import definition, words
from motcua.kernel.texts import Text

DAY = date(2026, 7, 31)
OFFICIAL = Path(__file__).resolve().parents[6] / "shared/data/cpsv-ap"
PLACE = Place("https://city.example")
AROUND = Surroundings(
    publisher=Text("Trung tâm", "Centre"),
    publisher_code="X.1",
    area=Area("01", Text("Thành phố", "City")),
    day=DAY,
    units={"X.2": Text("Sở", "Department")},
    laws={"60/2014/QH13": Text("Luật Hộ tịch", "Civil Status Act")},
    events={},
)
ORIGIN = Origin(group="civil_status", source="Nguồn", day=DAY)
official = pytest.mark.skipif(
    not OFFICIAL.is_dir(), reason=f"The files of CPSV-AP are not at {OFFICIAL}."
)


def described(*records):
    linked = LinkedData(PLACE, AROUND)
    nodes = list(linked.opening())
    for record in records:
        nodes += linked.describe(record)
    return nodes


def service(nodes, code="1.000001"):
    return next(one for one in nodes if one.iri == PLACE.service(code))


class TestProcedure:
    def test_keeps_every_rule(self):
        one, two = definition(), definition("1.000002")

        assert troubles(described(*(of_version(d, Origin()) for d in (one, two)))) == []

    def test_says_who_decides(self):
        it = definition(competence={"level": "CITY", "unit": "X.2"})

        said = service(described(of_version(it, Origin())))

        assert said.facts["PublicService.hasCompetentAuthority"] == (
            Link(PLACE.shared("authority", "X.2")),
        )

    @pytest.mark.parametrize(
        ("limit", "duration"),
        [("15 days", "P15D"), ("2 months", "P2M"), ("5 working days", None)],
    )
    def test_has_a_duration_only_of_calendar_time(self, limit, duration):
        it = definition(
            time_limits=[{"id": "all", "name": words("Chung"), "limit": limit}]
        )

        said = service(described(of_version(it, Origin())))

        assert said.facts.get("PublicService.processingTime") == (
            (Duration(duration),) if duration else None
        )

    def test_never_says_of_an_unknown_fee_that_it_is_free(self):
        fee = {"id": "a", "name": words("Phí"), "kind": "FEE", "amount": None}
        it = definition(fees=[{**fee, "set_by": words("bộ")}])

        nodes = described(of_version(it, Origin()))

        cost = next(one for one in nodes if one.kinds == ("Cost",))
        assert "Cost.hasValue" not in cost.facts
        assert "set by bộ" in cost.facts["Cost.description"][0].en

    def test_says_what_is_shared_once(self):
        records = [of_version(definition(f"1.00000{n}"), Origin()) for n in (1, 2)]

        iris = [one.iri for one in described(*records)]

        assert len(iris) == len(set(iris))


class TestEntry:
    def test_keeps_every_rule(self):
        assert troubles(described(of_entry(facts(), ORIGIN))) == []

    def test_keeps_them_with_the_least_that_is_known(self):
        least = facts(
            levels=(), applicants=(), channels=(), bases=(), paper_lists=None,
            conditions=None, results=None,
        )  # fmt: skip

        assert troubles(described(of_entry(least, ORIGIN))) == []

    def test_says_that_it_is_for_information_only(self):
        said = service(described(of_entry(facts(), ORIGIN)))

        assert "cannot be applied for here" in (
            said.facts["PublicService.description"][0].en
        )


class TestOwnChecks:
    """The checks see what they are there for: each rule is broken once."""

    def broken(self, name, *values):
        nodes = described(of_entry(facts(), ORIGIN))
        said = service(nodes)
        kept = {k: v for k, v in said.facts.items() if k != name}
        worse = replace(said, facts=kept | ({name: values} if values else {}))
        return troubles([worse if one is said else one for one in nodes])

    def test_see_what_is_missing(self):
        assert self.broken("PublicService.name")

    def test_see_what_stands_too_often(self):
        assert self.broken("PublicService.identifier", "a", "b")

    def test_see_what_is_of_another_type(self):
        assert self.broken("PublicService.name", "no language")

    def test_see_a_link_to_nothing(self):
        assert self.broken("PublicService.hasCost", Link("x:nowhere"))

    def test_see_a_link_to_something_else(self):
        wrong = Link(PLACE.shared("dataset", "catalogue"))

        assert self.broken("PublicService.hasCost", wrong)


class TestTurtle:
    def test_survives_what_people_write(self):
        import rdflib

        name = 'A "quoted" \\ name\nin two lines'
        it = of_version(definition(name=name), Origin())

        text = "".join(turtle(iter(described(it))))

        graph = rdflib.Graph().parse(data=text, format="turtle")
        titles = {str(o) for o in graph.objects(None, rdflib.DCTERMS.title)}
        assert name in titles


class TestGovernmentService:
    def test_is_in_the_readers_language(self):
        it = of_version(definition(name="Thủ tục"), Origin())

        said = government_service(it, AROUND, PLACE, "en")

        assert said["@type"] == "GovernmentService"
        assert said["provider"]["name"] == "Centre"
        assert said["availableChannel"][0]["serviceUrl"] == PLACE.service("1.000001")

    def test_offers_no_price_that_is_not_known(self):
        fee = {"id": "a", "name": words("Phí"), "kind": "FEE", "amount": None}
        it = of_version(definition(fees=[{**fee, "set_by": words("bộ")}]), Origin())

        assert government_service(it, AROUND, PLACE, "vi")["offers"] == []

    def test_cannot_end_the_block_it_stands_in(self):
        block = as_script({"name": "</script><b>&"})

        assert block.count("<") == 2
        inner = block.removeprefix('<script type="application/ld+json">')
        assert json.loads(inner.removesuffix("</script>"))["name"] == "</script><b>&"


@official
class TestVocabulary:
    """Our terms and rules are those of CPSV-AP 3.2.0."""

    def test_has_the_terms_of_its_context(self):
        terms = json.loads((OFFICIAL / "cpsv-ap.jsonld").read_text("utf-8"))["@context"]
        ours = {name: full(iri) for name, iri in CLASSES.items()}
        ours |= {name: full(said.iri) for name, said in PROPERTIES.items()}

        for name, iri in ours.items():
            said = terms[name]
            assert iri == (said if isinstance(said, str) else said["@id"]), name

    def test_has_the_rules_of_its_shapes(self):
        assert official_rules() <= our_rules()


def official_rules():
    import rdflib
    from rdflib.namespace import SH

    graph = rdflib.Graph().parse(OFFICIAL / "cpsv-ap-SHACL.ttl")
    known = {full(iri): name for name, iri in CLASSES.items()}
    paths = {(n.split(".")[0], full(p.iri)) for n, p in PROPERTIES.items()}
    rules = set()
    for shape in graph.subjects(rdflib.RDF.type, SH.NodeShape):
        kind = known.get(str(graph.value(shape, SH.targetClass)))
        for rule in graph.objects(shape, SH.property):
            path = str(graph.value(rule, SH.path))
            least = graph.value(rule, SH.minCount)
            if kind and least:
                rules.add((kind, path, "least", int(least)))
            if (kind, path) not in paths:
                continue
            for word in (SH.maxCount, SH["class"], SH.datatype):
                if (value := graph.value(rule, word)) is not None:
                    rules.add((kind, path, str(word).split("#")[1], str(value)))
    return rules


def our_rules():
    datatypes = {
        Kind.TEXT: "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString",
        Kind.NUMBER: full("xsd:double"),
        Kind.DURATION: full("xsd:duration"),
    }
    rules = set()
    for name, rule in PROPERTIES.items():
        kind, path = name.split(".")[0], full(rule.iri)
        if rule.least:
            rules.add((kind, path, "least", rule.least))
        if rule.most:
            rules.add((kind, path, "maxCount", str(rule.most)))
        if rule.to:
            rules.add((kind, path, "class", full(CLASSES[rule.to])))
        if rule.kind in datatypes:
            rules.add((kind, path, "datatype", datatypes[rule.kind]))
    return rules
