"""Everything people do to a case: one public function each, one transaction each."""

from motcua.cases.commands.counter import issue_receipt, receive_at_counter
from motcua.cases.commands.drafts import discard_draft, save_draft, start_draft
from motcua.cases.commands.intake import (
    accept_case,
    refuse_case,
    request_supplement,
    stop_case,
    submit_application,
    supplement_case,
    withdraw_case,
)
from motcua.cases.commands.running import Acted, Order
from motcua.cases.commands.upkeep import (
    comment_on_case,
    erase_case,
    follow_calendar,
    reassign_work,
    reopen_case,
    send_message,
)
from motcua.cases.commands.work import (
    answer_consultation,
    apologise_and_reappoint,
    complete_step,
    consult_unit,
    end_silence,
    extend_limit,
    return_result,
)

__all__ = [
    "Acted",
    "Order",
    "accept_case",
    "answer_consultation",
    "apologise_and_reappoint",
    "comment_on_case",
    "complete_step",
    "consult_unit",
    "discard_draft",
    "end_silence",
    "erase_case",
    "extend_limit",
    "follow_calendar",
    "issue_receipt",
    "reassign_work",
    "receive_at_counter",
    "refuse_case",
    "reopen_case",
    "request_supplement",
    "return_result",
    "save_draft",
    "send_message",
    "start_draft",
    "stop_case",
    "submit_application",
    "supplement_case",
    "withdraw_case",
]
