"""The officers' site."""

from django.apps import AppConfig


class WorkbenchConfig(AppConfig):
    """The officers' site."""

    name = "motcua.workbench"
    label = "workbench"
