"""A city's procedures as a pack, and the pack in another city."""

import json
from datetime import UTC, date, datetime

import pytest
from django.core.management import CommandError, call_command

from motcua.catalogue import packing
from motcua.catalogue.commands import load_pack
from motcua.catalogue.models import Entry, Procedure, ProcedureVersion
from motcua.catalogue.national.indexing import load_index
from motcua.catalogue.packing import FolderNotEmpty, write_pack
from motcua.catalogue.tests.entries import entry

NOW = datetime(2026, 11, 25, 3, tzinfo=UTC)
ALL = ("base", "vn", "vn_hanoi")


def versions():
    """Return what counts of all versions."""
    rows = ProcedureVersion.objects.filter(superseded_at__isnull=True)
    return {
        (code, start): (until, content_hash)
        for code, start, until, content_hash in rows.values_list(
            "procedure__code", "in_force_from", "in_force_until", "content_hash"
        )
    }


def empty_city():
    """Take everything away, as a fresh city has nothing."""
    ProcedureVersion.objects.all()._raw_delete("default")
    Procedure.objects.all()._raw_delete("default")


@pytest.fixture
def hanoi(db):
    load_pack(pack="vn_hanoi", now=NOW)
    return versions()


@pytest.mark.django_db
class TestRoundTrip:
    def test_gives_the_same_versions_in_a_fresh_city(
        self, hanoi, tmp_path, settings, without_guards
    ):
        out = tmp_path / "pack"
        packed = write_pack(out)
        without_guards(empty_city)
        settings.PACKS = ["base"]

        loaded = load_pack(pack=str(out), now=NOW)

        assert len(hanoi) > 60
        assert packed.versions == len(loaded.published) == len(hanoi)
        assert packed.differing == ()
        assert versions() == hanoi

    def test_publishes_nothing_where_it_came_from(self, hanoi, tmp_path):
        out = tmp_path / "pack"
        write_pack(out)

        loaded = load_pack(pack=str(out), now=NOW)

        assert loaded.published == ()
        assert versions() == hanoi

    def test_takes_the_entries_along(self, tmp_path, without_guards):
        entry(paper_lists=None, conditions=None, results=None)
        before = Entry.objects.get()
        out = tmp_path / "pack"

        packed = write_pack(out)
        without_guards(lambda: Entry.objects.all()._raw_delete("default"))
        load_index(pack=str(out), now=NOW)

        after = Entry.objects.get()
        assert packed.entries == 1
        assert (after.code, after.source) == (before.code, before.source)
        assert after.facts["channels"] == before.facts["channels"]

    def test_keeps_the_end_that_an_act_gave(self, hanoi, tmp_path):
        code, start = next(k for k, v in hanoi.items() if v[0] is None)
        ends = date(2027, 1, 1)
        row = ProcedureVersion.objects.get(
            procedure__code=code, in_force_from=start, superseded_at=None
        )
        row.in_force_until = ends
        row.save(update_fields=["in_force_until"])

        write_pack(tmp_path / "pack")

        name = f"{code}-{start.isoformat()}.yaml"
        text = (tmp_path / "pack" / "procedures" / name).read_text("utf-8")
        assert "in_force_until: 2027-01-01" in text


@pytest.mark.django_db
class TestCommands:
    def test_write_and_load(self, tmp_path, capsys):
        out = tmp_path / "pack"
        call_command("catalogue", "pack", out=out, json=True)
        assert json.loads(capsys.readouterr().out)["versions"] == 0

        call_command("catalogue", "load", out, json=True)
        assert json.loads(capsys.readouterr().out)["published"] == 0

    def test_mix_nothing(self, tmp_path):
        (tmp_path / "mine.txt").write_text("x")

        with pytest.raises(FolderNotEmpty):
            packing.write_pack(tmp_path)
        with pytest.raises(CommandError) as refused:
            call_command("catalogue", "pack", out=tmp_path)
        assert refused.value.returncode == 2

    def test_say_what_is_wrong_in_a_pack(self, tmp_path):
        (tmp_path / "procedures").mkdir()
        (tmp_path / "procedures" / "a.yaml").write_text("code: 1\n")

        with pytest.raises(CommandError, match=r"a\.yaml"):
            call_command("catalogue", "load", tmp_path)

    def test_refuse_a_folder_that_is_not_there(self, tmp_path):
        with pytest.raises(CommandError, match="There is no pack"):
            call_command("catalogue", "load", tmp_path / "no")
