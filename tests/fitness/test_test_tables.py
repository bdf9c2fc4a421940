"""A test that commits can empty its tables, and the guards of the log stay up."""

import pytest
from django.core.management import call_command
from django.db import DatabaseError
from django.utils import timezone

from motcua.cases.models import LedgerHead

pytestmark = pytest.mark.django_db(transaction=True)


def sign(number):
    return LedgerHead.objects.create(
        number=number,
        until=timezone.now(),
        count=0,
        previous=b"",
        digest=b"",
        public_key=b"",
        signature=b"",
    )


class TestTablesOfTests:
    def test_are_emptied_by_a_flush_and_guarded_again(self):
        sign(1)

        call_command("flush", verbosity=0, interactive=False)

        assert not LedgerHead.objects.exists()
        sign(2)
        with pytest.raises(DatabaseError, match="append-only"):
            LedgerHead.objects.all().delete()
