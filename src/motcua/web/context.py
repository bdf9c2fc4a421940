"""What every page knows besides its own content."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

THEME_COOKIE = "motcua_theme"
THEMES = ("auto", "light", "dark")


def theme_of(request: HttpRequest) -> str:
    """Return the look this reader chose: ``auto``, ``light`` or ``dark``."""
    theme = request.COOKIES.get(THEME_COOKIE, "auto")
    return theme if theme in THEMES else "auto"


def site(request: HttpRequest) -> dict[str, Any]:
    """Return the reader's look, the languages and the centre's name."""
    return {
        "theme": theme_of(request),
        "languages": settings.LANGUAGES,
        "centre_name": _("Trung tâm Phục vụ hành chính công"),
    }
