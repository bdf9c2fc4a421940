"""Background work: the queue's keeper, which loses no job."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Background work: the queue's keeper, which loses no job."""

    name = "motcua.jobs"
    label = "jobs"
