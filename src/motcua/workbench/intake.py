"""Taking an application in at the counter: one page, saved as it is typed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.http import HttpRequest, QueryDict
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from motcua.cases.applications import Dossier
from motcua.cases.showing import said
from motcua.catalogue.definition import Component, ProcedureDefinition
from motcua.catalogue.form import Section
from motcua.catalogue.forms import (
    ASK_AGAIN,
    SHOWN,
    SectionForm,
    leading_fields,
    read_section,
)
from motcua.catalogue.queries import ProcedureVersion
from motcua.catalogue.rules import circumstances, components_needed
from motcua.documents import commands as documents
from motcua.documents.rules import KNOWN_TYPES, FileKind
from motcua.kernel.actors import Actor, Role
from motcua.kernel.refusals import Refusal
from motcua.kernel.texts import fold, nfc
from motcua.organisations import queries as organisations
from motcua.organisations.rules import TerritoryKind
from motcua.web.refusals import text_of
from motcua.workbench.forms import WAYS, choose

MEGABYTE = 1_048_576
PAPER, APPLICANT = "paper.", "applicant"
Wrong = Mapping[str, Refusal]


class ApplicantForm(forms.Form):
    """For whom the clerk files."""

    name = forms.CharField(
        label=gettext_lazy("Họ tên hoặc tên tổ chức"), max_length=200
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Người nộp là"),
        choices=[
            ("CITIZEN", gettext_lazy("Cá nhân")),
            ("BUSINESS", gettext_lazy("Tổ chức, doanh nghiệp")),
        ],
    )
    identity_number = forms.CharField(
        label=gettext_lazy("Số định danh hoặc mã số thuế"),
        max_length=20,
        required=False,
    )
    phone = forms.CharField(
        label=gettext_lazy("Điện thoại"), max_length=20, required=False
    )
    email = forms.EmailField(label=gettext_lazy("Thư điện tử"), required=False)
    address = forms.CharField(
        label=gettext_lazy("Địa chỉ"), max_length=300, required=False
    )


class HandoverForm(forms.Form):
    """Where it is received, and how the result comes back."""

    unit = forms.ChoiceField(label=gettext_lazy("Nơi tiếp nhận"))
    way = forms.ChoiceField(
        label=gettext_lazy("Trả kết quả"), choices=WAYS, widget=forms.RadioSelect
    )
    post_address = forms.CharField(
        label=gettext_lazy("Địa chỉ nhận qua bưu chính"), max_length=300, required=False
    )


@dataclass(frozen=True, slots=True)
class Part:
    """Some fields under a heading."""

    name: str
    help: str
    form: forms.Form


@dataclass(frozen=True, slots=True)
class PaperLine:
    """A paper that is asked for: its files, its box, what was wrong."""

    component: Component
    name: str
    accept: str
    most: int  # bytes
    files: Sequence[Mapping[str, Any]]
    on_paper: bool
    required: bool
    one_of: bool
    asked: str
    wrong: str


class Intake:
    """An application, or a supplement, that a clerk types in."""

    def __init__(
        self,
        version: ProcedureVersion,
        actor: Actor,
        day: date,
        data: Mapping[str, Any],
        *,
        asked: Mapping[tuple[str, str], str] | None = None,
        answers: Mapping[str, Any] | None = None,
    ) -> None:
        """Start from a draft's data; ``asked`` narrows it to what is asked for."""
        self.version, self.actor, self.day = version, actor, day
        self.definition: ProcedureDefinition = version.definition
        self.data = dict(data)
        self.asked = asked
        self.known = dict(answers or {})

    # -- reading what a page sent

    def read(self, request: HttpRequest, now: datetime) -> dict[str, str]:
        """Take over what the page sent; return what was wrong with files."""
        post = request.POST
        form = dict(self.data.get("form", {}))
        for section in self.sections:
            form |= read_section(section, post)
        self.data["form"] = form
        self.data["applicant"] = _read(ApplicantForm, post, APPLICANT)
        self.data["handover"] = _read(HandoverForm, post, "handover")
        self.data["on_paper"] = post.getlist("on_paper")
        return self._take(request, now)

    def _take(self, request: HttpRequest, now: datetime) -> dict[str, str]:
        papers: dict[str, Any] = dict(self.data.get("papers", {}))
        wrong: dict[str, str] = {}
        gone = request.POST.get("remove", "")
        for component in self.definition.components:
            files = [f for f in papers.get(component.id, ()) if f["id"] != gone]
            for upload in request.FILES.getlist(PAPER + component.id):
                try:
                    files.append(self._store(component, upload, now))
                except Refusal as refusal:
                    wrong[component.id] = text_of(refusal)
            papers[component.id] = files
        self.data["papers"] = papers
        return wrong

    def _store(self, component: Component, upload: Any, now: datetime) -> Any:
        file = documents.store_file(
            content=upload.chunks(),
            name=upload.name or "",
            kind=FileKind.COMPONENT,
            case_id=None,
            uploaded_by=self.actor.id,
            now=now,
            component=component.id,
            is_personal=component.personal,
            limit=_most(component),
            allowed=[t for t in component.types if t in KNOWN_TYPES] or None,
        )
        return {"id": str(file.id), "name": file.name, "size": file.size}

    # -- showing it

    @property
    def answers(self) -> dict[str, Any]:
        """Return the answers so far, with the circumstances of the application."""
        applicant = self.data.get("applicant", {}).get("kind") or "CITIZEN"
        around = circumstances(
            applied_on=self.day, channel="COUNTER", applicant=applicant
        )
        return {**around, **self.known, **self.data.get("form", {})}

    @property
    def sections(self) -> list[Section]:
        """Return the sections of the form; of a supplement only what is asked for."""
        found = []
        for section in self.definition.form.sections:
            fields = tuple(f for f in section.fields if self._wants("field", f.id))
            if fields:
                found.append(section.model_copy(update={"fields": fields}))
        return found

    def _wants(self, kind: str, id_: str) -> bool:
        return self.asked is None or (kind, id_) in self.asked

    @property
    def _leading(self) -> frozenset[str]:
        """Return what decides on other questions; a supplement asks nothing new."""
        if self.asked is not None:
            return frozenset()
        return leading_fields(self.definition)

    def parts(self, wrong: Wrong | None = None) -> list[Part]:
        """Return the form, part by part, with what was wrong beside the fields."""
        places = wards(self.day)
        language = get_language() or settings.LANGUAGE_CODE
        parts = [
            Part(
                said(section.name),
                section.help.to(language) if section.help else "",
                SectionForm(
                    self.definition,
                    section,
                    self.answers,
                    wards=places,
                    wrong=wrong,
                    say=text_of,
                    leading=self._leading,
                ),
            )
            for section in self.sections
        ]
        return [part for part in parts if part.form.fields]

    def applicant_form(self, wrong: Wrong | None = None) -> forms.Form:
        """Return the form that says for whom this is."""
        form = _filled(ApplicantForm, self.data.get("applicant", {}), APPLICANT, wrong)
        if wrong and "applicant.name" in wrong:
            form.errors.pop("name", None)
            form.add_error("name", text_of(wrong["applicant.name"]))
        if "applicant" in self._leading:
            form.fields["kind"].widget.attrs |= ASK_AGAIN
        return form

    def handover_form(self, wrong: Wrong | None = None) -> forms.Form:
        """Return the form that says where and how."""
        data = {"way": "COUNTER", **self.data.get("handover", {})}
        units = [(str(p.unit_id), p.unit_name) for p in self.clerk_posts]
        if not data.get("unit") and units:
            data["unit"] = units[0][0]
        form = _filled(HandoverForm, data, "handover", None)
        choose(form, "unit", units)
        if wrong and "receiving_unit" in wrong:
            form = _filled(HandoverForm, data, "handover", wrong)
            choose(form, "unit", units)
            form.full_clean()
            form.add_error("unit", text_of(wrong["receiving_unit"]))
        return form

    @property
    def clerk_posts(self) -> list[Any]:
        """Return the posts in which the actor receives applications."""
        return [post for post in self.actor.posts if post.role is Role.CLERK]

    def papers(
        self, wrong: Wrong | None = None, refused: Mapping[str, str] | None = None
    ) -> list[PaperLine]:
        """Return the papers that this application needs or may have."""
        return list(self._papers(wrong or {}, refused or {}))

    def _papers(self, wrong: Wrong, refused: Mapping[str, str]) -> Iterator[PaperLine]:
        given = self.data.get("papers", {})
        for need in components_needed(self.definition, self.answers):
            component = need.component
            if not need.is_paper or not self._wants("paper", component.id):
                continue
            said_no = wrong.get(f"papers.{component.id}")
            allowed = [t for t in component.types if t in KNOWN_TYPES]
            yield PaperLine(
                component=component,
                name=said(component.name),
                accept=",".join(f".{t}" for t in allowed),
                most=_most(component),
                files=given.get(component.id, ()),
                on_paper=component.id in self.data.get("on_paper", ()),
                required=need.required,
                one_of=bool(need.one_of),
                asked=(self.asked or {}).get(("paper", component.id), ""),
                wrong=text_of(said_no) if said_no else refused.get(component.id, ""),
            )

    @property
    def shown(self) -> str:
        """Return the names of the fields on the page, for reading it again."""
        forms_ = [part.form for part in self.parts()]
        return " ".join(f.shown for f in forms_ if isinstance(f, SectionForm))

    # -- handing it in

    @property
    def file_ids(self) -> dict[str, list[UUID]]:
        """Return the files, paper by paper."""
        papers = self.data.get("papers", {})
        return {
            c: [UUID(f["id"]) for f in files] for c, files in papers.items() if files
        }

    @property
    def on_paper(self) -> list[str]:
        """Return the papers that were handed over."""
        listed = {component.id for component in self.definition.components}
        return [id_ for id_ in self.data.get("on_paper", ()) if id_ in listed]

    def dossier(self) -> Dossier:
        """Return what is handed in, unchecked."""
        handover = self.data.get("handover", {})
        units = {str(post.unit_id): post.unit_id for post in self.clerk_posts}
        first = next(iter(units.values()), UUID(int=0))
        way = {"way": handover.get("way") or "COUNTER"}
        if handover.get("post_address"):
            way["address"] = handover["post_address"]
        return Dossier(
            procedure_code=self.version.code,
            form=self.data.get("form", {}),
            papers=self.file_ids,
            receiving_unit_id=units.get(handover.get("unit", ""), first),
            channel="COUNTER",
            applicant=self.data.get("applicant", {}),
            handover=way,
            version_id=self.version.id,
        )


