"""Units, posts, people, territories, accounts; all dated."""

from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    """Units, posts, people, territories, accounts; all dated."""

    name = "motcua.organisations"
    label = "organisations"
