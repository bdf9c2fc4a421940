"""Functions, competence, delegation: who may do what."""

from django.apps import AppConfig


class AuthorityConfig(AppConfig):
    """Functions, competence, delegation: who may do what."""

    name = "motcua.authority"
    label = "authority"
