"""The revision of the catalogue: another name after each change.

By it, copies that are kept in memory know when they are old.
"""

from uuid import UUID

from motcua.catalogue.models import Revision
from motcua.kernel.ids import new_id

_ONLY = 1  # the one row


def touch() -> None:
    """Say that the catalogue has changed; belongs into the transaction that does it."""
    Revision.objects.update_or_create(pk=_ONLY, defaults={"name": new_id()})


def current() -> UUID | None:
    """Return the name of the revision; one small statement."""
    return Revision.objects.filter(pk=_ONLY).values_list("name", flat=True).first()
