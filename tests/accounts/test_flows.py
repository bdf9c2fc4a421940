"""Signing up, signing in, second factor, lockout: as a browser sees it."""

import re

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.core import mail
from django.core.cache import cache
from django.urls import reverse

from motcua.accounts.listening import METHODS
from motcua.accounts.models import SignIn
from motcua.accounts.rules import Event
from motcua.kernel.actors import Role
from motcua.organisations.models import Account
from motcua.organisations.tests.factories import make_account, make_staff

pytestmark = pytest.mark.django_db
PASSWORD = "giay-to-2026"
NEW = "ho-so-moi-2027"
LOGIN = "/accounts/login/"


@pytest.fixture(autouse=True)
def _nothing_counted():
    cache.clear()


@pytest.fixture
def told_at_once(monkeypatch):
    """Let allauth tell what it tells after the commit: a test never commits."""
    monkeypatch.setattr(
        "django.db.transaction.on_commit", lambda tell, **_: tell() and None
    )


def confirmed(account):
    account.set_password(PASSWORD)
    account.save()
    EmailAddress.objects.create(
        user=account, email=account.email, verified=True, primary=True
    )
    return account


@pytest.fixture
def lan():
    return confirmed(make_account())


@pytest.fixture
def clerk():
    return confirmed(make_staff(Role.CLERK))


def sign_in(client, account, password=PASSWORD):
    return client.post(LOGIN, {"login": account.email, "password": password})


def events():
    return list(SignIn.objects.order_by("at").values_list("event", flat=True))


def is_signed_in(client):
    return "_auth_user_id" in client.session


class TestSignUp:
    FORM = {
        "kind": "BUSINESS",
        "name": "  Công ty   Sen Vàng ",
        "email": "Sen@Example.VN",
        "password1": PASSWORD,
        "language": "de",
    }

    def test_opens_an_account_with_kind_name_and_language(self, client):
        response = client.post("/accounts/signup/", self.FORM)

        assert response.status_code == 302
        account = Account.objects.get(email="sen@example.vn")
        assert account.kind == "BUSINESS"
        assert account.name == "Công ty Sen Vàng"
        assert account.language == "de"

    def test_writes_a_confirmation_whose_link_confirms_the_address(self, client):
        client.post("/accounts/signup/", self.FORM)
        link = re.search(r"http\S+/confirm-email/\S+/", mail.outbox[0].body)[0]

        client.post(link.removeprefix("http://testserver"))

        assert EmailAddress.objects.get(email="sen@example.vn").verified

    def test_lets_nobody_in_before_confirmation_where_it_is_mandatory(
        self, client, settings
    ):
        settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"

        client.post("/accounts/signup/", self.FORM)

        assert not is_signed_in(client)

    def test_cannot_make_a_member_of_staff(self, client):
        client.post("/accounts/signup/", self.FORM | {"kind": "STAFF"})

        assert not Account.objects.exists()

    def test_does_not_tell_a_stranger_that_an_address_has_an_account(
        self, client, settings
    ):
        settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
        fresh = client.post("/accounts/signup/", self.FORM)

        again = client.post("/accounts/signup/", self.FORM)

        assert again.status_code == fresh.status_code
        assert again["Location"] == fresh["Location"]

    @pytest.mark.parametrize("password", ["ngan", "password123", "1234567890"])
    def test_refuses_a_weak_password(self, client, password):
        client.post("/accounts/signup/", self.FORM | {"password1": password})

        assert not Account.objects.exists()

    @pytest.mark.parametrize(
        ("language", "title"),
        [
            ("vi", "Đăng ký tài khoản"),
            ("en", "Create an account"),
            ("de", "Konto anlegen"),
        ],
    )
    def test_speaks_three_languages(self, client, language, title):
        client.cookies["django_language"] = language

        assert title in client.get("/accounts/signup/").content.decode()


