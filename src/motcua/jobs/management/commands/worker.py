"""``motcua worker``: run the background jobs."""

import logging
import signal
from argparse import ArgumentParser
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from motcua.jobs import worker


class Command(BaseCommand):
    help = (
        "Run background jobs until told to stop. SIGTERM or Ctrl-C: finish the job in "
        "hand and exit with 0; a second one: exit at once with 1. "
        "Start as many as you like, on as many machines as you like."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--once",
            action="store_true",
            help="run every job that is due, then exit",
        )

    def handle(self, *, once: bool, verbosity: int, **_: Any) -> None:
        logging.basicConfig(format="%(asctime)s %(levelname)s %(name)s: %(message)s")
        level = logging.INFO if verbosity else logging.ERROR
        logging.getLogger("motcua.jobs").setLevel(level)
        if once:
            count = worker.drain(clock=timezone.now)
            self.stdout.write(f"{count} jobs run.")
            return
        mine = worker.Worker(clock=timezone.now)
        self._obey(mine)
        mine.run()

    def _obey(self, mine: worker.Worker) -> None:
        told: list[int] = []

        def stop(number: int, _: FrameType | None) -> None:
            if told:
                raise SystemExit(1)
            told.append(number)
            mine.stop()

        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, stop)
