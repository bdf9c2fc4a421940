"""Applying: drafts that are saved as typed, and handing an application in."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Header, Schema, Status
from pydantic import Field

from motcua.cases import commands, queries
from motcua.cases.api.acting import order_of
from motcua.cases.api.common import router
from motcua.cases.api.inputs import Answers, Papers
from motcua.cases.api.shapes import CaseOut, case_out
from motcua.cases.applications import ChannelNotOffered, Dossier
from motcua.cases.commands import Acted, Order
from motcua.cases.frames import local_day
from motcua.cases.queries import DraftFacts
from motcua.catalogue import queries as catalogue
from motcua.catalogue import rules as procedures
from motcua.kernel.actors import Actor
from motcua.kernel.ids import new_id
from motcua.kernel.refusals import InvalidInput
from motcua.web.actors import actor_of
from motcua.web.inputs import Input, Line, Name, ValueMissing, ValueUnknown
from motcua.web.permissions import permission
from motcua.web.requests import Conditions, etag

TAGS = ["applying"]
SUBMIT = "cases.submit"
Code = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9.\-]{0,39}$")]
Channel = Literal["ONLINE", "COUNTER", "POST", "API"]


class ApplicantIn(Input):
    """For whom a clerk hands the application in, or how else to reach oneself."""

    name: Line = ""
    kind: Literal["CITIZEN", "BUSINESS"] | None = None
    phone: Line = ""
    email: Line = ""
    identity_number: Line = ""
    address: Line = ""


class HandoverIn(Input):
    """How and where the result is to be handed over."""

    way: Literal["COUNTER", "POST", "ONLINE"] = "ONLINE"
    place: Line = ""
    address: Line = ""


class ApplicationIn(Input):
    """An application that is handed in."""

    procedure_code: Code
    version_id: Annotated[
        UUID | None, Field(description="The version it was written for; else today's.")
    ] = None
    receiving_unit_id: Annotated[
        UUID,
        Field(description="Where it is handed in: one of GET /units?receives=true."),
    ]
    channel: Annotated[
        Channel | None,
        Field(
            description="Applicants hand in ONLINE; clerks at the COUNTER if unsaid."
        ),
    ] = None
    form: Answers = {}
    papers: Papers = {}
    applicant: ApplicantIn = ApplicantIn()
    handover: HandoverIn = HandoverIn()


@router.post(
    "/cases", response={201: CaseOut}, operation_id="submit_application", tags=TAGS
)
@permission(SUBMIT)
def submit(
    request: HttpRequest,
    conditions: Header[Conditions],
    response: HttpResponse,
    said: ApplicationIn,
) -> Status[CaseOut]:
    """Hand an application in (nộp hồ sơ): your own, or as a clerk somebody else's."""
    order = order_of(request, new_id(), conditions, said)
    acted = commands.submit_application(order, _dossier(said, order.actor))
    return _made(response, acted, order.actor)


class CounterIn(ApplicationIn):
    """An application that is handed over at the counter."""

    on_paper: Annotated[
        list[Name],
        Field(max_length=60, description="Papers that were handed over on paper."),
    ] = []


@router.post(
    "/counter", response={201: CaseOut}, operation_id="receive_at_counter", tags=TAGS
)
@permission("cases.accept")
def receive_at_counter(
    request: HttpRequest,
    conditions: Header[Conditions],
    response: HttpResponse,
    said: CounterIn,
) -> Status[CaseOut]:
    """Hand in for somebody at the counter and accept at once: both, or neither."""
    order = order_of(request, new_id(), conditions, said)
    dossier = _dossier(said, order.actor)
    acted = commands.receive_at_counter(order, dossier, on_paper=said.on_paper)
    return _made(response, acted, order.actor)


def _dossier(said: ApplicationIn, actor: Actor) -> Dossier:
    applicant = said.applicant.model_dump(exclude_none=True)
    return Dossier(
        procedure_code=said.procedure_code,
        form=said.form,
        papers=said.papers,
        receiving_unit_id=said.receiving_unit_id,
        channel=_channel(actor, said.channel),
        applicant=_without_gaps(applicant),
        handover=_without_gaps(said.handover.model_dump()),
        version_id=said.version_id,
    )


def _channel(actor: Actor, said: Channel | None) -> str:
    """Return the way in which an application comes.

    :raises InvalidInput: if an applicant says that they stand at the counter.
    """
    if actor.is_staff:
        return said or "COUNTER"
    if said not in {None, "ONLINE"}:
        raise InvalidInput({"channel": ChannelNotOffered()})
    return "ONLINE"


def _without_gaps(said: Mapping[str, str]) -> dict[str, str]:
    return {key: value for key, value in said.items() if value}


def _made(response: HttpResponse, acted: Acted, actor: Actor) -> Status[CaseOut]:
    """Answer with the case that was made."""
    response["ETag"] = etag(acted.seq)
    response["Location"] = f"/api/v1/cases/{acted.state.id}"
    return Status(201, case_out(acted.state, acted.seq, actor))


class DraftOut(Schema):
    """An application that its writer has not handed in yet, as far as it is written."""

    id: UUID
    version_id: UUID
    procedure_code: str
    case_id: UUID | None
    data: dict[str, Any]
    updated_at: datetime

    @classmethod
    def of(cls, draft: DraftFacts) -> "DraftOut":
        """Return a draft as it is answered."""
        return cls(
            id=draft.id,
            version_id=draft.version_id,
            procedure_code=catalogue.get_version(draft.version_id).code,
            case_id=draft.case_id,
            data=dict(draft.data),
            updated_at=draft.updated_at,
        )


