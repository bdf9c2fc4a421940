"""The same action over HTTP: session, permission, command, answer."""

import http.client
import json
import os
import secrets
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from time import perf_counter
from uuid import UUID

from django.conf import settings
from django.test import Client
from django.utils.module_loading import import_string

from motcua.cases.measuring import clock

READY_SECONDS = 60
WORKERS = 2
OFFICER = {"step": "examine", "outcome": "propose", "note": ""}
LEADER = {"step": "sign", "outcome": "send_back", "note": "Xem lại mục 3."}


@dataclass(frozen=True, slots=True)
class Site:
    """A running server and the cookies of two people who are signed in."""

    port: int
    pid: int
    officer: str
    leader: str
    token: str

    def act(self, link: http.client.HTTPConnection, case_id: UUID, turn: int) -> None:
        """Have one step done; raise if it was not."""
        body = LEADER if turn % 2 else OFFICER
        session = self.leader if turn % 2 else self.officer
        link.request(
            "POST",
            f"/api/v1/cases/{case_id}/complete-step",
            json.dumps(body),
            {
                "Content-Type": "application/json",
                "Cookie": f"{session}; csrftoken={self.token}",
                "X-CSRFToken": self.token,
                "Referer": f"http://127.0.0.1:{self.port}/",
                "Idempotency-Key": secrets.token_hex(8),
            },
        )
        answer = link.getresponse()
        said = answer.read()
        if answer.status != http.client.OK:
            raise RuntimeError(
                f"{answer.status}: {said[:500].decode(errors='replace')}"
            )


@contextmanager
def serving(officer: UUID, leader: UUID) -> Iterator[Site]:
    """Serve the application as ``motcua serve`` does, with two web workers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "motcua.config.serving", "web", "--host",
               "127.0.0.1", "--port", str(port), "--workers", str(WORKERS)]  # fmt: skip
    environment = os.environ | {
        "MOTCUA_PARENT": str(os.getpid()),
        "MOTCUA_API_PER_MINUTE": "0",  # no limit: the server is measured, not it
        "MOTCUA_BASE_URL": f"http://127.0.0.1:{port}",
    }
    process = subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        _wait(port, process)
        token = secrets.token_urlsafe(24).replace("-", "a").replace("_", "b")
        yield Site(port, process.pid, _session(officer), _session(leader), token)
    finally:
        process.terminate()
        process.wait(READY_SECONDS)


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + READY_SECONDS
    while time.monotonic() < end:
        if process.poll() is not None:
            raise RuntimeError("The server ended before it answered.")
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise RuntimeError("The server did not answer in time.")


def _session(account_id: UUID) -> str:
    """Return the cookie of a fresh session of somebody."""
    client = Client()
    model = import_string("django.contrib.auth.get_user_model")()
    client.force_login(model.objects.get(pk=account_id))
    name = settings.SESSION_COOKIE_NAME
    return f"{name}={client.cookies[name].value}"


def measure(site: Site, case_ids: list[UUID], clients: int, count: int) -> clock.Taken:
    """Let so many clients do ``count`` actions together, each on its own cases."""
    durations: list[float] = []
    failures: list[Exception] = []
    share = len(case_ids) // clients

    def work(first: int) -> None:
        link = http.client.HTTPConnection("127.0.0.1", site.port, timeout=60)
        mine = case_ids[first * share : (first + 1) * share]
        try:
            for turn in range(count // clients):
                case_id = mine[turn // 2 % len(mine)]
                start = perf_counter()
                site.act(link, case_id, turn)
                durations.append((perf_counter() - start) * 1e6)
        except Exception as error:  # noqa: BLE001 - told to whoever measures
            failures.append(error)

    family = clock.family_of(site.pid)
    app, database = clock.seconds_of(family), clock.database_seconds()
    begun = perf_counter()
    threads = [threading.Thread(target=work, args=(n,)) for n in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds = perf_counter() - begun
    if failures:
        raise failures[0]
    return clock.taken(
        durations,
        seconds,
        clock.seconds_of(family) - app,
        clock.database_seconds() - database,
    )
