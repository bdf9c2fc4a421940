"""Signing up and signing in: passwords, second factors, lockout, the record of it."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Signing up and signing in: passwords, second factors, lockout, the record."""

    name = "motcua.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Listen to what happens at the doors."""
        from motcua.accounts import listening

        listening.connect()
