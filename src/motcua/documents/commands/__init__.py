"""Writes: files of a case, and papers that are issued."""

from motcua.documents.commands.files import (
    Received,
    attach_to_case,
    clean_orphans,
    delete_content,
    discard_files,
    erase_files,
    keep_file,
    receive,
    record_read,
    scan_pending,
    store_file,
)
from motcua.documents.commands.issuing import issue, revoke

__all__ = [
    "Received",
    "attach_to_case",
    "clean_orphans",
    "delete_content",
    "discard_files",
    "erase_files",
    "issue",
    "keep_file",
    "receive",
    "record_read",
    "revoke",
    "scan_pending",
    "store_file",
]