def unplaced(wrong: Wrong, intake: Intake) -> list[str]:
    """Return the reasons that stand beside no field of the page."""
    placed = {field.id for section in intake.sections for field in section.fields}
    placed |= {f"papers.{part.id}" for part in intake.definition.components}
    placed |= {"applicant.name", "receiving_unit"}
    return [text_of(refusal) for name, refusal in wrong.items() if name not in placed]


def wards(day: date) -> list[tuple[str, str]]:
    """Return the wards and communes of ``day``, by name, as choices."""
    areas = organisations.list_territories(
        day, [TerritoryKind.WARD, TerritoryKind.COMMUNE]
    )
    named = [(area.code, said(area.name)) for area in areas]
    return sorted(named, key=lambda pair: fold(pair[1]))


def title_of(data: Mapping[str, Any]) -> str:
    """Return whose application a draft is, as far as it says."""
    return str(data.get("applicant", {}).get("name") or _("Chưa có tên người nộp"))


def _most(component: Component) -> int:
    return min(component.max_megabytes * MEGABYTE, settings.FILE_MAX_BYTES)


def _read(form: type[forms.Form], post: QueryDict, prefix: str) -> dict[str, str]:
    names = form.base_fields
    return {n: nfc(post.get(f"{prefix}-{n}", "")).strip() for n in names}


def _filled(
    form: type[forms.Form], data: Mapping[str, str], prefix: str, wrong: Wrong | None
) -> forms.Form:
    """Return a form with what was typed: checked only once it was handed in."""
    more: dict[str, Any] = {"prefix": prefix, "label_suffix": ""}
    more["use_required_attribute"] = False
    if wrong is None:
        return form(initial=dict(data), **more)
    made = form({f"{prefix}-{key}": value for key, value in data.items()}, **more)
    made.full_clean()
    return made


__all__ = ["SHOWN", "Intake", "title_of", "unplaced", "wards"]
