"""Whose open work a change of posts or units touches: counts, no cases."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q

from motcua.cases.models import WorkItem
from motcua.kernel.actors import Role


@dataclass(frozen=True, slots=True)
class OpenWork:
    """How much open work there is."""

    given: int  # to the person whose post it is
    of_role: int  # of the same role in the unit, given or not
    of_unit: int


def open_work_of_post(account_id: UUID, unit_id: UUID, role: Role) -> OpenWork:
    """Return the open work that hangs on a person's post."""
    return _count(unit_id, Q(role=role), Q(assignee=account_id))


def open_work_of_unit(unit_id: UUID) -> OpenWork:
    """Return the open work of a unit."""
    return _count(unit_id, Q(), Q(assignee__isnull=False))


def _count(unit_id: UUID, of_role: Q, given: Q) -> OpenWork:
    found = WorkItem.objects.filter(unit=unit_id).aggregate(
        given=Count("key", filter=of_role & given),
        of_role=Count("key", filter=of_role),
        of_unit=Count("key"),
    )
    return OpenWork(**found)
