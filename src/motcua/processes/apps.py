"""The process language; it has no tables."""

from django.apps import AppConfig


class ProcessesConfig(AppConfig):
    """The process language: an app for the sake of its translations."""

    name = "motcua.processes"
    label = "processes"
