"""Jobs for tests."""

import time

from django.db import connection

from motcua.jobs.registry import job
from motcua.kernel.refusals import Refusal

ran: list[str] = []


class Closed(Refusal):
    """A "no" for tests."""

    code = "closed_for_tests"
    text = "Đã đóng. Hãy thử lại sau."


@job(max_attempts=3)
def note(word: str) -> None:
    ran.append(word)


@job(max_attempts=3)
def fail(word: str) -> None:
    raise RuntimeError(word)


@job(max_attempts=3)
def refuse() -> None:
    raise Closed


@job(atomic=True)
def write_then_fail(name: str) -> None:
    from motcua.jobs.models import CronSlot

    CronSlot.objects.create(name=name, slot="x", fired_at=_now())
    raise RuntimeError(name)


@job(max_attempts=50)
def write_once(number: int, pause_ms: int) -> None:
    """The usual way: an idempotent write, then time passes, then it is marked done."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO effect (kind, n) VALUES ('idempotent', %s) "
            "ON CONFLICT (kind, n) DO UPDATE SET tries = effect.tries + 1",
            [number],
        )
    time.sleep(pause_ms / 1000)


@job(max_attempts=50, atomic=True)
def write_exactly(number: int, pause_ms: int) -> None:
    """The strict way: the write and the mark in one transaction."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO exact_effect (n) VALUES (%s)", [number])
    time.sleep(pause_ms / 1000)


def _now():
    from django.utils import timezone

    return timezone.now()
