"""The citizens' site."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """The citizens' site."""

    name = "motcua.portal"
    label = "portal"
