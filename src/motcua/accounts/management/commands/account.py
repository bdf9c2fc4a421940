"""``motcua account``: open an account for staff, from the command line."""

from argparse import ArgumentParser
from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from motcua.kernel.actors import SYSTEM_ID, Actor, Role
from motcua.kernel.refusals import NotFound, Refusal
from motcua.organisations import commands, queries
from motcua.organisations.rules import POST_ROLES
from motcua.web.refusals import text_of

COMMAND_LINE = Actor(
    SYSTEM_ID, "motcua account", Role.SYSTEM, powers=frozenset({commands.EDIT})
)


class Command(BaseCommand):
    help = (
        "Open an account for a member of staff with a post, and print the link by "
        "which they choose a password. The way to make the first administrator. "
        "Exit codes: 0 made, 1 refused."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", help="their address: they sign in with it")
        parser.add_argument("--name", required=True, help="as on their papers")
        parser.add_argument(
            "--role",
            required=True,
            choices=sorted(POST_ROLES),
            help="what they do in the unit",
        )
        parser.add_argument("--unit", required=True, help="code, e.g. H26.20")
        parser.add_argument("--title", required=True, help="chức danh")
        parser.add_argument(
            "--instrument", required=True, help="number and date of the decision"
        )
        parser.add_argument(
            "--language", default=settings.LANGUAGE_CODE, help="%(default)s"
        )

    def handle(self, *, email: str, **facts: Any) -> None:
        try:
            with transaction.atomic():
                account = self._open(email, **facts)
        except NotFound as refusal:
            raise CommandError(
                f"There is no unit {facts['unit']!r} today."
            ) from refusal
        except Refusal as refusal:
            raise CommandError(text_of(refusal)) from refusal
        path = reverse(
            "account_reset_password_from_key",
            args=[
                user_pk_to_url_str(account),
                default_token_generator.make_token(account),
            ],
        )
        self.stdout.write(
            "Made. Give them this link; it works once, for a short time:\n"
            f"{settings.BASE_URL}{path}"
        )

    def _open(self, email: str, **facts: Any) -> Any:
        now = timezone.now()
        today = timezone.localdate()
        account_id = commands.open_staff_account(
            email=email,
            name=facts["name"],
            language=facts["language"],
            actor=COMMAND_LINE,
            now=now,
        )
        commands.assign_post(
            account_id=account_id,
            unit_id=queries.unit_by_code(facts["unit"], today).id,
            role=Role(facts["role"]),
            title=facts["title"],
            start_date=today,
            instrument=facts["instrument"],
            actor=COMMAND_LINE,
            now=now,
        )
        account = get_user_model().objects.get(pk=account_id)
        EmailAddress.objects.create(
            user=account, email=account.email, verified=True, primary=True
        )
        return account
