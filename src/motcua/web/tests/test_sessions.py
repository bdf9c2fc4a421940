from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from motcua.web.sessions import SessionStore

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
