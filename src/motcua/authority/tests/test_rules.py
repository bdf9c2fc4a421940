import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.authority import rules
from motcua.kernel.actors import Actor, NotCompetent, Post, Role
from motcua.kernel.ids import new_id

WARD, OTHER = new_id(), new_id()


def post(role, unit_id=WARD):
    return Post(new_id(), role, unit_id, "H26.103", "UBND phường", "Chức danh")


def person(*posts, role=None):
    powers = rules.powers_of_posts([p.role for p in posts] or [role])
    return Actor(new_id(), "Lan", role or posts[0].role, posts, powers)


class TestPowersOf:
    def test_lets_only_a_leader_decide(self):
        assert [r for r in Role if "cases.decide" in rules.powers_of(r)] == [
            Role.LEADER
        ]

    def test_lets_only_a_controller_erase_verify_and_see_all(self):
        for power in ("cases.erase", "cases.verify", "cases.see_all"):
            people = [r for r in Role if r is not Role.SYSTEM]
            assert [r for r in people if power in rules.powers_of(r)] == [
                Role.CONTROLLER
            ]

    def test_gives_an_administrator_no_power_over_cases(self):
        powers = rules.powers_of(Role.ADMINISTRATOR)

        assert not [power for power in powers if power.startswith("cases.")]

    def test_lets_nobody_both_decide_and_administer(self):
        for role in Role:
            powers = rules.powers_of(role)
            assert not {"cases.decide", "organisations.edit"} <= powers

    def test_gives_every_role_its_line(self):
        assert set(rules.POWERS_OF) == set(Role)

    def test_names_powers_as_capability_dot_verb(self):
        for power in rules.POWERS:
            capability, _, verb = power.partition(".")
            assert capability
            assert verb.replace("_", "").isalpha()


class TestScopeOf:
    def test_is_everything_for_a_controller(self):
        assert rules.scope_of(person(post(Role.CONTROLLER))).everything

    def test_is_nothing_for_an_administrator(self):
        assert rules.scope_of(person(post(Role.ADMINISTRATOR))).is_empty

    def test_is_their_own_cases_for_an_applicant(self):
        lan = person(role=Role.CITIZEN)

        scope = rules.scope_of(lan)

        assert scope.sees(applicant_id=lan.id, path=[])
        assert not scope.sees(applicant_id=new_id(), path=[WARD])

    @pytest.mark.parametrize("role", [Role.CLERK, Role.OFFICER, Role.LEADER])
    def test_is_the_cases_on_whose_path_a_unit_of_theirs_is(self, role):
        scope = rules.scope_of(person(post(role)))

        assert scope.sees(applicant_id=new_id(), path=[OTHER, WARD])
        assert not scope.sees(applicant_id=new_id(), path=[OTHER])

    def test_of_an_administrator_who_is_also_a_clerk_is_the_clerks(self):
        both = person(post(Role.ADMINISTRATOR, OTHER), post(Role.CLERK, WARD))

        assert rules.scope_of(both).unit_ids == {WARD}

    def test_is_nothing_for_the_system(self):
        assert rules.scope_of(Actor(new_id(), "motcua", Role.SYSTEM)).is_empty

    @given(st.sampled_from(sorted(Role)), st.booleans(), st.booleans())
    def test_agrees_with_what_it_says_of_itself(self, role, own, on_path):
        actor = person(post(role)) if role in rules.CASE_ROLES else person(role=role)
        scope = rules.scope_of(actor)

        seen = scope.sees(
            applicant_id=actor.id if own else new_id(), path=[WARD] if on_path else []
        )

        assert seen == (
            scope.everything
            or (own and scope.applicant_id == actor.id)
            or (on_path and WARD in scope.unit_ids)
        )


class TestPostFor:
    def test_returns_the_post_that_gives_the_power_in_the_unit(self):
        clerk, leader = post(Role.CLERK), post(Role.LEADER)

        found = rules.post_for(person(clerk, leader), "cases.decide", [WARD])

        assert found is leader

    def test_refuses_a_power_held_in_another_unit_only(self):
        leader = person(post(Role.LEADER, OTHER))

        with pytest.raises(NotCompetent):
            rules.post_for(leader, "cases.decide", [WARD])

    def test_refuses_a_power_that_another_role_would_give(self):
        with pytest.raises(NotCompetent):
            rules.post_for(person(post(Role.OFFICER)), "cases.decide", [WARD])


class TestLimitTo:
    def test_keeps_the_powers_that_are_named(self):
        limited = rules.limit_to(person(role=Role.CITIZEN), ["cases.submit"])

        assert limited.powers == {"cases.submit"}

    def test_takes_a_group_for_all_its_powers(self):
        lan = person(role=Role.CITIZEN)

        assert rules.limit_to(lan, ["cases"]).powers == {
            power for power in lan.powers if power.startswith("cases.")
        }

    def test_never_adds_a_power(self):
        limited = rules.limit_to(person(role=Role.CITIZEN), ["cases.decide"])

        assert limited.powers == frozenset()

    def test_keeps_everything_where_nothing_is_named_but_what_one_does_oneself(self):
        lan = person(role=Role.CITIZEN)

        assert rules.limit_to(lan, []).powers == lan.powers - rules.NEVER_BY_TOKEN

    def test_narrows_what_a_controller_sees(self):
        limited = rules.limit_to(person(post(Role.CONTROLLER)), ["cases.read"])

        assert rules.scope_of(limited).is_empty


class TestOwnScopes:
    def test_are_powers_of_ones_own_and_groups_as_they_are_now(self):
        lan = person(role=Role.CITIZEN)

        given = rules.own_scopes(lan, ["cases", "notices.read"])

        assert given == {p for p in lan.powers if p.startswith("cases.")} | {
            "notices.read"
        }

    def test_never_are_what_a_person_does_themselves(self):
        lan = person(role=Role.CITIZEN)

        assert rules.own_scopes(lan, ["accounts"]) == {"accounts.edit_profile"}
        with pytest.raises(rules.ScopeBeyondPowers):
            rules.own_scopes(lan, ["accounts.manage_access"])

    def test_must_be_named(self):
        with pytest.raises(rules.ScopeNeeded):
            rules.own_scopes(person(role=Role.CITIZEN), [])

    def test_must_be_known(self):
        with pytest.raises(rules.UnknownScope):
            rules.own_scopes(person(role=Role.CITIZEN), ["cases.fly"])


class TestCheckToken:
    @pytest.mark.parametrize("days", [1, 366])
    def test_accepts_powers_and_groups_for_up_to_a_year(self, days):
        rules.check_token(["cases.accept", "catalogue"], days)

    @pytest.mark.parametrize("scope", ["cases.", "everything", "", "cases.fly"])
    def test_refuses_an_unknown_scope(self, scope):
        with pytest.raises(rules.UnknownScope):
            rules.check_token([scope], 1)

    @pytest.mark.parametrize("days", [0, 367])
    def test_refuses_another_lifetime(self, days):
        with pytest.raises(rules.BadLifetime):
            rules.check_token([], days)
