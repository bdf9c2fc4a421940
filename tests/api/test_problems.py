"""Everything that can be wrong with a request is said in one form, never by a 500."""

import pytest

from motcua.cases.tests.world import submitted
from motcua.web.limits import Limit
from motcua.web.refusals import PROBLEM

NUL, HALF = "\\u0000", "\\ud800"


def said(response):
    """Return what a refusal says, once it has the form that all have."""
    assert response["Content-Type"] == PROBLEM
    body = response.json()
    assert body["type"] == f"urn:motcua:{body['code']}"
    assert body["status"] == response.status_code
    assert body["detail"]
    return response.status_code, body["code"]


class TestAddresses:
    def test_that_are_none_are_not_found(self, door):
        assert said(door.nobody.get("/nothing")) == (404, "not_found")
        assert said(door.nobody.get("/cases/")) == (404, "not_found")
        assert said(door.nobody.get("/../../etc")) == (404, "not_found")

    def test_take_only_their_methods(self, door):
        response = door.nobody.send("DELETE", "/cases")

        assert said(response) == (405, "method_not_allowed")
        assert set(response["Allow"].split(", ")) == {"GET", "POST"}

    def test_speak_the_readers_language(self, door):
        german = door.nobody.get("/nothing", accept_language="de").json()["detail"]
        english = door.nobody.get("/nothing", accept_language="en").json()["detail"]

        assert german != english

    @pytest.mark.parametrize(
        "ref", ["%00", "x", "0" * 36, "H26", "%F0%9F%98%80", "9" * 5000, "' OR 1=1"]
    )
    def test_with_a_broken_name_are_refused(self, door, ref):
        assert said(door.clerk.get(f"/cases/{ref}"))[0] in {404, 422}


class TestSignIn:
    def test_is_asked_for(self, door):
        response = door.nobody.get("/cases")

        assert said(response) == (401, "sign_in_needed")
        assert response["WWW-Authenticate"] == "Bearer"

    @pytest.mark.parametrize(
        "header", ["Bearer", "Bearer x", "Bearer \xff", "Basic eA=="]
    )
    def test_does_not_take_what_is_no_token(self, door, header):
        response = door.nobody.get("/cases", authorization=header)

        assert said(response) == (401, "sign_in_needed")

    def test_is_slow_for_who_guesses(self, door, monkeypatch):
        monkeypatch.setattr("motcua.web.tokens.GUESSES", Limit("guess", 2, 60))

        answers = [
            said(door.nobody.get("/cases", authorization=f"Bearer {n}"))
            for n in range(4)
        ]

        assert answers[-1] == (429, "too_often")


class TestSession:
    @pytest.fixture
    def browser(self, door, world, settings):
        from django.contrib.auth import get_user_model
        from django.test import Client

        client = Client(enforce_csrf_checks=True)
        account = get_user_model().objects.get(pk=world.clerk.id)
        client.force_login(account, settings.AUTHENTICATION_BACKENDS[0])
        return client

    def test_is_good_for_reading(self, browser):
        assert browser.get("/api/v1/work").status_code == 200

    def test_changes_nothing_without_the_csrf_token(self, browser, world):
        address = f"/api/v1/cases/{submitted(world)}/accept"

        response = browser.post(address, {}, content_type="application/json")

        assert said(response) == (403, "csrf_missing")

    def test_changes_with_the_csrf_token(self, browser, world):
        from django.middleware.csrf import _get_new_csrf_string

        token = _get_new_csrf_string()
        browser.cookies["csrftoken"] = token
        address = f"/api/v1/cases/{submitted(world)}/accept"

        response = browser.post(
            address,
            {},
            content_type="application/json",
            headers={"X-CSRFToken": token},
        )

        assert response.status_code == 200

    def test_does_not_stand_in_for_a_wrong_token(self, browser):
        response = browser.get("/api/v1/work", headers={"Authorization": "Bearer x"})

        assert said(response) == (401, "sign_in_needed")

    def test_of_staff_needs_the_second_factor_where_it_is_wanted(
        self, browser, settings
    ):
        settings.STAFF_MFA = True

        assert said(browser.get("/api/v1/work")) == (403, "second_factor_missing")

    def test_of_staff_without_it_still_reads_what_is_public(self, browser, settings):
        settings.STAFF_MFA = True

        assert browser.get("/api/v1/procedures").status_code == 200


