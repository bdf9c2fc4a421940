"""The ``motcua`` command: Django's own commands and ours under one name."""

import os
import sys

from django.core.management import execute_from_command_line

from motcua.config.translations import compile_all


def main() -> None:
    """Run the command that ``sys.argv`` names."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "motcua.config.settings")
    compile_all()
    execute_from_command_line(sys.argv)
