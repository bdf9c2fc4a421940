"""``motcua init``: everything a new installation needs before it serves."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation

from motcua.catalogue import commands as catalogue
from motcua.catalogue.national.indexing import load_index
from motcua.catalogue.national.reading import Unreadable
from motcua.config.translations import compile_all
from motcua.kernel.refusals import Refusal
from motcua.organisations import commands as organisations
from motcua.packs.reading import PackError
from motcua.web.refusals import text_of


class Command(BaseCommand):
    help = (
        "Create or bring up to date the database, compile the translations, load the "
        "packs that MOTCUA_PACKS names. May be run at any time; keeps all data. "
        "Exit codes: 0 done, 1 a pack or the database is at fault."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--packs", default=",".join(settings.PACKS), help="default: %(default)s"
        )

    def handle(self, *, packs: str, **_: Any) -> None:
        self._say("Database …")
        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
        self._say("Translations …")
        compile_all()
        with translation.override(settings.LANGUAGE_CODE):
            for pack in filter(None, packs.split(",")):
                self._load(pack)
        self._say("Ready.")

    def _load(self, pack: str) -> None:
        self._say(f"Pack {pack} …")
        try:
            units = organisations.load_pack(pack)
            procedures = catalogue.load_pack(pack=pack, now=timezone.now())
            entries = load_index(pack=pack, now=timezone.now())
        except (PackError, Unreadable) as error:
            raise CommandError(f"Pack {pack}:\n{error}") from error
        except Refusal as refusal:
            raise CommandError(f"Pack {pack}: {text_of(refusal)}") from refusal
        for what, count in (
            ("units and territories", units.created),
            ("procedure versions", len(procedures.published)),
            ("entries of the catalogue", entries.counts["added"] if entries else 0),
        ):
            if count:
                self._say(f"  {count} new {what}")

    def _say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()
