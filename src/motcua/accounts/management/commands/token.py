"""``motcua token``: let a program act for an account."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from motcua.authority.commands import issue_token
from motcua.kernel.refusals import NotFound, Refusal
from motcua.organisations.queries import find_account
from motcua.web.refusals import text_of


class Command(BaseCommand):
    help = (
        "Make a token by which a program acts for an account at the API. It is shown "
        "once and kept nowhere. Exit codes: 0 made, 1 refused."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--for", dest="email", required=True, metavar="ACCOUNT",
            help="the e-mail address of the account",
        )  # fmt: skip
        parser.add_argument(
            "--scopes", default="", metavar="A,B",
            help="powers (cases.accept) or groups (cases); default: all of the account",
        )  # fmt: skip
        parser.add_argument("--days", type=int, default=90, help="%(default)s")
        parser.add_argument("--name", default="motcua token", help="%(default)s")
        parser.add_argument("--json", action="store_true", help="for programs")

    def handle(
        self, *, email: str, scopes: str, days: int, name: str, json: bool, **_: Any
    ) -> None:
        try:
            issued = issue_token(
                account_id=find_account(email).id,
                name=name,
                scopes=[scope for scope in scopes.split(",") if scope],
                days=days,
                now=timezone.now(),
            )
        except NotFound as refusal:
            raise CommandError(f"There is no account {email!r}.") from refusal
        except Refusal as refusal:
            raise CommandError(text_of(refusal)) from refusal
        self.stdout.write(_as_json(issued) if json else issued.secret)


def _as_json(issued: Any) -> str:
    return json.dumps(
        {
            "id": str(issued.id),
            "token": issued.secret,
            "expires_at": issued.expires_at.isoformat(),
        }
    )
