"""Beginning a proposal, and keeping what is typed into it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from motcua.catalogue.models import Proposal
from motcua.catalogue.national.queries import get_entry
from motcua.catalogue.queries import get_version
from motcua.catalogue.upkeep import queries
from motcua.catalogue.upkeep.commands.events import EDIT, Order, append, lock, project
from motcua.catalogue.upkeep.commands.refusals import (
    ProcedureNameNeeded,
    TemplateUnknown,
)
from motcua.catalogue.upkeep.drafting import blank_draft, draft_of
from motcua.catalogue.upkeep.library import known_parts, shelf
from motcua.catalogue.upkeep.rules import proposing
from motcua.catalogue.upkeep.rules.proposing import Act, Purpose, State
from motcua.catalogue.upkeep.writing import file_data, to_yaml
from motcua.kernel.actors import Actor
from motcua.kernel.refusals import InvalidInput, NotFound
from motcua.kernel.texts import nfc

ASKED_FIRST = ("applicant_name", "applicant_identity", "home", "phone", "email")


@dataclass(frozen=True, slots=True)
class Beginning:
    """What a proposal starts with.

    ``version_id``: which version it is based on, if not the latest. ``template``:
    the process of a procedure that has none yet; ``name``: of one quite unknown.
    ``act`` and ``successor``: of a closing.
    """

    code: str
    day: date
    purpose: Purpose = Purpose.VERSION
    version_id: UUID | None = None
    template: str = ""
    name: str = ""
    act: str = ""
    successor: str = ""


@transaction.atomic
def start_proposal(*, actor: Actor, now: datetime, begin: Beginning) -> UUID:
    """Begin a proposal (lập dự thảo công bố) and return its id.

    It starts with the text of the version it is based on, of the catalogue's entry,
    or with a blank one, and from ``begin.day``.

    :raises NotCompetent: unless the actor holds ``catalogue.edit``.
    :raises NotFound: if the version, or the procedure to close, does not exist.
    :raises ProcedureNameNeeded: if nothing is known of the code and no name is given.
    :raises TemplateUnknown: if no pack has the template.
    """
    actor.require(EDIT)
    data, base, entry = _first_data(begin)
    text = to_yaml(data)
    proposal = Proposal(
        code=begin.code,
        purpose=begin.purpose,
        state=State.DRAFT,
        revision=0,
        base_version_id=base,
        base_entry=entry,
        started_at=now,
        changed_at=now,
    )
    project(proposal, text)
    proposal.save()
    order = Order(proposal.pk, actor, now)
    append(proposal, Act.STARTED, order, EDIT, text=text)
    return proposal.pk


@transaction.atomic
def save_proposal(
    order: Order,
    *,
    text: str,
) -> int:
    """Keep the text of a proposal as it was typed, and return the new revision.

    Whether it is right is not asked: a draft may be wrong until it is submitted. The
    same text again is no event.

    :raises NotCompetent: unless the actor holds ``catalogue.edit``.
    :raises ProposalNotReady: if it is submitted or done.
    :raises ProposalTooLong: if no procedure is so long.
    :raises ChangedMeanwhile: if somebody else changed it since.
    """
    order.actor.require(EDIT)
    proposal = lock(order)
    proposing.check_act(Act.SAVED, State(proposal.state))
    text = nfc(text.replace("\r\n", "\n"))
    proposing.check_length(text)
    if text != proposal.text:
        project(proposal, text)
        append(proposal, Act.SAVED, order, EDIT, text=text)
    return proposal.revision


@transaction.atomic
def rebase_proposal(order: Order) -> int:
    """Rest a proposal on the version that was published meanwhile; the text stays.

    What that version brought now shows as a difference, to be kept or dropped.

    :raises NotCompetent: unless the actor holds ``catalogue.edit``.
    :raises ProposalNotReady: if it is submitted or done.
    :raises ChangedMeanwhile: if somebody else changed it since.
    """
    order.actor.require(EDIT)
    proposal = lock(order)
    proposing.check_act(Act.REBASED, State(proposal.state))
    proposal.base_version_id = queries.last_published(proposal.code)
    append(proposal, Act.REBASED, order, EDIT)
    return proposal.revision


def _first_data(begin: Beginning) -> tuple[dict[str, Any], UUID | None, str]:
    """Return the first data, the version they come from, or the entry."""
    day = begin.day.isoformat()
    base = begin.version_id or queries.newest_version(begin.code)
    if begin.purpose is Purpose.CLOSING:
        if base is None:
            raise NotFound(procedure=begin.code)
        said = {"successor": begin.successor} if begin.successor else {}
        act = {"act": begin.act}
        return {"code": begin.code, "closed_from": day, **act, **said}, base, ""
    if base is not None:
        version = get_version(base)
        if version.code != begin.code:
            raise NotFound(version=str(base))
        data = file_data(version.definition, shelf()) | {"in_force_from": day}
        data.pop("in_force_until", None)
        return data, queries.last_published(begin.code), ""
    return _new_data(begin)


def _new_data(begin: Beginning) -> tuple[dict[str, Any], None, str]:
    if begin.template not in shelf().templates:
        raise InvalidInput({"template": TemplateUnknown(template=begin.template)})
    known = known_parts("fields")
    asked = [known[name] for name in ASKED_FIRST if name in known]
    plan: dict[str, Any] = {
        "template": begin.template,
        "day": begin.day,
        "asked": asked,
    }
    try:
        entry = get_entry(begin.code, begin.day)
    except NotFound:
        if not begin.name.strip():
            raise InvalidInput({"name": ProcedureNameNeeded()}) from None
        return blank_draft(begin.code, nfc(begin.name.strip()), **plan), None, ""
    return draft_of(entry, **plan), None, begin.code
