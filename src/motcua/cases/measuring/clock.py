"""Time and processor time, of this program and of the database server."""

import os
import statistics
from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter, process_time
from typing import Any

from django.db import connection

TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Taken:
    """What a run of equal things took. Times in microseconds."""

    count: int
    seconds: float
    p50: float
    p99: float
    app_cpu: float  # per thing
    db_cpu: float  # per thing

    @property
    def rate(self) -> float:
        """Return how many a second."""
        return self.count / self.seconds

    @property
    def cpu(self) -> float:
        """Return the processor time of a thing, program and database together."""
        return self.app_cpu + self.db_cpu

    def row(self, name: str, **more: Any) -> dict[str, Any]:
        """Return the line of a report."""
        return {
            "what": name,
            "per_second": round(self.rate),
            "p50_ms": round(self.p50 / 1000, 2),
            "p99_ms": round(self.p99 / 1000, 2),
            "app_cpu_us": round(self.app_cpu),
            "db_cpu_us": round(self.db_cpu),
            **more,
        }


def repeat(count: int, do: Callable[[int], object], *, of_app: Any = None) -> Taken:
    """Do something ``count`` times, one after another.

    ``of_app`` gives the processor seconds of the program, if that is not this one.
    """
    of_app = of_app or process_time
    durations = []
    app, database, begun = of_app(), database_seconds(), perf_counter()
    for number in range(count):
        start = perf_counter()
        do(number)
        durations.append((perf_counter() - start) * 1e6)
    seconds = perf_counter() - begun
    return taken(durations, seconds, of_app() - app, database_seconds() - database)


def taken(durations: list[float], seconds: float, app: float, database: float) -> Taken:
    """Sum up durations (microseconds) and processor seconds."""
    count = len(durations)
    return Taken(
        count=count,
        seconds=seconds,
        p50=statistics.median(durations),
        p99=statistics.quantiles(durations, n=100)[98],
        app_cpu=app / count * 1e6,
        db_cpu=database / count * 1e6,
    )


def database_seconds() -> float:
    """Return the processor seconds of the PostgreSQL server; 0 on SQLite.

    SQLite works inside the program, whose time counts it already.
    """
    if connection.vendor != "postgresql":
        return 0.0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        postmaster = _stat(int(cursor.fetchone()[0]))[1]
    pids = [int(name) for name in os.listdir("/proc") if name.isdigit()]
    return seconds_of([p for p in pids if p == postmaster or _parent(p) == postmaster])


def seconds_of(pids: list[int]) -> float:
    """Return the processor seconds that processes have used, those ended left out."""
    return sum(sum(_stat(pid)[11:13]) for pid in pids) / TICKS


def family_of(pid: int) -> list[int]:
    """Return a process and all that descend from it."""
    pids = [int(name) for name in os.listdir("/proc") if name.isdigit()]
    family, grown = {pid}, True
    while grown:
        more = {p for p in pids if _parent(p) in family} - family
        family |= more
        grown = bool(more)
    return sorted(family)


def memory_of(pids: list[int]) -> float:
    """Return the memory of processes in MB, what they share counted once (PSS)."""
    total = 0
    for pid in pids:
        try:
            with open(f"/proc/{pid}/smaps_rollup", encoding="ascii") as file:
                lines = [line.split() for line in file if line.startswith("Pss:")]
        except OSError:
            continue
        total += sum(int(line[1]) for line in lines)
    return total / 1024


def _parent(pid: int) -> int:
    return _stat(pid)[1]


def _stat(pid: int) -> list[int]:
    """Return the fields of ``/proc/PID/stat`` after the name; zeros once it ended."""
    try:
        with open(f"/proc/{pid}/stat", encoding="utf-8") as file:
            fields = file.read().rpartition(")")[2].split()
    except OSError:
        return [0] * 40
    return [0, *(int(field) for field in fields[1:40])]
