"""Signing up and in, second factor and passkey, in a real browser."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.cache import cache

from motcua.kernel.actors import Role
from motcua.organisations.models import Account
from motcua.organisations.tests.factories import make_account, make_staff, make_unit

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "giay-to-2026"
PAGES = (
    "/accounts/login/",
    "/accounts/signup/",
    "/accounts/password/reset/",
    "/accounts/password/reset/done/",
    "/accounts/inactive/",
)
OWN_PAGES = (
    "/accounts/email/",
    "/accounts/password/change/",
    "/accounts/reauthenticate/",
    "/accounts/logout/",
    "/accounts/2fa/",
    "/accounts/2fa/webauthn/",
    "/accounts/access/",
    "/accounts/tokens/",
    "/accounts/tokens/new/",
)


@pytest.fixture(autouse=True)
def _nothing_counted():
    cache.clear()


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
    return confirmed(make_staff(Role.CLERK, make_unit()))


def sign_in(page, account):
    page.get_by_label("Thư điện tử").fill(account.email)
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập", exact=True).click()


def away_from_login(url):
    return "login" not in url


class TestPages:
    @pytest.mark.parametrize("width", ["desktop", "phone"])
    @pytest.mark.parametrize("path", PAGES)
    def test_have_no_barrier_for_a_stranger(self, visit, check, settings, path, width):
        settings.DEMO = True

        check(visit(path, width=width))

    @pytest.mark.parametrize("width", ["desktop", "phone"])
    @pytest.mark.parametrize("path", OWN_PAGES)
    def test_have_no_barrier_for_the_owner(self, visit, check, lan, path, width):
        check(visit(path, user=lan, width=width))


class TestAuthenticatorApp:
    @pytest.mark.parametrize("theme", ["light", "dark"])
    def test_has_no_barrier_and_a_code_that_a_camera_can_read(
        self, visit, check, lan, theme
    ):
        page = visit("/accounts/login/", theme=theme)
        sign_in(page, lan)
        page.wait_for_url(away_from_login)
        page.goto(visit.url + "/accounts/2fa/totp/activate/")

        check(page)
        behind = "getComputedStyle(document.querySelector('.qr')).backgroundColor"
        assert page.evaluate(behind) == "rgb(255, 255, 255)"


class TestSignUp:
    def test_works_without_scripts_and_goes_on_by_mail(self, visit, settings):
        page = visit("/accounts/signup/", scripts=False)
        page.get_by_label("Tổ chức, doanh nghiệp").check()
        page.get_by_label("Họ và tên, hoặc tên tổ chức").fill("Công ty Sen Vàng")
        page.get_by_label("Thư điện tử").fill("sen@example.vn")
        page.get_by_label("Mật khẩu").fill(PASSWORD)
        page.get_by_role("button", name="Đăng ký", exact=True).click()
        page.wait_for_url(lambda url: "signup" not in url)

        link = re.search(r"http\S+/confirm-email/\S+/", mail.outbox[0].body)[0]
        page.goto(link)
        page.get_by_role("button", name="Xác nhận").click()

        assert Account.objects.get().kind == "BUSINESS"
        assert EmailAddress.objects.get().verified


class TestPasskey:
    """A security key that lives in the browser, as on a telephone."""

    def with_key(self, page):
        session = page.context.new_cdp_session(page)
        session.send("WebAuthn.enable")
        options = {
            "protocol": "ctap2",
            "transport": "internal",
            "hasResidentKey": True,
            "hasUserVerification": True,
            "isUserVerified": True,
            "automaticPresenceSimulation": True,
        }
        session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
        return page

    def test_is_made_once_and_then_signs_in_without_a_password(
        self, visit, clerk, settings
    ):
        settings.STAFF_MFA = True
        page = self.with_key(visit("/accounts/login/"))
        sign_in(page, clerk)
        page.wait_for_url(away_from_login)
        page.goto(visit.url + "/accounts/2fa/webauthn/add/")
        page.get_by_label("Đăng nhập không cần mật khẩu").check()
        page.get_by_role("button", name="Thêm").click()
        page.wait_for_url(re.compile(r"recovery-codes|2fa/webauthn/$"))
        page.goto(visit.url + "/accounts/logout/")
        page.get_by_role("button", name="Đăng xuất").click()

        page.goto(visit.url + "/accounts/login/")
        page.get_by_role("button", name=re.compile("passkey")).click()
        page.wait_for_url(away_from_login)
        page.goto(visit.url + "/accounts/email/")

        assert clerk.email in page.content()
