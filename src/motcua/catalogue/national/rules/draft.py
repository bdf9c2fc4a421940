"""The beginning of a written-out procedure, from what an entry knows."""

import re
from typing import Any

from motcua.catalogue.national.rules.facts import (
    ChannelLine,
    Facts,
    FeeKind,
    StatedFee,
    StatedLimit,
    TimeUnit,
)
from motcua.kernel.law import decided_by
from motcua.kernel.texts import fold

_BESIDE = "0091-entries-stand-beside-procedures"
_CITIZENS = frozenset(
    {"CITIZEN", "OVERSEAS_VIETNAMESE", "RESIDENT_FOREIGNER", "FOREIGNER", "OFFICIAL"}
    | {"PARTY_MEMBER"}
)
_LEVELS = ("COMMUNE", "CITY", "NATIONAL")
_LONGEST_ID = 40
_UNITS = {
    TimeUnit.WORKING_DAYS: "working days",
    TimeUnit.DAYS: "days",
    TimeUnit.MONTHS: "months",
    TimeUnit.HOURS: "working hours",
}
NOT_STATED = "not stated"


@decided_by(_BESIDE)
def draft_of(facts: Facts, group: str) -> dict[str, Any]:
    """Return the start of a procedure file (bản thảo): what the entry knows, no more.

    ``group``: the field of the pack. What a definition needs and no entry knows
    (form, process, from when, sources) is not there; nothing is ``confirmed``.
    """
    level = next((one for one in _LEVELS if one in facts.levels), "CITY")
    return {
        "code": facts.code,
        "name": {"vi": facts.name},
        "field": group,
        "announced_by": [facts.decision] if facts.decision else [],
        "legal_bases": [basis.number for basis in facts.bases],
        "applicants": _applicants(facts),
        "requirements": [{"text": {"vi": line}} for line in facts.conditions or ()],
        "channels": list(dict.fromkeys(line.channel.value for line in facts.channels)),
        "competence": {"level": level, "unit": "territory"}
        | ({"decider": {"vi": facts.authority}} if facts.authority else {}),
        "components": _components(facts),
        "fees": _fees(facts.channels),
        "time_limits": _limits(facts.channels),
        "results": _results(facts),
    }


@decided_by(_BESIDE)
def id_of(name: str, taken: set[str]) -> str:
    """Return a new id made of a name's words, and remember it in ``taken``.

    >>> taken = set()
    >>> id_of("Tờ khai đăng ký", taken), id_of("Tờ khai, đăng ký", taken)
    ('to_khai_dang_ky', 'to_khai_dang_ky_2')
    """
    words = re.sub(r"[^a-z0-9]+", "_", fold(name)).strip("_")
    stem = words[:_LONGEST_ID].rstrip("_")
    stem = stem if stem[:1].isalpha() else f"p_{stem}".rstrip("_")
    found, number = stem, 1
    while found in taken:
        number += 1
        found = f"{stem}_{number}"
    taken.add(found)
    return found


def _applicants(facts: Facts) -> list[str]:
    kinds = [
        "CITIZEN" if kind in _CITIZENS else "BUSINESS" for kind in facts.applicants
    ]
    return list(dict.fromkeys(kinds)) or ["CITIZEN"]


def _components(facts: Facts) -> list[dict[str, Any]]:
    taken: set[str] = set()
    return [
        {
            "id": id_of(paper.name, taken),
            "name": {"vi": paper.name},
            "form": "ORIGINAL" if paper.originals else "COPY",
            "originals": paper.originals or 0,
            "copies": paper.copies or 0,
        }
        | ({"note": {"vi": one.case}} if one.case else {})
        for one in facts.paper_lists or ()
        for paper in one.papers
    ]


def _fees(lines: tuple[ChannelLine, ...]) -> list[dict[str, Any]]:
    """Return a fee for each different one; who pays which, a person has to say."""
    stated = dict.fromkeys(line.fee for line in lines)
    found = [row for fee in stated for row in _fee_rows(fee)]
    taken: set[str] = set()
    unique = {(row["amount"], row["currency"]): row for row in found}
    return [{"id": id_of(r["name"]["vi"], taken), **r} for r in unique.values()]


def _fee_rows(fee: StatedFee) -> list[dict[str, Any]]:
    common = {"name": {"vi": "Phí, lệ phí"}, "kind": "CHARGE", "currency": "VND"}
    if fee.kind is FeeKind.AMOUNTS:
        return [
            {**common, "amount": a.value, "currency": a.currency} for a in fee.amounts
        ]
    if fee.kind is FeeKind.FREE:
        return [{**common, "amount": 0}]
    told = "Cơ sở dữ liệu quốc gia không nêu mức thu"
    return [{**common, "amount": None, "set_by": {"vi": told}}]


def _limits(lines: tuple[ChannelLine, ...]) -> list[dict[str, Any]]:
    limits = list(dict.fromkeys(_limit_text(line.limit) for line in lines))
    taken: set[str] = set()
    return [
        {"id": id_of("variant", taken), "name": {"vi": "Chung"}, "limit": limit}
        for limit in limits or [NOT_STATED]
    ]


def _limit_text(limit: StatedLimit | None) -> str:
    if limit is None or limit.unit is None or not float(limit.value).is_integer():
        return NOT_STATED
    return f"{int(limit.value)} {_UNITS[limit.unit]}"


def _results(facts: Facts) -> list[dict[str, Any]]:
    taken: set[str] = set()
    return [
        {"id": id_of(r.name, taken), "kind": "APPROVAL", "name": {"vi": r.name}}
        | ({"code": r.code} if r.code else {})
        for r in facts.results or ()
    ]
