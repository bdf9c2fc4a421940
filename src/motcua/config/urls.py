"""Root of all addresses."""

from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, URLResolver, include, path
from django.views.i18n import set_language

urlpatterns: list[URLPattern | URLResolver] = [
    path("language", login_not_required(set_language), name="set_language"),
    path("accounts/", include("motcua.accounts.urls")),
    path("", include("motcua.web.urls")),
]
