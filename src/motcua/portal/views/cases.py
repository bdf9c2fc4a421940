"""The applicant's own cases: the list, one case, its files, what can be done."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from motcua.cases import commands as cases
from motcua.cases import queries as case_queries
from motcua.cases import showing
from motcua.cases.actions import allowed_actions
from motcua.cases.commands import Acted, Order
from motcua.cases.queries import CaseRow, CaseView
from motcua.cases.rules.state import CLOSED, DECIDED, CaseState
from motcua.catalogue import queries as catalogue
from motcua.catalogue.forms import answer_in_words
from motcua.catalogue.queries import ProcedureVersion
from motcua.documents import queries as documents
from motcua.documents.rules import FileKind
from motcua.documents.views import file_response
from motcua.kernel.actors import Actor
from motcua.kernel.ids import new_id
from motcua.kernel.instants import from_text
from motcua.kernel.refusals import NotFound, Refusal
from motcua.organisations import queries as organisations
from motcua.portal.forms import MessageForm, ReasonForm
from motcua.portal.views import common
from motcua.web.actors import actor_of
from motcua.web.permissions import SIGNED_IN, permission

PAGE = 20
RESULT = "RESULT"


def list_rows(actor: Actor, *, after: str | None = None, size: int = PAGE) -> Any:
    """Return the actor's cases as a list shows them, and the cursor of the rest."""
    found = case_queries.list_cases(actor, after=after, size=size + 1)
    rows = [_row(one) for one in found[:size]]
    return rows, (str(found[size - 1].id) if len(found) > size else None)


def _row(case: CaseRow) -> dict[str, Any]:
    return {
        "case": case,
        "name": catalogue.get_version(case.version_id).name,
        "status": showing.status_badge(case.status),
        "due": showing.due_badge(case.due_at, case.status, common.now()),
        "is_open": _is_open(case.status),
    }


def _is_open(status: str) -> bool:
    return status not in CLOSED and status != DECIDED


def draft_rows(actor: Actor) -> list[dict[str, Any]]:
    """Return what the actor is writing."""
    return [
        {"draft": draft, "name": catalogue.get_version(draft.version_id).name}
        for draft in case_queries.list_drafts(actor)
        if draft.case_id is None  # a supplement is found on its case
    ]


