import json
import re

from django.test import Client

from motcua.catalogue.opendata.writing import COLUMNS

BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


class TestOpenData:
    def test_offers_four_files_and_explains_every_column(self, world):
        page = Client().get("/open-data/").content.decode()

        for form in ("csv", "json", "cpsv-ttl", "cpsv-jsonld"):
            assert f'href="/api/v1/open-data/{form}"' in page
        for column in COLUMNS:
            assert f"<code>{column}</code>" in page

    def test_is_linked_from_every_page(self, world):
        assert 'href="/open-data/"' in Client().get("/").content.decode()


class TestProcedurePage:
    def test_describes_the_service_to_search_engines(self, world):
        page = Client().get("/procedures/1.001193/", headers={"Accept-Language": "en"})

        said = json.loads(BLOCK.search(page.content.decode())[1])
        assert said["@type"] == "GovernmentService"
        assert said["identifier"] == "1.001193"
        assert "unsafe-inline" not in page["Content-Security-Policy"]
