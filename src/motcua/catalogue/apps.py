"""Procedures and their versions in force."""

from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    """Procedures and their versions in force."""

    name = "motcua.catalogue"
    label = "catalogue"
