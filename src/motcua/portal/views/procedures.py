"""Home, search, and the page of a procedure."""

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from motcua.catalogue import presenting
from motcua.catalogue import queries as catalogue
from motcua.catalogue.definition import Channel
from motcua.catalogue.finder import queries as finder
from motcua.catalogue.national import queries as national
from motcua.catalogue.national.groups import field_text, group_names
from motcua.catalogue.opendata.queries import described, described_entry
from motcua.catalogue.queries import Hit, Hits, Page, ProcedureSummary
from motcua.catalogue.upkeep import queries as upkeep
from motcua.catalogue.upkeep.queries import ClosingFacts
from motcua.kernel.actors import Role
from motcua.kernel.refusals import NotFound
from motcua.portal import entries, promising
from motcua.portal.views import common
from motcua.portal.views.cases import draft_rows, list_rows, running_first
from motcua.web.actors import visitor_of
from motcua.web.permissions import PUBLIC, permission

OPEN, CLOSE = mark_safe('<mark class="met">'), mark_safe("</mark>")
MINE = 3  # cases and drafts shown at home


@require_GET
@permission(PUBLIC)
def home(request: HttpRequest) -> HttpResponse:
    """Ask what somebody needs; show what they have running."""
    context: dict[str, Any] = {
        "fields": presenting.by_name(catalogue.list_fields(common.today())),
        "today": promising.office_today(common.today()),
        "happening": finder.list_events(),
    }
    actor = visitor_of(request)
    if actor is not None and not actor.is_staff:
        context["drafts"] = draft_rows(actor)[:MINE]
        context["open_cases"] = running_first(list_rows(actor)[0])[:MINE]
    return render(request, "portal/home.html", context)


@require_GET
@permission(PUBLIC)
def procedures(request: HttpRequest) -> HttpResponse:
    """List procedures: those found, those of a field, or all."""
    day = common.today()
    q, field = request.GET.get("q", "").strip(), request.GET.get("field") or None
    after = request.GET.get("after") or None
    entries_after = request.GET.get("entries") or None
    fields = _fields()
    page = _page(q, field, after) if not entries_after else Page((), None)
    others = national.Page((), None)
    if not q and page.next is None:  # behind the last that one can apply for
        others = national.list_entries(
            day, group=field, written_out=False, after=entries_after, limit=20
        )
    chosen = next((one for one in fields if one.id == field), None)
    return render(
        request,
        "portal/procedures.html",
        {
            "q": q,
            "events": finder.events_named(q) if q and not after else (),
            "field": chosen,
            "fields": fields,
            "rows": [_hit(row) for row in page.items],
            "others": others.items,
            "others_go_on": bool(entries_after),
            "pages": _links(request, page, others),
        },
    )


def _page(q: str, field: str | None, after: str | None) -> Page | Hits:
    day = common.today()
    if q:
        return catalogue.search(q, day, field=field, after=after)
    return catalogue.list_procedures(day, field=field, after=after, limit=20)


@require_GET
@permission(PUBLIC)
def suggest(request: HttpRequest) -> HttpResponse:
    """Suggest procedures while somebody types in the search box."""
    q = request.GET.get("q", "").strip()[:200]
    found = catalogue.suggest(q, common.today()) if q else ()
    rows = [{"code": hit.code, "name": _marked(hit)} for hit in found]
    events = finder.events_named(q)
    return render(request, "portal/suggestions.html", {"rows": rows, "events": events})


def _fields() -> list[entries.FieldRow]:
    """Return the fields by name, with all their procedures, entries among them."""
    day = common.today()
    rows = entries.field_rows(catalogue.list_fields(day), national.count_entries(day))
    return presenting.by_name(rows)


def _links(
    request: HttpRequest, page: Page | Hits, others: national.Page
) -> dict[str, str]:
    links = {}
    params = request.GET.copy()
    if params.pop("after", None) or params.pop("entries", None):
        links["first_url"] = f"?{params.urlencode()}"
    params.pop("entries", None)
    for name, code in (("after", page.next), ("entries", others.next)):
        if code:
            params[name] = code
    if page.next or others.next:
        links["next_url"] = f"?{params.urlencode()}"
    return links


def _hit(row: ProcedureSummary | Hit) -> dict[str, object]:
    name = _marked(row) if isinstance(row, Hit) else common.said(row.name)
    shown: dict[str, object] = {"row": row, "name": name}
    if row.version_id is not None:
        definition = catalogue.get_version(row.version_id).definition
        shown["limit"] = presenting.limit_summary(definition)
        shown["fee"] = presenting.fee_summary(definition)
    return shown


def _marked(hit: Hit) -> SafeString:
    """Write the name of a hit, the words that were sought set off."""
    return format_html_join(
        "",
        "{}{}{}",
        (
            (OPEN if piece.met else "", piece.text, CLOSE if piece.met else "")
            for piece in catalogue.pieces(common.said(hit.name), hit.words)
        ),
    )


@require_GET
@permission(PUBLIC)
def procedure(request: HttpRequest, code: str) -> HttpResponse:
    """Say all there is to know about a procedure, each fact with its basis."""
    try:
        version = catalogue.version_in_force(code, common.today())
    except NotFound:
        closing = upkeep.closing_on(code, common.today())
        return _closed(request, closing) if closing else _entry(request, code)
    it = version.definition
    actor = visitor_of(request)
    online = Channel.ONLINE in it.channels and it.service_level != "INFORMATION"
    may = actor is not None and actor.role in {Role.CITIZEN, Role.BUSINESS}
    return render(
        request,
        "portal/procedure.html",
        {
            "it": it,
            "described": described(it, common.today(), common.language()),
            "online": online,
            "can_apply": online and may and not getattr(actor, "is_staff", False),
            **presenting.page_of(it, version.process, common.today()),
            "example": promising.due_if_accepted(version, {}, common.now()),
            "other_channels": presenting.other_channels(it),
        },
    )


def _entry(request: HttpRequest, code: str) -> HttpResponse:
    """Say what the national database says of a procedure that nobody can apply for.

    :raises NotFound: if it is not there either.
    """
    entry = national.get_entry(code, common.today())
    rows = entries.channel_rows(entry)
    return render(
        request,
        "portal/entry.html",
        {
            "entry": entry,
            "described": described_entry(entry, common.today(), common.language()),
            "facts": entry.facts,
            "group": group_names().get(entry.group),
            "field": field_text(entry.facts.field) if entry.facts.field else None,
            "applicants": entries.applicant_words(entry.facts.applicants),
            "levels": entries.level_words(entry.facts.levels),
            "channels": rows,
            "has_words": any(row.words for row in rows),
            "papers": entries.paper_groups(entry),
            "no_papers": entries.no_papers(entry),
            "nothing": _("Nguồn không nêu"),
        },
    )


def _closed(request: HttpRequest, closing: ClosingFacts) -> HttpResponse:
    """Say that a procedure is no more, by which act, and what comes instead."""
    last = catalogue.list_versions(closing.code)[0]
    context = {"closing": closing, "name": catalogue.get_version(last.id).name}
    return render(request, "portal/closed.html", context, status=HTTPStatus.GONE)
