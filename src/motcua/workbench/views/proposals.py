"""A proposal: what it changes, its form page by page, its text, what it will show."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from motcua.catalogue.upkeep import commands, queries
from motcua.catalogue.upkeep.checking import check_text, data_in
from motcua.catalogue.upkeep.commands import Order
from motcua.catalogue.upkeep.queries import ProposalView
from motcua.kernel.refusals import ChangedMeanwhile, NotFound, Refusal
from motcua.kernel.texts import nfc
from motcua.web.actors import actor_of
from motcua.web.permissions import permission
from motcua.web.refusals import text_of
from motcua.workbench.keeping.editing import text_with, view_of
from motcua.workbench.keeping.parts import part_named, parts_for
from motcua.workbench.keeping.preview import preview_context
from motcua.workbench.keeping.problems import troubles_of
from motcua.workbench.keeping.showing import change_groups, event_lines, head_of
from motcua.workbench.views.common import now, page, today

MOST_BLANK = 5  # empty rows at once


@require_GET
@permission("catalogue.read")
def proposal(request: HttpRequest, proposal_id: UUID) -> HttpResponse:
    """Show a proposal: its state, what is wrong, what it changes, its story."""
    view = queries.get_proposal(proposal_id)
    return _show_proposal(request, view)


def _show_proposal(
    request: HttpRequest, view: ProposalView, *, refused: str = "", status: int = 200
) -> HttpResponse:
    head = head_of(view, actor_of(request))
    changes = queries.changes_of(view, head.checked)
    context = {
        "head": head,
        "groups": change_groups(changes) if changes is not None else None,
        "is_new": view.facts.base_version_id is None,
        "events": event_lines(view.events),
        "moved_on": head.may_edit and queries.is_behind(view.facts.id),
        "refused": refused,
        "typed": request.POST.get("note", "") if refused else "",
    }
    return page(request, "workbench/keeping/proposal.html", context, status=status)


@require_http_methods(["GET", "POST"])
@permission("catalogue.edit")
def part(request: HttpRequest, proposal_id: UUID, name: str) -> HttpResponse:
    """Edit one page of a proposal's form; what is typed is kept, right or wrong.

    :raises NotFound: if there is no such page.
    """
    view = queries.get_proposal(proposal_id)
    wanted = part_named(view.facts.purpose, name)
    if wanted is None:
        raise NotFound
    if request.method == "POST":
        return _save_part(request, view, name)
    head = head_of(view, actor_of(request))
    data = data_in(view.text)
    if data is None:
        messages.error(request, _("Nội dung chưa đọc được. Hãy sửa ở trang YAML."))
        return redirect("workbench:proposal_text", proposal_id)
    blank = request.GET.get("blank", "")
    count = min(int(blank), MOST_BLANK) if blank.isdecimal() else 0
    context = {
        "head": head,
        "it": view_of(wanted, data, head.troubles, blank=count),
        "current": name,
        "position": _position(view, name) + 1,
    }
    return page(request, "workbench/keeping/part.html", context)


def _position(view: ProposalView, name: str) -> int:
    names = [one.id for one in parts_for(view.facts.purpose)]
    return names.index(name)


def _save_part(request: HttpRequest, view: ProposalView, name: str) -> HttpResponse:
    """Save what was typed; what cannot be saved is shown as text, never dropped."""
    wanted = part_named(view.facts.purpose, name)
    assert wanted is not None  # noqa: S101 - looked up by the view
    order = _order(request, view.facts.id)
    seen = _text_seen(view, order.seen)
    text = text_with(wanted, seen, request.POST)
    if text is None:
        return redirect("workbench:proposal_text", view.facts.id)
    try:
        commands.save_proposal(order, text=text)
    except Refusal as refusal:
        return _show_text(request, view.facts.id, text, refused=refusal)
    return redirect(_next_page(request, view, name))


def _text_seen(view: ProposalView, seen: int | None) -> str:
    """Return the text that somebody had before them when they typed."""
    texts = [one.text for one in view.events if one.text and one.seq <= (seen or 0)]
    return texts[-1] if texts else view.text


def _next_page(request: HttpRequest, view: ProposalView, name: str) -> str:
    do, here = request.POST.get("do", ""), [view.facts.id, name]
    if do == "more":
        return f"{reverse('workbench:proposal_part', args=here)}?blank=1#new"
    if do == "next":
        names = [one.id for one in parts_for(view.facts.purpose)]
        place = names.index(name) + 1
        if place < len(names):
            args = [view.facts.id, names[place]]
            return reverse("workbench:proposal_part", args=args)
        return reverse("workbench:proposal", args=[view.facts.id])
    messages.success(request, _("Đã lưu."))
    return reverse("workbench:proposal_part", args=here)


@require_http_methods(["GET", "POST"])
@permission("catalogue.edit")
def text(request: HttpRequest, proposal_id: UUID) -> HttpResponse:
    """Edit a proposal as text; check it while typing, or with a button."""
    view = queries.get_proposal(proposal_id)
    if request.method == "GET":
        seq = request.GET.get("seq", "")
        earlier = [e.text for e in view.events if str(e.seq) == seq and e.text]
        return _show_text(request, proposal_id, earlier[0] if earlier else view.text)
    typed = nfc(request.POST.get("text", "").replace("\r\n", "\n"))
    if request.headers.get("HX-Request"):
        return _show_check(request, view, typed)
    if request.POST.get("do") != "save":
        return _show_text(request, proposal_id, typed)
    try:
        commands.save_proposal(_order(request, proposal_id), text=typed)
    except Refusal as refusal:
        return _show_text(request, proposal_id, typed, refused=refusal)
    messages.success(request, _("Đã lưu."))
    return redirect("workbench:proposal_text", proposal_id)


def _show_check(request: HttpRequest, view: ProposalView, typed: str) -> HttpResponse:
    facts = view.facts
    checked = check_text(typed, code=facts.code, purpose=facts.purpose)
    context = {"troubles": troubles_of(checked.problems, facts.purpose)}
    return page(request, "workbench/keeping/check.html", context)


def _show_text(
    request: HttpRequest,
    proposal_id: UUID,
    typed: str,
    *,
    refused: Refusal | None = None,
) -> HttpResponse:
    """Show a text as it was typed, and what is wrong with it."""
    view = queries.get_proposal(proposal_id)
    facts = view.facts
    checked = check_text(typed, code=facts.code, purpose=facts.purpose)
    stale = isinstance(refused, ChangedMeanwhile)
    context = {
        "head": head_of(view, actor_of(request)),
        "typed": typed,
        "lines": range(1, typed.count("\n") + 2),
        "unsaved": typed != view.text,
        "troubles": troubles_of(checked.problems, facts.purpose),
        "refused": text_of(refused) if refused else "",
        "other": view.text if stale else "",
        "current": "text",
    }
    status = 200 if refused is None else (412 if stale else 422)
    return page(request, "workbench/keeping/text.html", context, status=status)


@require_GET
@permission("catalogue.read")
def preview(request: HttpRequest, proposal_id: UUID) -> HttpResponse:
    """Show the page and the form as a citizen would see them, and the steps."""
    view = queries.get_proposal(proposal_id)
    head = head_of(view, actor_of(request))
    context: dict[str, Any] = {"head": head, "current": "preview"}
    if head.checked.definition is not None:
        context |= preview_context(head.checked.definition, request.GET, today())
    return page(request, "workbench/keeping/preview.html", context)


Do = Callable[[Order, str], int]
ACTS: dict[str, tuple[str, Do, Promise]] = {
    "submit": (
        "catalogue.edit",
        lambda order, _note: commands.submit_proposal(order),
        _("Đã trình phê duyệt."),
    ),
    "rebase": (
        "catalogue.edit",
        lambda order, _note: commands.rebase_proposal(order),
        _("Đã cập nhật theo bản công bố mới. Hãy xem lại các điểm khác."),
    ),
    "withdraw": (
        "catalogue.edit",
        lambda order, note: commands.withdraw_proposal(order, reason=note),
        _("Đã rút dự thảo."),
    ),
    "approve": (
        "catalogue.approve",
        lambda order, note: commands.approve_proposal(order, note=note),
        _("Đã phê duyệt."),
    ),
    "return": (
        "catalogue.approve",
        lambda order, note: commands.return_proposal(order, reason=note),
        _("Đã trả lại dự thảo."),
    ),
    "publish": (
        "catalogue.publish",
        lambda order, _note: commands.publish_proposal(order),
        _("Đã công bố."),
    ),
}


@require_POST
@permission("catalogue.edit", "catalogue.approve", "catalogue.publish")
def act(request: HttpRequest, proposal_id: UUID, name: str) -> HttpResponse:
    """Do something with a proposal; a refusal keeps what was typed.

    :raises NotFound: if there is no such act.
    """
    if name not in ACTS:
        raise NotFound
    power, do, done = ACTS[name]
    actor_of(request).require(power)
    try:
        do(_order(request, proposal_id), request.POST.get("note", ""))
    except Refusal as refusal:
        view = queries.get_proposal(proposal_id)
        status = 412 if isinstance(refusal, ChangedMeanwhile) else 422
        return _show_proposal(request, view, refused=text_of(refusal), status=status)
    messages.success(request, str(done))
    return redirect("workbench:proposal", proposal_id)


def _order(request: HttpRequest, proposal_id: UUID) -> Order:
    seen = request.POST.get("seen", "")
    return Order(
        proposal_id,
        actor_of(request),
        now(),
        int(seen) if seen.isdecimal() else None,
    )
