"""The case: intake, workflow, clock, supplement, decision, result."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """The case: intake, workflow, clock, supplement, decision, result."""

    name = "motcua.cases"
    label = "cases"

    def ready(self) -> None:
        """Listen to edits of calendars."""
        from motcua.cases.calendars import on_edit
        from motcua.deadlines.signals import calendar_edited

        calendar_edited.connect(on_edit, dispatch_uid="cases.follow_calendar")
