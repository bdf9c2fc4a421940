"""First drafts: of a procedure that is only listed, and of one that is quite new.

What nobody said is left out, and the check asks for it: a draft invents nothing.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from motcua.catalogue.national.queries import Entry
from motcua.catalogue.national.rules.facts import (
    ChannelLine,
    FeeKind,
    Outcome,
    Paper,
    PaperList,
    StatedFee,
    StatedLimit,
    TimeUnit,
)
from motcua.catalogue.upkeep.library import KnownPart
from motcua.catalogue.upkeep.writing import in_order
from motcua.kernel.texts import fold

_UNITS = {
    TimeUnit.HOURS: "hours",  # of work? The source does not say: the check asks
    TimeUnit.WORKING_DAYS: "working days",
    TimeUnit.DAYS: "days",
    TimeUnit.MONTHS: "months",
}
_LEVELS = frozenset({"COMMUNE", "CITY", "NATIONAL"})
_PERSONS = ("CITIZEN", "OVERSEAS_VIETNAMESE", "FOREIGNER", "RESIDENT_FOREIGNER")
_BODIES = ("BUSINESS", "VIETNAMESE_BUSINESS", "FOREIGN_INVESTED_BUSINESS")
_APPLICANTS = {
    "CITIZEN": (*_PERSONS, "OFFICIAL", "PARTY_MEMBER"),
    "BUSINESS": (*_BODIES, "COOPERATIVE", "ORGANISATION", "FOREIGN_ORGANISATION"),
}
_LONGEST_ID = 40
_APPLICANT = {
    "vi": "Người nộp hồ sơ",
    "en": "The applicant",
    "de": "Antragsteller",
}
_REFUSED = {
    "id": "refused",
    "kind": "REFUSAL",
    "name": {
        "vi": "Văn bản từ chối",
        "en": "Notice of refusal",
        "de": "Ablehnungsbescheid",
    },
}


def blank_draft(
    code: str,
    name: str,
    *,
    template: str,
    day: date,
    asked: Iterable[KnownPart] = (),
) -> dict[str, Any]:
    """Return the beginning of a procedure's file (bản thảo trắng)."""
    return in_order(
        {
            "code": code,
            "name": {"vi": name},
            "in_force_from": day.isoformat(),
            "form": _form(asked),
            "components": [],
            "process": {"template": template},
            "results": [_approved(name), _REFUSED],
        }
    )


def draft_of(
    entry: Entry,
    *,
    template: str,
    day: date,
    asked: Iterable[KnownPart] = (),
) -> dict[str, Any]:
    """Return a procedure's file as far as an entry of the catalogue says it."""
    facts = entry.facts
    draft = blank_draft(facts.code, facts.name, template=template, day=day, asked=asked)
    levels = [level for level in facts.levels if level in _LEVELS]
    said = {
        "field": entry.group,
        "announced_by": [facts.decision] if facts.decision else [],
        "legal_bases": list(dict.fromkeys(b.number for b in facts.bases if b.number)),
        "applicants": [
            who
            for who, named in _APPLICANTS.items()
            if not set(named).isdisjoint(facts.applicants)
        ],
        "requirements": [{"text": {"vi": c}} for c in facts.conditions or ()],
        "channels": list(dict.fromkeys(str(line.channel) for line in facts.channels)),
        "competence": _competence(levels, facts.authority),
        "components": list(_components(facts.paper_lists or ())),
        "fees": list(_fees(facts.channels)),
        "time_limits": list(_limits(facts.channels)),
        "results": [*_results(facts.results or (), facts.name), _REFUSED],
        "sources": [_source(entry)],
    }
    return in_order(draft | {key: value for key, value in said.items() if value})


def id_of(name: str, taken: Iterable[str] = ()) -> str:
    """Return an id made of a name, another than those that are taken.

    >>> id_of("Tờ khai (mẫu 01)"), id_of("Đơn", ["don"]), id_of("01")
    ('to_khai_mau_01', 'don_2', 'n_01')
    """
    words = re.findall(r"[a-z0-9]+", fold(name)) or ["item"]
    made = "_".join(words)[:_LONGEST_ID].strip("_")
    made = made if made[0].isalpha() else f"n_{made}"
    known, count, one = set(taken), 1, made
    while one in known:
        count += 1
        one = f"{made}_{count}"
    return one


