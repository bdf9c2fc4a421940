import pytest
from django.test import Client

from motcua.web.fonts import font_files

pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> Client:
    return Client()


class TestTheme:
    def test_is_kept_in_a_cookie_and_said_on_the_page(self, client, settings):
        settings.GALLERY = True

        response = client.post("/theme", {"theme": "dark", "next": "/_gallery"})

        assert response.headers["location"] == "/_gallery"
        assert 'data-theme="dark"' in client.get("/_gallery").content.decode()

    def test_ignores_what_it_does_not_know(self, client):
        response = client.post("/theme", {"theme": "<pink>"})

        assert "motcua_theme" not in response.cookies

    def test_never_leads_away_from_the_site(self, client):
        response = client.post("/theme", {"next": "https://example.org/"})

        assert response.headers["location"] == "/"


class TestLanguage:
    @pytest.mark.parametrize(
        ("code", "word"),
        [
            ("vi", "Đến nội dung chính"),
            ("en", "Skip to main content"),
            ("de", "Zum Hauptinhalt"),
        ],
    )
    def test_switches_by_form(self, client, settings, code, word):
        settings.GALLERY = True

        client.post("/language", {"language": code, "next": "/_gallery"})

        page = client.get("/_gallery").content.decode()
        assert f'<html lang="{code}"' in page
        assert word in page


class TestGallery:
    def test_is_not_there_unless_asked_for(self, client, settings):
        settings.GALLERY = False

        assert client.get("/_gallery").status_code == 404

    def test_missing_pages_lead_home(self, client):
        page = client.get("/nowhere").content.decode()

        assert 'href="/"' in page


class TestFonts:
    def test_are_files_of_the_package(self):
        assert [path.name for path in font_files()] == [
            "BeVietnamPro-Regular.ttf",
            "BeVietnamPro-SemiBold.ttf",
        ]
