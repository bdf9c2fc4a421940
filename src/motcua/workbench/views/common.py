"""What the views of the workbench share: who asks, the instant, orders, pages."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from motcua.cases.commands import Order
from motcua.web.actors import actor_of


@dataclass(frozen=True, slots=True)
class Links:
    """Where a list goes on, and where it begins; nothing where there is no more."""

    first_url: str = ""
    next_url: str = ""


def page(
    request: HttpRequest, template: str, context: Mapping[str, Any], status: int = 200
) -> HttpResponse:
    """Answer with a page of the workbench."""
    return render(
        request, template, {"actor": actor_of(request), **context}, status=status
    )


def now() -> datetime:
    """Return the instant it is."""
    return timezone.localtime()


def today() -> date:
    """Return the day it is where the centre is."""
    return timezone.localdate()


def day_asked(request: HttpRequest) -> date:
    """Return the day that a page is asked for: ``?on=2026-03-01``, or today."""
    try:
        return date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        return today()


def links(request: HttpRequest, next_cursor: str | None) -> Links:
    """Return the links of a page that is cut by key."""
    asked = request.GET.copy()
    first, following = "", ""
    if asked.pop("after", None):
        first = f"{request.path}?{asked.urlencode()}"
    if next_cursor:
        asked["after"] = next_cursor
        following = f"{request.path}?{asked.urlencode()}"
    return Links(first, following)


def order(
    request: HttpRequest, case_id: UUID, *, key: str = "", seen: int | None = None
) -> Order:
    """Return the order of whoever asks about a case."""
    return Order(case_id, actor_of(request), now(), key=key, seen=seen)
