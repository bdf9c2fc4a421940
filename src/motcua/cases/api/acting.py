"""Acting on cases: one operation for each thing people do.

Every one takes ``Idempotency-Key`` and ``If-Match`` and answers with the case.
"""

from collections.abc import Callable
from functools import partial
from typing import Any, get_type_hints
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Header

from motcua.cases import commands, queries
from motcua.cases.api import inputs
from motcua.cases.api.common import Ref, id_of, router
from motcua.cases.api.offers import PATH_OF
from motcua.cases.api.shapes import CaseOut, case_out
from motcua.cases.commands import Acted, Order
from motcua.cases.rules.supplement import RequestedItem
from motcua.deadlines import Limit
from motcua.kernel.actors import Actor
from motcua.kernel.instants import to_text
from motcua.kernel.refusals import ChangedMeanwhile
from motcua.web.actors import actor_of
from motcua.web.inputs import Input
from motcua.web.permissions import permission
from motcua.web.refusals import problem, problem_json
from motcua.web.requests import Conditions, etag, fingerprint
from motcua.web.shapes import answer_of

TAGS = ["acting on cases"]
Command = Callable[[Order], Acted]
Translate = Callable[[Any], Command]


def action(power: str) -> Callable[[Translate], Translate]:
    """Make an operation of a function from what is sent to the command it means.

    The function has the name of the command; its argument says what is sent.
    """

    def decorate(translate: Translate) -> Translate:
        name = translate.__name__

        def view(
            request: HttpRequest,
            ref: Ref,
            conditions: Header[Conditions],
            said: Input,
        ) -> Any:
            order = order_of(request, id_of(ref), conditions, said)
            return answer_with_case(order, translate(said))

        view.__name__, view.__doc__ = name, translate.__doc__
        view.__annotations__["said"] = get_type_hints(translate)["said"]
        address = f"/cases/{{ref}}/{PATH_OF[name]}"
        route = router.post(address, response=CaseOut, operation_id=name, tags=TAGS)
        route(permission(power)(view))
        return translate

    return decorate


def order_of(
    request: HttpRequest, case_id: UUID, conditions: Conditions, said: Input
) -> Order:
    """Return the order that a request gives."""
    key = conditions.key_for(request)
    return Order(
        case_id=case_id,
        actor=actor_of(request),
        now=timezone.now(),
        key=key,
        seen=conditions.seen,
        fingerprint=fingerprint(said.model_dump(mode="json")) if key else "",
    )


def answer_with_case(order: Order, command: Command) -> HttpResponse:
    """Run a command; answer with the case, or with what changed meanwhile."""
    try:
        acted = command(order)
    except ChangedMeanwhile as refusal:
        return _changed(refusal, order.case_id, order.actor)
    said = case_out(acted.state, acted.seq, order.actor)
    return answer_of(said, {"ETag": etag(acted.seq)})


def _changed(refusal: ChangedMeanwhile, case_id: UUID, actor: Actor) -> HttpResponse:
    """Answer that the case is not as it was seen, and what happened since."""
    seen, now = int(str(refusal.params["seen"])), int(str(refusal.params["now"]))
    events = queries.list_events(case_id, actor, after=seen)
    body = problem(refusal) | {
        "seq": now,
        "changes": [
            {"seq": event.seq, "kind": event.kind, "at": to_text(event.at)}
            for event in events
        ],
    }
    response = problem_json(body)
    response["ETag"] = etag(now)
    return response


@action("cases.accept")
def accept_case(said: inputs.AcceptIn) -> Command:
    """Accept an application (tiếp nhận): official code, due date, first steps."""
    return partial(commands.accept_case, on_paper=said.on_paper)


@action("cases.refuse")
def refuse_case(said: inputs.ReasonIn) -> Command:
    """Refuse an application at intake (từ chối tiếp nhận), with the reason."""
    return partial(commands.refuse_case, reason=said.reason)


@action("cases.request_supplement")
def request_supplement(said: inputs.AskSupplementIn) -> Command:
    """Ask for a supplement (yêu cầu bổ sung), every wrong item at once."""
    return partial(
        commands.request_supplement,
        items=[RequestedItem(one.kind, one.id, one.reason) for one in said.items],
        repeat_reason=said.repeat_reason,
    )


@action("cases.supplement")
def supplement_case(said: inputs.SupplementIn) -> Command:
    """Supplement a case (bổ sung hồ sơ) with changed answers and new papers."""
    return partial(commands.supplement_case, form=said.form, papers=said.papers)


@action("cases.withdraw")
def withdraw_case(said: inputs.OptionalReasonIn) -> Command:
    """Withdraw an application before it is accepted (rút hồ sơ)."""
    return partial(commands.withdraw_case, reason=said.reason)


@action("cases.stop")
def stop_case(said: inputs.ReasonIn) -> Command:
    """Stop a case on request of the applicant, before a decision (dừng giải quyết)."""
    return partial(commands.stop_case, reason=said.reason)


@action("cases.complete_step")
def complete_step(said: inputs.StepIn) -> Command:
    """Finish an open step with an outcome; the last one decides the case."""
    return partial(
        commands.complete_step,
        step=said.step,
        outcome=said.outcome,
        note=said.note,
        payment=said.payment.model_dump() if said.payment else None,
    )


@action("cases.consult")
def consult_unit(said: inputs.ConsultIn) -> Command:
    """Ask another unit for its opinion, by a due date (lấy ý kiến)."""
    return partial(
        commands.consult_unit,
        unit_id=said.unit_id,
        question=said.question,
        within=Limit.parse(said.within),
    )


@action("cases.answer")
def answer_consultation(said: inputs.AnswerIn) -> Command:
    """Give the opinion that your unit was asked for (trả lời ý kiến)."""
    return partial(
        commands.answer_consultation,
        consultation=str(said.consultation),
        answer=said.answer,
    )


@action("cases.apologise")
def apologise_and_reappoint(said: inputs.ApologyIn) -> Command:
    """Apologise and give a new date, once (xin lỗi và hẹn lại ngày trả)."""
    return partial(
        commands.apologise_and_reappoint, reason=said.reason, new_due=said.new_due
    )


@action("cases.complete_step")
def extend_limit(said: inputs.ReasonIn) -> Command:
    """Use the extension that the procedure knows for verification, once."""
    return partial(commands.extend_limit, reason=said.reason)


@action("cases.return_result")
def return_result(said: inputs.ReturnIn) -> Command:
    """Hand the result over (trả kết quả)."""
    return partial(commands.return_result, way=said.way, received_by=said.received_by)


@action("cases.work")
def reassign_work(said: inputs.ReassignIn) -> Command:
    """Give open work to a person, or back to the unit (giao việc)."""
    return partial(commands.reassign_work, item=said.item, assignee_id=said.assignee_id)


@action("cases.comment")
def comment_on_case(said: inputs.TextIn) -> Command:
    """Say something to colleagues; the applicant does not see it."""
    return partial(commands.comment_on_case, text=said.text)


@action("cases.message")
def send_message(said: inputs.TextIn) -> Command:
    """Write to the applicant, or as the applicant to whoever handles the case."""
    return partial(commands.send_message, text=said.text)


@action("cases.reopen")
def reopen_case(said: inputs.ReasonIn) -> Command:
    """Reopen a closed case, by special right (mở lại hồ sơ)."""
    return partial(commands.reopen_case, reason=said.reason)


@action("cases.erase")
def erase_case(said: inputs.EraseIn) -> Command:
    """Erase the personal data of a closed case, as a written act orders."""
    return partial(commands.erase_case, act_of=said.act)
