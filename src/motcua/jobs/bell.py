"""The bell: wakes the workers of this machine as soon as a job is committed.

A named pipe in ``MOTCUA_HOME``. Ringing never waits and never fails: who does not
hear it (a worker on another machine) looks for jobs on its own every two seconds.
"""

import os
import select
import time
from contextlib import suppress
from pathlib import Path

from django.conf import settings

DEAF_SECONDS = 1.0  # nobody listens: do not knock again for this long
MUCH = 65_536


class Ringer:
    """The end that rings. One per process; the pipe stays open."""

    def __init__(self) -> None:
        self._pipe: int | None = None
        self._path: Path | None = None
        self._knock_again_at = 0.0

    def ring(self) -> None:
        """Wake whoever listens."""
        try:
            pipe = self._open()
            if pipe is not None:
                os.write(pipe, b"!")
        except BlockingIOError:
            return  # the pipe is full: it is ringing already
        except OSError:
            self._forget()

    def _open(self) -> int | None:
        path = settings.HOME / "bell"
        if self._pipe is not None and self._path == path:
            return self._pipe
        if time.monotonic() < self._knock_again_at:
            return None
        self._forget()
        self._pipe = os.open(path, os.O_WRONLY | os.O_NONBLOCK)
        self._path = path
        return self._pipe

    def _forget(self) -> None:
        if self._pipe is not None:
            with suppress(OSError):
                os.close(self._pipe)
        self._pipe = None
        self._knock_again_at = time.monotonic() + DEAF_SECONDS


class Listener:
    """The end that listens, or is told to stop."""

    def __init__(self) -> None:
        path = settings.HOME / "bell"
        path.parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileExistsError):
            os.mkfifo(path, 0o600)
        # Read *and* write: a pipe without any writer would never be silent.
        self._pipe = os.open(path, os.O_RDWR | os.O_NONBLOCK)
        self._heard, self._told = os.pipe()

    def wait(self, seconds: float) -> bool:
        """Wait for the bell; tell whether it rang within ``seconds``."""
        ready, _, _ = select.select([self._pipe, self._heard], [], [], seconds)
        if self._pipe in ready:
            with suppress(BlockingIOError):
                os.read(self._pipe, MUCH)
        return bool(ready)

    def stop(self) -> None:
        """Make every further :meth:`wait` return at once; safe in a signal handler."""
        os.write(self._told, b"!")

    def close(self) -> None:
        """Let go of the pipes."""
        for pipe in (self._pipe, self._heard, self._told):
            os.close(pipe)


_ringer = Ringer()


def ring() -> None:
    """Wake the workers of this machine."""
    _ringer.ring()
