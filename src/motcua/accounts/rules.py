"""What is kept of a sign-in, and who needs a second factor."""

from collections.abc import Collection, Mapping
from enum import StrEnum
from hashlib import sha256
from hmac import new
from ipaddress import ip_address, ip_network
from typing import Any

from motcua.kernel.actors import Actor
from motcua.kernel.law import decided_by
from motcua.kernel.refusals import Kind, Refusal, gettext_noop

PREFIX = {4: 24, 6: 48}  # bits of an address that are kept
DEVICE_LENGTH = 120  # letters of the browser's own description that are kept


class Event(StrEnum):
    """What happened at the door."""

    SIGNED_IN = "SIGNED_IN"  # đăng nhập thành công
    SIGNED_OUT = "SIGNED_OUT"  # đăng xuất
    WRONG_PASSWORD = "WRONG_PASSWORD"  # noqa: S105 (sai mật khẩu hoặc tài khoản)
    WRONG_CODE = "WRONG_CODE"  # sai mã xác thực
    LOCKED_OUT = "LOCKED_OUT"  # tạm khóa do thử nhiều lần
    PASSWORD_CHANGED = "PASSWORD_CHANGED"  # noqa: S105 (đổi mật khẩu)
    FACTOR_ADDED = "FACTOR_ADDED"  # thêm phương thức xác thực
    FACTOR_REMOVED = "FACTOR_REMOVED"  # gỡ phương thức xác thực
    SESSION_ENDED = "SESSION_ENDED"  # kết thúc phiên từ nơi khác
    TOKEN_MADE = "TOKEN_MADE"  # noqa: S105 (tạo mã truy cập)
    TOKEN_REVOKED = "TOKEN_REVOKED"  # noqa: S105 (thu hồi mã truy cập)


class TokenNameNeeded(Refusal):
    """A token has no name by which its owner knows it again."""

    code = "token_name_needed"
    text = gettext_noop("Hãy đặt tên cho mã truy cập, để sau này biết nó dùng làm gì.")
    kind = Kind.INVALID


class ConfirmationNeeded(Refusal):
    """A token is to be made, and the password or a factor was shown long ago."""

    code = "confirmation_needed"
    text = gettext_noop(
        "Hãy xác nhận lại mật khẩu hoặc bước xác thực thứ hai trên trang tài khoản, "
        "rồi tạo mã truy cập."
    )
    kind = Kind.FORBIDDEN


class SecondFactorMissing(Refusal):
    """A member of staff signed in without the second factor that is wanted here."""

    code = "second_factor_missing"
    text = gettext_noop(
        "Tài khoản công chức phải xác thực bước hai. "
        "Hãy đăng nhập trên trang và thiết lập bước hai rồi thử lại."
    )
    kind = Kind.FORBIDDEN


@decided_by("0035-what-is-kept-of-a-sign-in")
def network_of(address: str) -> str:
    """Return the network of an address: enough to see a pattern, not a household.

    >>> network_of("203.113.131.7")
    '203.113.131.0/24'
    >>> network_of("unknown")
    ''
    """
    try:
        version = ip_address(address).version
    except ValueError:
        return ""
    return str(ip_network((address, PREFIX[version]), strict=False))


@decided_by("0035-what-is-kept-of-a-sign-in")
def mark_of(typed: str, key: str) -> str:
    """Return a keyed mark of what was typed as an address.

    It shows that one address was tried again and again, without keeping what was
    typed: people type their password into the wrong box.
    """
    text = typed.strip().casefold().encode()
    return new(key.encode(), text, sha256).hexdigest()[:16]


@decided_by("0035-what-is-kept-of-a-sign-in")
def needs_second_factor(
    actor: Actor, methods: Collection[Mapping[str, Any]], *, required: bool
) -> bool:
    """Tell whether staff must still show a second factor in this session.

    A passkey counts: it is a possession and, on the device, a finger or a PIN.
    """
    if not (required and actor.is_staff):
        return False
    return not any(method.get("method") == "mfa" for method in methods)
