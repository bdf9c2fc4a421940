"""Gate: production settings are whole, and `check --deploy` has nothing to say."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
WHOLE = {
    "MOTCUA_PRODUCTION": "1",
    "MOTCUA_SECRET_KEY": "x7" * 40 + "!abcdefg",
    "MOTCUA_HOSTS": "motcua.example",
    "MOTCUA_BASE_URL": "https://motcua.example",
}


def run(command, tmp_path, **changes):
    ours = ("MOTCUA_", "DJANGO_")  # a browser test of the same process sets one
    clean = {k: v for k, v in os.environ.items() if not k.startswith(ours)}
    environment = clean | WHOLE | {"MOTCUA_HOME": str(tmp_path)} | changes
    environment["PYTHONPATH"] = str(ROOT / "src")
    given = {name: value for name, value in environment.items() if value is not None}
    return subprocess.run(
        [sys.executable, "-W", "ignore", *command],
        check=False,
        capture_output=True,
        text=True,
        env=given,
        cwd=ROOT,
    )


def setting(name, tmp_path, **changes):
    code = f"from motcua.config import settings as s; print(repr(s.{name}))"
    return run(["-c", code], tmp_path, **changes).stdout.strip()


class TestProduction:
    def test_passes_djangos_own_check(self, tmp_path):
        done = run(
            ["-m", "motcua", "check", "--deploy", "--fail-level", "DEBUG"], tmp_path
        )

        assert done.returncode == 0, done.stderr
        assert "no issues (0 silenced)" in done.stdout

    @pytest.mark.parametrize(
        "name", ["MOTCUA_SECRET_KEY", "MOTCUA_HOSTS", "MOTCUA_BASE_URL"]
    )
    def test_refuses_to_start_without(self, tmp_path, name):
        done = run(["-m", "motcua", "check"], tmp_path, **{name: None})

        assert done.returncode != 0
        assert f"{name} must be set" in done.stderr

    def test_refuses_an_address_without_tls(self, tmp_path):
        done = run(
            ["-m", "motcua", "check"], tmp_path, MOTCUA_BASE_URL="http://motcua.example"
        )

        assert done.returncode != 0
        assert "https://" in done.stderr

    def test_asks_staff_for_a_second_factor(self, tmp_path):
        assert setting("STAFF_MFA", tmp_path) == "True"
        assert setting("STAFF_MFA", tmp_path, MOTCUA_PRODUCTION="") == "False"
        assert setting("STAFF_MFA", tmp_path, MOTCUA_STAFF_MFA="off") == "False"

    def test_asks_for_a_confirmed_address(self, tmp_path):
        assert setting("ACCOUNT_EMAIL_VERIFICATION", tmp_path) == "'mandatory'"

    def test_keeps_cookies_on_tls(self, tmp_path):
        assert setting("SESSION_COOKIE_SECURE", tmp_path) == "True"
        assert setting("CSRF_COOKIE_SECURE", tmp_path) == "True"
