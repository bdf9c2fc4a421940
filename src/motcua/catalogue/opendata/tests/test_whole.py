"""The whole catalogue of the demo city, in every format."""

import csv
import io
import json
from datetime import UTC, date, datetime
from itertools import chain

import pytest
from django.core.management import call_command

from motcua.catalogue.commands import load_pack
from motcua.catalogue.national.indexing import load_index
from motcua.catalogue.opendata import queries
from motcua.catalogue.opendata.linked import LinkedData
from motcua.catalogue.opendata.nodes import Place
from motcua.catalogue.opendata.queries import Format, export
from motcua.catalogue.opendata.tests.shapes import troubles
from motcua.catalogue.opendata.tests.test_linked import OFFICIAL, official
from motcua.catalogue.opendata.writing import COLUMNS
from motcua.organisations import commands as organisations

NOW = datetime(2026, 11, 25, 3, tzinfo=UTC)
DAY = date(2026, 11, 25)
PACKS = ("base", "vn", "vn_hanoi")


@pytest.fixture(scope="module")
def whole(django_db_setup, django_db_blocker):
    """Yield the texts of all formats, and the nodes; the city is loaded once."""
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        for pack in PACKS:
            organisations.load_pack(pack)
            load_pack(pack=pack, now=NOW)
            load_index(pack=pack, now=NOW)
        linked = LinkedData(Place("https://city.example"), queries.surroundings(DAY))
        nodes = [linked.opening(), *map(linked.describe, queries.records(DAY))]
        yield (
            queries.size_on(DAY),
            {form: "".join(export(form, DAY)) for form in Format},
            list(chain.from_iterable(nodes)),
        )
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def graph(whole):
    import rdflib

    return rdflib.Graph().parse(data=whole[1][Format.CPSV_TTL], format="turtle")


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning")
class TestWhole:
    def test_has_every_procedure_once_in_each_format(self, whole):
        size, texts, _ = whole
        rows = list(csv.DictReader(io.StringIO(texts[Format.CSV])))
        records = json.loads(texts[Format.JSON])["procedures"]

        assert size.procedures >= 60
        assert size.entries > 2000
        assert len(rows) == len({row["code"] for row in rows}) == size.total
        assert [row["code"] for row in rows] == [one["code"] for one in records]
        assert tuple(rows[0]) == COLUMNS
        assert texts[Format.CPSV_TTL].count("a cpsv:PublicService ;") == size.total

    def test_keeps_every_rule_of_the_shapes_as_we_check_them(self, whole):
        assert troubles(whole[2])[:5] == []

    def test_says_the_same_in_turtle_and_in_json_ld(self, whole, graph):
        import rdflib

        other = rdflib.Graph().parse(
            data=whole[1][Format.CPSV_JSONLD], format="json-ld"
        )

        assert set(graph) == set(other)

    @official
    def test_conforms_to_the_official_shapes(self, graph):
        import rdflib
        from pyshacl import validate

        shapes = rdflib.Graph().parse(OFFICIAL / "cpsv-ap-SHACL.ttl")

        conforms, _, report = validate(graph, shacl_graph=shapes, inference="none")

        assert conforms, report[:2000]


@pytest.mark.django_db
class TestCommand:
    def test_writes_an_empty_catalogue_too(self, tmp_path, capsys):
        out = tmp_path / "catalogue.json"

        call_command("catalogue", "export", format="json", out=out, json=True)

        assert json.loads(out.read_text("utf-8"))["procedures"] == []
        assert json.loads(capsys.readouterr().out)["procedures"] == 0

    @pytest.mark.parametrize("missing", ["format", "out"])
    def test_needs_format_and_file(self, tmp_path, missing):
        said = {"format": "csv", "out": tmp_path / "a.csv"}
        del said[missing]

        with pytest.raises(Exception, match="--format and --out") as refused:
            call_command("catalogue", "export", **said)

        assert refused.value.returncode == 2

    def test_leaves_nothing_where_it_cannot_write(self, tmp_path):
        with pytest.raises(Exception, match="No such file") as refused:
            call_command("catalogue", "export", format="csv", out=tmp_path / "no/a.csv")

        assert refused.value.returncode == 2
        assert list(tmp_path.iterdir()) == []
