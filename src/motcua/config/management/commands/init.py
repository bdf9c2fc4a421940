"""``motcua init``: everything a new installation needs before it serves."""

from argparse import ArgumentParser
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from motcua.config.translations import compile_all
from motcua.packs.reading import PackError

# Who brings a pack into the database, in this order; others need no loading.
LOADERS = ("motcua.organisations.commands", "motcua.catalogue.commands")


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
        with translation.override("vi"):
            for pack in filter(None, packs.split(",")):
                self._load(pack)
        self._say("Ready.")

    def _load(self, pack: str) -> None:
        self._say(f"Pack {pack} …")
        for name, load in _loaders():
            try:
                done = load(pack)
            except PackError as error:
                raise CommandError(f"Pack {pack} ({name}):\n{error}") from error
            if created := getattr(done, "created", 0):
                self._say(f"  {name}: {created} new")

    def _say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()


def _loaders() -> Iterator[tuple[str, Any]]:
    """Yield the name of each capability that loads packs, and its command."""
    for path in LOADERS:
        if find_spec(path) is None:
            continue
        load = getattr(import_module(path), "load_pack", None)
        if load is not None:
            yield path.split(".")[1], load
