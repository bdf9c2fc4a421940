import pytest

from motcua.accounts.rules import mark_of, needs_second_factor, network_of
from motcua.kernel.actors import Actor, Post, Role
from motcua.kernel.ids import new_id

POST = Post(new_id(), Role.CLERK, new_id(), "H26.103", "UBND", "Công chức")
CLERK = Actor(new_id(), "Mai", Role.CLERK, (POST,))
CITIZEN = Actor(new_id(), "Lan", Role.CITIZEN)


class TestNetworkOf:
    @pytest.mark.parametrize(
        ("address", "network"),
        [
            ("203.113.131.7", "203.113.131.0/24"),
            ("2405:4800:102:1::7", "2405:4800:102::/48"),
            ("", ""),
            ("not an address", ""),
        ],
    )
    def test_keeps_the_network_only(self, address, network):
        assert network_of(address) == network


class TestMarkOf:
    def test_is_the_same_for_the_same_address(self):
        assert mark_of(" A@b.vn", "key") == mark_of("a@B.vn", "key")

    def test_differs_under_another_key(self):
        assert mark_of("a@b.vn", "key") != mark_of("a@b.vn", "other")


class TestNeedsSecondFactor:
    def test_asks_staff_who_showed_a_password_only(self):
        shown = [{"method": "password"}]

        assert needs_second_factor(CLERK, shown, required=True)

    def test_is_content_with_a_second_factor(self):
        shown = [{"method": "password"}, {"method": "mfa", "type": "totp"}]

        assert not needs_second_factor(CLERK, shown, required=True)

    def test_is_content_with_a_passkey(self):
        shown = [{"method": "mfa", "type": "webauthn", "passwordless": True}]

        assert not needs_second_factor(CLERK, shown, required=True)

    def test_asks_nobody_where_it_is_not_required(self):
        assert not needs_second_factor(CLERK, [], required=False)

    def test_asks_no_citizen(self):
        assert not needs_second_factor(CITIZEN, [], required=True)
