"""Answers with a file, for the views of the sites."""

from motcua.documents.serving import file_response

__all__ = ["file_response"]
