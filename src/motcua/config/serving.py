"""The processes of ``motcua serve``: a supervisor, the web, a worker.

The supervisor imports no Django: it costs little memory and cannot break with the
application. The web's main process imports the application once and forks its
workers, so that they share that memory. A child whose parent has gone ends itself.

Run as ``python -m motcua.config.serving ROLE``; ``motcua serve`` does.
"""

import os
import select
import signal
import socket
import subprocess
import sys
import threading
import time
from argparse import ArgumentParser
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from types import FrameType
from typing import Any

READY_SECONDS = 60
STOP_SECONDS = 30
CRASHES, CRASH_SPAN_SECONDS = 5, 60.0
THREADS = 4  # per web worker; each keeps one database connection
IDLE_SECONDS = 600  # the longest granian allows before an idle thread ends

Say = Callable[[str], None]


def port_is_free(host: str, port: int) -> bool:
    """Tell whether a server can listen there."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
        return True


def _answers(host: str, port: int) -> bool:
    with suppress(OSError), socket.create_connection((host, port), timeout=1):
        return True
    return False


@dataclass
class Child:
    """A process that the supervisor keeps alive."""

    name: str
    arguments: Sequence[str]
    process: subprocess.Popen[bytes] | None = None
    crashed_at: list[float] = field(default_factory=list)

    def start(self) -> None:
        """Start it, in a process group of its own: Ctrl-C reaches the parent only."""
        self.process = subprocess.Popen(
            [sys.executable, "-m", "motcua.config.serving", *self.arguments],
            start_new_session=True,
            env=os.environ | {"MOTCUA_PARENT": str(os.getpid())},
        )

    def ended(self) -> int | None:
        """Return the exit code if it has ended."""
        return None if self.process is None else self.process.poll()

    def signal(self, number: int) -> None:
        """Send a signal to the process, if it lives."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(number)

    def sweep(self) -> None:
        """Kill whatever it may have left behind."""
        if self.process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)

    def crashes_too_often(self, now: float) -> bool:
        """Count a crash; tell whether starting it again is hopeless."""
        recent = [at for at in self.crashed_at if now - at < CRASH_SPAN_SECONDS]
        self.crashed_at = [*recent, now]
        return len(self.crashed_at) >= CRASHES


class Supervisor:
    """Starts the children, starts a dead one again, stops them all."""

    def __init__(self, children: Sequence[Child], *, say: Say) -> None:
        self.children = children
        self.say = say
        self.told = 0
        self._wake, self._woken = os.pipe()
        for pipe in (self._wake, self._woken):
            os.set_blocking(pipe, False)
        signal.set_wakeup_fd(self._woken)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._on_stop)
        signal.signal(signal.SIGCHLD, lambda *_: None)

    def _on_stop(self, _number: int, _frame: FrameType | None) -> None:
        self.told += 1
        if self.told > 1:
            for child in self.children:
                child.signal(signal.SIGKILL)

    def _sleep(self, seconds: float) -> None:
        """Sleep until a signal comes, ``seconds`` at most."""
        select.select([self._wake], [], [], seconds)
        with suppress(BlockingIOError):
            os.read(self._wake, 512)

    def start(self, *, is_ready: Callable[[], bool]) -> bool:
        """Start all; tell whether they were ready in time and still live."""
        for child in self.children:
            child.start()
        deadline = time.monotonic() + READY_SECONDS
        while time.monotonic() < deadline and not self.told:
            dead = [child for child in self.children if child.ended() is not None]
            if dead:
                self.say(f"The {dead[0].name} ended with {dead[0].ended()} at start.")
                return False
            if is_ready():
                return True
            self._sleep(0.1)
        return False

    def watch(self) -> int:
        """Keep the children alive until told to stop; return the exit code."""
        while not self.told:
            self._sleep(5)
            for child in self.children:
                code = child.ended()
                if code is None or self.told:
                    continue
                child.sweep()
                if child.crashes_too_often(time.monotonic()):
                    self.say(f"The {child.name} dies again and again. Giving up.")
                    return 1
                self.say(f"The {child.name} ended with {code}. Starting it again.")
                child.start()
        return 0

    def stop(self) -> None:
        """Ask all to finish what they have in hand; insist after a while."""
        for child in self.children:
            child.signal(signal.SIGTERM)
        deadline = time.monotonic() + STOP_SECONDS
        while any(child.ended() is None for child in self.children):
            left = deadline - time.monotonic()
            if left <= 0:
                self.say("Not all ended in time. Ending them by force.")
                break
            self._sleep(min(left, 0.5))
        for child in self.children:
            child.sweep()
            if child.process is not None:
                child.process.wait()


def supervise(options: Any) -> int:
    """Run the web and one worker until told to stop; return the exit code."""
    address = ["--host", options.host, "--port", str(options.port)]
    children = [
        Child("web", ["web", *address, "--workers", str(options.workers)]),
        Child("worker", ["worker"]),
    ]

    def say(text: str) -> None:
        print(text, flush=True)

    supervisor = Supervisor(children, say=say)
    try:
        if not supervisor.start(is_ready=lambda: _answers(options.host, options.port)):
            return 0 if supervisor.told else 1
        say(options.banner)
        return supervisor.watch()
    finally:
        supervisor.stop()
        say("Ended.")


def end_with(parent: int) -> None:
    """Watch the parent from a thread; once it has gone, end in good order."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(STOP_SECONDS)
        os._exit(1)

    threading.Thread(target=watch, name="parent-watch", daemon=True).start()


def run_web(options: Any) -> int:
    """Serve HTTP with granian until told to stop."""
    import gc

    from django.db import connections
    from django.urls import get_resolver
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    from motcua.config.wsgi import application

    # Load all that a request needs before the fork, and keep the collector from
    # touching it: the workers then share these pages.
    _ = get_resolver().url_patterns
    connections.close_all()
    gc.collect()
    gc.freeze()
    end_with(int(os.environ.get("MOTCUA_PARENT", os.getppid())))
    main = os.getpid()

    def load(*_: Any) -> Any:
        if os.getpid() != main:
            end_with(main)
        return application

    Server(
        "motcua.config.wsgi:application",
        address=options.host,
        port=options.port,
        interface=Interfaces.WSGI,
        workers=options.workers,
        blocking_threads=THREADS,
        blocking_threads_idle_timeout=IDLE_SECONDS,
        respawn_failed_workers=True,
        workers_kill_timeout=STOP_SECONDS - 10,
        log_level=LogLevels.warning,
        websockets=False,
    ).serve(target_loader=load, wrap_loader=False)
    return 0


def run_worker(_: Any) -> int:
    """Run background jobs until told to stop."""
    end_with(int(os.environ.get("MOTCUA_PARENT", os.getppid())))
    from motcua.config.command import main as command

    sys.argv = ["motcua", "worker"]
    command()
    return 0


ROLES = {"supervisor": supervise, "web": run_web, "worker": run_worker}


def main(arguments: Sequence[str]) -> int:
    """Play the role that ``arguments`` name."""
    parser = ArgumentParser(prog="motcua serve")
    parser.add_argument("role", choices=ROLES)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--banner", default="")
    options = parser.parse_args(arguments)
    return ROLES[options.role](options)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
