"""Files, statutory forms, results, verification codes."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """Files, statutory forms, results, verification codes."""

    name = "motcua.documents"
    label = "documents"
