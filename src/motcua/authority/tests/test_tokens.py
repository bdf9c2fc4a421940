from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from motcua.authority import commands, queries
from motcua.authority.models import ApiToken
from motcua.kernel.actors import Role
from motcua.kernel.refusals import NotFound
from motcua.organisations.tests.factories import NOW, make_account, make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk():
    return make_staff(Role.CLERK)


def issue(account, scopes=(), days=1):
    return commands.issue_token(
        account_id=account.id, name="Máy quét", scopes=scopes, days=days, now=NOW
    )


class TestActorOfToken:
    def test_acts_as_its_owner_within_its_scopes(self, clerk):
        token = issue(clerk, ["cases.accept"])

        actor = queries.actor_of_token(token.secret, NOW)

        assert (actor.id, actor.powers) == (clerk.id, {"cases.accept"})
        assert actor.posts[0].role is Role.CLERK

    def test_keeps_no_secret_in_the_database(self, clerk):
        token = issue(clerk)

        assert token.secret not in str(ApiToken.objects.values_list())

    def test_is_nobody_for_another_secret(self, clerk):
        issue(clerk)

        assert queries.actor_of_token("motcua_else", NOW) is None

    def test_is_nobody_from_the_moment_it_expires(self, clerk):
        token = issue(clerk, days=1)
        end = NOW + timedelta(days=1)

        assert queries.actor_of_token(token.secret, end - timedelta(seconds=1))
        assert queries.actor_of_token(token.secret, end) is None

    def test_is_nobody_once_revoked(self, clerk):
        token = issue(clerk)
        owner = queries.actor_of(clerk.id, NOW)
        commands.revoke_token(token_id=token.id, actor=owner, now=NOW)

        assert queries.actor_of_token(token.secret, NOW) is None

    def test_is_nobody_when_its_owners_account_is_closed(self, clerk):
        token = issue(clerk)
        clerk.is_active = False
        clerk.save()

        assert queries.actor_of_token(token.secret, NOW) is None

    def test_loses_a_power_with_its_owners_post(self, clerk):
        token = issue(clerk)
        clerk.assignments.update(end_date=NOW.date())

        assert queries.actor_of_token(token.secret, NOW).powers == frozenset()

    def test_costs_two_statements_after_the_first_use_of_the_day(
        self, clerk, django_assert_num_queries
    ):
        token = issue(clerk)
        queries.actor_of_token(token.secret, NOW)

        with django_assert_num_queries(2):
            queries.actor_of_token(token.secret, NOW)

    def test_notes_the_day_of_its_last_use(self, clerk):
        token = issue(clerk)

        queries.actor_of_token(token.secret, NOW)

        assert queries.list_tokens(clerk.id)[0].last_used_on == NOW.date()


class TestRevokeToken:
    def test_may_be_repeated(self, clerk):
        token = issue(clerk)
        owner = queries.actor_of(clerk.id, NOW)
        later = NOW + timedelta(hours=1)

        commands.revoke_token(token_id=token.id, actor=owner, now=NOW)
        commands.revoke_token(token_id=token.id, actor=owner, now=later)

        assert queries.list_tokens(clerk.id)[0].revoked_at == NOW

    def test_refuses_somebody_elses(self, clerk):
        token = issue(clerk)
        stranger = queries.actor_of(make_account().id, NOW)

        with pytest.raises(NotFound):
            commands.revoke_token(token_id=token.id, actor=stranger, now=NOW)


class TestTokenCommand:
    def run(self, *arguments):
        out = StringIO()
        call_command("token", *arguments, stdout=out)
        return out.getvalue().strip()

    def test_prints_the_token_once(self, clerk):
        secret = self.run("--for", clerk.email)

        assert secret.startswith(commands.PREFIX)
        assert ApiToken.objects.get().digest == queries.digest_of(secret)

    def test_speaks_json_to_programs(self, clerk):
        assert '"token": "motcua_' in self.run("--for", clerk.email, "--json")

    def test_lists_and_revokes(self, clerk):
        token = issue(clerk)

        assert str(token.id) in self.run("--for", clerk.email, "--list")
        self.run("--for", clerk.email, "--revoke", str(token.id))

        assert "revoked" in self.run("--for", clerk.email, "--list")
        assert '"revoked_at": "' in self.run("--for", clerk.email, "--list", "--json")

    def test_revokes_nothing_of_somebody_else(self, clerk):
        token = issue(clerk)
        other = make_account("other@example.vn")

        with pytest.raises(CommandError):
            self.run("--for", other.email, "--revoke", str(token.id))

    @pytest.mark.parametrize(
        ("arguments", "said"),
        [
            (["--for", "nobody@example.vn"], "no account"),
            (["--for", "clerk@example.vn", "--scopes", "fly"], "fly"),
            (["--for", "clerk@example.vn", "--days", "0"], "366"),
        ],
    )
    def test_says_why_it_refuses(self, clerk, arguments, said):
        with pytest.raises(CommandError, match=said):
            self.run(*arguments)
