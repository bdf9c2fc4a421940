"""Working calendars: a year with its sources; edits with a preview of what moves."""

from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from motcua.deadlines import commands, queries
from motcua.deadlines.forms import DayForm, OfficeHoursForm
from motcua.deadlines.rules import Edit, date_of
from motcua.kernel.refusals import ChangedMeanwhile, NotFound, Refusal
from motcua.web.actors import actor_of
from motcua.web.permissions import permission
from motcua.web.refusals import text_of
from motcua.workbench.calendar import (
    WithdrawForm,
    YearForm,
    edit_rows,
    special_days,
    week_of,
    year_asked,
)
from motcua.workbench.moves import Preview, what_moves, what_moves_without
from motcua.workbench.views.common import now, page, today


@require_GET
@permission("workbench.enter")
def calendar(request: HttpRequest) -> HttpResponse:
    """Show the special days of a year, each with kind, source and status."""
    kept = queries.calendar_for(settings.CALENDAR)
    year = year_asked(request.GET.get("year", ""), kept, today())
    rows = queries.list_days(settings.CALENDAR, year)
    return page(
        request,
        "workbench/calendar.html",
        {
            "calendar": kept,
            "year": year,
            "before": year - 1 if year > kept.first.year else None,
            "after": year + 1 if year < kept.last.year else None,
            "days": special_days(rows),
            "working": sum(row.is_working for row in rows),
            "week": week_of(kept.hours_at(rows[-1].day.date)),
            "edits": edit_rows(queries.list_edits(settings.CALENDAR, year=year)),
        },
    )


FORMS: dict[str, type[DayForm] | type[OfficeHoursForm] | type[YearForm]] = {
    "day": DayForm,
    "hours": OfficeHoursForm,
    "year": YearForm,
}


@require_http_methods(["GET", "POST"])
@permission("deadlines.edit_calendar")
def edit(request: HttpRequest, kind: str) -> HttpResponse:
    """Add a day, office hours or the next year: first see what would move.

    :raises NotFound: if there is no such kind of edit.
    """
    if kind not in FORMS:
        raise NotFound
    name = settings.CALENDAR
    initial: dict[str, Any] = {"expected_revision": queries.revision_of(name)}
    if kind == "hours":
        hours = queries.calendar_for(name).hours_at(today())
        initial |= OfficeHoursForm.initial_from(hours)
    if request.method == "GET":
        form = FORMS[kind](initial=initial, **PLAIN)
        return _show(request, kind, form)
    form = FORMS[kind](request.POST, **PLAIN)
    if not form.is_valid():
        return _show(request, kind, form, status=422)
    try:
        return _preview_or_apply(request, kind, form)
    except ChangedMeanwhile as refusal:
        typed = request.POST.copy()
        typed["expected_revision"] = str(queries.revision_of(name))
        form = FORMS[kind](typed, **PLAIN)
        form.add_error(None, text_of(refusal))
        return _show(request, kind, form, status=412)
    except Refusal as refusal:
        form.add_error("source" if "source" in refusal.code else None, text_of(refusal))
        return _show(request, kind, form, status=422)


DONE = _("Đã sửa lịch. Ngày hẹn trả của các hồ sơ đang mở được tính lại ngay sau đây.")
PLAIN: dict[str, Any] = {"label_suffix": "", "use_required_attribute": False}


def _preview_or_apply(request: HttpRequest, kind: str, form: Any) -> HttpResponse:
    change = form.to_edit()
    if request.POST.get("do") != "apply":
        moves = what_moves(change, request.POST.get("so_far", ""))
        return _show(request, kind, form, moves=moves)
    data = form.cleaned_data
    if kind == "year":
        commands.adopt_year(
            actor=actor_of(request),
            now=now(),
            year=change.last.year,
            source=change.source,
            calendar=settings.CALENDAR,
        )
    else:
        commands.edit_calendar(
            actor=actor_of(request),
            now=now(),
            edit=change,
            calendar=settings.CALENDAR,
            reason=data["reason"],
            expected_revision=data["expected_revision"],
        )
    messages.success(request, DONE)
    return _done(change)


def _done(change: Edit) -> HttpResponse:
    year = date_of(change).year
    return redirect(f"{reverse('workbench:calendar')}?year={year}")


def _show(
    request: HttpRequest,
    kind: str,
    form: forms.Form,
    *,
    moves: Preview | None = None,
    status: int = 200,
) -> HttpResponse:
    next_year = queries.calendar_for(settings.CALENDAR).last.year + 1
    context = {"kind": kind, "form": form, "moves": moves, "next_year": next_year}
    return page(request, "workbench/calendar_edit.html", context, status=status)


@require_http_methods(["GET", "POST"])
@permission("deadlines.edit_calendar")
def withdraw(request: HttpRequest, edit_id: UUID) -> HttpResponse:
    """Take a change back, after a look at what would move."""
    facts = queries.get_edit(edit_id)
    form: forms.Form = WithdrawForm(
        initial={"expected_revision": queries.revision_of(facts.calendar)}, **PLAIN
    )
    status = 200
    if request.method == "POST":
        looks_on = request.POST.get("do") == "preview"
        form = WithdrawForm(None if looks_on else request.POST, **PLAIN)
        if looks_on:
            form.initial = request.POST.dict()
        try:
            if form.is_valid():
                _withdraw(request, edit_id, form.cleaned_data)
                target = reverse("workbench:calendar")
                return redirect(f"{target}?year={facts.on_date.year}")
        except Refusal as refusal:
            form.add_error(None, text_of(refusal))
        status = 200 if looks_on else 422
    context = {
        "form": form,
        "edit": edit_rows([facts])[0],
        "moves": what_moves_without(edit_id, request.POST.get("so_far", "")),
        "is_open": facts.is_in_force,
    }
    return page(request, "workbench/calendar_withdraw.html", context, status=status)


def _withdraw(request: HttpRequest, edit_id: UUID, data: dict[str, Any]) -> None:
    commands.withdraw_edit(
        actor=actor_of(request),
        now=now(),
        edit_id=edit_id,
        reason=data["reason"],
        expected_revision=data["expected_revision"],
    )
    messages.success(request, DONE)
