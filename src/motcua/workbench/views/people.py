"""Units and people, as of a day; to read only."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from motcua.kernel.refusals import NotFound
from motcua.organisations import queries as organisations
from motcua.web.actors import actor_of
from motcua.web.permissions import permission
from motcua.workbench.registers import register_units
from motcua.workbench.units import branches, found_units, unit_row
from motcua.workbench.views.common import day_asked, page, today


@require_GET
@permission("organisations.read")
def units(request: HttpRequest) -> HttpResponse:
    """Show the units that exist on a day: as a tree, or those sought."""
    day, words = day_asked(request), request.GET.get("q", "").strip()[:100]
    existing = organisations.list_units(day)
    context = {"day": day, "words": words, "count": len(existing)}
    if words:
        context["found"] = found_units(existing, words)
    else:
        context["branches"] = branches(existing)
    return page(request, "workbench/units.html", context)


@require_GET
@permission("organisations.read")
def unit(request: HttpRequest, unit_id: UUID) -> HttpResponse:
    """Show a unit, what is below it, and who holds a post in it on a day."""
    day = day_asked(request)
    path = organisations.path_to_top(unit_id)
    return page(
        request,
        "workbench/unit.html",
        {
            "day": day,
            "unit": unit_row(path[0]),
            "exists": day in path[0].period,
            "above": [unit_row(one) for one in reversed(path[1:])],
            "below": [
                unit_row(one)
                for one in organisations.list_units(day, parent_id=unit_id)
            ],
            "posts": organisations.people_in(unit_id, day),
            "successions": organisations.list_successions(unit_id),
            "prints_register": unit_id in register_units(actor_of(request), today()),
        },
    )


@require_GET
@permission("organisations.read")
def person(request: HttpRequest, account_id: UUID) -> HttpResponse:
    """Show the posts that somebody held, holds and will hold.

    :raises NotFound: if the person never held one: an applicant is nobody's to read.
    """
    posts = organisations.list_posts(account_id)
    if not posts:
        raise NotFound
    return page(
        request,
        "workbench/person.html",
        {"day": day_asked(request), "name": posts[0].name, "posts": posts},
    )
