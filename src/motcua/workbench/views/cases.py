"""All cases that a person may see, and the papers in them."""

from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from motcua.cases import queries
from motcua.cases.actions import Action
from motcua.documents import queries as documents
from motcua.documents.views import file_response
from motcua.kernel.refusals import ChangedMeanwhile, NotFound
from motcua.web.actors import actor_of
from motcua.web.paging import page_of, read_cursor
from motcua.web.permissions import permission
from motcua.workbench.acting import KINDS, title_of
from motcua.workbench.casepage import CasePage
from motcua.workbench.filters import CaseFilterForm
from motcua.workbench.forms import ActionForm
from motcua.workbench.keys import new_key
from motcua.workbench.lines import case_lines
from motcua.workbench.views.common import links, now, page

SIZE = 50
LIST = "cases"


@require_GET
@permission("cases.work")
def case_list(request: HttpRequest) -> HttpResponse:
    """Show the cases that the actor may see, newest first, or those sought."""
    form = CaseFilterForm(request.GET)
    cursor = request.GET.get("after", "")
    after = str(read_cursor(cursor, of=LIST)[0]) if cursor else None
    rows = queries.list_cases(
        actor_of(request),
        after=after,
        size=SIZE + 1,
        text=form.text,
        status=form.status_code,
    )
    shown = page_of(rows, SIZE, lambda row: [str(row.id)], of=LIST)
    return page(
        request,
        "workbench/cases.html",
        {
            "filter": form,
            "lines": case_lines(shown.rows, now()),
            "links": links(request, shown.next_cursor),
        },
    )


@require_GET
@permission("cases.work")
def case(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Show a case: all that is known of it, and what may be done now."""
    shown = CasePage(case_id, actor_of(request), now())
    return page(request, "workbench/case.html", shown.context())


@require_POST
@permission("cases.work")
def act(request: HttpRequest, case_id: UUID, name: str) -> HttpResponse:
    """Do something to a case; if it cannot be done, show the page with the reason.

    :raises NotFound: if there is no such action.
    """
    shown = CasePage(case_id, actor_of(request), now())
    action = shown.action(name, request.POST.get("item", ""))
    if action is None or name not in KINDS:
        return _gone(request, shown)
    form = KINDS[name].form(shown.ground(action), request.POST)
    try:
        done = form.run(case_id, shown.actor, shown.now)
    except ChangedMeanwhile:
        return _stale(request, shown, action, form)
    if done is None:
        context = shown.context(bound=form)
        return page(request, "workbench/case.html", context, status=422)
    messages.success(
        request, _("Đã thực hiện: %(action)s.") % {"action": title_of(action)}
    )
    return redirect("workbench:case", case_id=case_id)


def _stale(
    request: HttpRequest, shown: CasePage, action: Action, form: ActionForm
) -> HttpResponse:
    """Show what happened meanwhile; what was typed stays and can be sent again."""
    seen = form.cleaned_data["seen"]
    typed = request.POST.copy()
    typed["seen"], typed["request_key"] = str(shown.view.seq), new_key()
    again = KINDS[action.name].form(shown.ground(action), typed)
    context = shown.context(bound=again, changed=shown.since(seen))
    return page(request, "workbench/case.html", context, status=412)


def _gone(request: HttpRequest, shown: CasePage) -> HttpResponse:
    """Show what happened meanwhile where the work that a form is about has ended.

    A repeated click on what was done already comes here too: it does nothing again.
    """
    key = request.POST.get("request_key", "")[:60]
    if queries.was_done(shown.state.id, shown.actor, key):
        messages.success(request, _("Việc này đã được thực hiện rồi."))
        return redirect("workbench:case", case_id=shown.state.id)
    seen = request.POST.get("seen", "")
    changed = shown.since(int(seen)) if seen.isdecimal() else []
    if not changed:
        raise NotFound
    context = shown.context(changed=changed)
    return page(request, "workbench/case.html", context, status=409)


@require_GET
@permission("cases.work")
def case_file(request: HttpRequest, case_id: UUID, file_id: UUID) -> FileResponse:
    """Hand out a paper of a case to somebody who may see the case; log who read it.

    :raises NotFound: if the case is not to be seen, or the paper is not in it.
    """
    actor = actor_of(request)
    queries.get_case(case_id, actor)
    file = documents.get_file(file_id)
    if file.case_id != case_id:
        raise NotFound
    inline = request.GET.get("inline") == "1"
    return file_response(file, actor=actor, now=now(), inline=inline)
