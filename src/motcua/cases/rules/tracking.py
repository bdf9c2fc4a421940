"""Who may follow a case without an account: who knows its code and a second fact."""

from collections.abc import Iterator, Mapping
from hashlib import sha256
from hmac import compare_digest

from motcua.kernel.law import decided_by
from motcua.kernel.refusals import Kind, Refusal, gettext_noop
from motcua.kernel.texts import nfc

LAST_DIGITS = 4


class NothingToTrack(Refusal):
    """There is no case with this code, or the second fact is not of its applicant."""

    code = "nothing_to_track"
    text = gettext_noop(
        "Không tìm thấy hồ sơ nào với mã và thông tin đã nhập. Hãy xem lại mã trên "
        "giấy tiếp nhận; thông tin thứ hai là 4 số cuối của số điện thoại hoặc số định "
        "danh, hoặc địa chỉ thư điện tử của người nộp hồ sơ."
    )
    kind = Kind.MISSING


@decided_by("0070-tracking-by-a-second-fact")
def knows_second_fact(said: str, applicant: Mapping[str, str]) -> bool:
    """Tell whether somebody knows a fact about the applicant (thông tin thứ hai).

    The last four digits of the telephone or identity number, or the whole e-mail
    address. Takes the same time whichever of them is right, and if none is.

    >>> knows_second_fact("5678", {"phone": "0912 345 678"})
    True
    >>> knows_second_fact("", {"phone": ""})
    False
    """
    given = _digest(nfc(said).strip().casefold())
    found = [compare_digest(given, _digest(fact)) for fact in _facts(applicant)]
    return any(found)


def _facts(applicant: Mapping[str, str]) -> Iterator[str]:
    """Yield what would be right; for a fact nobody knows, what nobody can say."""
    for name in ("phone", "identity_number"):
        digits = "".join(sign for sign in applicant.get(name, "") if sign.isdigit())
        yield digits[-LAST_DIGITS:] if len(digits) >= LAST_DIGITS else " "
    yield nfc(applicant.get("email", "")).strip().casefold() or " "


def _digest(text: str) -> bytes:
    return sha256(text.encode()).digest()