class TestBodies:
    @pytest.mark.parametrize(
        "body",
        [
            "{",
            "nonsense",
            b"\xff\xfe",
            '{"text": NaN}',
            '{"text": Infinity}',
            '{"text": 1e999}',
            '{"text": 9007199254740993}',
            '{"text": ' + "9" * 5000 + "}",
            f'{{"text": "{NUL}"}}',
            f'{{"{NUL}": "a"}}',
            f'{{"text": "{HALF}"}}',
            "[" * 100_000,
            '{"a":' * 900 + "1" + "}" * 900,
            '{"text": ' + "[" * 20 + "]" * 20 + "}",
        ],
        ids=lambda body: str(body[:16]),
    )
    def test_that_are_broken_are_refused(self, door, world, body):
        response = door.clerk.post(f"/cases/{submitted(world)}/comment", body)

        assert said(response) == (400, "body_unreadable")

    @pytest.mark.parametrize("body", ["[]", '"text"', "1", "null", "{}", ""])
    def test_of_another_shape_are_refused(self, door, world, body):
        response = door.clerk.post(f"/cases/{submitted(world)}/comment", body)

        assert said(response) == (422, "invalid_input")

    def test_that_are_too_large_are_refused(self, door, world):
        body = {"text": "a" * 1_100_000}
        response = door.clerk.post(f"/cases/{submitted(world)}/comment", body)

        assert said(response) == (413, "body_too_large")

    def test_larger_than_any_operation_takes_are_not_even_read(self, door, settings):
        settings.FILE_MAX_BYTES = 100

        response = door.clerk.upload(b"x" * 1_200_000)

        assert said(response) == (413, "body_too_large")

    @pytest.mark.parametrize("length", ["-1", "x"])
    def test_of_a_length_that_is_none_are_refused(self, door, length):
        response = door.clerk.client.get(
            "/api/v1/cases",
            headers={"Authorization": f"Bearer {door.clerk.token}"},
            CONTENT_LENGTH=length,
        )

        assert said(response)[0] == 413

    def test_are_kept_in_one_normal_form(self, door, world):
        case_id = submitted(world)
        door.clerk.post(f"/cases/{case_id}/comment", {"text": "Hồ sơ"})

        events = door.clerk.get(f"/cases/{case_id}/events").json()["items"]

        assert events[-1]["payload"]["text"] == "Hồ sơ"


class TestValues:
    def test_are_each_named_with_what_is_wrong(self, door, world):
        body = {"items": [{"kind": "book", "id": "Ä", "reason": 5, "more": 1}, {}]}
        address = f"/cases/{submitted(world)}/request-supplement"

        response = door.clerk.post(address, body, if_match="x")

        assert said(response) == (422, "invalid_input")
        wrong = {e["field"]: e["code"] for e in response.json()["errors"]}
        assert wrong == {
            "If-Match": "value_malformed",
            "items.0.kind": "value_not_offered",
            "items.0.id": "value_malformed",
            "items.0.reason": "value_of_wrong_type",
            "items.0.more": "value_unknown",
            "items.1.kind": "value_missing",
            "items.1.id": "value_missing",
            "items.1.reason": "value_missing",
        }

    @pytest.mark.parametrize(
        ("query", "field", "code"),
        [
            ("limit=0", "limit", "value_out_of_range"),
            ("limit=101", "limit", "value_out_of_range"),
            ("limit=x", "limit", "value_of_wrong_type"),
            ("limit=" + "9" * 400, "limit", "value_out_of_range"),
            ("status=GONE", "status", "value_not_offered"),
            ("after=x", "cursor", "bad_cursor"),
            ("after=%00", "after", "value_invalid"),
            ("after=" + "a" * 401, "after", "value_malformed"),
            ("text=%00", "text", "value_invalid"),
            ("text=" + "a" * 201, "text", "value_too_long"),
        ],
    )
    def test_of_a_query_are_checked(self, door, query, field, code):
        response = door.clerk.get(f"/cases?{query}")

        assert said(response) == (422, "invalid_input")
        errors = [(e["field"], e["code"]) for e in response.json()["errors"]]
        assert errors[0] in {(field, code), (field, "value_of_wrong_type")}

    def test_that_are_many_too_long_are_refused(self, door, world):
        body = {"text": "a" * 5001}
        response = door.clerk.post(f"/cases/{submitted(world)}/comment", body)

        assert response.json()["errors"][0]["code"] == "value_too_long"

    @pytest.mark.parametrize(
        "at", ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59+14:00", "2026-01-01T00:00"]
    )
    def test_of_time_lie_in_our_time_and_carry_a_zone(self, door, world, at):
        body = {"reason": "Mất điện", "new_due": at}
        response = door.leader.post(f"/cases/{submitted(world)}/apologise", body)

        assert said(response) == (422, "invalid_input")


class TestOurOwnFaults:
    def test_are_said_in_the_same_form_and_say_nothing_else(self, door, monkeypatch):
        def broken(*_args, **_more):
            raise RuntimeError("password=1234")

        monkeypatch.setattr("motcua.cases.queries.list_cases", broken)
        client = door.clerk.client
        client.raise_request_exception = False

        response = door.clerk.get("/cases")

        assert said(response) == (500, "internal_error")
        assert "1234" not in response.content.decode()


class TestRateLimit:
    def test_says_how_long_to_wait(self, door, monkeypatch):
        monkeypatch.setattr("motcua.config.api.API", Limit("api-test", 2, 60))

        answers = [door.clerk.get("/me") for _ in range(3)]

        assert said(answers[-1]) == (429, "too_often")
        assert 0 < int(answers[-1]["Retry-After"]) <= 60
