"""``motcua notices``: what could not be delivered, and send it again."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from motcua.kernel.actors import Actor, Role
from motcua.kernel.ids import new_id
from motcua.notices import commands, queries

SHOWN = 50


class Command(BaseCommand):
    help = (
        "Show how many e-mails and SMS there are in each state, and the newest that "
        "could not be delivered: why, and to whom (masked). With --send-again: try "
        "them again. Exit codes: 0 none failed, 3 some did."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="for a program")
        parser.add_argument(
            "--send-again",
            metavar="ID",
            help="try a failed delivery (or 'all', the newest 1000) again",
        )

    def handle(self, *, json: bool, send_again: str | None, **_: Any) -> None:
        if send_again:
            self._send_again(send_again)
        failed = queries.list_failed(size=SHOWN).rows
        facts = {
            "states": queries.count_by_state(),
            "failed": [asdict(one) for one in failed],
        }
        self.stdout.write(_as_json(facts) if json else _as_text(facts))
        if failed:
            raise SystemExit(3)

    def _send_again(self, which: str) -> None:
        powers = frozenset({commands.SEND_AGAIN})
        actor = Actor(new_id(), "motcua notices", Role.SYSTEM, (), powers)
        now = timezone.now()
        if which == "all":
            count = commands.send_all_again(queries.EVERY, actor=actor, now=now)
        else:
            try:
                ids = [UUID(which)]
            except ValueError:
                raise CommandError(f"{which!r} is no id. Try 'all'.") from None
            count = commands.send_again(delivery_ids=ids, actor=actor, now=now)
        self.stderr.write(f"{count} will be sent again.")


def _as_json(facts: dict[str, Any]) -> str:
    return json.dumps(facts, default=str, ensure_ascii=False, indent=2)


def _as_text(facts: dict[str, Any]) -> str:
    states = sorted(facts["states"].items())
    lines = [f"{state:<8}{count:>8}" for state, count in states]
    lines += [
        f"{one['id']}  {one['created_at']:%Y-%m-%d %H:%M}  {one['channel']:<5}  "
        f"{one['key']}  {one['address']}  {one['last_error']}"
        for one in facts["failed"]
    ]
    return "\n".join(lines) or "Nothing was sent yet."
