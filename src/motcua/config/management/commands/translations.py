"""``motcua translations``: list what is not translated; compile what is."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from motcua.config import translations


class Command(BaseCommand):
    help = (
        "Compile the catalogues and list every marked text that lacks its English "
        "or German. Ends with 1 if one is missing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="for programs")
        parser.add_argument(
            "--po", action="store_true", help="print entries to paste into django.po"
        )
        parser.add_argument(
            "--unused", action="store_true", help="list entries that no text uses"
        )

    def handle(self, **options: Any) -> None:
        translations.compile_all()
        if options["unused"]:
            for capability, language, message in translations.unused():
                self.stdout.write(f"{capability} {language}: {message.text!r}")
            return
        rows = [
            {
                "capability": capability,
                "language": language,
                "text": message.text,
                "context": message.context,
                "place": place,
            }
            for capability, language, message, place in translations.missing()
        ]
        if options["json"]:
            self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=1))
        else:
            for row in rows:
                self.stdout.write(_entry(row) if options["po"] else _line(row))
        if rows:
            raise CommandError(f"{len(rows)} texts are not translated.")


def _line(row: dict[str, str]) -> str:
    return f"{row['place']}: {row['language']}: {row['text']!r}"


def _entry(row: dict[str, str]) -> str:
    context = f"msgctxt {json.dumps(row['context'])}\n" if row["context"] else ""
    text = json.dumps(row["text"], ensure_ascii=False)
    return f'# {row["language"]} {row["place"]}\n{context}msgid {text}\nmsgstr ""\n'
