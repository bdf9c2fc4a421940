"""Root of all addresses."""

from django.urls import URLPattern, URLResolver, include, path
from django.views.i18n import set_language

from motcua.config.api import api
from motcua.web.permissions import PUBLIC, permission

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/", api.urls),
    path("language", permission(PUBLIC)(set_language), name="set_language"),
    path("accounts/", include("motcua.accounts.urls")),
    path("workbench/", include("motcua.workbench.urls")),
    path("", include("motcua.web.urls")),
    path("", include("motcua.portal.urls")),
]
