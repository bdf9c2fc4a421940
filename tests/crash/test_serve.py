"""``motcua serve``: one command starts all, one signal ends all, and a process that
dies is started again."""

import os
import signal
import socket
import time
import urllib.error
import urllib.request
from contextlib import suppress

import psutil
import pytest

pytestmark = pytest.mark.slow


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def answers(port: int) -> bool:
    try:
        urllib.request.urlopen(f"http://127.0.0.1:{port}/nowhere", timeout=2)
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
    return True


def wait_until(condition, scratch, seconds=120):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, scratch.logs()
        time.sleep(0.1)


def of_role(process, role):
    """Return the living processes that play ``role``, oldest first."""
    found = []
    for child in psutil.Process(process.pid).children(recursive=True):
        with suppress(psutil.Error):
            if role in child.cmdline():
                found.append((child.create_time(), child.pid))
    return [pid for _, pid in sorted(found)]


@pytest.fixture
def served(scratch):
    port = free_port()
    process = scratch.start("serve", "--port", str(port))
    family = []
    try:
        wait_until(lambda: "Ctrl-C ends it" in scratch.logs(), scratch)
        yield process, port
        family = (
            psutil.Process(process.pid).children(recursive=True)
            if (process.poll() is None)
            else []
        )
    finally:
        for member in family:
            member.kill()


def test_starts_all_again_that_dies_and_ends_all_at_ctrl_c(served, scratch):
    process, port = served
    web, worker = of_role(process, "web"), of_role(process, "worker")
    assert answers(port)
    assert len(web) == 3  # one that listens for signals, two that answer

    def comes_back(role, dead, count):
        living = of_role(process, role)
        return dead not in living and len(living) == count

    os.kill(worker[0], signal.SIGKILL)
    wait_until(lambda: comes_back("worker", worker[0], 1), scratch)
    os.kill(web[-1], signal.SIGKILL)
    wait_until(lambda: comes_back("web", web[-1], 3), scratch)
    os.kill(web[0], signal.SIGKILL)
    wait_until(lambda: comes_back("web", web[0], 3) and answers(port), scratch)
    family = psutil.Process(process.pid).children(recursive=True)
    process.send_signal(signal.SIGINT)

    assert process.wait(90) == 0
    assert not [member for member in family if member.is_running()]
    assert not answers(port)
    assert "The worker ended with -9. Starting it again." in scratch.logs()
    assert "The web ended with -9. Starting it again." in scratch.logs()


def test_leaves_nobody_behind_when_it_is_killed(served, scratch):
    process, port = served
    family = psutil.Process(process.pid).children(recursive=True)

    process.kill()
    process.wait()

    wait_until(lambda: not any(m.is_running() for m in family), scratch)
    assert not answers(port)


def test_refuses_a_port_that_is_taken(scratch):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        process = scratch.start("serve", "--port", str(port))

        assert process.wait(90) == 2
        assert f"Port {port} on 127.0.0.1 is taken" in scratch.logs()
