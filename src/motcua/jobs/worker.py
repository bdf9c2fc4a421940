"""The worker: takes jobs one by one, and loses none when it or its fellows die.

Two threads. The main thread runs jobs. The keeper gives a sign of life every two
seconds, gives the jobs of dead workers back, and fires timers.
"""

import fcntl
import logging
import os
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import Error as DatabaseError
from django.db import close_old_connections, connection, transaction
from django.utils.module_loading import import_string
from django_tasks.base import Task

from motcua.jobs import commands, queries, registry
from motcua.jobs.bell import Listener
from motcua.kernel.ids import new_id

HEARTBEAT_SECONDS = 2.0
DEAD_AFTER = timedelta(seconds=20)
SHORTEST_POLL_SECONDS = 0.5
LONGEST_POLL_SECONDS = 2.0

Clock = Callable[[], datetime]
log = logging.getLogger("motcua.jobs")


class LifeLine:
    """A lock that the kernel lets go of when the worker dies, however it dies.

    It tells the workers on this machine at once and for certain what the heartbeat
    tells all machines after a while.
    """

    def __init__(self, worker_id: UUID) -> None:
        path = _line_of(worker_id)
        path.parent.mkdir(parents=True, exist_ok=True)
        self._path = path
        draft = path.with_name(f".{path.name}")
        self._file = draft.open("w")
        fcntl.flock(self._file, fcntl.LOCK_EX)
        draft.rename(path)  # seen by others only once it holds

    def cut(self, *, in_good_order: bool = True) -> None:
        """Let go. In bad order the mark stays, so that others see who is missing."""
        if in_good_order:
            self._path.unlink(missing_ok=True)
        self._file.close()


def _line_of(worker_id: UUID) -> Path:
    home: Path = settings.HOME
    return home / "workers" / str(worker_id)


def has_ended(worker_id: UUID) -> bool:
    """Tell whether a worker of this machine has ended; unknown counts as no."""
    return _is_cut(_line_of(worker_id))


def _is_cut(path: Path) -> bool:
    try:
        file = path.open("r")
    except FileNotFoundError:
        return False  # of another machine
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


def sweep_lines() -> None:
    """Remove the life lines of workers that are dead and have been buried."""
    known = {str(worker.id) for worker in queries.list_workers()}
    for path in _line_of(new_id()).parent.iterdir():
        if path.name[0] != "." and path.name not in known and _is_cut(path):
            path.unlink(missing_ok=True)


class Worker:
    """Runs jobs until it is told to stop; the job in hand is finished first."""

    def __init__(self, *, clock: Clock) -> None:
        self.clock = clock
        self._stopping = threading.Event()
        self._listener = Listener()
        self._id = new_id()
        self._line = LifeLine(self._id)

    def stop(self) -> None:
        """Finish the job in hand and end; safe in a signal handler."""
        self._stopping.set()
        self._listener.stop()

    def run(self) -> None:
        """Run jobs until told to stop."""
        registry.load()
        self._sign_on()
        sweep_lines()
        keeper = threading.Thread(target=self._keep, name="keeper", daemon=True)
        keeper.start()
        log.info("Worker %s is at work.", self._id)
        pause = SHORTEST_POLL_SECONDS
        while not self._stopping.is_set():
            if self._take_one():
                pause = SHORTEST_POLL_SECONDS
                continue
            rang = self._listener.wait(pause)
            pause = SHORTEST_POLL_SECONDS if rang else LONGEST_POLL_SECONDS
        keeper.join(HEARTBEAT_SECONDS)
        self._sign_off()
        log.info("Worker %s has ended.", self._id)

    def _take_one(self) -> bool:
        """Run the next job that is due; tell whether there was one."""
        try:
            close_old_connections()
            claimed = commands.claim(self._id, now=self.clock())
            if claimed is not None:
                run(claimed, clock=self.clock)
        except DatabaseError:
            log.exception("The database failed. Signing on anew.")
            self._start_anew()
            return False
        return claimed is not None

    def _start_anew(self) -> None:
        """Come back as another worker, after the database failed.

        What became of the job in hand is unknown; as the old worker is now dead for
        all to see, its job is given back.
        """
        connection.close()
        self._line.cut(in_good_order=False)
        self._id = new_id()
        self._line = LifeLine(self._id)
        while not self._stopping.wait(LONGEST_POLL_SECONDS):
            try:
                self._sign_on()
            except DatabaseError:
                connection.close()
            else:
                return

    def _sign_on(self) -> None:
        host, pid = socket.gethostname(), os.getpid()
        commands.sign_on(self._id, host=host, pid=pid, now=self.clock())

    def _sign_off(self) -> None:
        with suppress(DatabaseError):
            commands.sign_off(self._id)
        self._line.cut()
        self._listener.close()

    def _keep(self) -> None:
        """Look after the queue until told to stop (the keeper's thread)."""
        while not self._stopping.is_set():
            try:
                close_old_connections()
                self._sign_on()
                tend(now=self.clock())
            except DatabaseError:
                log.exception("The keeper could not reach the database.")
                connection.close()
            self._stopping.wait(HEARTBEAT_SECONDS)
        connection.close()


def tend(*, now: datetime) -> None:
    """Give the jobs of dead workers back and fire the timers that are due."""
    for job_id in commands.reap(now=now, dead_after=DEAD_AFTER, has_ended=has_ended):
        log.warning("Job %s was given back: its worker is dead.", job_id)
    for timer in registry.crons():
        commands.fire(timer, now=now)


def run(claimed: commands.Claimed, *, clock: Clock) -> None:
    """Run one claimed job and store how it went."""
    try:
        _run_and_settle(claimed, clock)
    except commands.LostClaim:
        log.warning("Job %s went to another worker; not stored.", claimed.id)
    except DatabaseError as error:
        if not _database_answers():
            raise
        _settle_failed(claimed, error, clock)
    except Exception as error:  # noqa: BLE001 - whatever a job raises is stored on it
        _settle_failed(claimed, error, clock)


def _run_and_settle(claimed: commands.Claimed, clock: Clock) -> None:
    task = import_string(claimed.path)
    if not isinstance(task, Task):
        raise TypeError(f"{claimed.path} is not a job.")
    if not registry.policy_of(claimed.path).atomic:
        task.call(**claimed.ids)
        commands.settle_done(claimed, now=clock())
        return
    with transaction.atomic():
        task.call(**claimed.ids)
        commands.settle_done(claimed, now=clock())


def _database_answers() -> bool:
    """Tell whether the database still answers, so that the job itself is at fault."""
    try:
        return connection.is_usable() if connection.connection else False
    except DatabaseError:
        return False


def _settle_failed(
    claimed: commands.Claimed, error: BaseException, clock: Clock
) -> None:
    try:
        again = commands.settle_failed(claimed, error, now=clock())
    except commands.LostClaim:
        log.warning("Job %s went to another worker; not stored.", claimed.id)
        return
    word = "will be tried again" if again else "has failed for good"
    log.warning("Job %s (%s) %s: %r", claimed.id, claimed.path, word, error)


def drain(*, clock: Clock) -> int:
    """Run every job that is due, in this thread, and return how many ran.

    For tests and for commands that fill a database; the timers are left alone.
    """
    registry.load()
    worker_id, count = new_id(), 0
    line = LifeLine(worker_id)
    try:
        commands.sign_on(worker_id, host="drain", pid=os.getpid(), now=clock())
        while claimed := commands.claim(worker_id, now=clock()):
            run(claimed, clock=clock)
            count += 1
        commands.sign_off(worker_id)
    finally:
        line.cut()
    return count
