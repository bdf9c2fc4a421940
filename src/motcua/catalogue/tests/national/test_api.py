import pytest

from motcua.catalogue.models import EntryChange
from motcua.catalogue.tests.entries import SEEN, entry

pytestmark = pytest.mark.django_db


def answer(client, path):
    return client.get(f"/api/v1/catalogue/{path}").json()


class TestEntries:
    def test_are_listed_in_pages(self, client):
        for number in range(3):
            entry(f"1.00000{number}")

        first = answer(client, "entries?limit=2")
        rest = answer(client, f"entries?limit=2&after={first['next']}")

        assert [item["code"] for item in first["items"]] == ["1.000000", "1.000001"]
        assert [item["code"] for item in rest["items"]] == ["1.000002"]
        assert rest["next"] is None
        assert not rest["items"][0]["is_written_out"]

    def test_are_filtered(self, client):
        entry("1.000001", "Đăng ký kết hôn")
        entry("1.000002", vanished_at=SEEN)

        assert len(answer(client, "entries?q=ket+hon")["items"]) == 1
        assert answer(client, "entries?group=land")["items"] == []
        assert len(answer(client, "entries?vanished=true")["items"]) == 1
        assert len(answer(client, "entries?written_out=false")["items"]) == 1

    def test_are_told_in_full(self, client):
        entry("1.000001", original={"bases": ["Luật Hộ tịch60/2014/QH13"]})

        found = answer(client, "entries/1.000001")

        lines = found["facts"]["channels"]
        assert lines[0]["limit"] == {"value": 5, "unit": "WORKING_DAYS"}
        assert lines[1]["fee"]["amounts"] == [{"value": 8000, "currency": "VND"}]
        assert found["facts"]["papers"][0]["papers"][0]["originals"] == 1
        assert found["field_name"]["en"] == "Civil status"
        assert found["source"]["day"] == "2026-07-31"
        assert found["original"] == {}
        more = answer(client, "entries/1.000001?original=true")
        assert more["original"]["bases"]

    def test_that_are_unknown_are_refused(self, client):
        assert client.get("/api/v1/catalogue/entries/9.1").status_code == 404


def test_changes_are_listed(client):
    EntryChange.objects.create(
        entry=entry("1.000001"),
        kind="ADDED",
        happened_at=SEEN,
        source="Nguồn",
        source_date=SEEN.date(),
        content_hash="0" * 64,
    )

    (change,) = answer(client, "changes?code=1.000001")

    assert change["kind"] == "ADDED"
    assert change["source"]["name"] == "Nguồn"
    assert answer(client, f"changes?before={change['id']}") == []
