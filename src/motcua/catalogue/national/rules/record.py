"""One record of the national database: its facts, its text, what stays open."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from motcua.catalogue.national.rules.bases import read_bases
from motcua.catalogue.national.rules.channels import read_channels
from motcua.catalogue.national.rules.facts import Facts
from motcua.catalogue.national.rules.papers import read_papers
from motcua.catalogue.national.rules.remarks import Remark, RemarkKind
from motcua.catalogue.national.rules.words import (
    APPLICANTS,
    LEVELS,
    SILENT,
    codes_of,
    conditions_of,
    results_of,
)
from motcua.kernel.law import decided_by

_SAID = "0090-a-value-is-what-the-text-says"


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read of a record: facts, the text beside each value, open points."""

    facts: Facts
    original: Mapping[str, Any]
    remarks: tuple[Remark, ...]


@decided_by(_SAID)
def read_record(record: Mapping[str, str]) -> Reading:
    """Read a record of the national database (bản ghi thủ tục hành chính).

    ``record``: the texts by their Vietnamese keys; ``ma_thu_tuc`` and ``ten_thu_tuc``
    must be there.
    """
    text = {key: value.strip() for key, value in record.items()}.get
    channels = read_channels(
        text("cach_thuc_thuc_hien", ""), text("trinh_tu_thuc_hien", "")
    )
    papers = read_papers(text("thanh_phan_ho_so", ""))
    bases = read_bases(text("can_cu_phap_ly", "") or SILENT)
    results = results_of(text("ket_qua_xu_ly", ""))
    levels, odd_level = codes_of(text("cap_thuc_hien", ""), LEVELS)
    applicants, odd_applicant = codes_of(text("doi_tuong_thuc_hien", ""), APPLICANTS)
    odd = [w for w in (odd_level, odd_applicant) if w]
    facts = Facts(
        code=record["ma_thu_tuc"].strip(),
        name=" ".join(record["ten_thu_tuc"].split()),
        field=_said(text("linh_vuc", "")),
        levels=levels,
        applicants=applicants,
        channels=channels.lines,
        bases=bases.bases,
        paper_lists=papers.lists,
        conditions=conditions_of(text("yeu_cau_dieu_kien", "")),
        results=results.results,
        authority=_said(text("co_quan_co_tham_quyen", ""))
        or _said(text("co_quan_thuc_hien", "")),
        decision=_said(text("so_quyet_dinh", "")),
    )
    original = {
        "record": dict(record),
        "channels": [
            {"limit": c.time, "fee": c.fee, "remark": c.remark} for c in channels.cells
        ],
        "papers": [list(lines) for lines in papers.texts],
        "bases": list(bases.texts),
    }
    remarks = (
        *channels.remarks,
        *papers.remarks,
        *bases.remarks,
        *results.remarks,
        *(Remark(RemarkKind.UNKNOWN_WORD, word) for word in odd),
    )
    return Reading(facts, original, remarks)


def _said(text: str) -> str:
    return "" if text == SILENT else " ".join(text.split())
