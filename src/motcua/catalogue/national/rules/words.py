"""The words of the database for levels, applicants, results, and for nothing."""

import re
from dataclasses import dataclass

from motcua.catalogue.national.rules.facts import Outcome
from motcua.catalogue.national.rules.remarks import Remark, RemarkKind
from motcua.kernel.law import decided_by

_SAID = "0090-a-value-is-what-the-text-says"
SILENT = "Không có thông tin"
LEVELS = {
    "Cấp bộ": "NATIONAL",
    "Cấp tỉnh": "CITY",
    "Cấp xã": "COMMUNE",
    "Cơ quan khác": "OTHER",
}
APPLICANTS = {
    "Công dân Việt Nam": "CITIZEN",
    "Người Việt Nam định cư ở nước ngoài": "OVERSEAS_VIETNAMESE",
    "Người nước ngoài cư trú tại Việt Nam": "RESIDENT_FOREIGNER",
    "Người nước ngoài": "FOREIGNER",
    "Cán bộ, công chức, viên chức": "OFFICIAL",
    "Doanh nghiệp có vốn đầu tư nước ngoài": "FOREIGN_INVESTED_BUSINESS",
    "Doanh nghiệp Việt Nam": "VIETNAMESE_BUSINESS",
    "Doanh nghiệp": "BUSINESS",
    "Hợp tác xã": "COOPERATIVE",
    "Tổ chức (không bao gồm doanh nghiệp, HTX)": "ORGANISATION",
    "Tổ chức nước ngoài": "FOREIGN_ORGANISATION",
    "Tổ chức Đảng": "PARTY_ORGANISATION",
    "Đảng viên": "PARTY_MEMBER",
}
_NONE = re.compile(
    r"(?:không|không có|không quy định|chưa quy định)[.\s]*", re.IGNORECASE
)
_PAGE_END = "Từ khóa"  # what follows on the page: key words, remarks, buttons
_CODE = re.compile(
    r"Mã:\s?(?:(?P<code>(?:KQ|TP)\.[GH]\d{2}\.\d{6}(?:\d$)?|(?:[A-Z0-9]+[.\-])+[A-Z]{0,2}\d{3,7})"
    r"|(?P<odd>\S{0,20}?)(?=$|[A-ZÀ-ỸĐ][a-zà-ỹ]))"
)
SHOWN = 120


@dataclass(frozen=True, slots=True)
class ResultReading:
    """The results that were read, and what is open."""

    results: tuple[Outcome, ...]
    remarks: tuple[Remark, ...]


@decided_by(_SAID)
def codes_of(text: str, words: dict[str, str]) -> tuple[tuple[str, ...], str]:
    """Return the codes of a list of words, and what of it is not known.

    >>> codes_of("Cấp tỉnh, Cấp xã", LEVELS)
    (('CITY', 'COMMUNE'), '')
    >>> codes_of("Cán bộ, công chức, viên chức, Hội", APPLICANTS)
    (('OFFICIAL',), 'Hội')
    """
    longest = sorted(words, key=len, reverse=True)
    pattern = "|".join(map(re.escape, longest))
    found = dict.fromkeys(words[word] for word in re.findall(pattern, text))
    rest = re.sub(pattern, "", text).replace(SILENT, "")
    return tuple(found), rest.strip(" ,\n")


@decided_by(_SAID)
def conditions_of(text: str) -> tuple[str, ...]:
    """Return the conditions (yêu cầu, điều kiện), a paragraph each.

    >>> conditions_of("Không có thông tin"), conditions_of(" Đủ 18 tuổi.")
    ((), ('Đủ 18 tuổi.',))
    """
    told = text.split(f"{_PAGE_END}{SILENT}")[0].strip()
    if told == SILENT or _NONE.fullmatch(told):
        return ()
    lines = (" ".join(line.split()) for line in told.splitlines())
    return tuple(line for line in lines if line)


@decided_by(_SAID)
def results_of(text: str) -> ResultReading:
    """Return what the procedure ends with (kết quả), with codes where there are.

    >>> results_of("Trích lụcMã: KQ.G15.000035Từ khóaKhông có thông tin").results
    (Outcome(name='Trích lục', code='KQ.G15.000035'),)
    """
    told = text.split(_PAGE_END)[0]
    results, open_, start = [], [], 0
    for match in _CODE.finditer(told):
        name = " ".join(told[start : match.start()].split())
        start = match.end()
        if not match["code"]:
            open_.append(Remark(RemarkKind.RESULT_WITHOUT_CODE, name[:SHOWN]))
        if name and name != SILENT:
            results.append(Outcome(name, match["code"] or ""))
    rest = " ".join(told[start:].split())
    if rest and rest != SILENT:
        results.append(Outcome(rest))
        open_.append(Remark(RemarkKind.RESULT_WITHOUT_CODE, rest[:SHOWN]))
    return ResultReading(tuple(results), tuple(open_))
