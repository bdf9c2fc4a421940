"""``motcua serve``: everything in one command."""

import os
import sys
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandError

from motcua.config import serving
from motcua.kernel.actors import Role
from motcua.organisations.commands import DEMO_PASSWORD, Example, list_examples

SHOWN_HOSTS = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}  # noqa: S104 - only shown

TOLD_TO_STOP = 130


def _from(least: int, most: int) -> Callable[[str], int]:
    """Return what reads a whole number between two bounds."""

    def read(text: str) -> int:
        if not text.isdecimal() or not least <= int(text) <= most:
            raise ArgumentTypeError(f"{text!r} is no number from {least} to {most}")
        return int(text)

    return read


class Command(BaseCommand):
    help = (
        "Serve the sites and run the background jobs until Ctrl-C. Creates or brings "
        "up to date the database first; keeps the data that is there. "
        "Exit codes: 0 stopped as told, 1 could not start or kept dying, "
        "2 the port is taken, 130 Ctrl-C while it prepared."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="%(default)s")
        parser.add_argument(
            "--port", type=_from(1, 65_535), default=settings.PORT,
            help="%(default)s (or MOTCUA_PORT)",
        )  # fmt: skip
        parser.add_argument(
            "--workers", type=_from(1, 64), default=2,
            help="web processes (%(default)s)",
        )  # fmt: skip
        parser.add_argument(
            "--demo", action="store_true", help="fill the demo city if it is not there"
        )

    def handle(
        self, *, host: str, port: int, workers: int, demo: bool, **_: Any
    ) -> None:
        if not serving.port_is_free(host, port):
            raise CommandError(
                f"Port {port} on {host} is taken, perhaps by another motcua. "
                f"End that one, or choose a port: MOTCUA_PORT={port + 1} make run",
                returncode=2,
            )
        if demo and settings.PRODUCTION:
            raise CommandError("There is no demo where MOTCUA_PRODUCTION is set.")
        try:
            self._prepare(demo=demo)
        except KeyboardInterrupt:
            raise SystemExit(TOLD_TO_STOP) from None
        if demo:
            os.environ["MOTCUA_DEMO"] = "1"
        os.environ["MOTCUA_PORT"] = str(port)
        self.stdout.write("Starting …")
        self.stdout.flush()
        # Become the supervisor: same process, but without Django in memory.
        os.execv(  # noqa: S606
            sys.executable,
            [sys.executable, "-m", "motcua.config.serving", "supervisor",
             "--host", host, "--port", str(port), "--workers", str(workers),
             "--banner", _banner(host, port, demo=demo)],
        )  # fmt: skip

    def _prepare(self, *, demo: bool) -> None:
        known = get_commands()
        for command in ("init", "demo") if demo else ("init",):
            if command in known:
                call_command(command)
        if "init" not in known:
            call_command("migrate", verbosity=0)


def _banner(host: str, port: int, *, demo: bool) -> str:
    """Return what is printed once everything runs."""
    address = f"http://{SHOWN_HOSTS.get(host, host)}:{port}"
    lines = [
        "",
        f"  Portal       {address}/",
        f"  Workbench    {address}/workbench/",
        f"  API          {address}/api/v1/openapi.json",
    ]
    if demo:
        lines += ["", f"  Demo accounts (password for all: {DEMO_PASSWORD})"]
        lines += [
            f"  {role.lower():<14}{person.email:<34}{person.name}"
            for role, person in _one_for_each_role().items()
        ]
    return "\n".join([*lines, "", "  Ctrl-C ends it.", ""])


def _one_for_each_role() -> dict[Role, Example]:
    found: dict[Role, Example] = {}
    for pack in settings.PACKS:
        for person in list_examples(pack):
            found.setdefault(person.role, person)
    return found
