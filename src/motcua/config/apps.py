"""The composition: settings, root addresses, and the commands that start it all."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """The composition; it has no tables."""

    name = "motcua.config"
    label = "config"
