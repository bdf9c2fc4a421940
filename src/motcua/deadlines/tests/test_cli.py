"""What ``motcua deadline`` and ``motcua bench deadlines`` print, and how they end."""

import json
import os
import subprocess
import sys
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from motcua.deadlines import bench, load_calendar
from motcua.deadlines.tests.test_due import FIVE, at, clock


def run(**options) -> str:
    out = StringIO()
    options = {"accepted": "2026-04-28T10:00", "limit": "5 working days"} | options
    call_command("deadline", stdout=out, **options)
    return out.getvalue()


class TestDeadline:
    def test_prints_each_reason_with_its_basis(self):
        text = run()

        assert text.startswith(" 1. Tiếp nhận lúc 10:00 thứ Ba 28/4/2026.")
        assert "Ngày 30/4 nghỉ lễ (Ngày Chiến thắng)" in text
        assert "17:00 thứ Năm 7/5/2026" in text
        assert "[khoản 3 Điều 147 91/2015/QH13]" in text
        assert load_calendar("vn").version in text

    @pytest.mark.parametrize(
        ("lang", "words"), [("en", "Due at 17:00"), ("de", "Fällig am Donnerstag")]
    )
    def test_speaks_three_languages(self, lang, words):
        assert words in run(lang=lang)

    def test_answers_programs(self):
        found = json.loads(run(json=True))

        assert found["at"] == "2026-05-07T17:00:00+07:00"
        assert found["lines"][0]["kind"] == "ACCEPTED"

    def test_reads_a_clock(self, tmp_path):
        file = tmp_path / "clock.json"
        made = clock(FIVE).stop(at("2026-05-04T09:00"), "SUPPLEMENT")
        made = made.resume(at("2026-05-06T09:00"))
        file.write_text(json.dumps(made.as_json()))

        assert json.loads(run(clock=str(file), json=True))["at"][:10] == "2026-05-11"

    @pytest.mark.parametrize(
        ("options", "code"),
        [
            ({"limit": "soon"}, 2),
            ({"accepted": "soon"}, 2),
            ({"accepted": ""}, 2),
            ({"calendar": "xx"}, 2),
            ({"policy": "xx"}, 2),
            ({"clock": "/nowhere"}, 2),
            ({"accepted": "2027-12-30T10:00"}, 4),
        ],
    )
    def test_ends_with_a_meaning(self, options, code):
        with pytest.raises(CommandError) as caught:
            run(**options)
        assert caught.value.returncode == code

    def test_no_due_date_is_an_answer_of_its_own(self):
        with pytest.raises(SystemExit) as caught:
            run(limit="not stated")
        assert caught.value.code == 3

    def test_a_program_reads_why_not(self, capsys):
        out = StringIO()
        with pytest.raises(SystemExit) as caught:
            call_command(
                "deadline", accepted="2026-04-28", limit="x", json=True, stdout=out
            )
        assert caught.value.code == 2
        assert json.loads(out.getvalue())["error"]["code"] == "unknown_limit"

    @pytest.mark.django_db
    def test_may_ask_the_database_for_edits(self):
        assert "7/5/2026" in run(edited=True)

    def test_needs_no_database(self, tmp_path):
        environment = os.environ | {
            "MOTCUA_HOME": str(tmp_path / "home"),
            "MOTCUA_DATABASE_URL": "postgresql://nobody@127.0.0.1:1/nothing",
        }
        asked = ["--accepted", "2026-04-28T10:00", "--limit", "5 working days"]
        done = subprocess.run(
            [sys.executable, "-m", "motcua", "deadline", *asked, "--json"],
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )

        assert json.loads(done.stdout)["at"] == "2026-05-07T17:00:00+07:00"

    def test_the_rules_need_no_django(self):
        code = "import sys, motcua.deadlines; print('django' in sys.modules)"
        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True
        )

        assert done.stdout == "False\n"


class TestBench:
    @pytest.fixture(autouse=True)
    def small(self, monkeypatch):
        sizes = {"SINGLE": 300, "BATCH": 5000, "HOURS": 50, "DUE": 20, "ROUNDS": 1}
        for name, size in (sizes | {"LOOP": 50, "MINUTE_LOOP": 10}).items():
            monkeypatch.setattr(bench, name, size)

    def test_measures_beside_a_control(self):
        rows = bench.run()

        assert {"add_working_days", "add_working_time"} <= {r["name"] for r in rows}
        assert rows[0]["ratio"] > 0

    def test_is_a_command(self):
        out = StringIO()
        call_command("bench", "deadlines", stdout=out)
        assert "add_working_days_many" in out.getvalue()

        out = StringIO()
        call_command("bench", "deadlines", json=True, stdout=out)
        assert json.loads(out.getvalue())["deadlines"][0]["name"] == "add_working_days"

    def test_refuses_what_cannot_be_measured(self):
        with pytest.raises(CommandError, match="deadlines"):
            call_command("bench", "nothing")
