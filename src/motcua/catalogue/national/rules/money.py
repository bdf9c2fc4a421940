"""Sums of money in running Vietnamese text."""

import re

from motcua.catalogue.national.rules.facts import Amount
from motcua.kernel.law import decided_by

_SAID = "0090-a-value-is-what-the-text-says"
LEAST = 1000  # in đồng: no smaller sum can be paid; a smaller number lost its zeros
_DONG = r"(?:đồng|vnđ|vnd|việt nam đồng|đ(?!\w))"
_SUM = re.compile(
    rf"(?<![\d.,/])(?P<number>\d{{1,15}}(?:[.,]\d{{1,15}}){{0,5}})\s?(?P<times>triệu|nghìn|ngàn|tỷ|tỉ)?\s?"
    rf"(?:đ?/\w+\s)?(?P<currency>{_DONG}|usd)",
    re.IGNORECASE,
)
_GROUPED = re.compile(r"\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*")
_TIMES = {"nghìn": 10**3, "ngàn": 10**3, "triệu": 10**6, "tỷ": 10**9, "tỉ": 10**9}


@decided_by(_SAID)
def whole(number: str) -> int | None:
    """Return a number that is written in whole or in groups of three (số tiền).

    >>> whole("2.000.000"), whole("40"), whole("1,500"), whole("10.000.0000")
    (2000000, 40, 1500, None)
    """
    if number.isdecimal():
        return int(number)
    return int(re.sub(r"[.,]", "", number)) if _GROUPED.fullmatch(number) else None


@decided_by(_SAID)
def sums_in(text: str) -> tuple[Amount, ...] | None:
    """Return the different sums that a text names, or None if one cannot be read.

    Only a number with its currency is a sum.

    >>> sums_in("Dưới 5 tấn: 50.000 đồng/giấy; trên 15 tấn: 0,1 triệu đồng") is None
    True
    >>> [a.value for a in sums_in("lần đầu 10 triệu đồng, cấp lại 500.000đ/giấy")]
    [10000000, 500000]
    >>> sums_in("theo Thông tư số 85/2019/TT-BTC")
    ()
    """
    found: dict[Amount, None] = {}
    for match in _SUM.finditer(text):
        number = whole(match["number"])
        if number is None:
            return None
        value = number * _TIMES.get((match["times"] or "").lower(), 1)
        currency = "USD" if match["currency"].lower() == "usd" else "VND"
        if currency == "VND" and value < LEAST:
            return None
        found[Amount(value, currency)] = None
    return tuple(found)
