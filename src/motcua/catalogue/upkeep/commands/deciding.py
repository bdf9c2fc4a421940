"""Submitting, approving, returning, withdrawing and publishing a proposal."""

from datetime import datetime

from django.db import transaction

from motcua.catalogue import revision
from motcua.catalogue.commands import publish_version
from motcua.catalogue.models import Closing, Procedure, ProcedureVersion, Proposal
from motcua.catalogue.publishing import hash_of, to_json
from motcua.catalogue.upkeep import queries
from motcua.catalogue.upkeep.checking import Checked, ClosingFile
from motcua.catalogue.upkeep.commands.events import (
    APPROVE,
    EDIT,
    PUBLISH,
    Order,
    go,
    lock,
)
from motcua.catalogue.upkeep.commands.refusals import (
    ApprovedOtherwise,
    ProcedureMovedOn,
    ProposalChangesNothing,
    ProposalDefective,
)
from motcua.catalogue.upkeep.rules import proposing
from motcua.catalogue.upkeep.rules.proposing import Act, State


@transaction.atomic
def submit_proposal(order: Order) -> int:
    """Submit a proposal for approval (trình phê duyệt).

    :raises NotCompetent: unless the actor holds ``catalogue.edit``.
    :raises ProposalNotReady: if it is not a draft.
    :raises ProposalDefective: if its text has mistakes.
    :raises ProposalChangesNothing: if it says what holds already.
    :raises ProcedureMovedOn: if another version was published meanwhile.
    :raises ChangedMeanwhile: if somebody else changed it since.
    """
    order.actor.require(EDIT)
    proposal = lock(order)
    state = proposing.check_act(Act.SUBMITTED, State(proposal.state))
    checked = _checked(proposal)
    _check_news(proposal, checked)
    return go(proposal, Act.SUBMITTED, state, order, EDIT)


@transaction.atomic
def approve_proposal(
    order: Order,
    *,
    note: str = "",
) -> int:
    """Approve a proposal (phê duyệt): somebody who wrote none of it.

    :raises NotCompetent: unless the actor holds ``catalogue.approve``.
    :raises ProposalNotReady: unless it is submitted.
    :raises OwnProposal: if the actor wrote any of it.
    :raises ProposalDefective: if its text has mistakes by now.
    :raises ProcedureMovedOn: if another version was published meanwhile.
    :raises ChangedMeanwhile: if somebody else changed it since.
    """
    order.actor.require(APPROVE)
    proposal = lock(order)
    state = proposing.check_act(Act.APPROVED, State(proposal.state))
    proposing.check_approver(order.actor.id, queries.view_of(proposal).authors)
    proposal.approved_hash = _hash(_checked(proposal))
    return go(proposal, Act.APPROVED, state, order, APPROVE, note=note)


@transaction.atomic
def return_proposal(
    order: Order,
    *,
    reason: str,
) -> int:
    """Give a proposal back to be mended, with the reason (trả lại).

    :raises NotCompetent: unless the actor holds ``catalogue.approve``.
    :raises ProposalNotReady: unless it is submitted or approved.
    :raises ProposalNeedsReason: if no reason is given.
    :raises ChangedMeanwhile: if somebody else changed it since.
    """
    order.actor.require(APPROVE)
    proposal = lock(order)
    state = proposing.check_act(Act.RETURNED, State(proposal.state), reason=reason)
    proposal.approved_hash = ""
    return go(proposal, Act.RETURNED, state, order, APPROVE, note=reason)


@transaction.atomic
def withdraw_proposal(
    order: Order,
    *,
    reason: str,
) -> int:
    """Give a proposal up (rút dự thảo); it stays to be read.

    :raises NotCompetent: unless the actor holds ``catalogue.edit``.
    :raises ProposalNotReady: if it is published or withdrawn already.
    :raises ProposalNeedsReason: if no reason is given.
    :raises ChangedMeanwhile: if somebody else changed it since.
    """
    order.actor.require(EDIT)
    proposal = lock(order)
    state = proposing.check_act(Act.WITHDRAWN, State(proposal.state), reason=reason)
    return go(proposal, Act.WITHDRAWN, state, order, EDIT, note=reason)


@transaction.atomic
def publish_proposal(order: Order) -> int:
    """Publish what was approved (công bố), from the day that it says.

    :raises NotCompetent: unless the actor holds ``catalogue.publish``.
    :raises ProposalNotReady: unless it is approved.
    :raises ProposalDefective: if its text has mistakes by now.
    :raises ProcedureMovedOn: if another version was published meanwhile.
    :raises ApprovedOtherwise: if a template changed since it was approved.
    :raises ChangedMeanwhile: if somebody else changed it since.
    """
    order.actor.require(PUBLISH)
    proposal = lock(order)
    state = proposing.check_act(Act.PUBLISHED, State(proposal.state))
    checked = _checked(proposal)
    if _hash(checked) != proposal.approved_hash:
        raise ApprovedOtherwise
    if checked.closing is not None:
        _close(proposal, checked.closing, order.now)
    elif checked.definition is not None:
        proposal.published_version_id = publish_version(
            definition=checked.definition, actor=order.actor, now=order.now
        )
    return go(proposal, Act.PUBLISHED, state, order, PUBLISH)


def _checked(proposal: Proposal) -> Checked:
    checked = queries.view_of(proposal).check()
    if checked.problems:
        raise ProposalDefective(problems=len(checked.problems))
    if queries.has_moved_on(proposal):
        raise ProcedureMovedOn(procedure=proposal.code)
    return checked


def _check_news(proposal: Proposal, checked: Checked) -> None:
    if checked.definition is None:
        return
    rows = ProcedureVersion.objects.filter(
        procedure__code=proposal.code,
        in_force_from=checked.definition.in_force_from,
        superseded_at__isnull=True,
        content_hash=_hash(checked),
    )
    if rows.exists():
        raise ProposalChangesNothing


def _hash(checked: Checked) -> str:
    if checked.definition is not None:
        return hash_of(to_json(checked.definition))
    assert checked.closing is not None  # noqa: S101 - what has no problems is one
    return hash_of(checked.closing.model_dump(mode="json"))


def _close(proposal: Proposal, closing: ClosingFile, now: datetime) -> None:
    procedure = Procedure.objects.select_for_update().get(code=closing.code)
    Closing.objects.create(
        procedure=procedure,
        closed_from=closing.closed_from,
        act=closing.act,
        successor=closing.successor or "",
        note=closing.note.as_dict() if closing.note else {},
        proposal=proposal,
        closed_at=now,
    )
    for version in procedure.versions.filter(superseded_at__isnull=True):
        if version.in_force_until is None or version.in_force_until > (
            closing.closed_from
        ):
            version.in_force_until = closing.closed_from
            version.save(update_fields=["in_force_until"])
    revision.touch()
    revision.touch()
