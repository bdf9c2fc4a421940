"""``motcua erase``: erase the personal data of a case, as an act orders."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from motcua.authority.queries import actor_of
from motcua.cases import commands
from motcua.cases.queries import id_of_code
from motcua.kernel.refusals import Refusal
from motcua.organisations.queries import find_account
from motcua.web.refusals import text_of

REFUSED = 1


class Command(BaseCommand):
    help = (
        "Erase the personal data of a closed case: contents, files and notices. "
        "The chain of hashes stays and still verifies. Ends with 1 if it is refused."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("code", help="official code of the case")
        parser.add_argument(
            "--act", required=True, help="number and date of the act that orders it"
        )
        parser.add_argument(
            "--by", required=True, metavar="EMAIL", help="account of the controller"
        )

    def handle(self, *_: Any, **options: Any) -> None:
        now = timezone.now()
        try:
            actor = actor_of(find_account(options["by"]).id, now)
            order = commands.Order(id_of_code(options["code"]), actor, now)
            commands.erase_case(order, act_of=options["act"])
        except Refusal as refusal:
            raise CommandError(text_of(refusal), returncode=REFUSED) from None
        self.stdout.write(f"{options['code']}: erased, as {options['act']} orders.")