def _form(asked: Iterable[KnownPart]) -> dict[str, Any]:
    fields = [dict(one.data) for one in asked]
    return {"sections": [{"id": "applicant", "name": _APPLICANT, "fields": fields}]}


def _approved(name: str, code: str = "") -> dict[str, Any]:
    result = {"id": "approved", "kind": "APPROVAL", "name": {"vi": name}}
    return result | ({"code": code} if code else {})


def _results(results: tuple[Outcome, ...], name: str) -> Iterator[dict[str, Any]]:
    """Yield the one result that templates end with; other names are in the source."""
    first = results[0] if results else Outcome(name)
    yield _approved(first.name, first.code)


def _competence(levels: list[str], authority: str) -> dict[str, Any]:
    said: dict[str, Any] = {}
    if len(levels) == 1:
        said["level"] = levels[0]
        if levels[0] == "COMMUNE":
            said["unit"] = "territory"
    return said | ({"decider": {"vi": authority}} if authority else {})


def _components(lists: Iterable[PaperList]) -> Iterator[dict[str, Any]]:
    taken: list[str] = []
    for one in lists:
        for paper in one.papers:
            made = _component(paper, one.case, taken)
            taken.append(made["id"])
            yield made


def _component(paper: Paper, case: str, taken: list[str]) -> dict[str, Any]:
    originals, copies = paper.originals or 0, paper.copies or 0
    form = "COPY" if copies and not originals else "ORIGINAL"
    made: dict[str, Any] = {
        "id": id_of(paper.name, taken),
        "name": {"vi": paper.name},
        "form": form,
    }
    if originals:
        made["originals"] = originals
    if copies:
        made["copies"] = copies
    if case:
        made["note"] = {"vi": f"Trường hợp: {case}"}
    return made


def _by_channel(pairs: Iterable[tuple[str, Any]]) -> list[tuple[Any, list[str]]]:
    """Return each thing said with the channels of which it is said."""
    found: list[tuple[Any, list[str]]] = []
    for channel, said in pairs:
        same = next((channels for one, channels in found if one == said), None)
        if same is None:
            found.append((said, [channel]))
        elif channel not in same:
            same.append(channel)
    return found


def _when(channels: list[str]) -> str:
    return " || ".join(f'channel == "{channel}"' for channel in channels)


def _fees(lines: Iterable[ChannelLine]) -> Iterator[dict[str, Any]]:
    stated = _by_channel((str(line.channel), line.fee) for line in lines)
    number = 0
    for fee, channels in stated:
        when = {"when": _when(channels)} if len(stated) > 1 else {}
        for amount in _amounts(fee):
            number += 1
            yield {
                "id": f"fee_{number}",
                "name": {"vi": "Phí, lệ phí"},
                "kind": "FEE",
                **amount,
                **when,
            }


def _amounts(fee: StatedFee) -> list[dict[str, Any]]:
    if fee.kind is FeeKind.FREE:
        return [{"amount": 0}]
    if not fee.amounts:
        return [{"amount": None}]
    return [
        {"amount": one.value}
        | ({} if one.currency == "VND" else {"currency": one.currency})
        for one in fee.amounts
    ]


def _limits(lines: Iterable[ChannelLine]) -> Iterator[dict[str, Any]]:
    stated = _by_channel((str(line.channel), line.limit) for line in lines)
    for number, (limit, channels) in enumerate(stated, start=1):
        is_last = number == len(stated)
        name = "Trường hợp thông thường" if is_last else f"Trường hợp {number}"
        made: dict[str, Any] = {
            "id": "standard" if is_last else f"case_{number}",
            "name": {"vi": name},
            "limit": _limit(limit),
        }
        yield made if is_last else {**made, "when": _when(channels)}


def _limit(limit: StatedLimit | None) -> str:
    if limit is None:
        return "not stated"
    unit = _UNITS[limit.unit] if limit.unit else "?"
    return f"{limit.value} {unit}"


def _source(entry: Entry) -> dict[str, Any]:
    covers = ["IDENTITY", "COMPETENCE", "FEES", "TIME_LIMITS"]
    if entry.facts.paper_lists:
        covers.append("COMPONENTS")
    return {
        "title": {"vi": entry.source.name},
        "where": entry.source.name,
        "checked_on": entry.source.day.isoformat(),
        "covers": covers,
        "confirmed": False,
    }
