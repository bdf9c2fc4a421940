"""The files by API, and their marks."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from motcua.catalogue import revision
from motcua.catalogue.opendata import keeping
from motcua.catalogue.tests.entries import entry

URL = "/api/v1/open-data"
NOW = datetime(2026, 11, 25, tzinfo=UTC)


@pytest.fixture
def anyone(db, settings, tmp_path) -> Client:
    settings.HOME = tmp_path
    entry()
    revision.touch()
    return Client()


def body(response) -> str:
    return b"".join(response).decode()


class TestFiles:
    def test_are_listed_with_what_is_in_them(self, anyone):
        said = anyone.get(URL).json()

        assert (said["procedures"], said["entries"]) == (0, 1)
        assert {one["format"] for one in said["files"]} == {
            *("csv", "json", "cpsv-ttl", "cpsv-jsonld")
        }

    @pytest.mark.parametrize("form", ["csv", "json", "cpsv-ttl", "cpsv-jsonld"])
    def test_can_be_had(self, anyone, form):
        response = anyone.get(f"{URL}/{form}")

        assert response.status_code == 200
        assert "1.000001" in body(response)
        assert "attachment" in response["Content-Disposition"]
        assert response["Access-Control-Allow-Origin"] == "*"

    def test_are_not_sent_again_while_nothing_has_changed(self, anyone):
        first = anyone.get(f"{URL}/csv")
        list(first)

        again = anyone.get(f"{URL}/csv", headers={"If-None-Match": first["ETag"]})

        assert again.status_code == 304
        assert again["ETag"] == first["ETag"]

    def test_are_made_anew_when_the_catalogue_changes(self, anyone):
        first = anyone.get(f"{URL}/csv")
        list(first)
        entry("1.000002")
        revision.touch()

        again = anyone.get(f"{URL}/csv", headers={"If-None-Match": first["ETag"]})

        assert again.status_code == 200
        assert "1.000002" in body(again)

    def test_are_kept_and_not_more_than_a_few(self, anyone, tmp_path, settings):
        for day in range(1, keeping.KEPT + 4):
            list(anyone.get(f"{URL}/csv?on=2026-11-{day:02}"))

        assert len(list((tmp_path / keeping.FOLDER).iterdir())) == keeping.KEPT

    def test_of_an_unknown_format_are_refused(self, anyone):
        assert anyone.get(f"{URL}/xlsx").status_code == 422
