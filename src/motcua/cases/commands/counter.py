"""At the counter: an application is handed in and accepted in one go."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from motcua.cases import papers
from motcua.cases.applications import Dossier
from motcua.cases.commands.intake import accept_case, submit_application
from motcua.cases.commands.running import Acted, Order
from motcua.cases.models import CaseEvent
from motcua.cases.queries import get_case
from motcua.documents.queries import IssuedFacts
from motcua.kernel.actors import Actor
from motcua.kernel.refusals import NotFound


@transaction.atomic
def receive_at_counter(
    order: Order, dossier: Dossier, *, on_paper: Sequence[str] = ()
) -> Acted:
    """Hand in for somebody at the counter and accept at once (nhận tại quầy).

    Both or neither: an application that cannot be accepted is not handed in either,
    so that the clerk mends it while the applicant stands there. ``on_paper`` names the
    papers that were handed over.

    :raises InvalidInput: if the form or a paper is wrong; says which field and why.
    :raises PapersMissing: if a paper that the procedure needs is not there.
    :raises NotCompetent: unless the actor may accept.
    """
    order.actor.require("cases.accept")
    case_id = submit_application(order, dossier).state.id  # the first one, if repeated
    key = f"{order.key}.accept" if order.key else ""
    accepting = replace(order, case_id=case_id, key=key, seen=None)
    return accept_case(accepting, on_paper=on_paper)


def issue_receipt(case_id: UUID, *, actor: Actor, now: datetime) -> IssuedFacts:
    """Print the receipt of an accepted case (giấy tiếp nhận), unless it is there.

    The job after the acceptance does the same; whoever comes second changes nothing.

    :raises NotFound: if the case is not to be seen, or was not accepted.
    """
    state = get_case(case_id, actor).state
    accepted = CaseEvent.objects.filter(case_id=case_id, kind="ACCEPTED")
    event = accepted.order_by("-seq").first()
    receipt = papers.issue_for(event, state, now) if event else None
    if receipt is None:
        raise NotFound
    return receipt
