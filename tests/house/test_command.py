"""The ``motcua`` command as a shell meets it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import motcua

ROOT = Path(__file__).resolve().parents[2]


def call(tmp_path, *arguments, source=ROOT / "src", **settings):
    kept = {k: v for k, v in os.environ.items() if not k.startswith("MOTCUA_")}
    return subprocess.run(
        [sys.executable, "-m", "motcua", *arguments],
        check=False, capture_output=True, text=True, cwd=tmp_path,
        env=kept
        | {"PYTHONPATH": str(source), "MOTCUA_HOME": str(tmp_path / "var")}
        | settings,
    )  # fmt: skip


class TestCommand:
    def test_without_arguments_shows_what_there_is(self, tmp_path):
        done = call(tmp_path)

        assert done.returncode == 0
        assert done.stdout.index("  init ") < done.stdout.index("Of Django")

    def test_says_its_own_version(self, tmp_path):
        assert call(tmp_path, "--version").stdout == f"motcua {motcua.__version__}\n"

    def test_says_what_to_do_where_there_is_no_database(self, tmp_path):
        done = call(tmp_path, "verify")

        assert done.returncode == 1
        assert "set up the database with `motcua init`" in done.stderr
        assert "Traceback" not in done.stderr

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("MOTCUA_PORT", "99999"),
            ("MOTCUA_FILE_MAX_MB", "much"),
            ("MOTCUA_DATABASE_URL", "mysql://localhost/x"),
            ("MOTCUA_DATABASE_URL", "postgresql://nobody@127.0.0.1:1/x"),
            ("MOTCUA_HOME", "/proc/nowhere"),
            ("MOTCUA_PRODUCTION", "1"),
        ],
    )
    def test_says_which_setting_is_wrong(self, tmp_path, name, value):
        done = call(tmp_path, "verify", **{name: value})

        assert done.returncode == 1
        assert name in done.stderr or "does not answer" in done.stderr
        assert "Traceback" not in done.stderr

    def test_keeps_its_folder_to_its_owner(self, tmp_path):
        call(tmp_path, "check")

        assert (tmp_path / "var").stat().st_mode & 0o077 == 0

    def test_serves_at_no_impossible_port(self, tmp_path):
        done = call(tmp_path, "serve", "--port", "99999")

        assert done.returncode == 2
        assert "no number from 1 to 65535" in done.stderr

    def test_refuses_an_option_that_is_not_there(self, tmp_path):
        assert call(tmp_path, "verify", "--no-such-option").returncode == 2
