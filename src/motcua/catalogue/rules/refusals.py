"""Why an answer in a form is refused: one class for each mistake."""

from motcua.kernel.refusals import Kind, Refusal, gettext_noop


class FieldRequired(Refusal):
    """The field must be filled in and is not."""

    code = "field_required"
    kind = Kind.INVALID
    text = gettext_noop("Mục này bắt buộc. Hãy điền trước khi nộp.")


class UnknownField(Refusal):
    """The form has no such field."""

    code = "unknown_field"
    kind = Kind.INVALID
    text = gettext_noop("Biểu mẫu không có mục này. Hãy bỏ mục này rồi gửi lại.")


class NotText(Refusal):
    """The value is not printable text."""

    code = "not_text"
    kind = Kind.INVALID
    text = gettext_noop("Hãy nhập chữ, không dùng ký tự điều khiển.")


class NotOneLine(Refusal):
    """The value has several lines where one is asked for."""

    code = "not_one_line"
    kind = Kind.INVALID
    text = gettext_noop("Hãy viết trên một dòng, không xuống dòng.")


class TooLong(Refusal):
    """The text is longer than allowed."""

    code = "too_long"
    kind = Kind.INVALID
    text = gettext_noop("Nội dung quá dài. Hãy viết tối đa {most} ký tự.")


class TooShort(Refusal):
    """The text is shorter than asked for."""

    code = "too_short"
    kind = Kind.INVALID
    text = gettext_noop("Nội dung quá ngắn. Hãy viết ít nhất {least} ký tự.")


class NotInPattern(Refusal):
    """The value is not written as it must be."""

    code = "not_in_pattern"
    kind = Kind.INVALID
    text = gettext_noop("Chưa đúng cách viết: {pattern}")


class NotANumber(Refusal):
    """The value is no number, or has too many decimals."""

    code = "not_a_number"
    kind = Kind.INVALID
    text = gettext_noop(
        "Hãy nhập một số, dùng dấu chấm cho phần thập phân, "
        "nhiều nhất {decimals} chữ số thập phân."
    )


class OutOfRange(Refusal):
    """The number is too small or too large."""

    code = "out_of_range"
    kind = Kind.INVALID
    text = gettext_noop("Hãy nhập số từ {least} đến {most}.")


class NotADate(Refusal):
    """The value is no day."""

    code = "not_a_date"
    kind = Kind.INVALID
    text = gettext_noop("Hãy nhập ngày có thật, theo dạng năm-tháng-ngày.")


class TooEarly(Refusal):
    """The day is before the earliest allowed."""

    code = "date_too_early"
    kind = Kind.INVALID
    text = gettext_noop("Ngày này quá sớm. Hãy chọn từ ngày {day} trở đi.")


class TooLate(Refusal):
    """The day is after the latest allowed."""

    code = "date_too_late"
    kind = Kind.INVALID
    text = gettext_noop("Ngày này quá muộn. Hãy chọn muộn nhất là ngày {day}.")


class NotAChoice(Refusal):
    """The value is none of the answers offered."""

    code = "not_a_choice"
    kind = Kind.INVALID
    text = gettext_noop("Hãy chọn trong các mục có sẵn.")


class NotYesOrNo(Refusal):
    """The value is neither yes nor no."""

    code = "not_yes_or_no"
    kind = Kind.INVALID
    text = gettext_noop("Hãy chọn Có hoặc Không.")


class NotAnEmail(Refusal):
    """The value is no e-mail address."""

    code = "not_an_email"
    kind = Kind.INVALID
    text = gettext_noop("Hãy nhập địa chỉ thư điện tử, ví dụ ten@example.vn.")


class NotAnAddress(Refusal):
    """The value is no address with a line and a ward."""

    code = "not_an_address"
    kind = Kind.INVALID
    text = gettext_noop("Hãy nhập số nhà, đường, thôn và chọn xã, phường.")
