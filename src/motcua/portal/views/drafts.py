"""Applying, step by step: every step is saved, and can be left and come back to."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from motcua.cases import commands as cases
from motcua.cases import queries as case_queries
from motcua.cases.applications import Dossier
from motcua.cases.commands import Order
from motcua.cases.frames import missing_papers
from motcua.catalogue import presenting, rules
from motcua.catalogue import queries as catalogue
from motcua.catalogue.definition import Channel
from motcua.catalogue.form import FormField, Section
from motcua.catalogue.forms import SHOWN, SectionForm, answer_in_words, read_section
from motcua.kernel.refusals import InvalidInput, NotFound, Refusal
from motcua.organisations import queries as organisations
from motcua.portal import promising, uploading
from motcua.portal.applying import HANDOVER, PAPERS, REVIEW, Application
from motcua.portal.forms import HandoverForm, way_words
from motcua.portal.views import common
from motcua.web.actors import actor_of
from motcua.web.permissions import permission
from motcua.web.refusals import text_of

SUBMIT = "cases.submit"


def _open(request: HttpRequest, draft_id: UUID) -> Application:
    actor = actor_of(request)
    draft = case_queries.get_draft(draft_id, actor)
    return Application(actor, draft, common.now())


@require_POST
@permission(SUBMIT)
def apply(request: HttpRequest, code: str) -> HttpResponse:
    """Begin an application, or go on with the one that was begun."""
    actor = actor_of(request)
    version = catalogue.version_in_force(code, common.today())
    for draft in case_queries.list_drafts(actor):
        if draft.version_id == version.id and draft.case_id is None:
            return redirect("portal:draft", draft.id)
    draft_id = cases.start_draft(actor=actor, version_id=version.id, now=common.now())
    return redirect("portal:draft", draft_id)


@require_GET
@permission(SUBMIT)
def draft(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Go to the first page that is not filled in yet."""
    application = _open(request, draft_id)
    if application.draft.case_id:
        return redirect("portal:supplement", application.draft.case_id)
    wrong = application.wrong()
    for section in application.sections():
        if any(field.id in wrong for field in section.fields):
            return redirect(application.url(section.id))
    papers = uploading.file_ids(application.papers)
    missing = missing_papers(application.definition, application.answers, papers.keys())
    is_filled = application.handover and not missing
    return redirect(application.url(REVIEW if is_filled else PAPERS))


@require_http_methods(["GET", "POST"])
@permission(SUBMIT)
def step(request: HttpRequest, draft_id: UUID, slug: str) -> HttpResponse:
    """Show or save one page of an application."""
    application = _open(request, draft_id)
    page = _PAGES.get(slug)
    if page is not None:
        return page(request, application)
    for section in application.definition.form.sections:
        if section.id == slug:
            return _section(request, application, section)
    raise Http404


def _section(
    request: HttpRequest, application: Application, section: Section
) -> HttpResponse:
    wrong: dict[str, Refusal] | None = None
    if request.method == "POST":
        posted = read_section(section, request.POST)
        shown = set(request.POST.get(SHOWN, "").split())
        application.form |= posted
        application.save(form=posted)
        wrong = {k: v for k, v in application.wrong().items() if k in _ids(section)}
        if "later" in request.POST:
            return _left(request)
        if not wrong and "again" not in request.POST:
            return HttpResponseRedirect(application.after(section.id))
        wrong = {key: value for key, value in wrong.items() if key in shown}
        if "again" in request.POST:
            wrong = None
    if section not in application.sections():
        return HttpResponseRedirect(application.after(section.id))
    form = SectionForm(
        application.definition,
        section,
        {**_prefill(application, section), **application.answers},
        wards=common.wards(common.today()),
        wrong=wrong or None,
        say=text_of,
        asks_on=True,
    )
    context = {"form": form, "section": section, "shown_name": SHOWN}
    status = 422 if wrong else 200
    return render(
        request,
        "portal/apply/section.html",
        application.context(section.id) | context,
        status=status,
    )


def _ids(section: Section) -> set[str]:
    return {field.id for field in section.fields}


def _left(request: HttpRequest) -> HttpResponse:
    common.say_done(request, _("Đã lưu. Bạn có thể làm tiếp bất cứ lúc nào."))
    return redirect("portal:my_cases")


def _prefill(application: Application, section: Section) -> dict[str, Any]:
    """Return what the account knows, for fields that were never answered."""
    account = organisations.get_account(application.actor.id)
    known: dict[str, Any] = {}
    for field in section.fields:
        if field.prefill and field.id not in application.form:
            value = getattr(account, field.prefill.lower())
            known[field.id] = {"line": value} if field.type == "ADDRESS" else value
    return known


def _papers(request: HttpRequest, application: Application) -> HttpResponse:
    wrong: dict[str, str] = {}
    if request.method == "POST":
        papers, wrong = uploading.take(
            request, application.definition, application.papers, common.now()
        )
        application.papers = {**application.papers, **papers}
        application.save(papers=papers)
        if "later" in request.POST:
            return _left(request)
        if not wrong and "go_on" in request.POST:
            return HttpResponseRedirect(application.after(PAPERS))
        if not wrong:
            return HttpResponseRedirect(application.url(PAPERS))
    needs = rules.components_needed(application.definition, application.answers)
    context = {
        "rows": [uploading.row(need, application.papers, wrong) for need in needs],
        "wrong": wrong,
    }
    return render(
        request,
        "portal/apply/papers.html",
        application.context(PAPERS) | context,
        status=422 if wrong else 200,
    )


