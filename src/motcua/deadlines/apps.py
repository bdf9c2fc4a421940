"""Working calendars, limits, suspension; due dates that explain themselves."""

from django.apps import AppConfig


class DeadlinesConfig(AppConfig):
    """Working calendars, limits, suspension; due dates that explain themselves."""

    name = "motcua.deadlines"
    label = "deadlines"
