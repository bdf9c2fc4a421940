"""Who does it, what is said, reopening, erasure, following the calendar."""

from uuid import UUID

from django.db.models import Q

from motcua.authority.queries import actor_of
from motcua.cases import store
from motcua.cases.commands.running import Acted, Order, act
from motcua.cases.models import Draft, Erasure
from motcua.cases.rules import upkeep
from motcua.cases.rules.frame import Frame
from motcua.cases.rules.state import CaseState, NewEvent
from motcua.documents import commands as documents
from motcua.notices import commands as notices


def reassign_work(order: Order, *, item: str, assignee_id: UUID | None) -> Acted:
    """Give open work to a person, or back to the unit (giao việc)."""

    def decide(state: CaseState, frame: Frame) -> list[NewEvent]:
        assignee = actor_of(assignee_id, frame.now) if assignee_id else None
        return upkeep.reassign(state, frame, key=item, assignee=assignee)

    return act(order, "cases.work", decide)


def comment_on_case(order: Order, *, text: str) -> Acted:
    """Say something to colleagues; the applicant does not see it."""

    def decide(state: CaseState, frame: Frame) -> list[NewEvent]:
        return upkeep.comment(state, frame, text=text)

    return act(order, "cases.comment", decide)


def send_message(order: Order, *, text: str) -> Acted:
    """Write to the applicant, or as the applicant to whoever handles the case."""

    def decide(state: CaseState, frame: Frame) -> list[NewEvent]:
        return upkeep.send_message(state, frame, text=text)

    return act(order, "cases.message", decide)


def reopen_case(order: Order, *, reason: str) -> Acted:
    """Reopen a closed case, by special right (mở lại hồ sơ)."""

    def decide(state: CaseState, frame: Frame) -> list[NewEvent]:
        return upkeep.reopen(state, frame, reason=reason)

    return act(order, "cases.reopen", decide)


def erase_case(order: Order, *, act_of: str) -> Acted:
    """Erase the personal data of a closed case, as ``act_of`` orders.

    Removes payloads and salts, files, messages and drafts; the chain still verifies.

    :raises ReasonMissing: if the act is not named.
    """

    def decide(state: CaseState, frame: Frame) -> list[NewEvent]:
        events = upkeep.erase(state, frame, act=act_of)
        Erasure.objects.create(
            case_id=state.id, act=act_of, ordered_by_id=order.actor.id, at=frame.now
        )
        store.erase_payloads(state.id)
        documents.erase_files(case_id=state.id, act=act_of, now=frame.now)
        notices.erase_notices(case_id=state.id, now=frame.now)
        Draft.objects.filter(Q(case_id=state.id) | Q(pk=state.id)).delete()
        return events

    return act(order, "cases.erase", decide)


def follow_calendar(order: Order, *, cause: str) -> Acted:
    """Derive the due date anew after a change of the calendar; record a move."""

    def decide(state: CaseState, frame: Frame) -> list[NewEvent]:
        return upkeep.move_due_date(state, frame, cause=cause)

    return act(order, "cases.follow_calendar", decide)
