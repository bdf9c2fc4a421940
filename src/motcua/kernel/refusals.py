"""Refusals: the answers "no" that the law, a state or a check of input gives."""

from enum import StrEnum
from typing import ClassVar


def gettext_noop(text: str) -> str:
    """Mark ``text`` for translation without importing Django."""
    return text


class Kind(StrEnum):
    """What sort of "no" a refusal is; the border turns it into an HTTP status."""

    INVALID = "INVALID"  # the input is wrong: mend it and send again
    UNIDENTIFIED = "UNIDENTIFIED"  # nobody knows who asks: sign in first
    FORBIDDEN = "FORBIDDEN"  # this person may not
    MISSING = "MISSING"  # there is no such thing, or none this person may see
    CONFLICT = "CONFLICT"  # the state does not allow it
    STALE = "STALE"  # somebody else changed it meanwhile
    LIMITED = "LIMITED"  # too much or too often


class Refusal(Exception):
    """Base of every anticipated "no". Any other exception is a bug.

    ``code`` is public API and never changes. ``text`` is what a person reads: what
    is wrong and what to do next, in Vietnamese, the key of its translations;
    ``params`` fill it in (``str.format``) and go to the log.
    """

    code: ClassVar[str]
    text: ClassVar[str]
    kind: ClassVar[Kind] = Kind.CONFLICT

    def __init__(self, **params: object) -> None:
        super().__init__(f"{self.code} {params}" if params else self.code)
        self.params = params


class InvalidInput(Refusal):
    """One or more fields of the input are wrong; ``fields`` says which and why."""

    code = "invalid_input"
    text = gettext_noop("Có mục chưa đúng. Hãy sửa các mục được đánh dấu rồi gửi lại.")
    kind = Kind.INVALID

    def __init__(self, fields: dict[str, Refusal]) -> None:
        super().__init__(fields=", ".join(fields))
        self.fields = fields


class NotFound(Refusal):
    """There is no such thing, or none that this person may see."""

    code = "not_found"
    text = gettext_noop("Không tìm thấy, hoặc bạn không được xem mục này.")
    kind = Kind.MISSING


class ChangedMeanwhile(Refusal):
    """Somebody else changed the thing since this person read it."""

    code = "changed_meanwhile"
    text = gettext_noop(
        "Nội dung này vừa được người khác thay đổi. Hãy xem lại bản mới rồi làm tiếp."
    )
    kind = Kind.STALE
