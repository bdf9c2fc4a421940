"""Why a proposal is not begun, submitted or published."""

from motcua.kernel.refusals import Kind, Refusal, gettext_noop


class ProposalDefective(Refusal):
    """The text has mistakes; ``problems`` counts them, and a check lists them."""

    code = "proposal_defective"
    text = gettext_noop(
        "Dự thảo còn {problems} lỗi nên chưa đi tiếp được. Hãy bấm Kiểm tra để xem "
        "từng lỗi, sửa rồi làm lại."
    )
    kind = Kind.INVALID


class ProposalChangesNothing(Refusal):
    """The text says what is in force already."""

    code = "proposal_changes_nothing"
    text = gettext_noop(
        "Dự thảo không khác bản đang công bố. Hãy sửa nội dung hoặc rút dự thảo."
    )


class ProcedureMovedOn(Refusal):
    """Another version was published since the proposal began."""

    code = "procedure_moved_on"
    text = gettext_noop(
        "Từ khi bắt đầu dự thảo này, thủ tục {procedure} đã có bản công bố mới. Hãy "
        "đối chiếu với bản đó, rồi cập nhật dự thảo theo bản mới."
    )


class ApprovedOtherwise(Refusal):
    """What would be published is not what was approved: a template changed."""

    code = "approved_otherwise"
    text = gettext_noop(
        "Mẫu quy trình đã thay đổi sau khi phê duyệt, nên nội dung không còn như bản "
        "được phê duyệt. Hãy trả lại dự thảo để trình phê duyệt lại."
    )


class ProcedureNameNeeded(Refusal):
    """A procedure that nobody knows yet is begun without a name or a template."""

    code = "procedure_name_needed"
    text = gettext_noop("Thủ tục này chưa có trong danh mục. Hãy ghi tên thủ tục.")
    kind = Kind.INVALID


class TemplateUnknown(Refusal):
    """No pack has a process template of this name."""

    code = "template_unknown"
    text = gettext_noop(
        "Không có mẫu quy trình “{template}”. Hãy chọn một mẫu trong danh sách."
    )
    kind = Kind.INVALID