class TestSignIn:
    def test_signs_in_by_address_and_password(self, client, lan):
        response = sign_in(client, lan)

        assert response.status_code == 302
        assert is_signed_in(client)
        assert events() == [Event.SIGNED_IN]
        assert SignIn.objects.get().method == "password"

    def test_takes_the_address_in_any_case(self, client, lan):
        client.post(LOGIN, {"login": "LAN@Example.VN", "password": PASSWORD})

        assert is_signed_in(client)

    def test_goes_on_in_the_language_of_the_account(self, client, lan):
        Account.objects.update(language="de")

        assert sign_in(client, lan).cookies["django_language"].value == "de"

    def test_records_a_wrong_password_under_its_account(self, client, lan):
        sign_in(client, lan, "sai-mat-khau")

        found = SignIn.objects.get()
        assert (found.event, found.account_id) == (Event.WRONG_PASSWORD, lan.id)
        assert found.network == "127.0.0.0/24"

    def test_keeps_only_a_mark_of_an_unknown_address(self, client):
        client.post(LOGIN, {"login": "khong@co.vn", "password": "x"})

        found = SignIn.objects.get()
        assert found.account_id is None
        assert len(found.mark) == 16
        assert "khong" not in str(vars(found))

    def test_says_the_same_of_a_wrong_password_and_an_unknown_address(
        self, client, lan
    ):
        wrong = sign_in(client, lan, "sai-mat-khau").context["form"].errors
        unknown = client.post(LOGIN, {"login": "a@b.vn", "password": "x"})

        assert unknown.context["form"].errors == wrong

    def test_refuses_a_closed_account(self, client, lan):
        Account.objects.update(is_active=False)

        sign_in(client, lan)

        assert not is_signed_in(client)

    def test_ends_the_session_of_an_account_that_is_closed(self, client, lan):
        sign_in(client, lan)
        Account.objects.update(is_active=False)

        response = client.get("/accounts/email/")

        assert response["Location"].startswith(LOGIN)

    def test_ends_other_sessions_when_the_password_changes(self, client, lan):
        sign_in(client, lan)
        lan.set_password(NEW)
        lan.save()

        response = client.get("/accounts/email/")

        assert response["Location"].startswith(LOGIN)

    def test_costs_two_statements_a_request(
        self, client, clerk, django_assert_num_queries, settings
    ):
        settings.ROOT_URLCONF = "tests.accounts.urls"
        settings.STAFF_MFA = True  # the middleware for it costs none
        sign_in(client, clerk)

        with django_assert_num_queries(2):  # session; account with its posts
            client.get("/inside")

    def test_records_the_sign_out(self, client, lan):
        sign_in(client, lan)

        client.post("/accounts/logout/")

        assert events() == [Event.SIGNED_IN, Event.SIGNED_OUT]

    def test_does_not_follow_next_to_another_site(self, client, lan):
        response = client.post(
            LOGIN + "?next=https://evil.example/",
            {"login": lan.email, "password": PASSWORD},
        )

        assert response["Location"] == "/"


class TestLockout:
    def test_locks_an_address_after_five_wrong_passwords(self, client, lan):
        for _ in range(5):
            sign_in(client, lan, "sai-mat-khau")

        response = sign_in(client, lan)

        assert not is_signed_in(client)
        assert "15 phút" in str(response.context["form"].errors)
        assert events() == [Event.WRONG_PASSWORD] * 5 + [Event.LOCKED_OUT]

    def test_lets_others_in_meanwhile(self, client, lan, clerk):
        for _ in range(5):
            sign_in(client, lan, "sai-mat-khau")

        sign_in(client, clerk)

        assert is_signed_in(client)

    def test_cannot_be_stretched_by_signing_in_rightly_in_between(self, client, lan):
        for _ in range(4):
            sign_in(client, lan, "sai-mat-khau")
        sign_in(client, lan)
        client.post("/accounts/logout/")
        sign_in(client, lan, "sai-mat-khau")

        sign_in(client, lan)

        assert not is_signed_in(client)

    def test_unlocks_when_the_password_is_reset_by_mail(self, client, lan):
        for _ in range(5):
            sign_in(client, lan, "sai-mat-khau")
        client.post("/accounts/password/reset/", {"email": lan.email})
        link = re.search(r"http\S+/reset/key/\S+", mail.outbox[-1].body)[0]
        form = client.get(link.removeprefix("http://testserver"), follow=True)
        client.post(form.redirect_chain[-1][0], {"password1": NEW, "password2": NEW})

        sign_in(client, lan, NEW)

        assert is_signed_in(client)
        assert Event.PASSWORD_CHANGED in events()


