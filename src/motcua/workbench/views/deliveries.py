"""What could not be delivered, to send again; and what was sent about a case."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from motcua.cases import queries as cases
from motcua.notices import commands, queries
from motcua.web.actors import actor_of
from motcua.web.permissions import permission
from motcua.web.refusals import text_of
from motcua.web.views import safe_next
from motcua.workbench.bulk import NothingPicked
from motcua.workbench.deliveries import FailedFilterForm, delivery_lines, picked
from motcua.workbench.lines import reference_of
from motcua.workbench.views.common import links, now, page

SIZE = 50


@require_GET
@permission(commands.SEND_AGAIN)
def failed(request: HttpRequest) -> HttpResponse:
    """Show what could not be delivered, why and to whom, the newest first."""
    form = FailedFilterForm(request.GET)
    cursor = request.GET.get("after") or None
    shown = queries.list_failed(form.chosen(), cursor=cursor, size=SIZE)
    context = {
        "filter": form,
        "lines": delivery_lines(shown.rows),
        "count": queries.count_failed(form.chosen(), up_to=commands.MOST_AT_ONCE),
        "links": links(request, shown.next_cursor),
    }
    return page(request, "workbench/failed.html", context)


@require_POST
@permission(commands.SEND_AGAIN)
def send_again(request: HttpRequest) -> HttpResponse:
    """Have the ticked ones sent again, or all that the filter finds."""
    actor, at = actor_of(request), now()
    back = redirect(safe_next(request, reverse("workbench:failed")))
    if request.POST.get("do") == "all":
        wanted = FailedFilterForm(request.POST).chosen()
        count = commands.send_all_again(wanted, actor=actor, now=at)
    else:
        try:
            ids = picked(request.POST.getlist("pick"))
        except NothingPicked as refusal:
            messages.error(request, text_of(refusal))
            return back
        count = commands.send_again(delivery_ids=ids, actor=actor, now=at)
    done = ngettext(
        "%(n)s thông báo đang được gửi lại.",
        "%(n)s thông báo đang được gửi lại.",
        count,
    )
    messages.success(request, done % {"n": count})
    return back


@require_GET
@permission("cases.work")
def of_case(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Show what was sent about a case by e-mail and SMS, and what became of it."""
    view = cases.get_case(case_id, actor_of(request))
    context = {
        "reference": reference_of(case_id, view.state.code),
        "case_id": case_id,
        "lines": delivery_lines(queries.list_deliveries(case_id=case_id)),
    }
    return page(request, "workbench/case_notices.html", context)
