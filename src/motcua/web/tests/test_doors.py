"""Who makes a request, who may come in, and which headers the answer carries."""

import json

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import path

from motcua.kernel.actors import Actor, NotCompetent, Role
from motcua.kernel.ids import new_id
from motcua.web import tokens
from motcua.web.actors import SignInNeeded, actor_of, visitor_of
from motcua.web.limits import TooOften
from motcua.web.permissions import PUBLIC, SIGNED_IN, declared_by, permission
from motcua.web.refusals import answer, problem_response

LAN = Actor(new_id(), "Lan", Role.CITIZEN, powers=frozenset({"cases.submit"}))


def view(request):
    return HttpResponse("inside")


def request(actor=None, path="/"):
    made = RequestFactory().get(path)
    made.session = {}
    if actor:
        made.auth = actor
    return made


class Somebody:
    is_authenticated = True
    pk = LAN.id


class TestActorOf:
    def test_is_the_owner_of_the_token(self):
        assert actor_of(request(LAN)) is LAN

    def test_is_the_person_of_the_session(self):
        made = request()
        made.user = Somebody()
        made.user.actor = LAN

        assert actor_of(made) is LAN

    def test_is_asked_for_once_a_request(self, monkeypatch):
        asked = []
        made = request()
        made.user = Somebody()
        monkeypatch.setattr(
            "motcua.web.actors._source",
            lambda: lambda account_id, at: asked.append(account_id) or LAN,
        )

        assert actor_of(made) is actor_of(made) is LAN
        assert asked == [LAN.id]

    def test_is_refused_for_a_stranger(self):
        with pytest.raises(SignInNeeded):
            actor_of(request())

    def test_has_a_form_that_returns_nobody(self):
        assert visitor_of(request()) is None


class TestPermission:
    def test_lets_anybody_through_a_public_door(self):
        assert permission(PUBLIC)(view)(request()).content == b"inside"

    def test_lets_anybody_known_through_the_signed_in_door(self):
        guarded = permission(SIGNED_IN)(view)

        assert guarded(request(LAN)).content == b"inside"
        with pytest.raises(SignInNeeded):
            guarded(request())

    def test_lets_in_who_holds_the_power(self):
        assert permission("cases.submit")(view)(request(LAN)).content == b"inside"

    def test_lets_in_who_holds_one_of_several_powers(self):
        guarded = permission("cases.accept", "cases.submit")(view)

        assert guarded(request(LAN)).content == b"inside"

    def test_keeps_out_who_holds_none_of_them(self):
        with pytest.raises(NotCompetent):
            permission("cases.accept")(view)(request(LAN))

    def test_keeps_a_stranger_out_before_looking_at_powers(self):
        with pytest.raises(SignInNeeded):
            permission("cases.accept")(view)(request())

    def test_can_be_read_from_the_view(self):
        assert declared_by(permission("cases.accept")(view)) == ("cases.accept",)
        assert declared_by(view) is None

    def test_must_say_something(self):
        with pytest.raises(ValueError, match="Declare"):
            permission()


class TestBearerToken:
    @pytest.fixture
    def known(self, monkeypatch):
        monkeypatch.setattr(
            "motcua.web.tokens._source",
            lambda: lambda secret, at: LAN if secret == "right" else None,
        )

    def sent(self, header):
        return RequestFactory().get("/api/v1/x", HTTP_AUTHORIZATION=header)

    def test_is_its_owner(self, known):
        assert tokens.BearerToken()(self.sent("Bearer right")) is LAN

    @pytest.mark.django_db
    def test_is_nobody_if_wrong(self, known):
        assert tokens.BearerToken()(self.sent("Bearer wrong")) is None

    def test_is_nobody_without_a_header_of_its_kind(self, known):
        assert tokens.BearerToken()(self.sent("Basic right")) is None

    @pytest.mark.django_db
    def test_may_be_wrong_only_so_often_from_one_address(self, known):
        for _ in range(tokens.GUESSES.amount):
            tokens.BearerToken()(self.sent("Bearer wrong"))

        with pytest.raises(TooOften):
            tokens.BearerToken()(self.sent("Bearer wrong"))


class TestAnswers:
    def test_tell_a_program_to_sign_in(self):
        response = problem_response(SignInNeeded())

        assert response.status_code == 401
        assert response["WWW-Authenticate"] == "Bearer"
        assert json.loads(response.content)["code"] == "sign_in_needed"

    def test_send_a_person_to_the_way_in_and_back(self):
        response = answer(request(path="/my/cases?page=2"), SignInNeeded())

        assert response["Location"] == "/accounts/login/?next=/my/cases%3Fpage%3D2"

    def test_tell_whoever_is_too_fast_when_to_come_back(self):
        response = problem_response(TooOften(seconds=7))

        assert (response.status_code, response["Retry-After"]) == (429, "7")


urlpatterns = [path("forgotten", view), path("open", permission(PUBLIC)(view))]


@pytest.mark.urls("motcua.web.tests.test_doors")
class TestAViewThatDeclaresNothing:
    @pytest.fixture(autouse=True)
    def _login_elsewhere(self, settings):
        settings.LOGIN_URL = "/login"

    def test_is_not_open(self, client):
        assert client.get("/forgotten")["Location"].startswith("/login")


@pytest.mark.urls("motcua.web.tests.test_doors")
class TestHeaders:
    @pytest.mark.parametrize(
        ("name", "part"),
        [
            ("Content-Security-Policy", "default-src 'self'"),
            ("Content-Security-Policy", "object-src 'none'"),
            ("Content-Security-Policy", "frame-ancestors 'none'"),
            ("Content-Security-Policy", "form-action 'self'"),
            ("Content-Security-Policy", "base-uri 'none'"),
            ("X-Content-Type-Options", "nosniff"),
            ("X-Frame-Options", "DENY"),
            ("Referrer-Policy", "same-origin"),
            ("Permissions-Policy", "geolocation=()"),
            ("Cross-Origin-Opener-Policy", "same-origin"),
            ("Cross-Origin-Resource-Policy", "same-origin"),
        ],
    )
    def test_stand_on_every_answer(self, client, name, part):
        assert part in client.get("/open")[name]

    def test_allow_nothing_unsafe(self, client):
        assert "unsafe" not in client.get("/open")["Content-Security-Policy"]

    def test_keep_what_a_known_person_sees_out_of_caches(self, client, settings):
        assert "no-store" not in client.get("/open").get("Cache-Control", "")

        client.cookies[settings.SESSION_COOKIE_NAME] = "some"

        assert "no-store" in client.get("/open")["Cache-Control"]
