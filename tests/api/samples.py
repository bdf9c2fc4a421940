"""For each operation: where to call it, and a body that it takes in the test city."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from motcua.cases.tests.world import (
    BIRTH,
    FORM,
    MORNING,
    World,
    accepted,
    submitted,
    upload,
)
from motcua.catalogue.tests.entries import entry
from motcua.catalogue.upkeep.commands import Beginning, start_proposal
from motcua.kernel.ids import new_id


@dataclass
class City:
    """The test city with things in it that addresses can name."""

    world: World
    case_id: str = ""
    file_id: str = ""
    proposal_id: str = ""

    def __post_init__(self) -> None:
        self.case_id = str(accepted(self.world))
        submitted(self.world)
        self.file_id = str(upload(self.world.citizen))
        entry(BIRTH)
        begin = Beginning(code=BIRTH, day=date(2027, 1, 1))
        self.proposal_id = str(
            start_proposal(actor=self.world.controller, now=MORNING, begin=begin)
        )

    def names(self) -> dict[str, str]:
        """Return what stands in an address."""
        return {
            "ref": self.case_id,
            "file_id": self.file_id,
            "unit_id": str(self.world.centre),
            "draft_id": str(new_id()),
            "edit_id": str(new_id()),
            "account_id": str(self.world.officer.id),
            "notice_id": str(new_id()),
            "token_id": str(new_id()),
            "post_id": str(new_id()),
            "delivery_id": str(new_id()),
            "proposal_id": self.proposal_id,
            "version_id": str(new_id()),
            "code": BIRTH,
            "event_id": "child_born",
            "form": "json",
            "name": "vn",
            "year": "2026",
        }

    def bodies(self) -> dict[str, Any]:
        """Return what is sent, for operations that take something."""
        reason = {"reason": "Vì vậy"}
        return {
            "submit_application": {
                "procedure_code": BIRTH,
                "receiving_unit_id": str(self.world.centre),
                "form": FORM,
                "applicant": {"name": "Nguyễn Văn Tư"},
            },
            "make_own_token": {"name": "Máy quét", "scopes": ["cases"]},
            "end_own_sessions": {},
            "send_again": {"all": True},
            "assign_post": {
                "unit_id": str(self.world.ward),
                "role": "OFFICER",
                "title": "Chuyên viên",
                "start_date": "2026-11-25",
                "instrument": "12/QĐ-UBND",
            },
            "end_post": {"end_date": "2026-11-25", "instrument": "12/QĐ-UBND"},
            "end_unit": {"end_date": "2099-01-01", "instrument": "12/QĐ-UBND"},
            "start_draft": {"procedure_code": BIRTH},
            "save_draft": {"form": {"child_name": "An"}},
            "receive_at_counter": {
                "procedure_code": BIRTH,
                "receiving_unit_id": str(self.world.centre),
                "form": FORM,
                "applicant": {"name": "Nguyễn Văn Tư"},
                "on_paper": ["attestation"],
            },
            "change_profile": {"address": "12 Hàng Bài"},
            "start_proposal": {"code": BIRTH, "in_force_from": "2027-01-01"},
            "save_proposal": {"text": "code: 1"},
            "check_procedure_text": {"code": BIRTH, "text": "code: 1"},
            "approve_proposal": {},
            "return_proposal": reason,
            "withdraw_proposal": reason,
            "edit_calendar": CLOSURE,
            "preview_calendar_edit": CLOSURE,
            "withdraw_calendar_edit": {"reason": "Nhầm"},
            "track_case": {"code": "H26.99-260428-0001", "second_fact": "0000"},
            "accept_case": {},
            "refuse_case": reason,
            "request_supplement": {
                "items": [{"kind": "field", "id": "child_name", **reason}]
            },
            "supplement_case": {"form": {"child_name": "An"}},
            "withdraw_case": {},
            "stop_case": reason,
            "complete_step": {"step": "examine", "outcome": "propose"},
            "consult_unit": {
                "unit_id": str(self.world.department),
                "question": "?",
                "within": "2 working days",
            },
            "answer_consultation": {"consultation": str(new_id()), "answer": "A"},
            "apologise_and_reappoint": {**reason, "new_due": "2027-04-01T00:00:00Z"},
            "extend_limit": reason,
            "return_result": {"way": "COUNTER"},
            "reassign_work": {"item": "examine", "assignee_id": None},
            "comment_on_case": {"text": "A"},
            "send_message": {"text": "A"},
            "reopen_case": reason,
            "erase_case": {"act": "QĐ 1"},
        }


CLOSURE = {
    "day": {"date": "2026-04-29", "kind": "CLOSURE", "name": {"vi": "Bão số 9"}},
    "source": "Công điện 01/CĐ-UBND",
}
_NONE = "00000000-0000-7000-8000-000000000000"
QUERIES = {  # what has to stand behind the question mark
    "calculate_deadline": "accepted=2026-04-28T10:00&limit=5+working+days",
    "compare_procedure_versions": f"before={_NONE}&after={_NONE}",
    "search_procedures": "q=khai+sinh",
    "suggest_procedures": "q=khai+si",
    "plan_life_event": "answer=married:yes&answer=foreign:no",
    "print_register": "start=2026-04-01T00:00:00Z&end=2026-05-01T00:00:00Z",
}
