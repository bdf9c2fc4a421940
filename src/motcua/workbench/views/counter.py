"""At the counter: a clerk files for somebody, accepts, and prints the receipt."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from motcua.cases import commands, queries
from motcua.cases.commands import Order
from motcua.catalogue import queries as catalogue
from motcua.documents import queries as documents
from motcua.documents.views import file_response
from motcua.kernel.refusals import InvalidInput, NotFound, Refusal
from motcua.web.actors import actor_of
from motcua.web.permissions import permission
from motcua.workbench.casepage import CasePage
from motcua.workbench.intake import Intake, title_of, unplaced
from motcua.workbench.views.common import now, page, today

FOUND = 20


@require_GET
@permission("cases.accept")
def counter(request: HttpRequest) -> HttpResponse:
    """Look for the procedure that somebody at the counter needs; resume drafts."""
    words = request.GET.get("q", "").strip()[:200]
    if words:
        found: Any = catalogue.search(words, today(), only_here=True, limit=FOUND).items
    else:
        found = catalogue.list_procedures(today(), limit=FOUND).items
    drafts = [
        {
            "draft": draft,
            "title": title_of(draft.data),
            "name": catalogue.get_version(draft.version_id).name,
        }
        for draft in queries.list_drafts(actor_of(request))
        if draft.case_id is None
    ]
    return page(
        request,
        "workbench/counter.html",
        {"words": words, "found": found, "drafts": drafts},
    )


@require_POST
@permission("cases.accept")
def counter_start(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """Begin an application for somebody at the counter."""
    draft_id = commands.start_draft(
        actor=actor_of(request),
        version_id=catalogue.get_version(version_id).id,
        now=now(),
    )
    return redirect("workbench:counter_draft", draft_id=draft_id)


@require_http_methods(["GET", "POST"])
@permission("cases.accept")
def counter_draft(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Show an application that is typed in; save it; hand it in and accept it."""
    actor = actor_of(request)
    draft = queries.get_draft(draft_id, actor)
    version = catalogue.get_version(draft.version_id)
    intake = Intake(version, actor, today(), draft.data)
    if request.method == "GET":
        return _show(request, intake, draft_id)
    if request.POST.get("do") == "discard":
        commands.discard_draft(actor=actor, draft_id=draft_id)
        messages.success(request, _("Đã bỏ bản nháp."))
        return redirect("workbench:counter")
    refused = intake.read(request, now())
    commands.save_draft(actor=actor, draft_id=draft_id, changes=intake.data, now=now())
    if refused or request.POST.get("do") != "submit":
        return _show(request, intake, draft_id, refused=refused)
    return _receive(request, intake, draft_id)


def _receive(request: HttpRequest, intake: Intake, draft_id: UUID) -> HttpResponse:
    """Hand in and accept; the draft's id becomes the case's, so twice is once."""
    order = Order(draft_id, intake.actor, now(), key=f"counter.{draft_id}")
    try:
        done = commands.receive_at_counter(
            order, intake.dossier(), on_paper=intake.on_paper
        )
    except InvalidInput as refusal:
        return _show(request, intake, draft_id, wrong=refusal.fields)
    except Refusal as refusal:
        return _show(request, intake, draft_id, wrong={"": refusal})
    commands.discard_draft(actor=intake.actor, draft_id=draft_id)
    words = _("Đã tiếp nhận, mã hồ sơ %(code)s. Hãy in giấy tiếp nhận cho người nộp.")
    messages.success(request, words % {"code": done.state.code})
    return redirect("workbench:case", case_id=draft_id)


def _show(
    request: HttpRequest,
    intake: Intake,
    draft_id: UUID,
    *,
    wrong: dict[str, Refusal] | None = None,
    refused: dict[str, str] | None = None,
) -> HttpResponse:
    context: dict[str, Any] = {
        "intake": intake,
        "draft_id": draft_id,
        "applicant": intake.applicant_form(wrong),
        "parts": intake.parts(wrong),
        "papers": intake.papers(wrong, refused),
        "handover": intake.handover_form(wrong),
        "problems": unplaced(wrong or {}, intake),
        "has_errors": bool(wrong or refused),
    }
    status = 422 if wrong or refused else 200
    return page(request, "workbench/counter_draft.html", context, status=status)


@require_http_methods(["GET", "POST"])
@permission("cases.supplement")
def counter_supplement(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Take in at the counter what a supplement request asked for.

    :raises NotFound: if the case waits for nothing that this person may bring in.
    """
    actor = actor_of(request)
    shown = CasePage(case_id, actor, now())
    action = shown.action("supplement_case", "")
    if not actor.may("cases.accept") or action is None or not action.allowed:
        raise NotFound
    draft = next((d for d in queries.list_drafts(actor) if d.case_id == case_id), None)
    intake = Intake(
        shown.version,
        actor,
        today(),
        draft.data if draft else {},
        asked=shown.asked,
        answers=shown.state.dossier.get("form", {}),
    )
    if request.method == "GET":
        return _show_supplement(request, shown, intake)
    refused = intake.read(request, now())
    draft_id = draft.id if draft else _start_supplement(shown)
    commands.save_draft(actor=actor, draft_id=draft_id, changes=intake.data, now=now())
    if refused or request.POST.get("do") != "submit":
        return _show_supplement(request, shown, intake, refused=refused)
    return _supplement(request, shown, intake, draft_id)


def _start_supplement(shown: CasePage) -> UUID:
    return commands.start_draft(
        actor=shown.actor,
        version_id=shown.version.id,
        now=shown.now,
        case_id=shown.state.id,
    )


def _supplement(
    request: HttpRequest, shown: CasePage, intake: Intake, draft_id: UUID
) -> HttpResponse:
    case_id = shown.state.id
    order = Order(case_id, shown.actor, shown.now, key=f"counter.{draft_id}")
    form = {k: v for k, v in intake.data["form"].items() if v is not None}
    try:
        commands.supplement_case(order, form=form, papers=intake.file_ids)
    except InvalidInput as refusal:
        return _show_supplement(request, shown, intake, wrong=refusal.fields)
    except Refusal as refusal:
        return _show_supplement(request, shown, intake, wrong={"": refusal})
    commands.discard_draft(actor=shown.actor, draft_id=draft_id)
    messages.success(request, _("Đã nhận bổ sung; hồ sơ được giải quyết tiếp."))
    return redirect("workbench:case", case_id=case_id)


def _show_supplement(
    request: HttpRequest,
    shown: CasePage,
    intake: Intake,
    *,
    wrong: dict[str, Refusal] | None = None,
    refused: dict[str, str] | None = None,
) -> HttpResponse:
    context = {
        "case": shown,
        "state": shown.state,
        "intake": intake,
        "parts": intake.parts(wrong),
        "papers": intake.papers(wrong, refused),
        "problems": unplaced(wrong or {}, intake),
        "has_errors": bool(wrong or refused),
        "is_supplement": True,
    }
    status = 422 if wrong or refused else 200
    return page(request, "workbench/counter_supplement.html", context, status=status)


@require_POST
@permission("cases.accept")
def receipt(request: HttpRequest, case_id: UUID) -> FileResponse:
    """Hand out the receipt of a case, made now if the job has not made it yet.

    :raises NotFound: if the case is not to be seen, or was not accepted.
    """
    actor = actor_of(request)
    issued = commands.issue_receipt(case_id, actor=actor, now=now())
    file = documents.get_file(issued.file_id)
    return file_response(file, actor=actor, now=now(), inline=True)
