"""The table of channels: channel, time limit, fee and remark, run together."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from motcua.catalogue.national.rules.facts import (
    ChannelLine,
    StatedLimit,
    SubmissionChannel,
    TimeUnit,
)
from motcua.catalogue.national.rules.fees import fee_of
from motcua.catalogue.national.rules.money import LEAST, sums_in, whole
from motcua.catalogue.national.rules.remarks import Remark, RemarkKind
from motcua.kernel.law import decided_by

_SAID = "0090-a-value-is-what-the-text-says"
HEADING = "Hình thức nộpThời gianPhí, lệ phíMô tả"
CHANNELS = {
    "Trực tuyến": SubmissionChannel.ONLINE,
    "Trực tiếp": SubmissionChannel.COUNTER,
    "Dịch vụ bưu chính": SubmissionChannel.POST,
}
UNITS = {
    "Ngày làm việc": TimeUnit.WORKING_DAYS,
    "Ngày": TimeUnit.DAYS,
    "Giờ": TimeUnit.HOURS,
    "Tháng": TimeUnit.MONTHS,
}
_CURRENCY = "Việt Nam Đồng|VNĐ|USD"
_LINE = re.compile(
    rf"(?P<channel>{'|'.join(CHANNELS)})"
    r"(?:"
    rf"(?P<number>\d{{1,4}}(?:\.\d{{1,2}})?) (?P<unit>{'|'.join(UNITS)})"
    r"|(?P<silent>Không có thông tin)"
    r"|(?P<bare>\d{1,4})(?=Miễn phí|Không có thông tin)"
    rf"|(?=\d[\d,]{{0,18}} (?:{_CURRENCY}))"
    r"|(?P<words>(?:Không|Hệ thống)[^\n]{0,160}?)"
    r")"
    rf"(?P<head>Miễn phí|Không có thông tin"
    rf"|(?P<sum>\d[\d,]{{0,18}}) (?P<currency>{_CURRENCY}))"
)
_SPOKEN_UNITS = {
    "ngày làm việc": TimeUnit.WORKING_DAYS,
    "ngày": TimeUnit.DAYS,
    "giờ": TimeUnit.HOURS,
    "tháng": TimeUnit.MONTHS,
}
_COUNTER = re.compile(r"\((?:[ivx]{1,4}|\d{1,2}|[a-zđ])\)")
SHOWN = 120  # letters of a text in a report


@dataclass(frozen=True, slots=True)
class Cells:
    """One line of the table, cut into its cells: texts as they stand."""

    channel: str
    time: str
    fee: str
    remark: str


@dataclass(frozen=True, slots=True)
class ChannelReading:
    """The lines that were read, their cells, and what is open about them."""

    lines: tuple[ChannelLine, ...]
    cells: tuple[Cells, ...]
    remarks: tuple[Remark, ...]


@dataclass(frozen=True, slots=True)
class _Line:
    match: re.Match[str]
    rest: str

    @property
    def fee_remark(self) -> str:
        """The text in brackets right behind the fee: it belongs to its cell."""
        return bracketed(self.rest)


@decided_by(_SAID)
def bracketed(text: str) -> str:
    """Return the brackets with which a text begins; all of it if they never close.

    A number in brackets counts something that follows.

    >>> bracketed("(a (b) c) d"), bracketed("d (a)"), bracketed("(a")
    ('(a (b) c)', '', '(a')
    >>> bracketed("(1) d")
    ''
    """
    if not text.startswith("(") or _COUNTER.match(text):
        return ""
    depth = 0
    for place, letter in enumerate(text):
        depth += (letter == "(") - (letter == ")")
        if not depth:
            return text[: place + 1]
    return text


@decided_by(_SAID)
def read_channels(text: str, steps: str) -> ChannelReading:
    """Return the lines of the table of channels (cách thức thực hiện).

    ``steps`` is the description of the steps, in which a missing unit is sought.

    >>> found = read_channels("Trực tuyến5 NgàyMiễn phíTại Cổng", "")
    >>> found.lines[0].limit
    StatedLimit(value=5, unit=<TimeUnit.DAYS: 'DAYS'>)
    >>> found.cells[0]
    Cells(channel='Trực tuyến', time='5 Ngày', fee='Miễn phí', remark='Tại Cổng')
    """
    cut = list(_cut(text.removeprefix(HEADING)))
    if not cut:
        remark = Remark(RemarkKind.NO_LINE, text[:SHOWN])
        return ChannelReading((), (), (remark,))
    numbers = {number for line in cut if (number := _sure_number(line.match))}
    read = [_read(line, numbers, steps) for line in cut]
    return ChannelReading(
        lines=tuple(line for line, _, _ in read),
        cells=tuple(cells for _, cells, _ in read),
        remarks=tuple(dict.fromkeys(r for _, _, remarks in read for r in remarks)),
    )


def _cut(text: str) -> Iterator[_Line]:
    matches = list(_LINE.finditer(text))
    ends = [*(match.start() for match in matches[1:]), len(text)]
    for match, end in zip(matches, ends, strict=False):
        yield _Line(match, text[match.end() : end])


def _sure_number(match: re.Match[str]) -> str | None:
    """Return the number of a limit without unit, if it can be cut in one way only."""
    if match["bare"] or match["number"] or match["silent"] or match["words"]:
        return match["bare"]
    ways = list(_ways(match["sum"]))
    return ways[0][0] if len(ways) == 1 else None


def _read(
    line: _Line, numbers: set[str], steps: str
) -> tuple[ChannelLine, Cells, list[Remark]]:
    match, note = line.match, line.fee_remark
    time, head = _time_and_head(match, numbers, note)
    remarks = []
    limit, why = _limit(match, time, f"{line.rest}\n{steps}")
    if why:
        remarks.append(Remark(why, f"{match.group()}{line.rest}"[:SHOWN]))
    if head is None:
        fee = fee_of("?", match["currency"], note)
        fee = replace(fee, kind=RemarkKind.NUMBERS_RUN_TOGETHER)
    else:
        fee = fee_of(head, match["currency"] or "", note)
    if fee.kind:
        remarks.append(Remark(fee.kind, f"{match['head']}{note}"[:SHOWN]))
    at_head = match.start("head") - match.start()
    cells = Cells(
        channel=match["channel"],
        time=match.group()[len(match["channel"]) : at_head],
        fee=match["head"] + note,
        remark=line.rest[len(note) :],
    )
    channel = CHANNELS[match["channel"]]
    return ChannelLine(channel, limit, fee.fee), cells, remarks


def _time_and_head(
    match: re.Match[str], numbers: set[str], note: str
) -> tuple[str, str | None]:
    """Return the number of the limit and the head of the fee cell.

    A limit without a unit and a fee are one run of digits: "1100 VNĐ" is 1 and 100,
    since no fee begins with 0. Of several ways, the one that other words confirm.
    """
    number = match["number"] or match["bare"]
    if number or match["silent"] or match["words"]:
        return number or "", match["sum"] or match["head"]
    ways = list(_ways(match["sum"]))
    sure = [way for way in ways if way[0] in numbers or _named(way[1], note)]
    chosen = ways if len(ways) == 1 else sure
    return chosen[0] if len(chosen) == 1 else ("", None)


def _ways(digits: str) -> Iterator[tuple[str, str]]:
    """Yield the ways in which a run of digits is a limit and a sum.

    >>> list(_ways("1100,000")), list(_ways("125"))
    ([('1', '100,000')], [('1', '25'), ('12', '5')])
    """
    for at in range(1, len(digits.split(",")[0])):
        time, rest = digits[:at], digits[at:]
        if rest[0] != "0" and time[0] != "0" and whole(rest) is not None:
            yield time, rest


def _named(head: str, note: str) -> bool:
    value, sums = whole(head), sums_in(note) or ()
    return value is not None and any(a.value in {value, value * LEAST} for a in sums)


def _limit(
    match: re.Match[str], time: str, prose: str
) -> tuple[StatedLimit | None, RemarkKind | None]:
    if match["words"]:
        return None, RemarkKind.LIMIT_IN_WORDS
    if match["silent"]:
        return None, None
    if not time:
        return None, RemarkKind.NUMBERS_RUN_TOGETHER
    value = float(time)
    if value == 0:
        return None, RemarkKind.LIMIT_WITHOUT_UNIT
    number = int(value) if value.is_integer() else value
    if match["unit"]:
        return StatedLimit(number, UNITS[match["unit"]]), None
    unit = unit_in_prose(time, prose)
    kind = RemarkKind.UNIT_FROM_STEPS if unit else RemarkKind.LIMIT_WITHOUT_UNIT
    return StatedLimit(number, unit), kind


@decided_by(_SAID)
def unit_in_prose(number: str, prose: str) -> TimeUnit | None:
    """Return the one unit that prose gives to this number as a limit.

    A limit of 1 is not sought: every description has a step of one day.

    >>> unit_in_prose("7", "trong thời hạn 07 (bảy) ngày làm việc kể từ ngày nhận")
    <TimeUnit.WORKING_DAYS: 'WORKING_DAYS'>
    >>> unit_in_prose("7", "trong thời hạn 07 ngày làm việc; thời hạn 7 ngày")
    >>> unit_in_prose("1", "trong thời hạn 01 ngày làm việc")
    """
    if number == "1":
        return None
    pattern = (
        rf"thời (?:hạn|gian)[^.;\d\n]{{0,20}}0?{re.escape(number)}"
        rf"(?:\s?\([^)]{{1,30}}\))?\s?({'|'.join(_SPOKEN_UNITS)})"
    )
    words: Sequence[str] = re.findall(pattern, prose, re.IGNORECASE)
    units = {_SPOKEN_UNITS[word.lower()] for word in words}
    return units.pop() if len(units) == 1 else None
