"""What the views of the portal share: the day, who asks, orders to the cases."""

from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language

from motcua.cases.commands import Order
from motcua.kernel.refusals import Refusal
from motcua.kernel.texts import Text, fold
from motcua.organisations import queries as organisations
from motcua.organisations.rules import TerritoryKind
from motcua.web.actors import actor_of
from motcua.web.refusals import text_of


def today() -> date:
    """Return the day it is where the centre is."""
    return timezone.localdate()


def now() -> datetime:
    """Return the instant it is."""
    return timezone.localtime()


def language() -> str:
    """Return the reader's language."""
    return get_language() or settings.LANGUAGE_CODE


def said(text: Text) -> str:
    """Return a text in the reader's language."""
    return text.to(language())


def say_done(request: HttpRequest, words: str) -> None:
    """Say on the next page what was done."""
    messages.success(request, words)


def say_refusal(request: HttpRequest, refusal: Refusal) -> None:
    """Say on the next page why something was not done."""
    messages.error(request, text_of(refusal))


def order(request: HttpRequest, case_id: UUID) -> Order:
    """Return the order that a form of ours gives: who, what they saw, which request."""
    seen = request.POST.get("seen", "")
    return Order(
        case_id=case_id,
        actor=actor_of(request),
        now=now(),
        key=request.POST.get("key", "")[:80],
        seen=int(seen) if seen.isdecimal() else None,
    )


def example_code() -> str:
    """Return how the code of a case looks here."""
    day = today()
    units = organisations.list_receiving_units(day)
    pattern: str = settings.CASE_CODE
    return pattern.format(unit=units[0].code if units else "A", day=day, number=7)


def wards(day: date) -> list[tuple[str, str]]:
    """Return the wards and communes of ``day``, by name, as choices."""
    areas = organisations.list_territories(
        day, [TerritoryKind.WARD, TerritoryKind.COMMUNE]
    )
    named = [(area.code, said(area.name)) for area in areas]
    return sorted(named, key=lambda pair: fold(pair[1]))
