"""From answers to what is asked next, which steps are needed, and when they end."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from motcua.catalogue.finder.definition import NO, YES, LifeEvent, Question, Step
from motcua.catalogue.rules.facts import holds
from motcua.kernel.law import decided_by

_FINDER = "0097-life-events-are-data"


@decided_by(_FINDER)
def options_of(question: Question) -> tuple[str, ...]:
    """Return the answers that a question takes (các lựa chọn)."""
    return tuple(choice.id for choice in question.choices) or (YES, NO)


@decided_by(_FINDER)
def facts_of(event: LifeEvent, answers: Mapping[str, str]) -> dict[str, Any]:
    """Return what conditions read of the answers (dữ kiện).

    What is not asked, not answered or no option of its question is null.
    """
    facts: dict[str, Any] = {}
    for question in event.questions:
        said = answers.get(question.id)
        known = said in options_of(question) and holds(question.when, facts)
        value: Any = said if question.choices else said == YES
        facts[question.id] = value if known else None
    return facts


@decided_by(_FINDER)
def asked(event: LifeEvent, answers: Mapping[str, str]) -> tuple[Question, ...]:
    """Return the questions to ask, given the answers so far (câu hỏi cần trả lời)."""
    facts = facts_of(event, answers)
    return tuple(q for q in event.questions if holds(q.when, facts))


@decided_by(_FINDER)
def is_complete(event: LifeEvent, answers: Mapping[str, str]) -> bool:
    """Tell whether all that is asked is answered (đã trả lời đủ)."""
    facts = facts_of(event, answers)
    return all(facts[question.id] is not None for question in asked(event, answers))


@decided_by(_FINDER)
def steps_needed(event: LifeEvent, answers: Mapping[str, str]) -> tuple[Step, ...]:
    """Return the steps that apply, in order (các thủ tục cần làm)."""
    facts = facts_of(event, answers)
    return tuple(step for step in event.steps if holds(step.when, facts))


@decided_by(_FINDER)
def answers_of(
    step: Step, facts: Mapping[str, Any], around: Mapping[str, Any]
) -> dict[str, Any]:
    """Return what is known of the procedure's own form (phần tờ khai đã biết).

    ``around`` are the circumstances of the application.
    """
    taken = {to: facts[name] for to, name in step.take.items()}
    said = {**step.answers, **taken, **around}
    return {name: value for name, value in said.items() if value is not None}


@decided_by(_FINDER)
def waits_for(step: Step, steps: Sequence[Step]) -> tuple[str, ...]:
    """Return which of the steps that apply must end first (phải xong trước)."""
    there = {other.procedure for other in steps}
    return tuple(code for code in step.after if code in there)


@decided_by(_FINDER)
def starts_at(
    waiting: Sequence[str], ends: Mapping[str, datetime | None], now: datetime
) -> datetime | None:
    """Return when a step can be handed in (có thể nộp từ).

    At once if it waits for nothing; else when the last it waits for has ended.
    Nothing if one of those ends nobody knows when.
    """
    known = [ends.get(code) for code in waiting]
    if any(end is None for end in known):
        return None
    return max([now, *(end for end in known if end is not None)])
