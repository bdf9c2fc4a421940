"""A database of its own for tests that start and kill whole processes."""

import os
import sqlite3
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

ROOT = Path(__file__).resolve().parents[1]


class Scratch:
    """A migrated database, a ``MOTCUA_HOME``, and the processes that use them."""

    def __init__(self, url: str, home: Path, *, packs: str = "") -> None:
        self.url, self.home = url, home
        self.started: list[subprocess.Popen[bytes]] = []
        home.mkdir(parents=True, exist_ok=True)
        self.environment = os.environ | {
            "MOTCUA_DATABASE_URL": url,
            "MOTCUA_HOME": str(home),
            "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
            "MOTCUA_PACKS": packs,
            "PYTHONUNBUFFERED": "1",
        }

    def start(
        self, *arguments: str, module: str = "motcua", **variables: str
    ) -> subprocess.Popen[bytes]:
        """Start ``motcua`` with these arguments; its output goes to a file."""
        log = (self.home / f"log-{len(self.started):02}").open("wb")
        process = subprocess.Popen(
            [sys.executable, "-m", module, *arguments],
            env=self.environment | variables, cwd=self.home,
            stdout=log, stderr=subprocess.STDOUT,
        )  # fmt: skip
        log.close()
        self.started.append(process)
        return process

    def run(self, *arguments: str, module: str = "motcua") -> str:
        """Run ``motcua`` to its end and return what it printed."""
        done = subprocess.run(
            [sys.executable, "-m", module, *arguments], check=False,
            env=self.environment, cwd=self.home, capture_output=True, text=True,
            timeout=120,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        """Return the rows of one statement, read from outside Django."""
        if self.url.startswith("sqlite"):
            connection = sqlite3.connect(
                self.url.removeprefix("sqlite:///"), timeout=20
            )
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


@contextmanager
def scratch_on(
    database: dict[str, Any], folder: Path, *, packs: str = ""
) -> Iterator[Scratch]:
    """Make a migrated database of the same kind as ``database``; drop it afterwards."""
    if database["ENGINE"].endswith("sqlite3"):
        url = f"sqlite:///{folder}/scratch.sqlite3"
        with in_use(Scratch(url, folder / "home", packs=packs)) as made:
            yield made
        return
    name = f"scratch_{uuid.uuid4().hex}"
    server = "postgresql://{USER}@/{}?host={HOST}"
    admin = server.format("postgres", **database)
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    url = server.format(name, **database)
    with in_use(Scratch(url, folder / "home", packs=packs)) as made:
        yield made
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def in_use(made: Scratch) -> Iterator[Scratch]:
    """Migrate the database, and end every process at the end."""
    made.run("migrate", "-v0")
    try:
        yield made
    finally:
        made.end()
