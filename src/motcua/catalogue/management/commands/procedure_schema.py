"""Print the JSON Schema of a procedure's file."""

from typing import Any

from django.core.management.base import BaseCommand

from motcua.catalogue.schema import schema_text


class Command(BaseCommand):
    help = (
        "Print the JSON Schema of a procedure's file. "
        "Its place is docs/reference/procedure.schema.json."
    )
    requires_system_checks = []

    def handle(self, *_args: Any, **_options: Any) -> None:
        self.stdout.write(schema_text(), ending="")
