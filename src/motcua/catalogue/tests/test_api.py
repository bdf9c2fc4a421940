from datetime import UTC, datetime

import jsonschema
import pytest
from ninja import NinjaAPI
from ninja.testing import TestClient

from motcua.catalogue import commands
from motcua.catalogue.api import router
from motcua.catalogue.tests.factories import definition
from motcua.catalogue.tests.test_rules import ANSWERS, BIRTH
from motcua.kernel.actors import SYSTEM
from motcua.kernel.refusals import NotFound

NOW = datetime(2026, 4, 28, 3, tzinfo=UTC)


@pytest.fixture(scope="module")
def client():
    api = NinjaAPI(urls_namespace="catalogue-tests")
    api.add_router("", router)
    return TestClient(api)


@pytest.fixture(autouse=True)
def published(db):
    for one in (definition(), BIRTH):
        commands._publish(one, SYSTEM, NOW)


class TestProcedures:
    def test_lists(self, client):
        answer = client.get("/procedures?on=2026-04-28&limit=1").json()

        assert [item["code"] for item in answer["items"]] == ["1.000001"]
        assert answer["next"] == "1.000001"

    def test_finds_without_diacritics(self, client):
        answer = client.get("/procedures/search?q=khai%20sinh&on=2026-04-28").json()

        assert [item["code"] for item in answer["items"]] == ["1.001193"]
        assert answer["items"][0]["name"]["de"] == "Anmeldung einer Geburt"

    def test_gives_one_in_full(self, client):
        answer = client.get("/procedures/1.001193?on=2026-04-28").json()

        assert answer["definition"]["fees"][1]["amount"] is None
        assert answer["number"] == 1

    def test_gives_its_versions(self, client):
        answer = client.get("/procedures/1.001193/versions").json()

        assert [version["number"] for version in answer] == [1]

    def test_says_that_there_is_none(self, client):
        with pytest.raises(NotFound):
            client.get("/procedures/9.999999?on=2026-04-28")

    def test_counts_fields(self, client):
        answer = client.get("/fields?on=2026-04-28").json()

        assert [(f["id"], f["procedures"]) for f in answer] == [("civil_status", 2)]

    @pytest.mark.parametrize(
        "query",
        ["limit=0", "limit=1000", "on=yesterday", "after=%00", "field=A%20B"],
    )
    def test_refuses_what_is_out_of_bounds(self, client, query):
        assert client.get(f"/procedures?{query}").status_code == 422

    @pytest.mark.parametrize("query", ["", "q=", "q=a&after=x", "q=" + "a" * 201])
    def test_refuses_a_search_out_of_bounds(self, client, query):
        assert client.get(f"/procedures/search?{query}").status_code == 422


class TestFormSchema:
    def test_takes_answers_that_are_right(self, client):
        schema = client.get("/procedures/1.001193/form-schema?on=2026-04-28").json()
        circumstances = ("applied_on", "channel", "applicant")

        answers = {k: v for k, v in ANSWERS.items() if k not in circumstances}
        jsonschema.validate(answers, schema)

    def test_refuses_answers_that_are_wrong(self, client):
        schema = client.get("/procedures/1.001193/form-schema?on=2026-04-28").json()

        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate({"sex": "cat"}, schema)

    def test_speaks_a_language(self, client):
        address = "/procedures/1.001193/form-schema?on=2026-04-28&language=en"

        assert client.get(address).json()["title"] == "Registration of a birth"


def test_publishes_the_schema_of_files(client):
    assert client.get("/procedure-file-schema").json()["title"] == "Procedure"
