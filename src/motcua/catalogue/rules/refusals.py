"""Why an answer in a form is refused: one class for each mistake."""

from motcua.kernel.refusals import Kind, Refusal, gettext_noop


class _WrongAnswer(Refusal):
    kind = Kind.INVALID


class FieldRequired(_WrongAnswer):
    """The field must be filled in and is not."""

    code = "field_required"
    text = gettext_noop("Mục này bắt buộc. Hãy điền trước khi nộp.")


class UnknownField(_WrongAnswer):
    """The form has no such field."""

    code = "unknown_field"
    text = gettext_noop("Biểu mẫu không có mục này. Hãy bỏ mục này rồi gửi lại.")


class NotText(_WrongAnswer):
    """The value is not printable text."""

    code = "not_text"
    text = gettext_noop("Hãy nhập chữ, không dùng ký tự điều khiển.")


class NotOneLine(_WrongAnswer):
    """The value has several lines where one is asked for."""

    code = "not_one_line"
    text = gettext_noop("Hãy viết trên một dòng, không xuống dòng.")


class TooLong(_WrongAnswer):
    """The text is longer than allowed."""

    code = "too_long"
    text = gettext_noop("Nội dung quá dài. Hãy viết tối đa {most} ký tự.")


class TooShort(_WrongAnswer):
    """The text is shorter than asked for."""

    code = "too_short"
    text = gettext_noop("Nội dung quá ngắn. Hãy viết ít nhất {least} ký tự.")


class NotInPattern(_WrongAnswer):
    """The value is not written as it must be."""

    code = "not_in_pattern"
    text = gettext_noop("Chưa đúng cách viết: {pattern}")


class NotANumber(_WrongAnswer):
    """The value is no number, or has too many decimals."""

    code = "not_a_number"
    text = gettext_noop(
        "Hãy nhập một số, dùng dấu chấm cho phần thập phân, "
        "nhiều nhất {decimals} chữ số thập phân."
    )


class OutOfRange(_WrongAnswer):
    """The number is too small or too large."""

    code = "out_of_range"
    text = gettext_noop("Hãy nhập số từ {least} đến {most}.")


class NotADate(_WrongAnswer):
    """The value is no day."""

    code = "not_a_date"
    text = gettext_noop("Hãy nhập ngày có thật, theo dạng năm-tháng-ngày.")


class TooEarly(_WrongAnswer):
    """The day is before the earliest allowed."""

    code = "date_too_early"
    text = gettext_noop("Ngày này quá sớm. Hãy chọn từ ngày {day} trở đi.")


class TooLate(_WrongAnswer):
    """The day is after the latest allowed."""

    code = "date_too_late"
    text = gettext_noop("Ngày này quá muộn. Hãy chọn muộn nhất là ngày {day}.")


class NotAChoice(_WrongAnswer):
    """The value is none of the answers offered."""

    code = "not_a_choice"
    text = gettext_noop("Hãy chọn trong các mục có sẵn.")


class NotYesOrNo(_WrongAnswer):
    """The value is neither yes nor no."""

    code = "not_yes_or_no"
    text = gettext_noop("Hãy chọn Có hoặc Không.")


class NotAnEmail(_WrongAnswer):
    """The value is no e-mail address."""

    code = "not_an_email"
    text = gettext_noop("Hãy nhập địa chỉ thư điện tử, ví dụ ten@example.vn.")


class NotAnAddress(_WrongAnswer):
    """The value is no address with a line and a ward."""

    code = "not_an_address"
    text = gettext_noop("Hãy nhập số nhà, đường, thôn và chọn xã, phường.")
