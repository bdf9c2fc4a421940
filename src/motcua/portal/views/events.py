"""The guided finder: from something that happens to all that has to be done."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from motcua.catalogue import presenting
from motcua.catalogue.finder import queries, rules
from motcua.catalogue.finder.definition import NO, YES, LifeEvent, Question
from motcua.catalogue.finder.needing import FeeNeeded
from motcua.catalogue.finder.queries import PlannedStep, SharedPaper
from motcua.portal.views import common
from motcua.web import formats
from motcua.web.permissions import PUBLIC, permission


@require_GET
@permission(PUBLIC)
def events(request: HttpRequest) -> HttpResponse:
    """List what happens in a life, and in a business."""
    return render(request, "portal/events.html", grouped())


def grouped() -> dict[str, list[LifeEvent]]:
    """Return the events by whose they are."""
    found = queries.list_events()
    return {
        "life": [one for one in found if one.kind == "LIFE"],
        "business": [one for one in found if one.kind == "BUSINESS"],
    }


@require_GET
@permission(PUBLIC)
def event(request: HttpRequest, event_id: str) -> HttpResponse:
    """Ask a few questions; say what has to be done, in order, with what."""
    it = queries.get_event(event_id)
    said = {name: str(value)[:60] for name, value in request.GET.items()}
    complete = rules.is_complete(it, said)
    context: dict[str, Any] = {
        "it": it,
        "form": _form(it, said),
        "complete": complete,
        "started": any(question.id in said for question in it.questions),
    }
    if complete:
        plan = queries.plan(it, said, common.now())
        context |= {
            "plan": plan,
            "steps": [_step(step) for step in plan.steps],
            "needed": [_paper(one) for one in plan.papers if not one.depends],
            "maybe": [_paper(one) for one in plan.papers if one.depends],
            "unlisted": [s for s in plan.steps if not s.papers_known],
            "necessary": sum(not step.optional for step in plan.steps),
            "total": formats.money(plan.total, common.language()),
        }
    return render(request, "portal/event.html", context)


def _form(it: LifeEvent, said: Mapping[str, str]) -> forms.Form:
    form = forms.Form(initial=dict(said), label_suffix="", use_required_attribute=False)
    for question in rules.asked(it, said):
        form.fields[question.id] = forms.ChoiceField(
            label=common.said(question.name),
            help_text=common.said(question.help) if question.help else "",
            widget=forms.RadioSelect,
            choices=_choices(question),
        )
    return form


def _choices(question: Question) -> list[tuple[str, str]]:
    if question.choices:
        return [(one.id, common.said(one.name)) for one in question.choices]
    return [(YES, _("Có")), (NO, _("Không"))]


def _step(step: PlannedStep) -> dict[str, Any]:
    return {"it": step, "fees": [_fee(fee) for fee in step.fees]}


def _fee(fee: FeeNeeded) -> dict[str, Any]:
    if fee.amount is not None:
        amount = formats.money(fee.amount, common.language())
        amount = amount if fee.amount.amount else _("Miễn phí")
    elif fee.set_by is not None:
        amount = _("do %(who)s quy định") % {"who": common.said(fee.set_by)}
    else:
        amount = _("xem trên trang thủ tục")
    return {"name": fee.name, "amount": amount, "depends": fee.depends}


def _paper(paper: SharedPaper) -> dict[str, Any]:
    return {"it": paper, "how": presenting.paper_form(paper)}
