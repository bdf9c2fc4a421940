from datetime import timedelta

import pytest

from motcua.accounts import commands, queries
from motcua.accounts.models import SignIn
from motcua.accounts.queries import SignInFilter
from motcua.accounts.rules import Event
from motcua.kernel.refusals import InvalidInput
from motcua.organisations.tests.factories import NOW, make_account

pytestmark = pytest.mark.django_db


def record(count, **facts):
    for number in range(count):
        commands.record(
            event=Event.SIGNED_IN, at=NOW + timedelta(minutes=number), **facts
        )


class TestListSignIns:
    def test_pages_from_the_newest_to_the_oldest_without_a_gap(self):
        record(5)

        first = queries.list_sign_ins(size=3)
        second = queries.list_sign_ins(size=3, cursor=first.next_cursor)

        times = [row.at for row in (*first.rows, *second.rows)]
        assert times == sorted(times, reverse=True)
        assert len(set(times)) == 5
        assert second.next_cursor is None

    def test_shows_one_account_by_name(self):
        lan = make_account()
        record(1, account_id=lan.id)
        record(1)

        rows = queries.list_sign_ins(SignInFilter(account_id=lan.id)).rows

        assert [row.name for row in rows] == [lan.name]

    def test_costs_one_statement(self, django_assert_num_queries):
        record(3)

        with django_assert_num_queries(1):
            queries.list_sign_ins()

    def test_refuses_a_cursor_of_another_list(self):
        with pytest.raises(InvalidInput):
            queries.list_sign_ins(cursor="!!")


class TestForgetBefore:
    def test_deletes_what_is_older_only(self):
        record(3)

        assert commands.forget_before(NOW + timedelta(minutes=1)) == 1
        assert SignIn.objects.count() == 2