class TestSecondFactor:
    @pytest.fixture
    def secret(self, clerk):
        secret = totp.generate_totp_secret()
        totp.TOTP.activate(clerk, secret)
        return secret

    def code(self, secret):
        counter = next(totp.yield_hotp_counters_from_time())
        return totp.format_hotp_value(totp.hotp_value(secret, counter))

    def test_is_asked_for_once_it_is_set_up(self, client, clerk, secret):
        response = sign_in(client, clerk)

        assert response["Location"] == reverse("mfa_authenticate")
        assert not is_signed_in(client)

    def test_lets_in_with_the_right_code(self, client, clerk, secret):
        sign_in(client, clerk)

        client.post(reverse("mfa_authenticate"), {"code": self.code(secret)})

        assert is_signed_in(client)
        assert SignIn.objects.get().method == "password+totp"

    def test_keeps_out_and_records_a_wrong_code(self, client, clerk, secret):
        sign_in(client, clerk)

        client.post(reverse("mfa_authenticate"), {"code": "000000"})

        assert not is_signed_in(client)
        assert events() == [Event.WRONG_CODE]

    def test_keeps_its_secret_encrypted(self, clerk, secret):
        stored = Authenticator.objects.get().data

        assert secret not in str(stored)

    def test_is_set_up_with_recovery_codes_in_the_browser(
        self, client, clerk, told_at_once
    ):
        sign_in(client, clerk)
        page = client.get(reverse("mfa_activate_totp"))
        secret = page.context["form"].secret

        client.post(reverse("mfa_activate_totp"), {"code": self.code(secret)})

        kinds = set(Authenticator.objects.values_list("type", flat=True))
        assert kinds == {"totp", "recovery_codes"}
        assert Event.FACTOR_ADDED in events()


class TestStaffMustShowASecondFactor:
    @pytest.fixture(autouse=True)
    def _required(self, settings):
        settings.STAFF_MFA = True

    @pytest.fixture
    def elsewhere(self, settings):
        settings.ROOT_URLCONF = "tests.accounts.urls"
        return "/inside"

    def test_sends_staff_without_one_to_where_it_is_set_up(
        self, client, clerk, elsewhere
    ):
        sign_in(client, clerk)

        assert client.get(elsewhere)["Location"] == reverse("mfa_index")

    def test_lets_staff_work_once_it_is_set_up(
        self, client, clerk, elsewhere, told_at_once
    ):
        sign_in(client, clerk)
        secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
        code = TestSecondFactor().code(secret)
        client.post(reverse("mfa_activate_totp"), {"code": code})

        assert client.get(elsewhere).status_code == 200

    def test_asks_nothing_of_a_citizen(self, client, lan, elsewhere):
        sign_in(client, lan)

        assert client.get(elsewhere).status_code == 200

    def test_asks_nothing_where_it_is_not_required(
        self, client, clerk, elsewhere, settings
    ):
        settings.STAFF_MFA = False
        sign_in(client, clerk)

        assert client.get(elsewhere).status_code == 200


class TestConfirmAgain:
    """Whoever changes a credential has shown the old one a few minutes ago."""

    def test_is_not_asked_right_after_the_sign_in(self, client, lan):
        sign_in(client, lan)

        assert client.get(reverse("mfa_activate_totp")).status_code == 200

    def test_is_asked_when_the_sign_in_was_long_ago(self, client, lan):
        sign_in(client, lan)
        session = client.session
        session[METHODS] = [m | {"at": m["at"] - 3600} for m in session[METHODS]]
        session.save()

        response = client.get(reverse("mfa_activate_totp"))

        assert response["Location"].startswith(reverse("account_reauthenticate"))

    def test_goes_on_once_the_password_is_given(self, client, lan):
        self.test_is_asked_when_the_sign_in_was_long_ago(client, lan)

        client.post(reverse("account_reauthenticate"), {"password": PASSWORD})

        assert client.get(reverse("mfa_activate_totp")).status_code == 200


class TestPages:
    @pytest.mark.parametrize("language", ["vi", "en", "de"])
    @pytest.mark.parametrize(
        "name",
        [
            "account_email",
            "account_change_password",
            "account_reauthenticate",
            "mfa_index",
            "mfa_activate_totp",
            "mfa_add_webauthn",
            "mfa_list_webauthn",
        ],
    )
    def test_open_without_inline_style_or_script(self, client, lan, name, language):
        sign_in(client, lan)
        client.cookies["django_language"] = language

        page = client.get(reverse(name))

        assert page.status_code == 200
        text = page.content.decode()
        assert "style=" not in text
        for opening in re.findall(r"<script[^>]*>", text):
            assert "src=" in opening or "application/json" in opening
        assert not re.search(r"\son\w+=", text)

    def test_show_the_demo_people_only_in_a_demo(self, client, settings):
        assert "demo.example" not in client.get(LOGIN).content.decode()

        settings.DEMO = True

        assert "citizen@demo.example" in client.get(LOGIN).content.decode()

    def test_speak_vietnamese_where_allauth_has_none(self, client, lan):
        sign_in(client, lan)
        text = client.get(reverse("mfa_index")).content.decode()

        assert "Ứng dụng xác thực" in text
        assert "Authenticator" not in text
