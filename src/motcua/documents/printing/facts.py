"""What stands on each paper. Plain facts: no template decides anything."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from motcua.packs.country import country


class FormKind(StrEnum):
    """The papers that a centre issues."""

    RECEIPT = "RECEIPT"  # giấy tiếp nhận hồ sơ và hẹn trả kết quả
    SUPPLEMENT_REQUEST = "SUPPLEMENT_REQUEST"  # phiếu yêu cầu bổ sung
    INTAKE_REFUSAL = "INTAKE_REFUSAL"  # phiếu từ chối tiếp nhận
    APOLOGY = "APOLOGY"  # xin lỗi và hẹn lại
    STOP_NOTICE = "STOP_NOTICE"  # thông báo dừng giải quyết
    CONTROL_SLIP = "CONTROL_SLIP"  # phiếu kiểm soát quá trình
    REGISTER = "REGISTER"  # sổ theo dõi hồ sơ
    RESULT = "RESULT"  # kết quả giải quyết


@dataclass(frozen=True, slots=True, kw_only=True)
class Letterhead:
    """Who issues the paper, where, under which number."""

    agency: str
    place: str  # địa danh, e.g. Hà Nội
    heading: tuple[str, ...] = field(default_factory=lambda: country().heading)
    parent: str = ""  # cơ quan chủ quản
    number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A person or organisation as a form names them."""

    name: str
    identity_number: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signer:
    """Who signs, in which capacity (TM., KT., TL., TUQ., Q.)."""

    title: str
    name: str
    capacity: str = ""
    signed: str = ""  # what the electronic signature says, if there is one


@dataclass(frozen=True, slots=True, kw_only=True)
class CasePaper:
    """What every paper of a case says."""

    head: Letterhead
    case_code: str = ""
    procedure: str  # the matter, in words
    procedure_code: str = ""
    applicant: Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    """A paper that was handed in."""

    name: str
    form: str = ""  # bản chính, bản sao, bản điện tử
    count: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptFacts(CasePaper):
    """Form 01: receipt and appointment."""

    received_at: datetime
    due_at: datetime | None
    limit: str  # e.g. "05 ngày làm việc"
    due_lines: tuple[str, ...] = ()  # how the due date follows, line by line
    components: tuple[Component, ...] = ()
    sets: int = 1
    principal: Person | None = None
    authorisation: str = ""
    return_place: str = ""
    ledger: str = ""
    submitter: str = ""
    officer: str = ""
    signed: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplementRequestFacts(CasePaper):
    """Form 02: request for a supplement, naming every item."""

    items: tuple[str, ...]
    reason: str
    answer_by: date | None = None
    contact: str = ""
    contact_phone: str = ""
    officer: str = ""
    signed: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakeRefusalFacts(CasePaper):
    """Form 03: refusal of intake or handling."""

    reasons: tuple[str, ...]
    guidance: str = ""
    submitter: str = ""
    officer: str = ""
    signed: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApologyFacts(CasePaper):
    """Form 04: apology and new appointment."""

    received_at: datetime
    received_by: str
    promised_at: datetime
    new_due_at: datetime
    reason: str
    signer: Signer


@dataclass(frozen=True, slots=True, kw_only=True)
class StopNoticeFacts(CasePaper):
    """Form 05 of 2025: handling stopped at the applicant's request."""

    stopped_at: datetime
    reason: str
    received_at: datetime | None = None
    officer: str = ""
    signed: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlRow:
    """One hand-over."""

    handed_by: str
    received_by: str
    at: datetime
    result: str = ""  # trước hạn, đúng hạn, quá hạn
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlSlipFacts(CasePaper):
    """The slip that follows the case from hand to hand."""

    agency: str
    received_at: datetime
    due_at: datetime | None
    rows: tuple[ControlRow, ...]
    coordinating: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterRow:
    """One case in the register."""

    case_code: str
    procedure: str
    applicant: str
    agency: str
    received_at: datetime
    due_at: datetime | None
    returned_at: datetime | None = None
    contact: str = ""
    way: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterFacts:
    """The register of cases over some time."""

    head: Letterhead
    period: str
    rows: tuple[RegisterRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A labelled value on a result."""

    label: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """A numbered part of a decision, e.g. Điều 1."""

    text: str
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultFacts(CasePaper):
    """The result of the case: a decision, certificate or licence."""

    title: str  # tên loại văn bản, e.g. "Quyết định"
    about: str = ""  # trích yếu, e.g. "Về việc cấp …"
    bases: tuple[str, ...] = ()  # "Căn cứ …;"
    decides: str = ""  # e.g. "Quyết định:"
    fields: tuple[Field, ...] = ()
    articles: tuple[Article, ...] = ()
    recipients: tuple[str, ...] = field(default=())
    valid_until: date | None = None
    signer: Signer


Facts = (
    ReceiptFacts
    | SupplementRequestFacts
    | IntakeRefusalFacts
    | ApologyFacts
    | StopNoticeFacts
    | ControlSlipFacts
    | RegisterFacts
    | ResultFacts
)

FACTS_OF: dict[FormKind, type] = {
    FormKind.RECEIPT: ReceiptFacts,
    FormKind.SUPPLEMENT_REQUEST: SupplementRequestFacts,
    FormKind.INTAKE_REFUSAL: IntakeRefusalFacts,
    FormKind.APOLOGY: ApologyFacts,
    FormKind.STOP_NOTICE: StopNoticeFacts,
    FormKind.CONTROL_SLIP: ControlSlipFacts,
    FormKind.REGISTER: RegisterFacts,
    FormKind.RESULT: ResultFacts,
}
