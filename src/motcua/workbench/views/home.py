"""The first page: what is due."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from motcua.cases import queries
from motcua.web.actors import actor_of
from motcua.web.permissions import permission


@require_GET
@permission("workbench.enter")
def home(request: HttpRequest) -> HttpResponse:
    """Show what is due."""
    actor, now = actor_of(request), timezone.localtime()
    counts = queries.count_work(actor, now=now)
    return render(request, "workbench/home.html", {"actor": actor, "counts": counts})
