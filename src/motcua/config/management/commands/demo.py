"""``motcua demo``: fill the demo city with people and living cases."""

from argparse import ArgumentParser
from collections import Counter, defaultdict
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation
from tqdm import tqdm

from motcua.cases.queries import count_all
from motcua.config.filling import CASES, fill
from motcua.kernel.refusals import Refusal
from motcua.organisations import commands as organisations
from motcua.organisations.people import read_people
from motcua.organisations.queries import find_account
from motcua.web.refusals import text_of

REFUSED = 1


class Command(BaseCommand):
    help = (
        "Fill the demo city: invented people with one known password, and cases in "
        "every state. Run again it keeps what is there. Never in production."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--cases", type=int, default=CASES, help="how many (default: %(default)s)"
        )

    def handle(self, *, cases: int, **_: Any) -> None:
        try:
            with translation.override(settings.LANGUAGE_CODE):
                self._fill(cases)
        except Refusal as refusal:
            raise CommandError(text_of(refusal), returncode=REFUSED) from refusal

    def _fill(self, cases: int) -> None:
        for pack in settings.PACKS:
            organisations.load_people(pack)
        if count_all():
            self.stdout.write("The demo city has cases already; they are kept.")
            return
        stories = fill(now=timezone.now(), applicants=applicants(), count=cases)
        progress = tqdm(stories, total=cases, unit=" cases", disable=None)
        counts = Counter(progress)
        told = ", ".join(f"{n} {story}" for story, n in sorted(counts.items()))
        self.stdout.write(f"{cases} cases: {told}.")


def applicants() -> dict[str, list[UUID]]:
    """Return the accounts of the demo's citizens and businesses, by kind."""
    found: dict[str, list[UUID]] = defaultdict(list)
    for pack in settings.PACKS:
        people = read_people(pack)
        for person in people.people if people else ():
            if person.kind != "STAFF":
                found[person.kind].append(find_account(person.email).id)
    return found
