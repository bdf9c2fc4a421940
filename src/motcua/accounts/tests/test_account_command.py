from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from motcua.kernel.actors import Role
from motcua.kernel.refusals import NotFound
from motcua.organisations import queries
from motcua.organisations.tests.factories import make_unit

pytestmark = pytest.mark.django_db
WANTED = {
    "name": "Đặng Quốc Bảo",
    "role": "ADMINISTRATOR",
    "unit": "H26.20",
    "title": "Quản trị hệ thống",
    "instrument": "12/QĐ-TTPVHCC",
}


def make(email="bao@centre.example", **changes):
    out = StringIO()
    call_command("account", email, **WANTED | changes, stdout=out)
    return out.getvalue()


class TestAccountCommand:
    def test_opens_an_account_whose_link_sets_the_password(self, client):
        make_unit("H26.20")

        link = make().split()[-1]

        path = "/" + link.split("/", 3)[3]
        form = client.get(path, follow=True)
        client.post(
            form.redirect_chain[-1][0],
            {"password1": "mot-cua-2026!", "password2": "mot-cua-2026!"},
        )
        account = queries.find_account("bao@centre.example")
        assert queries.list_posts(account.id)[0].role is Role.ADMINISTRATOR
        signed_in = client.post(
            "/accounts/login/",
            {"login": account.email, "password": "mot-cua-2026!"},
        )
        assert signed_in.status_code == 302

    def test_makes_nothing_if_there_is_no_such_unit(self):
        with pytest.raises(CommandError, match="There is no unit"):
            make()

        with pytest.raises(NotFound):
            queries.find_account("bao@centre.example")

    def test_refuses_a_post_without_an_instrument(self):
        make_unit("H26.20")

        with pytest.raises(CommandError, match="quyết định"):
            make(instrument="")
