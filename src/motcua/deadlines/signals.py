"""What others may listen to."""

from django.dispatch import Signal

calendar_edited = Signal()
"""Sent inside the transaction that edits a calendar, with ``calendar`` (its name),
``revision`` and ``now``: whoever keeps due dates enqueues the job that derives them
anew in the same transaction."""
