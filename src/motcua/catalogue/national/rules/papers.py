"""The table of papers: variant, name, forms and numbers, run together."""

import re
from dataclasses import dataclass

from motcua.catalogue.national.rules.facts import Paper, PaperList
from motcua.catalogue.national.rules.remarks import Remark, RemarkKind
from motcua.kernel.law import decided_by

_SAID = "0090-a-value-is-what-the-text-says"
HEADING = "Tên giấy tờMẫu đơn, tờ khaiSố lượng"
NO_CASE = "--"
# One digit ends a line: "ngày 01/01/20261 bản chính" is 2026 and 1. "01 bản chính" is
# prose. A number is never set off from its name by a plain blank.
_NUMBERS = re.compile(
    r"(?<! )(?<!(?<!\d)0)(?P<originals>\d) bản chính(?:,(?P<copies>\d) bản sao)?"
)
_FILE = re.compile(r"\.(?:docx?|pdf|xlsx?|rtf|rar|zip|odt)", re.IGNORECASE)
_BODIES = ("-CP", "-BTC", "-BCA", "-BTP", "-BXD", "-NHNN", "-BNNMT", "-BGTVT")
SHOWN = 120


@dataclass(frozen=True, slots=True)
class PaperReading:
    """The lists that were read, the text of each line, and what is open."""

    lists: tuple[PaperList, ...]
    texts: tuple[tuple[str, ...], ...]
    remarks: tuple[Remark, ...]


@decided_by(_SAID)
def read_papers(text: str) -> PaperReading:
    """Return the lists of papers (thành phần hồ sơ), one for each variant.

    >>> found = read_papers(
    ...     "--Tên giấy tờMẫu đơn, tờ khaiSố lượngTờ khaiMẫu số 01.docx1 bản chính"
    ...     "Giấy ra viện0 bản chính,1 bản sao"
    ... )
    >>> [(p.name, p.originals, p.copies, p.forms) for p in found.lists[0].papers]
    [('Tờ khai', 1, 0, ('Mẫu số 01.docx',)), ('Giấy ra viện', 0, 1, ())]
    """
    parts = text.split(HEADING)
    if len(parts) == 1:
        told = text.strip(" -\n")
        kind = RemarkKind.NO_PAPER_TABLE
        remarks = (Remark(kind, told[:SHOWN]),) if told else ()
        return PaperReading((), (), remarks)
    case = _case(parts[0])
    lists, texts, open_ = [], [], []
    for number, part in enumerate(parts[1:], start=2):
        lines, rest = _lines(part)
        papers = [_paper(line) for line in lines]
        if number == len(parts) and rest.strip("- \n"):
            papers.append(_paper(rest))
            lines.append(rest)
            open_.append(Remark(RemarkKind.PAPER_WITHOUT_NUMBER, rest[:SHOWN]))
        lists.append(PaperList(case, tuple(papers)))
        texts.append(tuple(lines))
        case = _case(rest)
    return PaperReading(tuple(lists), tuple(texts), tuple(open_))


def _lines(table: str) -> tuple[list[str], str]:
    """Return the lines of a table, and what stands behind the last one."""
    lines, start = [], 0
    for match in _NUMBERS.finditer(table):
        lines.append(table[start : match.end()])
        start = match.end()
    return lines, table[start:]


def _case(text: str) -> str:
    case = " ".join(text.split())
    return "" if not case.strip("- ") else case.removeprefix(NO_CASE).strip()


def _paper(line: str) -> Paper:
    matches = list(_NUMBERS.finditer(line))
    match = matches[-1] if matches else None
    name, forms = _forms(line[: match.start()] if match else line)
    if match is None:
        return Paper(name, None, None, forms)
    return Paper(name, int(match["originals"]), int(match["copies"] or 0), forms)


def _forms(text: str) -> tuple[str, tuple[str, ...]]:
    """Cut the file names from the end of a name: each begins where words are glued."""
    ends = [match.end() for match in _FILE.finditer(text)]
    if not ends or text[ends[-1] :].strip():
        return " ".join(text.split()), ()
    first = max((at for at in range(2, ends[0]) if _is_joint(text, at)), default=0)
    starts = [first, *ends[:-1]]
    files = (" ".join(text[a:b].split()) for a, b in zip(starts, ends, strict=True))
    name = " ".join(text[:first].split())
    return (name, tuple(files)) if name else (" ".join(text.split()), ())


def _is_joint(text: str, at: int) -> bool:
    """Return whether words are glued here: "khaiMẫu", "(1).Mẫu", "CPmẫu"."""
    before, letter = text[at - 1], text[at]
    if text.endswith(_BODIES, 0, at) and letter.isalpha():
        return True
    if not letter.isupper():
        return False
    if before in '.;:,)”"':
        return before != "." or text[at + 1].islower() or not text[at - 2].isalnum()
    if before.isdecimal():
        return not text[at - 2].isalpha()
    return before.islower()
