"""Units, posts, people, territories, accounts; all dated."""

from django.apps import AppConfig
from django.db.models.signals import post_delete, post_save


class OrganisationsConfig(AppConfig):
    """Units, posts, people, territories, accounts; all dated."""

    name = "motcua.organisations"
    label = "organisations"

    def ready(self) -> None:
        """Forget the directory when one of its rows is saved."""
        from motcua.organisations import directory

        for table in ("Unit", "Territory"):
            for signal in (post_save, post_delete):
                signal.connect(
                    directory.forget, sender=self.get_model(table), dispatch_uid=table
                )