class DraftIn(Input):
    """What somebody begins to apply for."""

    procedure_code: Code


class KeptFile(Input):
    """An uploaded file of a paper."""

    id: UUID
    name: Line = ""
    size: Annotated[int, Field(ge=0, le=2**40)] = 0


class HandoverDraft(HandoverIn):
    """How the result is to be handed over, and where the application is handed in."""

    unit: Annotated[UUID | None, Field(description="The receiving unit.")] = None


class DraftChange(Input):
    """What is to be kept now; each part is merged into what is there."""

    form: Answers = {}
    papers: Annotated[
        dict[Name, Annotated[list[KeptFile], Field(max_length=20)]],
        Field(max_length=60),
    ] = {}
    handover: HandoverDraft | None = None


@router.get("/drafts", response=list[DraftOut], operation_id="list_drafts", tags=TAGS)
@permission(SUBMIT)
def list_drafts(request: HttpRequest) -> list[DraftOut]:
    """List your drafts, the latest first."""
    return [DraftOut.of(draft) for draft in queries.list_drafts(actor_of(request))]


@router.post("/drafts", response={201: DraftOut}, operation_id="start_draft", tags=TAGS)
@permission(SUBMIT)
def start_draft(request: HttpRequest, said: DraftIn) -> Status[DraftOut]:
    """Begin an application under the procedure as it is in force today."""
    actor, now = actor_of(request), timezone.now()
    version = catalogue.version_in_force(said.procedure_code, local_day(now))
    draft_id = commands.start_draft(actor=actor, version_id=version.id, now=now)
    return Status(201, DraftOut.of(queries.get_draft(draft_id, actor)))


@router.get(
    "/drafts/{draft_id}", response=DraftOut, operation_id="get_draft", tags=TAGS
)
@permission(SUBMIT)
def get_draft(request: HttpRequest, draft_id: UUID) -> DraftOut:
    """Return one of your drafts."""
    return DraftOut.of(queries.get_draft(draft_id, actor_of(request)))


@router.patch(
    "/drafts/{draft_id}", response=DraftOut, operation_id="save_draft", tags=TAGS
)
@permission(SUBMIT)
def save_draft(request: HttpRequest, draft_id: UUID, said: DraftChange) -> DraftOut:
    """Keep what is written so far, right or wrong; nothing is checked yet."""
    actor = actor_of(request)
    draft = queries.get_draft(draft_id, actor)
    _check_names(draft.version_id, said)
    changes = said.model_dump(mode="json", exclude_unset=True, exclude_none=True)
    commands.save_draft(
        actor=actor, draft_id=draft_id, changes=changes, now=timezone.now()
    )
    return DraftOut.of(queries.get_draft(draft_id, actor))


def _check_names(version_id: UUID, said: DraftChange) -> None:
    """Let what belongs to the procedure pass, so that a draft cannot grow for ever.

    :raises InvalidInput: if the procedure has no such field or paper.
    """
    definition = catalogue.get_version(version_id).definition
    fields = {field.id for field in definition.form.fields}
    papers = {component.id for component in definition.components}
    unknown = [f"form.{name}" for name in said.form if name not in fields]
    unknown += [f"papers.{name}" for name in said.papers if name not in papers]
    if unknown:
        raise InvalidInput({name: ValueUnknown() for name in unknown})


@router.delete(
    "/drafts/{draft_id}", response={204: None}, operation_id="discard_draft", tags=TAGS
)
@permission(SUBMIT)
def discard_draft(request: HttpRequest, draft_id: UUID) -> Status[None]:
    """Throw a draft away."""
    commands.discard_draft(actor=actor_of(request), draft_id=draft_id)
    return Status(204, None)


@router.post(
    "/drafts/{draft_id}/submit",
    response={201: CaseOut},
    operation_id="submit_draft",
    tags=TAGS,
)
@permission(SUBMIT)
def submit_draft(
    request: HttpRequest, draft_id: UUID, response: HttpResponse
) -> Status[CaseOut]:
    """Hand in an application as it stands in a draft; the case gets the draft's id.

    Handed in once, the draft is gone; a lost answer is found at the case of that id.
    """
    actor, now = actor_of(request), timezone.now()
    draft = queries.get_draft(draft_id, actor)
    order = Order(draft_id, actor, now, key=f"submit:{draft_id}")
    acted = commands.submit_application(order, _dossier_of(draft, actor, now))
    commands.discard_draft(actor=actor, draft_id=draft_id)
    return _made(response, acted, actor)


def _dossier_of(draft: DraftFacts, actor: Actor, now: datetime) -> Dossier:
    """Return what a draft would hand in.

    :raises InvalidInput: if it does not say where.
    """
    handover = dict(draft.data.get("handover", {}))
    unit_id = handover.pop("unit", None)
    if not unit_id:
        raise InvalidInput({"handover.unit": ValueMissing()})
    version = catalogue.get_version(draft.version_id)
    around = procedures.circumstances(
        applied_on=local_day(now), channel="ONLINE", applicant=str(actor.role)
    )
    form = draft.data.get("form", {})
    asked = procedures.asked_fields(version.definition, {**form, **around})
    wanted = {field.id for field in asked}
    papers = draft.data.get("papers", {})
    return Dossier(
        procedure_code=version.code,
        form={key: value for key, value in form.items() if key in wanted},
        papers={
            paper: [UUID(file["id"]) for file in files]
            for paper, files in papers.items()
            if files
        },
        receiving_unit_id=UUID(unit_id),
        channel=_channel(actor, None),
        handover=_without_gaps(handover),
        version_id=version.id,
    )
