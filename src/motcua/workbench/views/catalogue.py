"""The catalogue for a legal officer: the list, one procedure, two of its versions."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from motcua.catalogue import queries as catalogue
from motcua.catalogue.national.queries import Entry, get_entry, list_entry_changes
from motcua.catalogue.queries import VersionFacts
from motcua.catalogue.upkeep import commands, queries
from motcua.catalogue.upkeep.library import shelf
from motcua.catalogue.upkeep.overview import Row, Standing, list_catalogue, row_of
from motcua.catalogue.upkeep.rules.naming import WORDS
from motcua.catalogue.upkeep.rules.proposing import Purpose
from motcua.kernel.refusals import InvalidInput, NotFound, Refusal
from motcua.web.actors import actor_of
from motcua.web.permissions import permission
from motcua.web.refusals import text_of
from motcua.workbench.keeping.columns import said
from motcua.workbench.keeping.forms import BeginForm, CatalogueFilter, CloseForm
from motcua.workbench.keeping.showing import (
    change_groups,
    standing_badge,
    state_badge,
    version_badge,
)
from motcua.workbench.views.common import links, now, page, today

SHOWN = 50


@require_GET
@permission("catalogue.read")
def procedures(request: HttpRequest) -> HttpResponse:
    """List procedures: written out, only listed, or only proposed."""
    narrowed = CatalogueFilter(request.GET)
    wanted = narrowed.wanted(today())
    found = list_catalogue(wanted, after=request.GET.get("after"), limit=SHOWN)
    context = {
        "filter": narrowed,
        "rows": [_line(row) for row in found.items],
        "links": links(request, found.next),
        "proposals": _open_proposals(),
    }
    return page(request, "workbench/keeping/procedures.html", context)


def _line(row: Row) -> dict[str, Any]:
    field = shelf().fields.get(row.field)
    return {
        "row": row,
        "standing": standing_badge(row.standing),
        "field": said(field.name) if field else "",
        "level": said(WORDS[row.level]) if row.level in WORDS else row.level,
    }


def _open_proposals() -> list[dict[str, Any]]:
    found = queries.list_proposals(is_open=True, limit=10).items
    return [{"facts": one, "state": state_badge(one.state)} for one in found]


@require_GET
@permission("catalogue.read")
def procedure(request: HttpRequest, code: str) -> HttpResponse:
    """Show a procedure: its versions, what was proposed, what became of it.

    :raises NotFound: if nobody knows it.
    """
    day = today()
    row = row_of(code, day)
    if row is None:
        raise NotFound(procedure=code)
    versions = _versions(code)
    context = {
        "line": _line(row),
        "versions": [{"facts": v, "badge": version_badge(v, day)} for v in versions],
        "compared": versions[:2][::-1] if len(versions) > 1 else (),
        "closings": queries.list_closings(code),
        "proposals": [
            {"facts": one, "state": state_badge(one.state)}
            for one in queries.list_proposals(code=code).items
        ],
        "entry": _entry(code),
        "entry_changes": list_entry_changes(code=code, limit=10),
        "can_close": any(v.in_force_until is None for v in versions),
        "is_listed_only": row.standing is Standing.INFORMATION,
    }
    return page(request, "workbench/keeping/procedure.html", context)


def _versions(code: str) -> tuple[VersionFacts, ...]:
    try:
        return catalogue.list_versions(code)
    except NotFound:
        return ()


def _entry(code: str) -> Entry | None:
    try:
        return get_entry(code, today())
    except NotFound:
        return None


@require_GET
@permission("catalogue.read")
def compare(request: HttpRequest, code: str) -> HttpResponse:
    """Show what differs between two versions, side by side, to be printed.

    :raises NotFound: if one of them does not exist.
    """
    try:
        chosen = [UUID(request.GET.get(name, "")) for name in ("before", "after")]
    except ValueError:
        raise NotFound(procedure=code) from None
    versions = catalogue.list_versions(code)
    known = {version.id: version for version in versions}
    before, after = chosen
    changes = queries.compare_versions(code, before, after)
    context = {
        "code": code,
        "name": catalogue.get_version(after).name,
        "versions": versions,
        "before": known[before],
        "after": known[after],
        "groups": change_groups(changes),
        "count": len(changes),
    }
    return page(request, "workbench/keeping/compare.html", context)


@require_http_methods(["GET", "POST"])
@permission("catalogue.edit")
def propose(request: HttpRequest, purpose: str) -> HttpResponse:
    """Begin a proposal: a version, a procedure that is new, or an abolition."""
    code = (request.POST or request.GET).get("code", "").strip()
    row = row_of(code, today()) if code else None
    form = _begin_form(request, purpose, code, row)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                made = commands.start_proposal(
                    actor=actor_of(request), now=now(), begin=form.begin()
                )
            except InvalidInput as refusal:
                for name, one in refusal.fields.items():
                    form.add_error(name if name in form.fields else None, text_of(one))
            except Refusal as refusal:
                form.add_error(None, text_of(refusal))
            else:
                messages.success(request, _("Đã lập dự thảo."))
                return redirect("workbench:proposal", made)
    context = {"form": form, "row": row, "code": code, "purpose": purpose}
    return page(request, "workbench/keeping/begin.html", context, status=status)


def _begin_form(
    request: HttpRequest, purpose: str, code: str, row: Row | None
) -> BeginForm | CloseForm:
    data = request.POST if request.method == "POST" else None
    initial: dict[str, Any] = {"code": code}
    if purpose == Purpose.CLOSING.lower():
        if row is None:
            raise NotFound(procedure=code)
        return CloseForm(data, initial=initial, label_suffix="")
    if purpose != Purpose.VERSION.lower():
        raise NotFound
    written_out = row is not None and row.standing in {
        Standing.APPLY,
        Standing.COMING,
        Standing.ENDED,
    }
    known = row is not None and bool(row.name.vi)
    return BeginForm(data, initial=initial, known=known, written_out=written_out)
