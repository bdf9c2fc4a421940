"""What the fee cell says: head ("Miễn phí", an amount) and remark in brackets."""

import re
from dataclasses import dataclass

from motcua.catalogue.national.rules.facts import Amount, FeeKind, StatedFee
from motcua.catalogue.national.rules.money import LEAST, sums_in, whole
from motcua.catalogue.national.rules.remarks import RemarkKind
from motcua.kernel.law import decided_by

_SAID = "0090-a-value-is-what-the-text-says"
FREE_WORDS = "Miễn phí"
SILENT_WORDS = "Không có thông tin"
_NOTHING = re.compile(
    r"[\s\-+*:.;(]*(?:phí\s*:\s*|lệ phí\s*:\s*)?(?:không|chưa quy định|miễn (?:lệ )?phí"
    r"|không thu)(?:\s(?:có|quy định|thu(?: (?:lệ )?phí)?))?[\s.;)]*",
    re.IGNORECASE,
)
_FREE_FIRST = re.compile(
    r"[\s\-+*:.;(]*(?:phí\s*:\s*0 đồng\s*\(-?\s*)?(?:miễn|không thu) ?(?:lệ )?phí"
    r"|[\s\-(]*không được quy định"
    r"|[\s\-(]*phí cấp bản sao[^.;]*nếu có yêu cầu",
    re.IGNORECASE,
)
_FREE_FOR_SOME = re.compile(
    r"[\s\-+*:.;(]*(?:miễn|không thu) ?(?:lệ )?phí:? (?:cho|đối với)", re.IGNORECASE
)
_FREE_ANYWHERE = re.compile(r"miễ[nm]? ?(?:lệ )?phí|miễn giảm|không thu", re.IGNORECASE)
_COUNCIL = re.compile(r"hội đồng nhân dân|hđnd", re.IGNORECASE)
_ANOTHER_FEE = re.compile(
    r"[;.]\s*(?:lệ )?phí (?!cấp bản sao)[^.;]*quy định", re.IGNORECASE
)
# "(70.000 đồng/Giấy chứng nhận.)" says the sum again, and for one of what.
_ONE_SUM = re.compile(
    r"[\s(]*[\d.,]+\s?(?:đồng|đ|vnđ|vnd|usd)?\s*"
    r"(?:/\s?(?:0?1 )?[^.;,:()\d]{1,30})?[\s.;)]*",
    re.IGNORECASE,
)
_LONG_NUMBER = re.compile(r"(?<![\d/])\d{1,3}(?:[.,]\d{3})+(?!\d|/)|(?<![\d/])\d{5,}")
_POINTS_AWAY = re.compile(
    r"theo|quy định|thông tư|nghị định|nghị quyết|luật|hội đồng nhân dân|hđnd|biểu"
    r"|mức (?:thu|phí|lệ phí)|phụ lục",
    re.IGNORECASE,
)
_NOT_THE_FEE = re.compile(
    r"%|tỷ|vốn|giá trị|doanh thu|tổng mức|tối đa|tối thiểu|không quá|từ [\d.]+ đồng",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class FeeReading:
    """A fee with the reason for what is open about it."""

    fee: StatedFee
    kind: RemarkKind | None = None


@decided_by(_SAID)
def fee_of(head: str, currency: str, remark: str) -> FeeReading:
    """Return what a fee cell says (phí, lệ phí).

    ``head``: "Miễn phí", "Không có thông tin", or a number in ``currency``.

    >>> fee_of("Miễn phí", "", "").fee.kind.name
    'FREE'
    >>> fee_of("70,000", "VNĐ", "(70.000 đồng/Giấy)").fee.amounts[0].value
    70000
    >>> fee_of("Miễn phí", "", "(Theo quy định của Hội đồng nhân dân)").fee.kind.name
    'ELSEWHERE'
    """
    has_remark = bool(remark.strip("() \n\t.;-")) and not _ONE_SUM.fullmatch(remark)
    if head == SILENT_WORDS:
        return FeeReading(StatedFee(FeeKind.NOT_STATED, (), has_remark))
    if head == FREE_WORDS:
        return _said_free(remark, has_remark)
    return _amount(head, currency, remark, has_remark)


def _amount(head: str, currency: str, remark: str, has_remark: bool) -> FeeReading:
    value = whole(head)
    if value is None:
        return FeeReading(_unread(has_remark), RemarkKind.FEE_UNCLEAR)
    amount = Amount(value, "USD" if currency == "USD" else "VND")
    if amount.currency == "VND" and value < LEAST:
        meant = _meant(value, remark)
        if meant is None:
            return FeeReading(_unread(has_remark), RemarkKind.FEE_TOO_SMALL)
        amount = meant
    if _ONE_SUM.fullmatch(remark) and sums_in(remark) not in {(), None, (amount,)}:
        return FeeReading(_unread(has_remark), RemarkKind.FEE_SAID_TWICE)
    return FeeReading(StatedFee(FeeKind.AMOUNTS, (amount,), has_remark))


def _meant(value: int, remark: str) -> Amount | None:
    """Return the sum in the remark of which the cell has lost the last zeros."""
    sums = sums_in(remark) or ()
    for amount in (Amount(value * LEAST, "VND"), Amount(value, "USD")):
        if amount in sums:
            return amount
    return None


def _said_free(remark: str, has_remark: bool) -> FeeReading:
    free = StatedFee(FeeKind.FREE, (), has_remark)
    if not remark.strip("() \n\t.;-") or _NOTHING.fullmatch(remark):
        return FeeReading(StatedFee(FeeKind.FREE))
    sums = sums_in(remark)
    if sums == ():
        return _said_free_without_sums(remark, free)
    if _FREE_ANYWHERE.search(remark):
        return FeeReading(_unread(has_remark), RemarkKind.FEE_BUT_FREE)
    if sums is None or _NOT_THE_FEE.search(remark):
        return FeeReading(_unread(has_remark), RemarkKind.FEE_UNCLEAR)
    return FeeReading(StatedFee(FeeKind.AMOUNTS, sums, has_remark))


def _said_free_without_sums(remark: str, free: StatedFee) -> FeeReading:
    if _LONG_NUMBER.search(remark):
        return FeeReading(_unread(True), RemarkKind.FEE_UNCLEAR)
    if not _points_away(remark):
        if _FREE_FOR_SOME.match(remark):
            return FeeReading(_unread(True), RemarkKind.FREE_FOR_SOME)
        return FeeReading(free)
    elsewhere = StatedFee(FeeKind.ELSEWHERE, (), has_remark=True)
    return FeeReading(elsewhere, RemarkKind.FEE_ELSEWHERE)


def _points_away(remark: str) -> bool:
    """Return whether a remark says that the amount stands elsewhere."""
    if _COUNCIL.search(remark):
        return True
    if _FREE_FIRST.match(remark):
        return bool(_ANOTHER_FEE.search(remark))
    return bool(_POINTS_AWAY.search(remark))


def _unread(has_remark: bool) -> StatedFee:
    return StatedFee(FeeKind.UNREAD, (), has_remark)