def _handover(request: HttpRequest, application: Application) -> HttpResponse:
    places = promising.receiving_places(
        application.definition, application.answers, common.today()
    )
    data = request.POST if request.method == "POST" else None
    initial = dict(application.handover) or {
        "unit": str(places[0].id) if places else "",
        "way": "ONLINE",
        "address": organisations.get_account(application.actor.id).address,
    }
    form = HandoverForm(data, initial=initial, places=places)
    if data is not None and form.is_valid():
        application.save(handover=form.as_json())
        if "later" in request.POST:
            return _left(request)
        return HttpResponseRedirect(application.after(HANDOVER))
    return render(
        request,
        "portal/apply/handover.html",
        application.context(HANDOVER) | {"form": form},
        status=422 if form.errors else 200,
    )


def _review(request: HttpRequest, application: Application) -> HttpResponse:
    wrong = {key: text_of(value) for key, value in application.wrong().items()}
    if request.method == "POST":
        try:
            return _submit(request, application)
        except InvalidInput as refusal:
            wrong = {key: text_of(value) for key, value in refusal.fields.items()}
        except Refusal as refusal:
            common.say_refusal(request, refusal)
    version, answers = application.version, application.answers
    fees = rules.fees_due(application.definition, answers)
    needs = rules.components_needed(application.definition, answers)
    context = {
        "pages": [_shown(application, section) for section in application.sections()],
        "papers": [uploading.row(need, application.papers, {}) for need in needs],
        "fees": [presenting.fee_line(line) for line in fees.lines],
        "total": fees.total,
        "due": promising.due_if_accepted(version, answers, common.now()),
        "place": promising.place_name(application.handover),
        "way": way_words(application.handover),
        "competent": promising.competent_name(
            application.definition, answers, application.handover, common.today()
        ),
        "problems": _problems(application, wrong),
    }
    return render(
        request,
        "portal/apply/review.html",
        application.context(REVIEW) | context,
        status=422 if request.method == "POST" else 200,
    )


def _submit(request: HttpRequest, application: Application) -> HttpResponse:
    handover = application.handover
    if "unit" not in handover:
        return HttpResponseRedirect(application.url(HANDOVER))
    draft_id = application.draft.id
    order = Order(
        case_id=draft_id,
        actor=application.actor,
        now=common.now(),
        key=f"submit:{draft_id}",
    )
    asked = {
        f.id for f in rules.asked_fields(application.definition, application.answers)
    }
    dossier = Dossier(
        procedure_code=application.version.code,
        form={k: v for k, v in application.form.items() if k in asked},
        papers=uploading.file_ids(application.papers),
        receiving_unit_id=UUID(handover["unit"]),
        channel=Channel.ONLINE,
        handover={"way": handover["way"], "address": handover.get("address", "")},
        version_id=application.version.id,
    )
    cases.submit_application(order, dossier)
    cases.discard_draft(actor=application.actor, draft_id=draft_id)
    common.say_done(
        request,
        _("Đã nộp hồ sơ. Bạn sẽ được báo khi hồ sơ được tiếp nhận và có ngày hẹn trả."),
    )
    return redirect("portal:case", draft_id)


def _shown(application: Application, section: Section) -> dict[str, Any]:
    """Return a section's answers in words."""
    asked = {
        f.id for f in rules.asked_fields(application.definition, application.answers)
    }
    names = dict(common.wards(common.today()))
    fields: list[FormField] = [f for f in section.fields if f.id in asked]
    return {
        "name": section.name,
        "url": application.url(section.id),
        "rows": [
            {
                "name": field.name,
                "value": answer_in_words(field, application.form.get(field.id), names),
            }
            for field in fields
        ],
    }


def _problems(
    application: Application, wrong: Mapping[str, str]
) -> list[dict[str, str]]:
    """Return what keeps the application from being handed in, and where to mend it."""
    places = {
        field.id: (common.said(field.name), application.url(section.id))
        for section in application.definition.form.sections
        for field in section.fields
    }
    rows = []
    for name, reason in wrong.items():
        if name.startswith("papers."):
            label, url = "", application.url(PAPERS)
        else:
            label, url = places.get(name, ("", application.url(HANDOVER)))
        rows.append({"text": f"{label}: {reason}" if label else reason, "url": url})
    return rows


@require_POST
@permission(SUBMIT)
def discard(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Throw a draft away."""
    try:
        cases.discard_draft(actor=actor_of(request), draft_id=draft_id)
    except NotFound:
        return redirect("portal:my_cases")
    common.say_done(request, _("Đã xóa bản nháp."))
    return redirect("portal:my_cases")


_PAGES: dict[str, Callable[[HttpRequest, Application], HttpResponse]] = {
    PAPERS: _papers,
    HANDOVER: _handover,
    REVIEW: _review,
}
