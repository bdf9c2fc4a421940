"""Give and end posts, end units: by decision, dated, after a look at the open work."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from motcua.cases import queries as cases
from motcua.kernel.refusals import NotFound, Refusal
from motcua.organisations import commands, queries
from motcua.organisations.rules import BasisNeeded
from motcua.web.actors import actor_of
from motcua.web.permissions import permission
from motcua.web.refusals import text_of
from motcua.workbench.posts import EndForm, PostForm
from motcua.workbench.units import unit_row
from motcua.workbench.views.common import now, page, today


@require_http_methods(["GET", "POST"])
@permission(commands.EDIT)
def post_new(request: HttpRequest, account_id: UUID) -> HttpResponse:
    """Give somebody another post.

    :raises NotFound: if the person never held one: an applicant is nobody's to read.
    """
    posts = queries.list_posts(account_id)
    if not posts:
        raise NotFound
    form = PostForm(request.POST if request.method == "POST" else None, today())

    def give() -> None:
        commands.assign_post(
            account_id=account_id,
            actor=actor_of(request),
            now=now(),
            **form.facts(),
        )

    if form.is_valid() and _done(form, give):
        messages.success(request, _("Đã giao chức danh."))
        return redirect("workbench:person", account_id=account_id)
    context = {"form": form, "name": posts[0].name, "account_id": account_id}
    status = 422 if form.errors else 200
    return page(request, "workbench/post_new.html", context, status=status)


@require_http_methods(["GET", "POST"])
@permission(commands.EDIT)
def post_end(request: HttpRequest, post_id: UUID) -> HttpResponse:
    """End a post, after a look at the open work that hangs on it."""
    post = queries.get_post(post_id)
    form = EndForm(request.POST if request.method == "POST" else None, today())

    def end() -> None:
        commands.end_post(
            post_id=post_id, actor=actor_of(request), now=now(), **form.cleaned_data
        )

    if form.is_valid() and _done(form, end):
        messages.success(request, _("Đã ghi ngày thôi giữ chức danh."))
        return redirect("workbench:person", account_id=post.account_id)
    context = {
        "form": form,
        "post": post,
        "work": cases.open_work_of_post(post.account_id, post.unit_id, post.role),
        "others": queries.others_in_role(post, today()),
    }
    status = 422 if form.errors else 200
    return page(request, "workbench/post_end.html", context, status=status)


@require_http_methods(["GET", "POST"])
@permission(commands.EDIT)
def unit_end(request: HttpRequest, unit_id: UUID) -> HttpResponse:
    """End a unit and every post in it, after a look at its open work."""
    unit = queries.get_unit(unit_id)
    form = EndForm(request.POST if request.method == "POST" else None, today())

    def end() -> None:
        commands.end_unit(
            unit_id=unit_id,
            end_date=form.cleaned_data["end_date"],
            basis=form.cleaned_data["instrument"],
            actor=actor_of(request),
            now=now(),
        )

    if form.is_valid() and _done(form, end):
        messages.success(request, _("Đã ghi ngày kết thúc của đơn vị."))
        return redirect("workbench:unit", unit_id=unit_id)
    context = {
        "form": form,
        "unit": unit_row(unit),
        "work": cases.open_work_of_unit(unit_id),
        "people": len(queries.people_in(unit_id, today())),
        "below": len(queries.list_units(today(), parent_id=unit_id)),
    }
    status = 422 if form.errors else 200
    return page(request, "workbench/unit_end.html", context, status=status)


def _done(form: PostForm | EndForm, act: Callable[[], None]) -> bool:
    """Do it; if it is refused, say so on the form."""
    try:
        act()
    except Refusal as refusal:
        field = "instrument" if isinstance(refusal, BasisNeeded) else None
        form.add_error(field, text_of(refusal))
        return False
    return True
