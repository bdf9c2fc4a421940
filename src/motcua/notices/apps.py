"""Messages to people: in-app, e-mail, SMS."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """Messages to people: in-app, e-mail, SMS."""

    name = "motcua.notices"
    label = "notices"
