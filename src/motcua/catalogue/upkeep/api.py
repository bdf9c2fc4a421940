"""JSON of upkeep: lists, differences, proposals and all that is done with them."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Header, Query, Router, Status

from motcua.catalogue.form_schema import form_schema
from motcua.catalogue.publishing import to_json
from motcua.catalogue.upkeep import commands, queries
from motcua.catalogue.upkeep.checking import check_text
from motcua.catalogue.upkeep.commands import Beginning, Order, ProposalDefective
from motcua.catalogue.upkeep.library import shelf
from motcua.catalogue.upkeep.overview import Wanted, list_catalogue
from motcua.catalogue.upkeep.shapes import (
    CatalogueIn,
    CataloguePage,
    CatalogueRow,
    ChangeOut,
    ChangesOut,
    CheckIn,
    CheckOut,
    Code,
    CompareIn,
    PartOut,
    PreviewOut,
    ProposalEventOut,
    ProposalIn,
    ProposalNoteIn,
    ProposalOut,
    ProposalPage,
    ProposalReasonIn,
    ProposalsIn,
    ProposalSummary,
    ProposalTextIn,
    RevisionOut,
    StoryOut,
)
from motcua.kernel.texts import Text
from motcua.web.actors import actor_of
from motcua.web.permissions import PUBLIC, permission
from motcua.web.requests import Precondition, etag
from motcua.web.shapes import WordsOut

router = Router(tags=["upkeep"])
public = Router(tags=["procedures"], auth=None)


@public.get("/procedures/{code}/differences", response=list[ChangeOut])
@permission(PUBLIC)
def compare_procedure_versions(
    request: HttpRequest, code: Code, asked: Query[CompareIn]
) -> list[ChangeOut]:
    """Say what differs between two versions of a procedure, and whom it concerns."""
    changes = queries.compare_versions(code, asked.before, asked.after)
    return [ChangeOut.of(change) for change in changes]


@router.get("/catalogue", response=CataloguePage, operation_id="list_catalogue")
@permission("catalogue.read")
def list_all(request: HttpRequest, asked: Query[CatalogueIn]) -> CataloguePage:
    """List procedures by code: written out, only listed, or only proposed."""
    wanted = Wanted(
        day=asked.on or timezone.localdate(),
        text=asked.q,
        field=asked.field or "",
        level=asked.level or "",
        standing=asked.standing,
        proposed=asked.proposed,
        vanished=asked.vanished,
    )
    page = list_catalogue(wanted, after=asked.after, limit=asked.limit)
    return CataloguePage(
        items=[CatalogueRow.of(row) for row in page.items], next=page.next
    )


@router.get("/catalogue/parts", response=list[PartOut])
@permission("catalogue.read")
def list_catalogue_parts(request: HttpRequest) -> list[PartOut]:
    """List what procedures can be made of: process templates, and shared parts."""
    found = [
        PartOut(id=name, kind="process", name=None, content=_json(template))
        for name, template in shelf().templates.items()
    ]
    for kind, named in shelf().parts.items():
        for name, data in named.items():
            said = data.get("name")
            words = WordsOut.of(Text.of(said)) if isinstance(said, dict) else None
            found.append(PartOut(id=name, kind=kind, name=words, content=dict(data)))
    return found


def _json(template: Any) -> dict[str, Any]:
    data: dict[str, Any] = template.model_dump(mode="json", exclude_defaults=True)
    return data


@router.post("/catalogue/check", response=CheckOut)
@permission("catalogue.edit")
def check_procedure_text(request: HttpRequest, said: CheckIn) -> CheckOut:
    """Check a text without keeping it: each mistake with line, reason and mend."""
    return CheckOut.of(check_text(said.text, code=said.code, purpose=said.purpose))


@router.get("/proposals", response=ProposalPage)
@permission("catalogue.read")
def list_proposals(request: HttpRequest, asked: Query[ProposalsIn]) -> ProposalPage:
    """List proposals, the newest first."""
    page = queries.list_proposals(**asked.dict())
    return ProposalPage(
        items=[ProposalSummary.of(one) for one in page.items], next=page.next
    )


@router.post("/proposals", response={201: RevisionOut})
@permission("catalogue.edit")
def start_proposal(
    request: HttpRequest, said: ProposalIn, response: HttpResponse
) -> Status[RevisionOut]:
    """Begin a proposal, with the text of the latest version or of what is listed."""
    facts = said.dict()
    begin = Beginning(day=facts.pop("in_force_from"), **facts)
    made = commands.start_proposal(
        actor=actor_of(request), now=timezone.now(), begin=begin
    )
    response["ETag"] = etag(1)
    return Status(201, RevisionOut(id=made, revision=1))


@router.get("/proposals/{proposal_id}", response=ProposalOut)
@permission("catalogue.read")
def get_proposal(
    request: HttpRequest, proposal_id: UUID, response: HttpResponse
) -> ProposalOut:
    """Return a proposal with its text, and all that is wrong with it now."""
    view = queries.get_proposal(proposal_id)
    response["ETag"] = etag(view.facts.revision)
    return ProposalOut.in_full(view, view.check())


@router.get("/proposals/{proposal_id}/events", response=StoryOut)
@permission("catalogue.read")
def list_proposal_events(request: HttpRequest, proposal_id: UUID) -> StoryOut:
    """Return everything that was done with a proposal, with each text saved."""
    view = queries.get_proposal(proposal_id)
    return StoryOut(
        is_intact=queries.is_intact(proposal_id),
        events=[ProposalEventOut.of(event) for event in view.events],
    )


@router.get("/proposals/{proposal_id}/changes", response=ChangesOut)
@permission("catalogue.read")
def list_proposal_changes(request: HttpRequest, proposal_id: UUID) -> ChangesOut:
    """Say what a proposal changes in the version that it is based on."""
    view = queries.get_proposal(proposal_id)
    changes = queries.changes_of(view, view.check()) or ()
    return ChangesOut(
        base_version_id=view.facts.base_version_id,
        changes=[ChangeOut.of(change) for change in changes],
    )


@router.get("/proposals/{proposal_id}/preview", response=PreviewOut)
@permission("catalogue.read")
def preview_proposal(request: HttpRequest, proposal_id: UUID) -> PreviewOut:
    """Return what would be published, once nothing is wrong."""
    checked = queries.get_proposal(proposal_id).check()
    if checked.definition is None:
        raise ProposalDefective(problems=len(checked.problems))
    definition = checked.definition
    return PreviewOut(
        definition=to_json(definition), form_schema=form_schema(definition, "vi")
    )


@router.put("/proposals/{proposal_id}/text", response=RevisionOut)
@permission("catalogue.edit")
def save_proposal(
    request: HttpRequest,
    proposal_id: UUID,
    conditions: Header[Precondition],
    response: HttpResponse,
    said: ProposalTextIn,
) -> RevisionOut:
    """Keep the text of a proposal as it is, right or wrong."""
    order = _order(request, proposal_id, conditions)
    return _done(order, response, commands.save_proposal(order, text=said.text))


@router.post("/proposals/{proposal_id}/rebase", response=RevisionOut)
@permission("catalogue.edit")
def rebase_proposal(
    request: HttpRequest,
    proposal_id: UUID,
    conditions: Header[Precondition],
    response: HttpResponse,
) -> RevisionOut:
    """Rest a proposal on the version that was published meanwhile."""
    order = _order(request, proposal_id, conditions)
    return _done(order, response, commands.rebase_proposal(order))


@router.post("/proposals/{proposal_id}/submit", response=RevisionOut)
@permission("catalogue.edit")
def submit_proposal(
    request: HttpRequest,
    proposal_id: UUID,
    conditions: Header[Precondition],
    response: HttpResponse,
) -> RevisionOut:
    """Submit a proposal for approval by somebody else."""
    order = _order(request, proposal_id, conditions)
    return _done(order, response, commands.submit_proposal(order))


@router.post("/proposals/{proposal_id}/approve", response=RevisionOut)
@permission("catalogue.approve")
def approve_proposal(
    request: HttpRequest,
    proposal_id: UUID,
    conditions: Header[Precondition],
    response: HttpResponse,
    said: ProposalNoteIn,
) -> RevisionOut:
    """Approve a proposal of which one wrote nothing."""
    order = _order(request, proposal_id, conditions)
    return _done(order, response, commands.approve_proposal(order, note=said.note))


@router.post("/proposals/{proposal_id}/return", response=RevisionOut)
@permission("catalogue.approve")
def return_proposal(
    request: HttpRequest,
    proposal_id: UUID,
    conditions: Header[Precondition],
    response: HttpResponse,
    said: ProposalReasonIn,
) -> RevisionOut:
    """Give a proposal back to be mended, or take an approval back."""
    order = _order(request, proposal_id, conditions)
    return _done(order, response, commands.return_proposal(order, reason=said.reason))


@router.post("/proposals/{proposal_id}/withdraw", response=RevisionOut)
@permission("catalogue.edit")
def withdraw_proposal(
    request: HttpRequest,
    proposal_id: UUID,
    conditions: Header[Precondition],
    response: HttpResponse,
    said: ProposalReasonIn,
) -> RevisionOut:
    """Give a proposal up; it stays to be read."""
    order = _order(request, proposal_id, conditions)
    return _done(order, response, commands.withdraw_proposal(order, reason=said.reason))


@router.post("/proposals/{proposal_id}/publish", response=RevisionOut)
@permission("catalogue.publish")
def publish_proposal(
    request: HttpRequest,
    proposal_id: UUID,
    conditions: Header[Precondition],
    response: HttpResponse,
) -> RevisionOut:
    """Publish what was approved, from the day that it says."""
    order = _order(request, proposal_id, conditions)
    return _done(order, response, commands.publish_proposal(order))


def _order(request: HttpRequest, proposal_id: UUID, conditions: Precondition) -> Order:
    return Order(proposal_id, actor_of(request), timezone.now(), conditions.seen)


def _done(order: Order, response: HttpResponse, revision: int) -> RevisionOut:
    response["ETag"] = etag(revision)
    return RevisionOut(id=order.proposal_id, revision=revision)
