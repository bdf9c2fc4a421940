"""What every page of both sites knows of the reader and of the centre."""

from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from motcua.notices import queries as notices
from motcua.organisations import queries as organisations
from motcua.organisations.rules import UnitKind
from motcua.web.actors import visitor_of


def reader(request: HttpRequest) -> dict[str, Any]:
    """Return who reads, how many notices wait, and the centre's name; all lazily."""
    actor = SimpleLazyObject(lambda: visitor_of(request))
    facts: dict[str, Any] = {
        "actor": actor,
        "unread": SimpleLazyObject(
            lambda: notices.count_unread(actor.id) if actor else 0
        ),
    }
    name = _centre_name()
    return facts | {"centre_name": name} if name else facts


def _centre_name() -> str:
    """Return the name of the service centre, if the packs have one."""
    day: date = timezone.localdate()
    centres = organisations.list_units(day, kind=UnitKind.CENTRE)
    return (
        centres[0].name.to(get_language() or settings.LANGUAGE_CODE) if centres else ""
    )
