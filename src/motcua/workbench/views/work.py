"""The worklist: what waits in somebody's posts, most urgent first."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from motcua.cases import queries
from motcua.catalogue import queries as catalogue
from motcua.kernel.actors import Role
from motcua.kernel.refusals import NotFound
from motcua.organisations import queries as organisations
from motcua.web.actors import actor_of
from motcua.web.paging import page_of, read_cursor
from motcua.web.permissions import permission
from motcua.web.refusals import text_of
from motcua.web.views import safe_next
from motcua.workbench.bulk import (
    ACTS,
    NobodyChosen,
    NothingPicked,
    outcomes_for,
    read_picks,
    run,
)
from motcua.workbench.filters import WorkFilterForm
from motcua.workbench.keys import new_key
from motcua.workbench.lines import work_lines
from motcua.workbench.registers import register_units
from motcua.workbench.views.common import links, now, page, today

SIZE = 50
LIST = "work"


@require_GET
@permission("cases.work")
def worklist(request: HttpRequest) -> HttpResponse:
    """Show open work, with filters and what can be done to many at once."""
    actor, at = actor_of(request), now()
    form = WorkFilterForm(request.GET, actor)
    cursor = request.GET.get("after", "")
    after = read_cursor(cursor, of=LIST) if cursor else None
    rows = queries.list_work(actor, form.chosen(), now=at, after=after, size=SIZE + 1)
    shown = page_of(rows, SIZE, lambda row: row.place, of=LIST)
    gives = actor.may("cases.reassign")
    led = [p.unit_id for p in actor.posts if gives and p.role is Role.LEADER]
    colleagues = {
        post.account_id: post
        for unit_id in dict.fromkeys(led)
        for post in organisations.people_in(unit_id, today())
    }
    return page(
        request,
        "workbench/worklist.html",
        {
            "filter": form,
            "procedures": catalogue.list_procedures(today(), limit=100).items,
            "lines": work_lines(shown.rows, actor, at),
            "links": links(request, shown.next_cursor),
            "colleagues": list(colleagues.values()),
            "batch": new_key(),
            "prints_register": bool(register_units(actor, today())),
        },
    )


@require_POST
@permission("cases.work")
def bulk(request: HttpRequest) -> HttpResponse:
    """Do one thing to every ticked case, and say of each what came of it.

    :raises NotFound: if there is no such thing to do.
    """
    actor, at = actor_of(request), now()
    chosen = request.POST.get("do", "")
    back = safe_next(request, reverse("workbench:work"))
    try:
        picks = read_picks(request.POST.getlist("pick"))
        act = _act_of(chosen, request)
    except (NothingPicked, NobodyChosen) as refusal:
        messages.error(request, text_of(refusal))
        return redirect(back)
    batch = request.POST.get("batch", "")[:40] or new_key()
    if chosen == "outcome":
        groups, others = outcomes_for(picks, actor)
        context = {"groups": groups, "others": others, "batch": batch, "back": back}
        return page(request, "workbench/bulk.html", context)
    data = {key: request.POST.get(key, "") for key in ("assignee", "outcome", "note")}
    lines = run(act, picks, data, actor=actor, now=at, batch=batch)
    done = sum(line.is_done for line in lines)
    context = {"lines": lines, "done": done, "not_done": len(lines) - done}
    return page(request, "workbench/bulk_result.html", context | {"back": back})


def _act_of(chosen: str, request: HttpRequest) -> str:
    """Return what to do.

    :raises NotFound: if there is no such thing.
    :raises NobodyChosen: if work is to be given to nobody.
    """
    if chosen == "assign":
        try:
            UUID(request.POST.get("assignee", ""))
        except ValueError:
            raise NobodyChosen from None
    if chosen != "outcome" and chosen not in ACTS:
        raise NotFound
    return chosen
