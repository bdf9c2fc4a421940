"""``motcua verify``: what it says, and how it ends."""

import json
import shutil

import pytest
from django.core.management import CommandError, call_command

from motcua.cases import guards, heads
from motcua.cases.models import CaseEvent, LedgerHead
from motcua.cases.queries import get_case
from motcua.cases.tests.world import MORNING, decided


@pytest.fixture
def case_id(world, settings, tmp_path):
    settings.HOME = tmp_path
    settings.LEDGER_KEY = str(tmp_path / "ledger_key")
    return decided(world)


@pytest.fixture
def copies(case_id, tmp_path):
    """Copies of two heads, as somebody else keeps them."""
    for _ in range(2):
        heads.sign_head(now=MORNING)
    heads.publish()
    return tmp_path / "ledger"


@pytest.fixture
def broken(case_id):
    from django.db import connection

    guards.remove(connection)
    CaseEvent.objects.filter(case_id=case_id, seq=3).update(kind="REFUSED")
    yield
    guards.install(connection)


class TestVerify:
    def test_ends_with_0_where_all_is_well(self, copies, capsys):
        call_command("verify", heads=copies)

        said = capsys.readouterr().out
        assert "1 cases: every hash fits." in said
        assert heads.list_heads()[0]["public_key"] in said

    def test_names_the_first_broken_event(self, broken, capsys):
        with pytest.raises(CommandError, match="1 do not fit") as end:
            call_command("verify")

        assert end.value.returncode == 1
        assert "event 3: The event, or one before it, was changed." in (
            capsys.readouterr().out
        )

    def test_says_it_to_programs(self, broken, capsys):
        with pytest.raises(CommandError):
            call_command("verify", "--json")

        (found,) = json.loads(capsys.readouterr().out)["findings"]
        assert (found["what"], found["seq"]) == ("hash_differs", 3)

    def test_explains_one_case(self, world, case_id, capsys):
        code = get_case(case_id, world.clerk).state.code

        call_command("verify", "--case", code)

        said = capsys.readouterr().out
        assert "Lê Tiếp Nhận" in said
        assert f"Case {code}: 5 events: every hash fits." in said

    @pytest.mark.parametrize("code", ["H26.99-260428-9999", "nonsense"])
    def test_ends_with_2_for_a_case_that_is_not_there(self, case_id, code):
        with pytest.raises(CommandError, match="no case") as end:
            call_command("verify", "--case", code)

        assert end.value.returncode == 2


class TestCopies:
    def test_that_the_database_lacks_are_missed(self, copies):
        copy = json.loads((copies / "head-000002.json").read_text())
        (copies / "later.json").write_text(json.dumps(copy | {"number": 3}))

        with pytest.raises(CommandError, match="1 do not fit"):
            call_command("verify", heads=copies)

    def test_may_be_a_page_of_the_api(self, copies):
        page = {"items": heads.list_heads(), "next": None}
        shutil.rmtree(copies)
        copies.mkdir()
        (copies / "page.json").write_text(json.dumps(page))

        call_command("verify", heads=copies)

    @pytest.mark.parametrize("content", ["", "{}", "[1]", '{"items": [{}]}'])
    def test_that_are_none_end_with_2(self, copies, content):
        (copies / "a.json").write_text(content)

        with pytest.raises(CommandError, match="no head") as end:
            call_command("verify", heads=copies)

        assert end.value.returncode == 2

    def test_that_are_not_there_end_with_2(self, case_id, tmp_path):
        with pytest.raises(CommandError, match="no head") as end:
            call_command("verify", heads=tmp_path)

        assert end.value.returncode == 2


class TestKeys:
    def test_that_were_named_may_sign(self, copies):
        key = heads.list_heads()[0]["public_key"]

        call_command("verify", "--key", key.upper(), "--key", "00" * 32)

    def test_of_somebody_else_are_found(self, copies, tmp_path):
        key = heads.list_heads()[0]["public_key"]
        (tmp_path / "ledger_key").unlink()  # whoever owns the database signs anew
        heads.sign_head(now=MORNING)

        call_command("verify")
        with pytest.raises(CommandError, match="1 do not fit"):
            call_command("verify", "--key", key)
        assert LedgerHead.objects.count() == 3
