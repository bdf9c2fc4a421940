"""``motcua token``: let a program act for an account."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from motcua.authority.commands import issue_token, revoke_token
from motcua.authority.queries import list_tokens
from motcua.kernel.actors import Actor, Role
from motcua.kernel.refusals import NotFound, Refusal
from motcua.organisations.queries import find_account
from motcua.web.refusals import text_of


class Command(BaseCommand):
    help = (
        "Make a token by which a program acts for an account at the API. It is shown "
        "once and kept nowhere. With --list or --revoke: see or end the tokens of the "
        "account. Exit codes: 0 done, 1 refused."
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
        parser.add_argument("--list", action="store_true", help="show what there is")
        parser.add_argument(
            "--revoke", metavar="ID", type=UUID, help="end a token at once"
        )
        parser.add_argument("--json", action="store_true", help="for programs")

    def handle(self, *, email: str, json: bool, **facts: Any) -> None:
        try:
            account_id = find_account(email).id
        except NotFound as refusal:
            raise CommandError(f"There is no account {email!r}.") from refusal
        try:
            if facts["list"]:
                self._list(account_id, as_json=json)
            elif facts["revoke"]:
                self._revoke(account_id, facts["revoke"])
            else:
                self._issue(account_id, facts, as_json=json)
        except Refusal as refusal:
            raise CommandError(text_of(refusal)) from refusal

    def _issue(self, account_id: UUID, facts: dict[str, Any], *, as_json: bool) -> None:
        issued = issue_token(
            account_id=account_id,
            name=facts["name"],
            scopes=[scope for scope in facts["scopes"].split(",") if scope],
            days=facts["days"],
            now=timezone.now(),
        )
        self.stdout.write(_as_json(issued) if as_json else issued.secret)

    def _list(self, account_id: UUID, *, as_json: bool) -> None:
        tokens = list_tokens(account_id)
        if as_json:
            self.stdout.write(json.dumps([asdict(t) for t in tokens], default=str))
            return
        for token in tokens:
            scopes = ",".join(token.scopes) or "all"
            until = f"until {token.expires_at:%Y-%m-%d}"
            if token.revoked_at:
                until = f"revoked {token.revoked_at:%Y-%m-%d}"
            self.stdout.write(f"{token.id}  {until}  {scopes}  {token.name}")

    def _revoke(self, account_id: UUID, token_id: UUID) -> None:
        owner = Actor(account_id, "motcua token", Role.SYSTEM)
        revoke_token(token_id=token_id, actor=owner, now=timezone.now())
        self.stdout.write(f"{token_id}: revoked.")


def _as_json(issued: Any) -> str:
    return json.dumps(
        {
            "id": str(issued.id),
            "token": issued.secret,
            "expires_at": issued.expires_at.isoformat(),
        }
    )
