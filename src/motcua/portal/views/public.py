"""What anybody may ask: how far a case is, whether a paper is genuine."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from motcua.cases import showing
from motcua.cases.queries import Progress
from motcua.cases.queries import track as track_case
from motcua.cases.rules.state import CLOSED, DECIDED
from motcua.cases.rules.tracking import NothingToTrack
from motcua.documents import queries as documents
from motcua.documents.queries import Verified
from motcua.kernel.instants import from_text
from motcua.kernel.refusals import Refusal
from motcua.organisations import queries as organisations
from motcua.portal.forms import TrackForm
from motcua.portal.views import common
from motcua.web.limits import TRACKING, Limit, limited, source_of, take
from motcua.web.permissions import PUBLIC, permission
from motcua.web.refusals import text_of

VERIFYING = Limit("portal.verify", amount=300, seconds=3600)


@require_http_methods(["GET", "POST"])
@permission(PUBLIC)
def track(request: HttpRequest) -> HttpResponse:
    """Say how far a case is to whoever knows its code and a second fact."""
    if request.method == "POST":
        return _tracked(request)
    form = TrackForm(
        example=common.example_code(),
        initial={"code": request.GET.get("code", "")},
        label_suffix="",
        use_required_attribute=False,
    )
    return render(request, "portal/track.html", {"form": form})


def _tracked(request: HttpRequest) -> HttpResponse:
    form = TrackForm(
        request.POST,
        example=common.example_code(),
        label_suffix="",
        use_required_attribute=False,
    )
    context: dict[str, Any] = {"form": form}
    if form.is_valid():
        code, fact = (
            form.cleaned_data["code"].strip().upper(),
            form.cleaned_data["fact"],
        )
        take(TRACKING, source_of(request))
        take(TRACKING, f"code:{code}")
        try:
            context |= _progress(track_case(code, fact))
        except NothingToTrack as refusal:
            form.add_error(None, text_of(refusal))
    status = 422 if form.errors else 200
    return render(request, "portal/track.html", context, status=status)


def _progress(found: Progress) -> dict[str, Any]:
    return {
        "found": found,
        "is_open": found.status not in CLOSED and found.status != DECIDED,
        "steps": [
            {
                "name": step.name,
                "unit": organisations.get_unit(step.unit_id).name,
                "since": step.since,
            }
            for step in found.steps
        ],
        "lines": [
            {"text": line["text"], "basis": line["basis"]} for line in found.derivation
        ],
        "status": showing.status_badge(found.status),
        "due_words": showing.due_badge(found.due_at, found.status, common.now()),
    }


@require_GET
@permission(PUBLIC)
@limited(VERIFYING)
def verify(request: HttpRequest, code: str = "") -> HttpResponse:
    """Say whether a paper is genuine, and nothing about persons."""
    code = code or request.GET.get("code", "").strip()
    context: dict[str, Any] = {"code": code}
    if code:
        try:
            paper = documents.verify(code, day=common.today())
        except Refusal as refusal:
            context["problem"] = text_of(refusal)
        else:
            context |= {"paper": paper, "public": _public(paper)}
    return render(
        request,
        "portal/verify.html",
        context,
        status=404 if "problem" in context else 200,
    )


def _public(paper: Verified) -> list[dict[str, Any]]:
    names = {
        "procedure": _("Thủ tục"),
        "procedure_code": _("Mã thủ tục"),
        "agency": _("Cơ quan cấp"),
        "number": _("Số"),
        "due_at": _("Hẹn trả"),
    }
    rows = []
    for key, name in names.items():
        value = paper.public.get(key)
        if value:
            rows.append({"name": name, "value": _written(key, value)})
    return rows


def _written(key: str, value: Any) -> str:
    if key.endswith("_at"):
        return showing.day_words(from_text(value))
    return str(value)
