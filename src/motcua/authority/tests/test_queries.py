from datetime import date
from uuid import UUID

import pytest

from motcua.authority.queries import actor_of
from motcua.kernel.actors import Role
from motcua.kernel.ids import new_id
from motcua.kernel.refusals import NotFound
from motcua.organisations.tests.factories import (
    DAY,
    NOW,
    make_account,
    make_post,
    make_staff,
    make_unit,
)

pytestmark = pytest.mark.django_db
NEXT_DAY = date(2026, 3, 3)


class TestActorOf:
    def test_gives_a_citizen_the_powers_of_an_applicant(self):
        account = make_account()

        actor = actor_of(account.id, NOW)

        assert (actor.id, actor.name) == (account.id, "Nguyễn Thị Lan")
        assert actor.role is Role.CITIZEN
        assert not actor.posts
        assert actor.may("cases.submit")
        assert not actor.may("cases.accept")

    def test_gives_staff_their_posts_with_unit_title_and_instrument(self):
        unit = make_unit()
        account = make_account(kind="STAFF")
        post = make_post(
            account, unit, Role.LEADER, title="Chủ tịch", instrument="12/QĐ-UBND"
        )

        actor = actor_of(account.id, NOW)

        assert isinstance(actor.posts[0].id, UUID)
        assert actor.posts[0].id == post.id
        assert actor.capacity(actor.posts[0]) == {
            "name": "Nguyễn Thị Lan",
            "role": "LEADER",
            "title": "Chủ tịch",
            "unit": "H26.103",
            "unit_name": "Ủy ban nhân dân phường Ba Đình",
            "instrument": "12/QĐ-UBND",
        }

    def test_adds_up_the_powers_of_all_posts_and_keeps_the_first_ones_role(self):
        unit = make_unit()
        account = make_staff(Role.OFFICER, unit)
        make_post(account, unit, Role.CLERK, start_date=DAY)

        actor = actor_of(account.id, NOW)

        assert actor.role is Role.OFFICER
        assert actor.may("cases.consult")
        assert actor.may("cases.accept")

    def test_costs_one_statement(self, django_assert_num_queries):
        account = make_staff(Role.CLERK)

        with django_assert_num_queries(1):
            actor_of(account.id, NOW)

    @pytest.mark.parametrize(
        ("start", "end", "held"),
        [
            (DAY, None, True),
            (DAY, NEXT_DAY, True),
            (NEXT_DAY, None, False),
            (date(2026, 1, 1), DAY, False),
        ],
    )
    def test_counts_a_post_from_its_first_day_until_before_its_end(
        self, start, end, held
    ):
        account = make_account(kind="STAFF")
        make_post(account, make_unit(), Role.CLERK, start_date=start, end_date=end)

        assert bool(actor_of(account.id, NOW).posts) is held

    def test_gives_no_power_to_staff_without_a_post(self):
        account = make_account(kind="STAFF")

        assert actor_of(account.id, NOW).powers == frozenset()

    def test_gives_nothing_for_a_post_in_a_unit_that_has_ended(self):
        account = make_staff(Role.LEADER, make_unit(end_date=DAY))

        assert actor_of(account.id, NOW).powers == frozenset()

    def test_refuses_an_unknown_account(self):
        with pytest.raises(NotFound):
            actor_of(new_id(), NOW)

    def test_refuses_a_closed_account(self):
        account = make_account(is_active=False)

        with pytest.raises(NotFound):
            actor_of(account.id, NOW)
