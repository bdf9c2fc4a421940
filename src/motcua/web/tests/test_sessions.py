from datetime import timedelta

import pytest
from django.utils import timezone

from motcua.kernel.ids import new_id
from motcua.web.models import Session
from motcua.web.sessions import (
    SessionStore,
    end_sessions,
    forget_ended,
    mark_of,
    open_sessions,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def key():
    session = SessionStore()
    session["name"] = "Nguyễn Thị Ánh"
    session.create()
    return session.session_key


class TestSessionStore:
    def test_reads_what_was_written_by_one_statement(
        self, key, django_assert_num_queries
    ):
        with django_assert_num_queries(1):
            assert SessionStore(key)["name"] == "Nguyễn Thị Ánh"

    def test_is_empty_once_it_has_run_out(self, key):
        Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))

        assert "name" not in SessionStore(key)

    def test_is_empty_once_it_is_ended_elsewhere(self, key):
        Session.objects.all().delete()

        assert "name" not in SessionStore(key)

    def test_does_not_take_a_key_that_was_never_given(self):
        session = SessionStore("chosen-by-a-stranger-0000000000")

        session.load()

        assert session.session_key is None


def session_of(account_id):
    session = SessionStore()
    session["_auth_user_id"] = str(account_id)
    session.create()
    return session


class TestOpenSessions:
    def test_are_those_of_one_account_that_have_not_ended(self):
        mine = new_id()
        here, gone = session_of(mine), session_of(mine)
        session_of(new_id())
        hour = timedelta(hours=1)
        Session.objects.filter(session_key=gone.session_key).update(
            expire_date=timezone.now() - hour
        )

        found = open_sessions(mine, timezone.now())

        assert [one.mark for one in found] == [mark_of(here.session_key)]

    def test_do_not_give_their_keys_away(self):
        here = session_of(mine := new_id())

        assert here.session_key not in repr(open_sessions(mine, timezone.now()))

    def test_stay_of_the_account_when_the_key_changes(self):
        here = session_of(mine := new_id())

        here.cycle_key()

        found = open_sessions(mine, timezone.now())
        assert [one.mark for one in found] == [mark_of(here.session_key)]


class TestEndSessions:
    def test_ends_one(self):
        here, there = session_of(mine := new_id()), session_of(mine)

        assert end_sessions(mine, mark=mark_of(there.session_key)) == 1
        assert [o.mark for o in open_sessions(mine, timezone.now())] == [
            mark_of(here.session_key)
        ]

    def test_ends_all_but_one(self):
        here = session_of(mine := new_id())
        for _ in range(2):
            session_of(mine)

        assert end_sessions(mine, all_but=mark_of(here.session_key)) == 2
        assert len(open_sessions(mine, timezone.now())) == 1

    def test_ends_none_of_others(self):
        there = session_of(new_id())

        assert end_sessions(new_id(), mark=mark_of(there.session_key)) == 0
        assert Session.objects.count() == 1


class TestForgetEnded:
    def test_deletes_what_has_run_out(self):
        session_of(new_id())
        session_of(new_id())
        first = Session.objects.first()
        first.expire_date = timezone.now() - timedelta(seconds=1)
        first.save()

        forget_ended(timezone.now())

        assert Session.objects.count() == 1
