"""The table of legal bases: title and number of each instrument, run together."""

import re
from dataclasses import dataclass

from motcua.catalogue.national.rules.facts import Basis
from motcua.catalogue.national.rules.remarks import Remark, RemarkKind
from motcua.kernel.law import decided_by

_SAID = "0090-a-value-is-what-the-text-says"
HEADING = "Tên văn bản pháp lýMã văn bản"
SILENT = "Không có thông tin"
_BODIES = (
    *("UBTVQH1[0-6]", "QH1[0-6]", "QH[1-9]", "VKSNDTC", "TANDTC", "BNNPTNT", "BLĐTBXH"),
    *(
        "BVHTTDL",
        "BKHĐT",
        "BGDĐT",
        "BTTTT",
        "BNNMT",
        "BGTVT",
        "BTNMT",
        "BKHCN",
        "BNNPTN",
    ),
    *("BDTTG", "BTĐKT", "UBND", "HĐND", "NHNN", "BHXH", "CSXH", "VPCP", "VPQH", "TTCP"),
    *("KTNN", "UBDT", "HĐBT", "TCHQ", "BTC", "BTP", "BCA", "BXD", "BNV", "BQP", "BCT"),
    *("BYT", "BNG", "BNN", "BTM", "BTL", "CTN", "BKH", "TTg", "CP"),
)
_ANY_BODY = r"[A-ZĐ]{1,7}(?=[A-ZĐ][a-zà-ỹ]|[^A-ZĐa-zà-ỹ]|$)"
_BODY = rf"(?:{'|'.join(_BODIES)}|{_ANY_BODY})"
_KIND = r"(?:NĐ|ND|TTLT|TT|QĐ|NQ|PL|CT|VBHN|L)"
_NUMBER = re.compile(
    rf"(?:(?<!\d)\d{{1,2}}\.(?=\d{{1,2}}/\d{{4}}/NQ-CP))?"
    rf"\d+(?:/\d{{4}})?/(?:{_KIND}\s?[-/_]\s?)?{_BODY}(?:-{_BODY})*"
    r"|(?<![\d/])\d{1,4}-(?:CP|TTg|HĐBT)(?!\w*/)"
)
_YEAR_BEFORE = re.compile(r"(?:19|20)\d\d(?=\d{1,4}/)")
_LONGEST = re.compile(r"[\d.]{1,5}[/-]")
_OPENING = "(/“\"'"
_LEAD = re.compile(
    r"\s*(?:luật|bộ luật|nghị định|thông tư|quyết định|nghị quyết|pháp lệnh|nđ|tt)?"
    r"\s*(?:số)?[\s:]*$",
    re.IGNORECASE,
)
SHOWN = 120


@dataclass(frozen=True, slots=True)
class BasisReading:
    """The instruments that were read, the text of each line, and what is open."""

    bases: tuple[Basis, ...]
    texts: tuple[str, ...]
    remarks: tuple[Remark, ...]


@decided_by(_SAID)
def read_bases(text: str) -> BasisReading:
    """Return the legal bases (căn cứ pháp lý), each number once.

    A number ends a line where it is glued to the words around it; numbers inside a
    title stand between blanks.

    >>> found = read_bases(
    ...     "Tên văn bản pháp lýMã văn bảnLuật Hộ tịch60/2014/QH13Sửa đổi Nghị định số"
    ...     " 126/2020/NĐ-CP ngày 19/10/2020373/2025/NĐ-CP"
    ... )
    >>> [basis.number for basis in found.bases]
    ['60/2014/QH13', '373/2025/NĐ-CP']
    """
    text = text.replace("Ð", "Đ")
    _, heading, table = text.partition(HEADING)
    if not heading:
        told = text.strip()
        kind = RemarkKind.BASIS_WITHOUT_NUMBER
        remarks = () if told.startswith(SILENT) else (Remark(kind, told[:SHOWN]),)
        return BasisReading((), (), remarks)
    table = table.rstrip(" .;\n")
    found: dict[str, str] = {}
    texts, start = [], 0
    for number in _ends(table):
        texts.append(table[start : number.end])
        title = _LEAD.sub("", table[start : number.start]).strip(" \n\t;.,")
        found.setdefault(number.text, " ".join(title.split()))
        start = number.end
    bases = tuple(Basis(number, title) for number, title in found.items())
    rest = table[start:].strip()
    kind = RemarkKind.BASIS_WITHOUT_NUMBER
    remarks = (Remark(kind, rest[:SHOWN]),) if any(map(str.isalnum, rest)) else ()
    return BasisReading(bases, (*texts, rest) if remarks else tuple(texts), remarks)


@dataclass(frozen=True, slots=True)
class _Number:
    """A number of an instrument, and where it stands."""

    start: int
    end: int
    text: str


def _numbers(table: str) -> list[_Number]:
    """Return all numbers of instruments, also where digits run into each other.

    Behind the end of another number a new one begins; a year before it is no part.
    """
    found: list[_Number] = []
    match = _NUMBER.search(table)
    while match:
        year = _YEAR_BEFORE.match(match.group())
        start = match.start() + (len(year.group()) if year else 0)
        text = table[start : match.end()]
        if _LONGEST.match(text):
            found.append(_Number(start, match.end(), re.sub(r"\s", "", text)))
        match = _NUMBER.search(table, match.end())
    return found


def _ends(table: str) -> list[_Number]:
    """Return the numbers that end a line."""
    numbers = _numbers(table)
    ends = []
    for place, number in enumerate(numbers):
        after = numbers[place + 1 : place + 3]
        if after and after[0].start == number.end:
            # A title that ends with a number, or a line before a title that is one.
            pair = len(after) > 1 and after[1].start == after[0].end
            if not (pair and after[0].text == after[1].text):
                continue
        if _is_glued(table, number):
            ends.append(number)
    return ends


def _is_glued(table: str, number: _Number) -> bool:
    before = table[number.start - 1] if number.start else " "
    after = table[number.end] if number.end < len(table) else ""
    opens = not after or after.isalnum() or after in '“"-–+*('
    return opens or not (before.isspace() or before in _OPENING)
