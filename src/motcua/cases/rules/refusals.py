"""The refusals of the life of a case: each says which condition failed."""

from motcua.cases.rules.names import ROLE_NAMES, STATUS_NAMES
from motcua.kernel.refusals import Kind, Refusal, gettext_noop


class WrongStatus(Refusal):
    """The action does not fit where the case is in its life."""

    code = "wrong_status"
    text = gettext_noop(
        "Không thực hiện được vì hồ sơ đang ở trạng thái “{status}”. "
        "Hãy xem diễn biến mới nhất của hồ sơ."
    )

    def __init__(self, status: str) -> None:
        super().__init__(status=STATUS_NAMES.get(status, status))


class FileTaken(Refusal):
    """A file that is handed in belongs to another case already."""

    code = "file_taken"
    text = gettext_noop(
        "Có tệp đã thuộc một hồ sơ khác. Hãy tải tệp đó lên lại cho hồ sơ này."
    )
    kind = Kind.INVALID


class NotYourStep(Refusal):
    """Nobody in this person's posts is to do this work."""

    code = "not_your_step"
    text = gettext_noop(
        "Việc này thuộc vai trò {role} của đơn vị khác hoặc vai trò khác. "
        "Hãy chuyển cho người giữ vai trò đó."
    )
    kind = Kind.FORBIDDEN

    def __init__(self, role: str) -> None:
        super().__init__(role=ROLE_NAMES.get(role, role))


class NotYourCase(Refusal):
    """Only the applicant may do this."""

    code = "not_your_case"
    text = gettext_noop("Chỉ người nộp hồ sơ được làm việc này.")
    kind = Kind.FORBIDDEN


class AssignedToSomebodyElse(Refusal):
    """The work has been given to another person."""

    code = "assigned_to_somebody_else"
    text = gettext_noop(
        "Việc này đã giao cho người khác. Hãy nhờ lãnh đạo đơn vị giao lại nếu cần."
    )
    kind = Kind.FORBIDDEN


class ReasonMissing(Refusal):
    """A reason is owed and none was given."""

    code = "reason_missing"
    text = gettext_noop("Hãy nêu rõ lý do.")
    kind = Kind.INVALID


class TextMissing(Refusal):
    """A text is owed and none was given."""

    code = "text_missing"
    text = gettext_noop("Hãy nhập nội dung.")
    kind = Kind.INVALID


class NothingRequested(Refusal):
    """A supplement request marks nothing."""

    code = "nothing_requested"
    text = gettext_noop(
        "Hãy đánh dấu ít nhất một giấy tờ hoặc mục cần bổ sung, kèm lý do."
    )
    kind = Kind.INVALID


class PaperNotListed(Refusal):
    """The published procedure does not list this paper or field."""

    code = "paper_not_listed"
    text = gettext_noop(
        "“{item}” không có trong thành phần hồ sơ đã công bố, "
        "nên không được yêu cầu. Hãy chọn trong danh mục của thủ tục."
    )
    kind = Kind.INVALID


class FieldNotAsked(Refusal):
    """The form does not ask this of this applicant, so that nobody could answer."""

    code = "field_not_asked"
    text = gettext_noop(
        "Với hồ sơ này, tờ khai không hỏi mục “{item}”, nên người nộp không bổ sung "
        "được. Hãy chọn mục khác."
    )
    kind = Kind.INVALID


class AlreadyAskedOnce(Refusal):
    """A supplement was asked for before; a further request needs a recorded reason."""

    code = "already_asked_once"
    text = gettext_noop(
        "Hồ sơ này đã được yêu cầu bổ sung một lần. "
        "Muốn yêu cầu thêm, hãy ghi lý do vì sao lần trước chưa nêu."
    )


class SupplementIncomplete(Refusal):
    """Some requested item was not supplemented."""

    code = "supplement_incomplete"
    text = gettext_noop("Còn thiếu: {items}. Hãy bổ sung đủ rồi gửi.")
    kind = Kind.INVALID


class PapersMissing(Refusal):
    """Papers that the procedure needs are not there."""

    code = "papers_missing"
    text = gettext_noop(
        "Hồ sơ còn thiếu: {papers}. Hãy yêu cầu bổ sung, "
        "hoặc đánh dấu đã nhận bản giấy tại quầy."
    )
    kind = Kind.INVALID


class ConsultationOpen(Refusal):
    """An opinion has been asked for and its due time has not passed."""

    code = "consultation_open"
    text = gettext_noop(
        "Đang chờ ý kiến của {unit} đến {due}. "
        "Hãy chờ trả lời hoặc chờ hết hạn rồi làm tiếp."
    )


class NoSuchConsultation(Refusal):
    """There is no open consultation of that name."""

    code = "no_such_consultation"
    text = gettext_noop("Không có yêu cầu lấy ý kiến nào đang mở với mã này.")
    kind = Kind.MISSING


class NoDueDate(Refusal):
    """The case has no due date that could be moved."""

    code = "no_due_date"
    text = gettext_noop("Hồ sơ này hiện không có ngày hẹn trả để thay đổi.")


class NotLater(Refusal):
    """The new date is not after the promised one."""

    code = "not_later"
    text = gettext_noop("Ngày hẹn mới phải sau ngày đã hẹn và sau hôm nay.")
    kind = Kind.INVALID


class NoExtension(Refusal):
    """The procedure knows no extension here, or it was used."""

    code = "no_extension"
    text = gettext_noop(
        "Thủ tục này không có thời gian gia hạn để xác minh, hoặc đã dùng."
    )


class NoPostForWork(Refusal):
    """The person to be given the work holds no post that may do it."""

    code = "no_post_for_work"
    text = gettext_noop(
        "Người được giao không giữ vai trò {role} tại đơn vị này. Hãy chọn người khác."
    )
    kind = Kind.INVALID

    def __init__(self, role: str) -> None:
        super().__init__(role=ROLE_NAMES.get(role, role))


class PaymentUnclear(Refusal):
    """What was paid is not said."""

    code = "payment_unclear"
    text = gettext_noop("Hãy ghi số tiền (đồng) và số chứng từ nộp tiền.")
    kind = Kind.INVALID


class AlreadyErased(Refusal):
    """The personal data of this case were erased before."""

    code = "already_erased"
    text = gettext_noop("Dữ liệu cá nhân của hồ sơ này đã được xóa.")


class NotClosed(Refusal):
    """Only a closed case can be erased."""

    code = "not_closed"
    text = gettext_noop("Chỉ xóa dữ liệu cá nhân của hồ sơ đã kết thúc.")


class KeyUsedBefore(Refusal):
    """The key of the request was used before, for another request."""

    code = "key_used_before"
    text = gettext_noop(
        "Mã yêu cầu (Idempotency-Key) này đã dùng cho một yêu cầu khác. "
        "Hãy tạo mã mới cho mỗi yêu cầu mới."
    )
    kind = Kind.INVALID
