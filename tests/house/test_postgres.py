"""The server that the tests start, wherever it comes from and whoever starts it."""

import os
import pwd

import psycopg
import pytest

from motcua.config import postgres


def version_at(url):
    with psycopg.connect(url) as connection:
        return connection.info.server_version


class TestServer:
    def test_runs_from_the_package_alone(self, monkeypatch):
        monkeypatch.setenv("MOTCUA_POSTGRES", "embedded")

        with postgres.server() as url:
            assert version_at(url) >= 140000

    def test_runs_the_programs_that_are_named(self, monkeypatch, tmp_path):
        monkeypatch.setenv("MOTCUA_POSTGRES", str(tmp_path))

        assert postgres._programs() == tmp_path


@pytest.mark.skipif(os.geteuid() != 0, reason="only root starts it as somebody else")
class TestPrograms:
    @pytest.fixture
    def private(self, tmp_path):
        """Yield programs inside a folder that is closed to others."""
        programs = tmp_path / "private" / "package" / "install" / "bin"
        programs.mkdir(parents=True)
        (tmp_path / "private").chmod(0o700)
        (tmp_path / "private" / "package.libs").mkdir()
        (programs / "initdb").write_text("#!/bin/sh\nexit 0\n")
        (programs / "initdb").chmod(0o755)
        return programs

    def test_are_copied_out_of_a_private_folder(self, private, tmp_path):
        open_folder = tmp_path / "open"

        found = postgres._within_reach(private, pwd.getpwnam("nobody"), open_folder)

        assert found == open_folder / "package" / "install" / "bin"
        assert (found / "initdb").exists()
        assert (open_folder / "package.libs").is_dir()
