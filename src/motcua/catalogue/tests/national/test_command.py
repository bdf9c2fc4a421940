import json
from datetime import date

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from motcua.catalogue.models import Entry
from motcua.catalogue.tests.national.records import TABLE, record, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(tmp_path, capsys):
    """Return a function that runs the command on lines and returns what it says."""

    def call(action, *lines, **options):
        path = write(tmp_path / "file.jsonl", *lines)
        code = 0
        try:
            call_command("catalogue", action, str(path), **options)
        except CommandError as error:
            code = error.returncode
        return code, capsys.readouterr().out

    return call


class TestImport:
    def test_says_what_was_new_and_what_could_not_be_read(self, run):
        code, said = run(
            "import", record(cach_thuc_thuc_hien=f"{TABLE}Trực tuyến3Miễn phí")
        )

        assert code == 0
        assert "1 records: 1 added" in said
        assert "LIMIT_WITHOUT_UNIT" in said
        assert "1.000001" in said

    def test_says_what_changed_in_words(self, run):
        run("import", record())

        _, said = run(
            "import",
            record(cach_thuc_thuc_hien=f"{TABLE}Trực tuyến3 NgàyMiễn phí(Hội nghị)"),
        )

        assert "1.000001  time ONLINE: 5 working_days → 3 days" in said
        assert "fees ONLINE: free → free with a remark" in said

    def test_says_which_lines_are_refused_and_ends_with_1(self, run):
        code, said = run("import", record(), "{")

        assert code == 1
        assert "line 2 : No JSON" in said
        assert Entry.objects.count() == 1

    def test_ends_with_2_if_there_is_no_file(self, tmp_path):
        with pytest.raises(CommandError) as error:
            call_command("catalogue", "import", str(tmp_path / "none"))

        assert error.value.returncode == 2

    def test_ends_with_2_if_the_file_is_older_than_what_is_here(self, run):
        run("import", record(), date=date(2026, 8, 1))

        code, _ = run("import", record(), date=date(2026, 7, 31))

        assert code == 2

    def test_tells_programs_everything(self, run):
        _, said = run("import", record(), "{", json=True, dry_run=True)

        found = json.loads(said)
        assert found["added"] == 1
        assert found["dry_run"]
        assert found["refusals"][0]["line"] == 2
        assert not Entry.objects.exists()


class TestIndex:
    def test_is_written(self, run, tmp_path):
        out = tmp_path / "new" / "index.jsonl.gz"

        code, said = run("index", record(), out=out)

        assert code == 0
        assert said.startswith("1 entries")
        assert out.stat().st_size > 100

    def test_needs_to_know_where(self, run):
        assert run("index", record())[0] == 2


class TestMeasure:
    def test_says_how_much_is_read(self, run):
        lines = [
            record("1.000001"),
            record("1.000002", cach_thuc_thuc_hien=f"{TABLE}Trực tuyến1Miễn phí"),
            record("1.000003", cach_thuc_thuc_hien=f"{TABLE}Trực tuyến5 Ngày20 VNĐ"),
        ]

        found = json.loads(run("measure", *lines, json=True)[1])

        assert found["records"] == 3
        assert found["state_a_time_limit"] == found["of_these_read"] == 2
        assert found["state_a_number_without_any_unit"] == 1
        assert found["state_a_fee_or_that_it_is_free"] == 3
        assert found["of_these_fees_read"] == 2
        assert found["of_these_fees_read_percent"] == 66.67

    def test_says_it_in_a_table(self, run):
        assert "records" in run("measure", record())[1]
