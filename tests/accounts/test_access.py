"""How one gets in, managed in person: sessions, the record, tokens; and by API."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from motcua.accounts import commands
from motcua.accounts.commands import Door
from motcua.accounts.models import SignIn
from motcua.accounts.queries import SignInFilter, list_sessions, list_sign_ins
from motcua.accounts.rules import Event, TokenNameNeeded
from motcua.authority.commands import issue_token
from motcua.authority.queries import actor_of, actor_of_token, list_tokens
from motcua.authority.rules import ScopeBeyondPowers, ScopeNeeded, UnknownScope
from motcua.kernel.actors import NotCompetent, Role
from motcua.kernel.ids import new_id
from motcua.kernel.refusals import InvalidInput, NotFound
from motcua.organisations.models import Account
from motcua.organisations.tests.factories import make_account, make_staff
from motcua.web.sessions import mark_of

pytestmark = pytest.mark.django_db
PASSWORD = "giay-to-2026"
BACKEND = "motcua.accounts.backends.AccountBackend"
ACCESS, TOKENS = "/accounts/access/", "/accounts/tokens/"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Firefox/128.0"


@pytest.fixture
def lan():
    return confirmed(make_account())


@pytest.fixture
def minh():
    return confirmed(make_account("minh@example.vn"))


def confirmed(account):
    account.set_password(PASSWORD)
    account.save()
    return account


def browser_of(account, **facts):
    """Sign in as a browser does, so that the session remembers its door."""
    client = Client(**facts)
    client.post("/accounts/login/", {"login": account.email, "password": PASSWORD})
    return client


def actor(account):
    return actor_of(account.id, timezone.now())


def door():
    return Door(at=timezone.now(), address="203.113.131.7", device=FIREFOX)


def make(account, *scopes, **facts):
    known = {"name": "Máy quét", "days": 30, "actor": actor(account), "door": door()}
    return commands.make_token(scopes=scopes, **(known | facts))


class TestOwnAccess:
    def test_shows_sessions_with_device_and_network_and_which_one_this_is(self, lan):
        browser_of(lan, HTTP_USER_AGENT=FIREFOX)
        here = browser_of(lan, HTTP_USER_AGENT="curl/8")

        page = here.get(ACCESS)

        sessions = page.context["sessions"]
        assert [one.is_current for one in sessions] == [True, False]
        assert [one.network for one in sessions] == ["127.0.0.0/24"] * 2
        text = page.content.decode()
        assert "Firefox, Windows" in text
        assert "mật khẩu" in text
        assert "no-store" in page["Cache-Control"]

    def test_shows_what_happened_at_ones_own_door_only(self, lan, minh):
        browser_of(minh)
        commands.record(event=Event.WRONG_CODE, at=timezone.now())
        here = browser_of(lan)

        events = here.get(ACCESS).context["events"]

        assert [row.account_id for row in events] == [lan.id]

    def test_goes_on_by_key(self, lan):
        here = browser_of(lan)
        for n in range(25):
            at = timezone.now() - timedelta(minutes=n + 1)
            commands.record(event=Event.SIGNED_OUT, at=at, account_id=lan.id)

        first = here.get(ACCESS)
        second = here.get(ACCESS + first.context["pages"]["next_url"])

        assert len(first.context["events"]) == 20
        assert len(second.context["events"]) == 6

    def test_does_not_give_keys_of_sessions_away(self, lan):
        there, here = browser_of(lan), browser_of(lan)

        page = here.get(ACCESS).content.decode()

        assert there.session.session_key not in page
        assert here.session.session_key not in page


class TestEndSession:
    def test_signs_the_other_browser_out_and_is_recorded(self, lan):
        there, here = browser_of(lan), browser_of(lan)
        mark = mark_of(there.session.session_key)

        here.post(f"{ACCESS}end/", {"session": mark})

        assert there.get(ACCESS).status_code == 302
        assert here.get(ACCESS).status_code == 200
        assert SignIn.objects.filter(event=Event.SESSION_ENDED).count() == 1

    def test_ends_all_others_at_once(self, lan):
        others = [browser_of(lan) for _ in range(2)]
        here = browser_of(lan)

        here.post(f"{ACCESS}end/", {"session": "others"})

        assert [one.get(ACCESS).status_code for one in others] == [302, 302]
        assert here.get(ACCESS).status_code == 200

    def test_ends_none_of_somebody_else(self, lan, minh):
        there = browser_of(lan)
        mark = mark_of(there.session.session_key)

        with pytest.raises(NotFound):
            commands.end_session(mark=mark, actor=actor(minh), door=door())
        assert there.get(ACCESS).status_code == 200

    def test_says_so_if_it_had_ended_already(self, lan):
        page = browser_of(lan).post(f"{ACCESS}end/", {"session": "0" * 20}, follow=True)

        assert "đã kết thúc từ trước" in page.content.decode()


class TestMakeToken:
    def test_gives_powers_of_ones_own(self, lan):
        issued = make(lan, "cases.read", "notices")

        found = actor_of_token(issued.secret, timezone.now())
        assert found.powers == {"cases.read", "notices.read"}

    def test_gives_a_group_as_it_is_now(self, lan):
        make(lan, "cases")

        (token,) = list_tokens(lan.id)
        assert "cases.submit" in token.scopes
        assert "cases" not in token.scopes

    @pytest.mark.parametrize(
        ("scopes", "refusal"),
        [
            (["cases.decide"], ScopeBeyondPowers),
            (["cases.read", "deadlines"], ScopeBeyondPowers),
            (["accounts.manage_access"], ScopeBeyondPowers),
            (["cases.fly"], UnknownScope),
            ([], ScopeNeeded),
        ],
    )
    def test_refuses_what_one_may_not_do_oneself(self, lan, scopes, refusal):
        with pytest.raises(refusal):
            make(lan, *scopes)
        assert list_tokens(lan.id) == []

    def test_refuses_a_token_without_a_name(self, lan):
        with pytest.raises(InvalidInput) as refused:
            make(lan, "cases.read", name="  ")

        assert isinstance(refused.value.fields["name"], TokenNameNeeded)

    def test_is_nothing_for_a_token_itself(self, lan):
        issued = issue_token(
            account_id=lan.id, name="x", scopes=[], days=1, now=timezone.now()
        )
        program = actor_of_token(issued.secret, timezone.now())

        with pytest.raises(NotCompetent):
            commands.make_token(
                name="y", scopes=["cases.read"], days=1, actor=program, door=door()
            )

    def test_is_recorded(self, lan):
        make(lan, "cases.read")

        (event,) = list_sign_ins(SignInFilter(account_id=lan.id)).rows
        assert event.event is Event.TOKEN_MADE
        assert event.network == "203.113.131.0/24"


class TestOwnTokens:
    def sent(self, **changes):
        return {"name": "Máy quét", "scopes": ["cases.read"], "days": 30} | changes

    def test_are_made_and_shown_once(self, lan):
        here = browser_of(lan)

        page = here.post(f"{TOKENS}new/", self.sent())

        secret = page.context["issued"].secret
        assert secret in page.content.decode()
        assert "no-store" in page["Cache-Control"]
        assert secret not in here.get(TOKENS).content.decode()
        assert actor_of_token(secret, timezone.now()).id == lan.id

    def test_ask_for_the_password_if_it_was_given_long_ago(self, lan):
        here = Client()
        here.force_login(lan, backend=BACKEND)

        answer = here.post(f"{TOKENS}new/", self.sent())

        assert answer.status_code == 302
        assert "/accounts/reauthenticate/" in answer["Location"]
        assert list_tokens(lan.id) == []

    def test_offer_own_powers_only(self, lan):
        form = browser_of(lan).get(f"{TOKENS}new/").context["form"]

        offered = {value for value, _ in form.fields["scopes"].choices}
        assert "cases.submit" in offered
        assert not offered & {"cases.accept", "accounts.manage_access"}

    @pytest.mark.parametrize(
        "wrong", [{"name": ""}, {"scopes": []}, {"days": 367}, {"scopes": ["cases.x"]}]
    )
    def test_say_what_is_wrong(self, lan, wrong):
        page = browser_of(lan).post(f"{TOKENS}new/", self.sent(**wrong))

        assert page.status_code == 422
        assert set(page.context["form"].errors) == set(wrong)
        assert list_tokens(lan.id) == []

    def test_end_at_once(self, lan):
        issued = make(lan, "cases.read")

        browser_of(lan).post(f"{TOKENS}{issued.id}/end/")

        assert actor_of_token(issued.secret, timezone.now()) is None

    def test_of_others_are_nowhere(self, lan, minh):
        issued = make(lan, "cases.read")

        answer = browser_of(minh).post(f"{TOKENS}{issued.id}/end/")

        assert answer.status_code == 404
        assert actor_of_token(issued.secret, timezone.now()) is not None


class TestAtTheApi:
    @pytest.fixture
    def here(self, lan):
        client = browser_of(lan)
        client.get(ACCESS)
        return client

    def post(self, client, path, body):
        client.cookies["csrftoken"] = "a" * 32
        return client.post(
            f"/api/v1{path}",
            body,
            content_type="application/json",
            headers={"X-CSRFToken": "a" * 32},
        )

    def test_all_can_be_done_by_the_session(self, here, lan):
        there = browser_of(lan)
        made = self.post(
            here, "/access/tokens", {"name": "Máy", "scopes": ["cases"], "days": 2}
        )
        assert made.status_code == 201
        (token,) = here.get("/api/v1/access/tokens").json()
        assert token["id"] == made.json()["id"]
        assert "secret" not in token

        ended = self.post(here, f"/access/tokens/{token['id']}/end", {})
        assert ended.status_code == 204

        first, second = here.get("/api/v1/access/sessions").json()
        assert (first["is_current"], second["is_current"]) == (True, False)
        self.post(here, "/access/sessions/end", {"mark": second["mark"]})
        assert there.get(ACCESS).status_code == 302

        events = here.get("/api/v1/access/sign-ins?limit=2").json()
        assert [e["event"] for e in events["items"]] == [
            "SESSION_ENDED",
            "TOKEN_REVOKED",
        ]
        assert events["next"]

    def test_a_token_wants_a_fresh_confirmation(self, lan):
        client = Client()
        client.force_login(lan, backend=BACKEND)

        answer = self.post(
            client, "/access/tokens", {"name": "Máy", "scopes": ["cases"], "days": 2}
        )

        assert answer.status_code == 403
        assert answer.json()["code"] == "confirmation_needed"

    def test_no_token_comes_in(self, lan):
        issued = issue_token(
            account_id=lan.id, name="x", scopes=[], days=1, now=timezone.now()
        )
        headers = {"Authorization": f"Bearer {issued.secret}"}

        answer = Client().get("/api/v1/access/tokens", headers=headers)

        assert answer.status_code == 403


class TestListSignIns:
    @pytest.mark.parametrize(
        ("wanted", "count"),
        [
            ({"event": Event.WRONG_CODE}, 1),
            ({"start": timedelta(hours=-2)}, 2),
            ({"start": timedelta(hours=-2), "end": timedelta(minutes=-30)}, 1),
            ({}, 3),
        ],
    )
    def test_finds_what_is_wanted(self, wanted, count):
        now = timezone.now()
        for hours in (0, 1, 3):
            event = Event.WRONG_CODE if hours == 1 else Event.SIGNED_IN
            commands.record(event=event, at=now - timedelta(hours=hours))
        chosen = {k: now + v if k in ("start", "end") else v for k, v in wanted.items()}

        assert len(list_sign_ins(SignInFilter(**chosen)).rows) == count


class TestWorkbenchPage:
    PATH = "/workbench/sign-ins/"

    @pytest.fixture
    def desk(self):
        administrator = make_staff(Role.ADMINISTRATOR)
        client = Client()
        client.force_login(administrator, backend=BACKEND)
        return client

    def test_shows_everybodys(self, desk, lan):
        browser_of(lan)
        commands.record(event=Event.WRONG_PASSWORD, at=timezone.now(), typed="x")

        page = desk.get(self.PATH)

        assert len(page.context["events"]) == 2
        assert lan.name in page.content.decode()
        assert "không rõ" in page.content.decode()

    def test_finds_by_address_event_and_day(self, desk, lan):
        browser_of(lan)
        commands.record(event=Event.WRONG_CODE, at=timezone.now(), account_id=lan.id)
        today = timezone.localdate().isoformat()
        asked = {"email": lan.email.upper(), "event": "WRONG_CODE", "start": today}

        rows = desk.get(self.PATH, asked | {"end": today}).context["events"]

        assert [row.event for row in rows] == [Event.WRONG_CODE]
        assert desk.get(self.PATH, {"email": "ai@do.vn"}).context["events"] == []

    def test_an_unknown_choice_narrows_nothing(self, desk, lan):
        browser_of(lan)

        rows = desk.get(self.PATH, {"event": "FLEW", "account": "x", "start": "y"})

        assert len(rows.context["events"]) == 1

    def test_names_whose_events_are_shown(self, desk, lan, minh):
        browser_of(lan)
        browser_of(minh)

        page = desk.get(self.PATH, {"account": lan.id})

        assert {row.account_id for row in page.context["events"]} == {lan.id}
        assert page.context["filter"].name == lan.name


def test_a_session_from_before_an_update_is_shown_with_what_is_known(lan):
    client = Client()
    client.force_login(lan, backend=BACKEND)

    (one,) = list_sessions(lan.id, timezone.now())

    assert (one.began_at, one.device, one.is_current) == (None, "", False)


def test_an_account_that_is_nobodys_has_no_sessions():
    assert list_sessions(new_id(), timezone.now()) == []
    assert Account.objects.count() == 0
