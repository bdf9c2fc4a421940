"""The record of sign-ins, for administrators."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from motcua.accounts import queries
from motcua.web.permissions import permission
from motcua.workbench.signins import SignInFilterForm
from motcua.workbench.views.common import links, page

SIZE = 50


@require_GET
@permission("accounts.read_sign_ins")
def sign_ins(request: HttpRequest) -> HttpResponse:
    """Show what happened at the doors, the newest first, or what is sought."""
    form = SignInFilterForm(request.GET)
    cursor = request.GET.get("after") or None
    shown = queries.list_sign_ins(form.chosen(), cursor=cursor, size=SIZE)
    context = {
        "filter": form,
        "events": shown.rows,
        "links": links(request, shown.next_cursor),
    }
    return page(request, "workbench/sign_ins.html", context)
