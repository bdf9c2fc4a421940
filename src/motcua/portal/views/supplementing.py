"""Supplementing a case: every item that was marked, on one page, and nothing else."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from motcua.cases import commands as cases
from motcua.cases import queries as case_queries
from motcua.cases.applications import PaperRequired
from motcua.cases.frames import answers_of
from motcua.cases.queries import CaseView, DraftFacts
from motcua.catalogue import queries as catalogue
from motcua.catalogue import rules
from motcua.catalogue.definition import Component, ProcedureDefinition
from motcua.catalogue.form import Section
from motcua.catalogue.forms import SHOWN, SectionForm, read_section
from motcua.kernel.ids import new_id
from motcua.kernel.refusals import InvalidInput, Refusal
from motcua.portal import uploading
from motcua.portal.views import common
from motcua.portal.views.cases import own_case, requested_items
from motcua.web.actors import actor_of
from motcua.web.permissions import permission
from motcua.web.refusals import text_of


def _draft(request: HttpRequest, view: CaseView) -> DraftFacts | None:
    """Return the draft of this supplement, if one was begun."""
    drafts = case_queries.list_drafts(actor_of(request))
    return next((one for one in drafts if one.case_id == view.state.id), None)


def _begin(request: HttpRequest, view: CaseView) -> DraftFacts:
    actor = actor_of(request)
    assert view.state.version_id is not None  # noqa: S101 - set by SUBMITTED
    draft_id = cases.start_draft(
        actor=actor,
        version_id=view.state.version_id,
        now=common.now(),
        case_id=view.state.id,
    )
    return case_queries.get_draft(draft_id, actor)


@require_http_methods(["GET", "POST"])
@permission("cases.supplement")
def supplement(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Show what is to be mended; save it, or hand it in."""
    view = own_case(request, case_id)
    if not requested_items(view.state):
        return redirect("portal:case", case_id)
    draft = _draft(request, view)
    if draft is None and request.method == "POST":
        draft = _begin(request, view)
    page = _Page(request, view, draft)
    if request.method == "POST":
        page.read()
        if "send" in request.POST:
            page.miss()
        if page.wrong_files:
            return page.show()
        if "send" in request.POST:
            return page.send()
        if "save" in request.POST:
            common.say_done(request, _("Đã lưu. Bạn có thể làm tiếp bất cứ lúc nào."))
        return redirect("portal:supplement", case_id)
    return page.show()


class _Page:
    """One supplement being written."""

    def __init__(
        self, request: HttpRequest, view: CaseView, draft: DraftFacts | None
    ) -> None:
        assert view.state.version_id is not None  # noqa: S101 - set by SUBMITTED
        self.request, self.view, self.draft = request, view, draft
        self.version = catalogue.get_version(view.state.version_id)
        self.items = requested_items(view.state)
        data = draft.data if draft else {}
        self.form: dict[str, Any] = dict(data.get("form", {}))
        self.papers: Mapping[str, Any] = data.get("papers", {})
        self.wrong_files: dict[str, str] = {}
        self.wrong: dict[str, Refusal] = {}

    @property
    def draft_id(self) -> UUID:
        assert self.draft is not None  # noqa: S101 - begun before anything is saved
        return self.draft.id

    @property
    def definition(self) -> ProcedureDefinition:
        return self.version.definition

    def ids(self, kind: str) -> list[str]:
        return [item["id"] for item in self.items if item["kind"] == kind]

    def section(self) -> Section | None:
        """Return the fields that were marked, as one page."""
        marked = set(self.ids("field"))
        fields = tuple(f for f in self.definition.form.fields if f.id in marked)
        if not fields:
            return None
        first = self.definition.form.sections[0]
        return first.model_copy(update={"fields": fields, "when": None})

    def read(self) -> None:
        """Save what was sent."""
        section = self.section()
        posted = read_section(section, self.request.POST) if section else {}
        papers, self.wrong_files = uploading.take(
            self.request, self.definition, self.papers, common.now()
        )
        self.form |= posted
        self.papers = {**self.papers, **papers}
        cases.save_draft(
            actor=actor_of(self.request),
            draft_id=self.draft_id,
            changes={"form": posted, "papers": papers},
            now=common.now(),
        )

    def miss(self) -> None:
        """Note at each paper that was asked for that there is none yet."""
        for name, part in self.listed().items():
            if name in self.ids("paper") and not self.papers.get(name):
                wrong = text_of(PaperRequired(paper=part.name))
                self.wrong_files.setdefault(name, wrong)

    def listed(self) -> dict[str, Component]:
        return {part.id: part for part in self.definition.components}

    def send(self) -> HttpResponse:
        """Hand the supplement in."""
        order = common.order(self.request, self.view.state.id)
        marked = set(self.ids("paper"))
        papers = {
            component: files
            for component, files in uploading.file_ids(self.papers).items()
            if component in marked
        }
        changes = {key: value for key, value in self.form.items() if value is not None}
        try:
            cases.supplement_case(order, form=changes, papers=papers)
        except InvalidInput as refusal:
            self.wrong = refusal.fields
            return self.show()
        except Refusal as refusal:
            common.say_refusal(self.request, refusal)
            return redirect("portal:supplement", self.view.state.id)
        cases.discard_draft(actor=order.actor, draft_id=self.draft_id)
        common.say_done(self.request, _("Đã gửi bổ sung. Hồ sơ được giải quyết tiếp."))
        return redirect("portal:case", self.view.state.id)

    def show(self) -> HttpResponse:
        section = self.section()
        form = None
        answers = {**answers_of(self.view.state), **self.form}
        if section:
            form = SectionForm(
                self.definition,
                section,
                answers,
                wards=common.wards(common.today()),
                wrong=self.wrong or None,
                say=text_of,
            )
        context = {
            "state": self.view.state,
            "name": self.version.name,
            "seen": self.view.seq,
            "request_key": str(new_id()),
            "requested": self.items,
            "form": form,
            "shown_name": SHOWN,
            "rows": self.rows(answers),
            "problems": [
                *self.wrong_files.values(),
                *(text_of(refusal) for refusal in self.wrong.values()),
            ],
        }
        status = 422 if self.wrong or self.wrong_files else 200
        return render(self.request, "portal/supplement.html", context, status=status)

    def rows(self, answers: Mapping[str, Any]) -> list[uploading.Row]:
        reasons = {i["id"]: i["reason"] for i in self.items if i["kind"] == "paper"}
        needed = {
            need.component.id: need
            for need in rules.components_needed(self.definition, answers)
        }
        listed = self.listed()
        return [
            uploading.row(
                needed.get(name) or rules.Need(listed[name], True, (), ""),
                self.papers,
                self.wrong_files,
                reason,
            )
            for name, reason in reasons.items()
        ]
