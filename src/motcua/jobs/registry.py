"""What can run in the background: jobs and timers, declared beside their code.

A job takes ids only and may run twice; it is written for it::

    @job(max_attempts=5)
    def send(delivery_id: str) -> None: ...
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ParamSpec, TypeVar

from django.utils.module_loading import autodiscover_modules
from django_tasks import task
from django_tasks.base import Task

from motcua.jobs.rules import Schedule

P = ParamSpec("P")
R = TypeVar("R")
MAX_ATTEMPTS = 8  # the last one comes about four minutes after the first


@dataclass(frozen=True, slots=True)
class Policy:
    """How a job is run: how often at most, and whether in one transaction."""

    max_attempts: int = MAX_ATTEMPTS
    atomic: bool = False


@dataclass(frozen=True, slots=True)
class Cron:
    """A timer: which job, and when."""

    name: str
    task: Task[..., Any]
    schedule: Schedule


_policies: dict[str, Policy] = {}
_crons: dict[str, Cron] = {}


def job(
    *, max_attempts: int = MAX_ATTEMPTS, atomic: bool = False, priority: int = 0
) -> Callable[[Callable[P, R]], Task[P, R]]:
    """Declare a function of a module as a job.

    ``atomic`` runs it in the transaction that also marks it as done: what it writes
    to the database then happens exactly once. For short jobs that touch nothing else:
    on SQLite everybody else waits meanwhile.
    """

    def decorate(function: Callable[P, R]) -> Task[P, R]:
        made: Task[P, R] = task(priority=priority)(function)
        _policies[made.module_path] = Policy(max_attempts, atomic)
        return made

    return decorate


def policy_of(path: str) -> Policy:
    """Return how the job at ``path`` is to be run."""
    return _policies.get(path, Policy())


def is_declared(path: str) -> bool:
    """Tell whether there is a job at ``path`` in a module that was imported."""
    return path in _policies


def cron(name: str, task: Task[..., Any], schedule: Schedule) -> None:
    """Let ``task`` (which takes no argument) be enqueued once in each slot.

    :raises ValueError: if another job already has this ``name``.
    """
    known = _crons.get(name)
    if known is not None and known.task.module_path != task.module_path:
        raise ValueError(f"Two timers are named {name!r}.")
    _crons[name] = Cron(name, task, schedule)


def crons() -> tuple[Cron, ...]:
    """Return every timer, by name."""
    return tuple(_crons[name] for name in sorted(_crons))


def load() -> None:
    """Import every ``tasks`` module, so that all jobs and timers are known."""
    autodiscover_modules("tasks")
