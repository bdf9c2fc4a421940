"""JSON of the guided finder: public, read only."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Query, Router, Schema

from motcua.catalogue.finder import queries, rules
from motcua.catalogue.finder.queries import LifeEvent
from motcua.kernel.texts import Text
from motcua.web.permissions import PUBLIC, permission
from motcua.web.shapes import WordsOut

router = Router(tags=["life events"], auth=None)

EventId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,59}$")]
Answer = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,59}:[a-z][a-z0-9_]{0,59}$")]


class LifeEventOut(Schema):
    """Something that happens, e.g. that a child is born."""

    id: str
    kind: Literal["LIFE", "BUSINESS"]
    name: WordsOut
    summary: WordsOut


class AnswerChoiceOut(Schema):
    """An answer; of a yes-or-no question ``yes`` or ``no``."""

    id: str
    name: WordsOut | None


class QuestionOut(Schema):
    """A question; ``answer`` is what was said, if it was one of the choices."""

    id: str
    name: WordsOut
    help: WordsOut | None
    choices: list[AnswerChoiceOut]
    answer: str | None


class FeeOut(Schema):
    """A fee. No ``amount`` means not known here, never free; ``set_by`` sets it."""

    name: WordsOut
    amount: int | None
    currency: str | None
    set_by: WordsOut | None
    depends: bool


class StepOut(Schema):
    """A procedure on the way; ``after`` are the numbers of steps that must end first.

    Without ``version_id`` it is for information only. ``ends_at`` is when it is due
    if each step is handed in complete as soon as it can be; null: nobody can tell.
    """

    number: int
    code: str
    name: WordsOut
    version_id: UUID | None
    why: WordsOut | None
    optional: bool
    after: list[int]
    limit: WordsOut | None
    other_limits: bool
    starts_at: datetime | None
    ends_at: datetime | None
    fees: list[FeeOut]
    papers_known: bool


class SharedPaperOut(Schema):
    """A paper, once for all steps; ``issued_by`` is the step that issues it."""

    name: WordsOut
    form: str
    originals: int
    copies: int
    depends: bool
    steps: list[int]
    issued_by: int | None


class PlanOut(Schema):
    """What has to be done; ``complete``: all that is asked has been answered.

    ``ends_at`` is the last due time that is known, ``all_known`` whether it is that
    of all steps that are necessary; ``total`` sums the fees that are known for sure.
    """

    event: LifeEventOut
    questions: list[QuestionOut]
    complete: bool
    steps: list[StepOut]
    papers: list[SharedPaperOut]
    starts_at: datetime
    ends_at: datetime | None
    working_days: int
    all_known: bool
    total: int
    currency: str
    more_fees: bool


class PlanIn(Schema):
    """The answers so far, each as ``question:answer``."""

    answer: Annotated[list[Answer], Field(max_length=20)] = []


@router.get(
    "/life-events", response=list[LifeEventOut], operation_id="list_life_events"
)
@permission(PUBLIC)
def list_life_events(request: HttpRequest) -> tuple[LifeEvent, ...]:
    """List what happens in a life, and in a business."""
    return queries.list_events()


@router.get(
    "/life-events/{event_id}/plan", response=PlanOut, operation_id="plan_life_event"
)
@permission(PUBLIC)
def plan_life_event(
    request: HttpRequest, event_id: EventId, said: Query[PlanIn]
) -> dict[str, Any]:
    """Say what has to be done, in order, and what is to be asked for that."""
    event = queries.get_event(event_id)
    answers = dict(one.split(":", 1) for one in said.answer)
    plan = queries.plan(event, answers, timezone.now())
    return {
        "event": event,
        "questions": _questions(event, answers),
        "complete": rules.is_complete(event, answers),
        "steps": [_step(step) for step in plan.steps],
        "papers": plan.papers,
        "starts_at": plan.starts_at,
        "ends_at": plan.ends_at,
        "working_days": plan.working_days,
        "all_known": plan.all_known,
        "total": plan.total.amount,
        "currency": plan.total.currency,
        "more_fees": plan.more_fees,
    }


def _questions(event: LifeEvent, answers: dict[str, str]) -> list[dict[str, Any]]:
    facts = rules.facts_of(event, answers)
    return [
        {
            "id": question.id,
            "name": question.name,
            "help": question.help,
            "choices": [
                {"id": one, "name": _name_of(question.choices, one)}
                for one in rules.options_of(question)
            ],
            "answer": None if facts[question.id] is None else answers[question.id],
        }
        for question in rules.asked(event, answers)
    ]


def _name_of(choices: Any, choice_id: str) -> Text | None:
    return next((one.name for one in choices if one.id == choice_id), None)


def _step(step: queries.PlannedStep) -> dict[str, Any]:
    names = (
        *("number", "code", "name", "version_id", "why", "optional", "after"),
        *("other_limits", "starts_at", "ends_at", "papers_known"),
    )
    facts = {name: getattr(step, name) for name in names}
    fees = [
        {
            "name": fee.name,
            "amount": fee.amount.amount if fee.amount else None,
            "currency": fee.amount.currency if fee.amount else None,
            "set_by": fee.set_by,
            "depends": fee.depends,
        }
        for fee in step.fees
    ]
    return facts | {"limit": step.limit.text() if step.limit else None, "fees": fees}
