"""One set of facts for each form."""

from datetime import date, datetime

from motcua.documents.printing.facts import (
    ApologyFacts,
    Article,
    Component,
    ControlRow,
    ControlSlipFacts,
    Field,
    FormKind,
    IntakeRefusalFacts,
    Letterhead,
    Person,
    ReceiptFacts,
    RegisterFacts,
    RegisterRow,
    ResultFacts,
    Signer,
    StopNoticeFacts,
    SupplementRequestFacts,
)


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+07:00")


ISSUED = at("2026-03-02T09:05:00")
DUE = at("2026-03-05T17:00:00")
HEAD = Letterhead(
    agency="Trung tâm Phục vụ hành chính công – Chi nhánh số 1",
    parent="Ủy ban nhân dân thành phố Hà Nội",
    place="Hà Nội",
    number="0007/TN-TTPVHCC",
)
WHO = Person(
    name="Nguyễn Thị Thùy Dương",
    identity_number="001190012345",
    address="Số 12, ngõ 34 phố Trần Duy Hưng, phường Yên Hòa, thành phố Hà Nội",
    phone="0912 345 678",
    email="thuyduong@example.vn",
)
CASE = {
    "head": HEAD,
    "case_code": "H26.15-260302-0007",
    "procedure": "Đăng ký thành lập hộ kinh doanh",
    "procedure_code": "1.001612",
    "applicant": WHO,
}


def receipt(**other):
    facts = {
        "received_at": ISSUED,
        "due_at": DUE,
        "limit": "03 ngày làm việc",
        "due_lines": ("Ngày tiếp nhận 02/3/2026 không tính.",),
        "components": (
            Component(name="Giấy đề nghị đăng ký hộ kinh doanh", form="Bản chính"),
            Component(name="Giấy tờ pháp lý của cá nhân", form="Bản sao", count=2),
        ),
        "return_place": "Chi nhánh số 1, 258 Võ Chí Công",
        "submitter": WHO.name,
        "officer": "Trần Văn Bình",
    }
    return ReceiptFacts(**(CASE | facts | other))


def result(**other):
    facts = {
        "title": "Quyết định",
        "about": "Về việc cấp Giấy chứng nhận đăng ký hộ kinh doanh",
        "bases": ("Căn cứ Luật Tổ chức chính quyền địa phương;",),
        "decides": "Quyết định:",
        "articles": (
            Article(label="Điều 1", text="Cấp Giấy chứng nhận với nội dung sau:"),
            Article(label="Điều 2", text="Quyết định này có hiệu lực từ ngày ký."),
        ),
        "fields": (Field(label="Tên hộ kinh doanh", value="Tiệm bánh Thùy Dương"),),
        "recipients": ("Như Điều 2", "Lưu: VT"),
        "valid_until": date(2031, 3, 1),
        "signer": Signer(
            capacity="TM. Ủy ban nhân dân\nKT. Chủ tịch",
            title="Phó Chủ tịch",
            name="Hoàng Đức Thắng",
        ),
    }
    return ResultFacts(**(CASE | facts | other))


PAPERS = {
    FormKind.RECEIPT: receipt(),
    FormKind.SUPPLEMENT_REQUEST: SupplementRequestFacts(
        **CASE,
        items=("Mục 4: ghi chưa đúng mã ngành.", "Biên bản họp: thiếu chữ ký."),
        reason="Hồ sơ chưa đầy đủ.",
        answer_by=date(2026, 3, 17),
        contact="Trần Văn Bình",
        contact_phone="024 1022",
        officer="Trần Văn Bình",
    ),
    FormKind.INTAKE_REFUSAL: IntakeRefusalFacts(
        **CASE,
        reasons=("Thủ tục thuộc thẩm quyền của cơ quan khác.",),
        guidance="Nộp tại Cổng Dịch vụ công quốc gia.",
    ),
    FormKind.APOLOGY: ApologyFacts(
        **CASE,
        received_at=ISSUED,
        received_by="Chi nhánh số 1",
        promised_at=DUE,
        new_due_at=at("2026-03-09T17:00:00"),
        reason="Cơ quan phối hợp chưa có ý kiến đúng hạn.",
        signer=Signer(title="Giám đốc", name="Phạm Quốc Ấn"),
    ),
    FormKind.STOP_NOTICE: StopNoticeFacts(
        **CASE, stopped_at=at("2026-03-04T10:30:00"), reason="Đổi địa điểm."
    ),
    FormKind.CONTROL_SLIP: ControlSlipFacts(
        **CASE,
        agency="Phòng Kinh tế, UBND phường Yên Hòa",
        received_at=ISSUED,
        due_at=DUE,
        rows=(
            ControlRow(
                handed_by="Bộ phận tiếp nhận",
                received_by="Phòng Kinh tế",
                at=at("2026-03-02T10:00:00"),
                result="Đúng hạn",
            ),
        ),
    ),
    FormKind.REGISTER: RegisterFacts(
        head=HEAD,
        period="Tháng 3 năm 2026",
        rows=tuple(
            RegisterRow(
                case_code=f"H26.15-260302-{n:04}",
                procedure="Đăng ký thành lập hộ kinh doanh",
                applicant=WHO.name,
                agency="UBND phường Yên Hòa",
                received_at=ISSUED,
                due_at=DUE,
            )
            for n in range(1, 31)
        ),
    ),
    FormKind.RESULT: result(),
}
