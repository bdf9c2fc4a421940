"""A database of its own for tests that start and kill whole processes."""

import os
import sqlite3
import subprocess
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

ROOT = Path(__file__).resolve().parents[2]


class Scratch:
    """A migrated database, a ``MOTCUA_HOME``, and the processes that use them."""

    def __init__(self, url: str, home: Path) -> None:
        self.url, self.home = url, home
        self.started: list[subprocess.Popen[bytes]] = []
        home.mkdir(parents=True, exist_ok=True)
        self.environment = os.environ | {
            "MOTCUA_DATABASE_URL": url,
            "MOTCUA_HOME": str(home),
            "PYTHONPATH": str(ROOT / "src"),
            "MOTCUA_PACKS": "",
            "PYTHONUNBUFFERED": "1",
        }

    def start(self, *arguments: str, **variables: str) -> subprocess.Popen[bytes]:
        """Start ``motcua`` with these arguments; its output goes to a file."""
        log = (self.home / f"log-{len(self.started)}").open("wb")
        process = subprocess.Popen(
            [sys.executable, "-m", "motcua", *arguments],
            env=self.environment | variables, cwd=self.home,
            stdout=log, stderr=subprocess.STDOUT,
        )  # fmt: skip
        log.close()
        self.started.append(process)
        return process

    def run(self, *arguments: str) -> str:
        """Run ``motcua`` to its end and return what it printed."""
        done = subprocess.run(
            [sys.executable, "-m", "motcua", *arguments], check=False,
            env=self.environment, cwd=self.home, capture_output=True, text=True,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def rows(self, statement: str) -> list[tuple]:
        """Return the rows of one statement, read from outside Django."""
        if self.url.startswith("sqlite"):
            connection = sqlite3.connect(self.url.removeprefix("sqlite:///"))
            try:
                return connection.execute(statement).fetchall()
            finally:
                connection.close()
        with psycopg.connect(self.url) as connection:
            return connection.execute(statement).fetchall()

    def logs(self) -> str:
        """Return what all processes printed."""
        files = sorted(self.home.glob("log-*"))
        return "\n".join(f.read_text(errors="replace")[-4000:] for f in files)

    def end(self) -> None:
        """Kill what still runs."""
        for process in self.started:
            if process.poll() is None:
                process.kill()
            process.wait()


@pytest.fixture
def scratch(settings, tmp_path) -> Iterator[Scratch]:
    """Yield a migrated database on the kind of database under test."""
    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        made = Scratch(f"sqlite:///{tmp_path}/scratch.sqlite3", tmp_path / "home")
        yield from _use(made)
        return
    name = f"scratch_{uuid.uuid4().hex}"
    server = "postgresql://{USER}@/{}?host={HOST}"
    admin = server.format("postgres", **database)
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    yield from _use(Scratch(server.format(name, **database), tmp_path / "home"))
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _use(made: Scratch) -> Iterator[Scratch]:
    made.run("migrate", "-v0")
    try:
        yield made
    finally:
        made.end()