def running_first(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return what is still running before what is done."""
    return sorted(rows, key=lambda row: not row["is_open"])


@require_GET
@permission(SIGNED_IN)
def my_cases(request: HttpRequest) -> HttpResponse:
    """List what the reader has handed in and what they are writing."""
    actor = actor_of(request)
    after = request.GET.get("after") or None
    try:
        rows, rest = list_rows(actor, after=str(UUID(after)) if after else None)
    except ValueError:
        raise Http404 from None
    pages = {
        "next_url": f"?after={rest}" if rest else "",
        "first_url": "?" * bool(after),
    }
    context = {
        "cases": rows,
        "drafts": [] if after else draft_rows(actor),
        "pages": pages,
    }
    return render(request, "portal/my_cases.html", context)


def own_case(request: HttpRequest, case_id: UUID) -> CaseView:
    """Return a case of the reader's own.

    :raises NotFound: if it is somebody else's; staff have the workbench for those.
    """
    actor = actor_of(request)
    view = case_queries.get_case(case_id, actor)
    if view.state.applicant_id != actor.id:
        raise NotFound
    return view


@require_GET
@permission(SIGNED_IN)
def case(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Show a case to its applicant: where it stands, why that date, what happened."""
    view = own_case(request, case_id)
    return render(request, "portal/case.html", _case_context(request, view))


def _case_context(request: HttpRequest, view: CaseView) -> dict[str, Any]:
    state, actor, now = view.state, actor_of(request), common.now()
    assert state.version_id is not None  # noqa: S101 - set by SUBMITTED
    version = catalogue.get_version(state.version_id)
    allowed = {one.name for one in allowed_actions(view, actor, now)}
    events = case_queries.list_events(state.id, actor)
    issued = documents.list_issued(state.id)
    return {
        "state": state,
        "name": version.name,
        "seen": view.seq,
        "request_key": str(new_id()),
        "status": showing.status_badge(state.status),
        "due": showing.due_of(state),
        "due_words": showing.due_badge(state.due_at, state.status, now),
        "is_closed": not _is_open(state.status),
        "answer_by": _answer_by(state),
        "requested": requested_items(state),
        "entries": showing.timeline(state, events, for_applicant=True),
        "result_name": state.result and showing.result_name(version, state.result),
        "results": [one for one in issued if one.kind == RESULT],
        "issued": [one for one in issued if one.kind != RESULT],
        "papers": _papers(state, version),
        "answers": _answers(state),
        "channel": showing.CHANNEL_WORDS.get(state.channel, state.channel),
        "receiving": _unit(state.receiving_unit_id),
        "competent": _unit(state.competent_unit_id),
        "message_form": "send_message" in allowed
        and MessageForm(label_suffix="", use_required_attribute=False),
        "can_supplement": "supplement_case" in allowed,
        "can_withdraw": "withdraw_case" in allowed,
        "can_stop": "stop_case" in allowed,
    }


def _papers(state: CaseState, version: ProcedureVersion) -> list[dict[str, Any]]:
    """Return what was handed in, by paper; what a later file replaced is old."""
    names = showing.item_names(version)
    given = state.dossier.get("papers", {})
    found = documents.list_files(case_id=state.id, kinds=[FileKind.COMPONENT])
    by_paper: dict[str, list[dict[str, Any]]] = {}
    for file in found:
        current = {one["id"] for one in given.get(file.component, {}).get("files", ())}
        row = {"file": file, "is_old": str(file.id) not in current}
        by_paper.setdefault(file.component, []).append(row)
    return [
        {"name": names.get(("paper", paper), paper), "files": rows}
        for paper, rows in by_paper.items()
    ]


def _unit(unit_id: UUID | None) -> Any:
    return organisations.get_unit(unit_id).name if unit_id else ""


def _answer_by(state: CaseState) -> Any:
    item = state.items.get("intake")
    return from_text(item["due"]) if item else None


def requested_items(state: CaseState) -> list[dict[str, Any]]:
    """Return what the applicant is asked to mend, with the reasons."""
    if state.status != "AWAITING_SUPPLEMENT" or state.version_id is None:
        return []
    names = showing.item_names(catalogue.get_version(state.version_id))
    asked = state.dossier.get("supplement", {}).get("items", ())
    return [
        {**item, "name": names.get((item["kind"], item["id"]), item["id"])}
        for item in asked
    ]


def _answers(state: CaseState) -> list[dict[str, Any]]:
    assert state.version_id is not None  # noqa: S101 - set by SUBMITTED
    form = state.dossier.get("form", {})
    names = dict(common.wards(common.today()))
    fields = catalogue.get_version(state.version_id).definition.form.fields
    return [
        {"name": field.name, "value": answer_in_words(field, form[field.id], names)}
        for field in fields
        if field.id in form
    ]


@require_GET
@permission(SIGNED_IN)
def file(request: HttpRequest, case_id: UUID, file_id: UUID) -> HttpResponseBase:
    """Hand out a file of the applicant's own case; it is written down who read it."""
    own_case(request, case_id)
    found = documents.get_file(file_id)
    if found.case_id != case_id or found.kind == FileKind.INTERNAL:
        raise NotFound
    return file_response(found, actor=actor_of(request), now=common.now())


Do = Callable[[Order, Mapping[str, Any]], Acted]
_ACTIONS: dict[str, tuple[type[Form], Do, Any, Any, Any]] = {
    "message": (
        MessageForm,
        lambda order, said: cases.send_message(order, text=said["text"]),
        gettext_lazy("Gửi tin nhắn"),
        gettext_lazy("Tin nhắn được lưu cùng hồ sơ; người giải quyết sẽ đọc."),
        gettext_lazy("Đã gửi tin nhắn."),
    ),
    "withdraw": (
        ReasonForm,
        lambda order, said: cases.withdraw_case(order, reason=said["reason"]),
        gettext_lazy("Rút hồ sơ"),
        gettext_lazy(
            "Hồ sơ chưa được tiếp nhận sẽ bị rút lại. Việc này không hoàn tác được; "
            "nếu cần, bạn có thể nộp hồ sơ mới."
        ),
        gettext_lazy("Đã rút hồ sơ."),
    ),
    "stop": (
        ReasonForm,
        lambda order, said: cases.stop_case(order, reason=said["reason"]),
        gettext_lazy("Đề nghị dừng giải quyết"),
        gettext_lazy(
            "Hồ sơ sẽ dừng giải quyết và bạn nhận được thông báo dừng. "
            "Chỉ dừng được khi chưa có kết quả."
        ),
        gettext_lazy("Hồ sơ đã dừng giải quyết theo đề nghị của bạn."),
    ),
}


@require_http_methods(["GET", "POST"])
@permission(SIGNED_IN)
def do(request: HttpRequest, case_id: UUID, action: str) -> HttpResponse:
    """Do something about one's case, after saying what it means."""
    if action not in _ACTIONS:
        raise Http404
    view = own_case(request, case_id)
    form_class, command, title, words, done = _ACTIONS[action]
    data = request.POST if request.method == "POST" else None
    form = form_class(data, label_suffix="", use_required_attribute=False)
    if data is not None and form.is_valid():
        try:
            command(common.order(request, case_id), form.cleaned_data)
        except Refusal as refusal:
            common.say_refusal(request, refusal)
        else:
            common.say_done(request, str(done))
        return redirect("portal:case", case_id)
    assert view.state.version_id is not None  # noqa: S101 - set by SUBMITTED
    context = {
        "state": view.state,
        "name": catalogue.get_version(view.state.version_id).name,
        "seen": view.seq,
        "request_key": str(new_id()),
        "title": title,
        "words": words,
        "form": form,
    }
    status = 422 if form.errors else 200
    return render(request, "portal/confirm.html", context, status=status)
