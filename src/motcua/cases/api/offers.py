"""What may be done to a case, as the API says it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from ninja import Schema

from motcua.cases.actions import Action, Choice
from motcua.kernel.refusals import Refusal
from motcua.web.refusals import text_of
from motcua.web.shapes import WordsOut

PATH_OF = {
    "accept_case": "accept",
    "refuse_case": "refuse",
    "request_supplement": "request-supplement",
    "supplement_case": "supplement",
    "withdraw_case": "withdraw",
    "stop_case": "stop",
    "complete_step": "complete-step",
    "consult_unit": "consult",
    "answer_consultation": "answer",
    "apologise_and_reappoint": "apologise",
    "extend_limit": "extend",
    "return_result": "return",
    "reassign_work": "reassign",
    "comment_on_case": "comment",
    "send_message": "message",
    "reopen_case": "reopen",
    "erase_case": "erase",
}


class WhyNot(Schema):
    """Why something cannot be done: the refusal that it would get now."""

    code: str
    detail: str

    @classmethod
    def of(cls, refusal: Refusal | None) -> "WhyNot | None":
        """Return the refusal as it is answered."""
        if refusal is None:
            return None
        return cls(code=refusal.code, detail=text_of(refusal))


class ChoiceOut(Schema):
    """One of the things that may be picked in an action."""

    id: str
    name: WordsOut
    note_required: bool
    why_not: WhyNot | None
    reason: str

    @classmethod
    def all(cls, choices: Iterable[Choice]) -> "list[ChoiceOut]":
        """Return the choices as they are answered."""
        return [
            cls(
                id=choice.id,
                name=WordsOut.of(choice.name),
                note_required=choice.note_required,
                why_not=WhyNot.of(choice.refusal),
                reason=choice.reason,
            )
            for choice in choices
        ]


class ActionOut(Schema):
    """An action: ``POST`` to ``href``. ``name`` is the operation that describes it."""

    name: str
    href: str
    allowed: bool
    why_not: WhyNot | None
    item: str
    title: WordsOut | None
    kind: str
    due_at: datetime | None
    outcomes: list[ChoiceOut]
    papers: list[ChoiceOut]
    fields: list[ChoiceOut]
    reason_owed: bool
    extension: WordsOut | None
    likely_unit_ids: list[UUID]
    unit_id: UUID | None
    role: str | None
    assignee_id: UUID | None

    @classmethod
    def of(cls, action: Action, case_id: UUID) -> "ActionOut":
        """Return an action as it is answered."""
        plain: dict[str, Any] = {name: getattr(action, name) for name in _PLAIN}
        return cls(
            **plain,
            href=f"/api/v1/cases/{case_id}/{PATH_OF[action.name]}",
            why_not=WhyNot.of(action.refusal),
            title=WordsOut.of(action.title) if action.title else None,
            outcomes=ChoiceOut.all(action.outcomes),
            papers=ChoiceOut.all(action.papers),
            fields=ChoiceOut.all(action.fields),
            extension=(
                WordsOut.of(action.extension.text()) if action.extension else None
            ),
            likely_unit_ids=list(action.likely_unit_ids),
        )


_PLAIN = (
    "name", "allowed", "item", "kind", "due_at", "reason_owed", "unit_id", "role",
    "assignee_id",
)  # fmt: skip
