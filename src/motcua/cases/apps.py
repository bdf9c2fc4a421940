"""The case: intake, workflow, clock, supplement, decision, result."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """The case: intake, workflow, clock, supplement, decision, result."""

    name = "motcua.cases"
    label = "cases"
