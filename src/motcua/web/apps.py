"""Toolkit for the border: refusals to HTTP, actor of a request, paging."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Toolkit for the border: refusals to HTTP, actor of a request, paging."""

    name = "motcua.web"
    label = "web"
