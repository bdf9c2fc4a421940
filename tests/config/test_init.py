from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from motcua.catalogue.models import ProcedureVersion
from motcua.organisations.models import Unit

pytestmark = pytest.mark.django_db


def init(*arguments):
    out = StringIO()
    call_command("init", *arguments, stdout=out)
    return out.getvalue()


class TestInit:
    def test_loads_the_packs_and_says_what_it_did(self):
        said = init()

        assert Unit.objects.count() > 300
        assert ProcedureVersion.objects.count() >= 12
        assert "Pack vn_hanoi …" in said
        assert "new procedure versions" in said
        assert said.endswith("Ready.\n")

    def test_changes_nothing_when_run_again(self):
        init()

        again = init()

        assert "new" not in again

    def test_says_what_packs_there_are_if_one_is_misspelt(self):
        with pytest.raises(CommandError, match="vn_hanoi"):
            init("--packs", "vn_hanoy")
