"""Gate: every route says who may come in, and a power it names exists."""

import pytest
from django.http import HttpResponse
from django.urls import NoReverseMatch, get_resolver, path, reverse
from ninja import NinjaAPI

from motcua.authority.rules import POWERS
from motcua.web.permissions import PUBLIC, Door, declared_by, permission
from tests.fitness.routes import OPEN_AT_ALLAUTH, operations_of, routes

# Django-ninja's own pages, which describe the API and hold no data.
OWN_OF_NINJA = {"openapi-json", "openapi-view", "api-root"}
ARGUMENTS = {
    "account_confirm_email": ["some-key"],
    "account_reset_password_from_key": ["some", "key"],
    "mfa_remove_webauthn": [1],
    "mfa_edit_webauthn": [1],
}


def all_routes():
    return list(routes(get_resolver().url_patterns))


def undeclared(found):
    return [
        line
        for route in found
        if not route.of_allauth and route.name not in OWN_OF_NINJA
        for line in route.undeclared()
    ]


class TestRoutes:
    def test_every_route_declares_who_may_come_in(self):
        assert undeclared(all_routes()) == []

    def test_every_power_that_a_route_names_exists(self):
        for route in all_routes():
            operations = operations_of(route.view) or []
            views = [route.view, *(operation.view_func for operation in operations)]
            for view in views:
                for need in declared_by(view) or ():
                    assert isinstance(need, Door) or need in POWERS, route.path

    def test_there_are_routes_to_look_at(self):
        assert len(all_routes()) > 20


class TestRoutesOfAllauth:
    @pytest.mark.django_db
    @pytest.mark.parametrize(
        "route", [r for r in all_routes() if r.of_allauth], ids=lambda r: r.name
    )
    def test_opens_only_what_is_on_the_reviewed_list(self, route, client):
        address = reverse(route.name, args=ARGUMENTS.get(route.name, []))

        response = client.get(address)

        asks = response.status_code == 302 and response["Location"].startswith(
            reverse("account_login") + "?next="
        )
        assert asks is (route.name not in OPEN_AT_ALLAUTH)

    def test_lists_nothing_that_is_gone(self):
        for name in OPEN_AT_ALLAUTH:
            try:
                reverse(name, args=ARGUMENTS.get(name, []))
            except NoReverseMatch:
                pytest.fail(f"{name} is no route any more")


class TestTheGateItself:
    def test_finds_a_view_that_declares_nothing(self):
        def forgotten(request):
            return HttpResponse()

        found = list(routes([path("forgotten", forgotten)]))

        assert undeclared(found) == ["/forgotten"]

    def test_finds_an_operation_that_declares_nothing(self):
        api = NinjaAPI(urls_namespace="gate")

        @api.get("/open")
        @permission(PUBLIC)
        def fine(request):
            return {}

        @api.post("/forgotten")
        def forgotten(request):
            return {}

        found = list(routes([path("api/", api.urls)]))

        assert undeclared(found) == ["POST /api/forgotten"]
