"""What happens at the door, and what a token may do, in words."""

import re
from collections.abc import Collection

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from motcua.accounts.rules import Event
from motcua.authority.rules import NEVER_BY_TOKEN

EVENT_WORDS: dict[Event, Promise] = {
    Event.SIGNED_IN: _("Đăng nhập"),
    Event.SIGNED_OUT: _("Đăng xuất"),
    Event.WRONG_PASSWORD: _("Sai mật khẩu hoặc tài khoản"),
    Event.WRONG_CODE: _("Sai mã xác thực"),
    Event.LOCKED_OUT: _("Tạm khóa do thử nhiều lần"),
    Event.PASSWORD_CHANGED: _("Đổi mật khẩu"),
    Event.FACTOR_ADDED: _("Thêm phương thức xác thực"),
    Event.FACTOR_REMOVED: _("Gỡ phương thức xác thực"),
    Event.SESSION_ENDED: _("Kết thúc phiên từ nơi khác"),
    Event.TOKEN_MADE: _("Tạo mã truy cập"),
    Event.TOKEN_REVOKED: _("Thu hồi mã truy cập"),
}
FAILURES = frozenset({Event.WRONG_PASSWORD, Event.WRONG_CODE, Event.LOCKED_OUT})
METHOD_WORDS: dict[str, Promise] = {
    "password": _("mật khẩu"),
    "totp": _("ứng dụng xác thực"),
    "recovery_codes": _("mã khôi phục"),
    "webauthn": _("khóa truy cập"),
    "set up": _("vừa thiết lập bước hai"),
    "email": _("thư điện tử"),
    "code": _("mã gửi qua thư"),
}
POWER_WORDS: dict[str, Promise] = {
    "cases.read": _("Xem hồ sơ mà bạn được xem"),
    "cases.submit": _("Soạn và nộp hồ sơ"),
    "cases.supplement": _("Bổ sung hồ sơ"),
    "cases.withdraw": _("Rút hồ sơ"),
    "cases.stop": _("Dừng giải quyết theo yêu cầu của người nộp"),
    "cases.message": _("Nhắn tin với bên kia trong hồ sơ"),
    "cases.work": _("Xem danh sách việc"),
    "cases.comment": _("Ghi chú nội bộ"),
    "cases.accept": _("Tiếp nhận hồ sơ"),
    "cases.request_supplement": _("Yêu cầu bổ sung"),
    "cases.refuse": _("Từ chối tiếp nhận hồ sơ"),
    "cases.complete_step": _("Hoàn thành bước xử lý"),
    "cases.consult": _("Lấy ý kiến đơn vị khác"),
    "cases.answer": _("Trả lời ý kiến"),
    "cases.decide": _("Quyết định và ký"),
    "cases.return_result": _("Trả kết quả"),
    "cases.record_payment": _("Ghi nhận đã thu phí, lệ phí"),
    "cases.apologise": _("Xin lỗi và hẹn lại ngày trả"),
    "cases.reassign": _("Giao việc cho người khác"),
    "cases.reopen": _("Mở lại hồ sơ đã kết thúc"),
    "cases.see_all": _("Xem mọi hồ sơ"),
    "cases.verify": _("Kiểm tra chuỗi nhật ký hồ sơ"),
    "cases.erase": _("Xóa dữ liệu cá nhân theo văn bản"),
    "catalogue.read": _("Xem danh mục và dự thảo công bố"),
    "catalogue.edit": _("Soạn và gửi dự thảo công bố"),
    "catalogue.approve": _("Duyệt dự thảo công bố của người khác"),
    "catalogue.publish": _("Công bố thủ tục"),
    "deadlines.edit_calendar": _("Sửa lịch làm việc"),
    "organisations.read": _("Xem đơn vị và cán bộ"),
    "organisations.edit": _("Sửa đơn vị, chức danh và tài khoản cán bộ"),
    "accounts.read_sign_ins": _("Xem nhật ký đăng nhập của mọi người"),
    "accounts.edit_profile": _("Xem và sửa thông tin của chính mình"),
    "notices.read": _("Đọc thông báo của chính mình"),
    "notices.send_again": _("Xem và gửi lại thông báo chưa gửi được"),
    "workbench.enter": _("Vào trang làm việc"),
}
_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("coc_coc", "Cốc Cốc"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Macintosh", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


def device_words(said: str) -> str:
    """Return what a browser says of itself, as people call it.

    >>> device_words("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Firefox/128.0")
    'Firefox, Linux'
    >>> device_words("curl/8.9.1")
    'curl/8.9.1'
    """
    browser = next((name for mark, name in _BROWSERS if mark in said), "")
    system = next((name for mark, name in _SYSTEMS if mark in said), "")
    return ", ".join(filter(None, (browser, system))) or said


def method_words(method: str) -> str:
    """Return the factors that were shown, in words."""
    parts = re.split(r"[+]", method) if method else []
    return " + ".join(str(METHOD_WORDS.get(part, part)) for part in parts)


def grantable(powers: Collection[str]) -> list[tuple[str, str]]:
    """Return the powers that a person may give to a token, with words."""
    return [
        (power, str(words))
        for power, words in POWER_WORDS.items()
        if power in powers and power not in NEVER_BY_TOKEN
    ]


def scope_words(scopes: Collection[str]) -> str:
    """Return what a token may do, in words; a group stands as it is."""
    if not scopes:
        return gettext("mọi quyền của bạn")
    return ", ".join(str(POWER_WORDS.get(scope, scope)) for scope in scopes)
