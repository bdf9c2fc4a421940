"""What is sent to act on cases."""

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field

from motcua.web.inputs import Input, Instant, Line, Name, Words

Ids = Annotated[list[UUID], Field(max_length=20)]
Papers = Annotated[
    dict[Name, Ids],
    Field(max_length=60, description="Uploaded files, by the paper that they are."),
]
Answers = Annotated[
    dict[Name, Any],
    Field(max_length=300, description="Answers by field; see the form's schema."),
]
Reason = Annotated[Words, Field(description="Why; owed where the law wants one.")]


class AcceptIn(Input):
    """What was handed over at the counter."""

    on_paper: Annotated[
        list[Name],
        Field(max_length=60, description="Papers that were handed over on paper."),
    ] = []


class ReasonIn(Input):
    """Why it is done."""

    reason: Reason


class OptionalReasonIn(Input):
    """Why it is done, if somebody wants to say so."""

    reason: Reason = ""


class ItemIn(Input):
    """A paper or field that is missing or wrong."""

    kind: Literal["paper", "field"]
    id: Name
    reason: Words


class AskSupplementIn(Input):
    """Everything that is missing or wrong, at once."""

    items: Annotated[list[ItemIn], Field(max_length=200)]
    repeat_reason: Annotated[
        Words, Field(description="On a further request: why it was not said at once.")
    ] = ""


class SupplementIn(Input):
    """What was asked for: the changed answers and the new papers."""

    form: Answers = {}
    papers: Papers = {}


class PaymentIn(Input):
    """What was paid."""

    amount: Annotated[int, Field(ge=0, le=10**12, description="In whole VND.")]
    reference: Annotated[Line, Field(description="Number of the receipt or transfer.")]


class StepIn(Input):
    """How an open step ends."""

    step: Name
    outcome: Name
    note: Words = ""
    payment: PaymentIn | None = None


class ConsultIn(Input):
    """What another unit is asked, and until when."""

    unit_id: UUID
    question: Words
    within: Annotated[
        str,
        Field(
            max_length=60,
            description="A limit in words.",
            examples=["2 working days", "8 giờ làm việc"],
        ),
    ]


class AnswerIn(Input):
    """The opinion of the unit that was asked."""

    consultation: UUID
    answer: Words


class ApologyIn(Input):
    """Why the promised date is not kept, and the new one."""

    reason: Words
    new_due: Instant


class ReturnIn(Input):
    """How the result was handed over."""

    way: Literal["COUNTER", "POST", "ONLINE"]
    received_by: Line = ""


class ReassignIn(Input):
    """Which open work is given to whom; to nobody: back to the unit."""

    item: Annotated[Line, Field(description="`key` of the work.")]
    assignee_id: UUID | None


class TextIn(Input):
    """What is said."""

    text: Words


class EraseIn(Input):
    """The written act that orders the erasure."""

    act: Annotated[str, Field(max_length=300)]
