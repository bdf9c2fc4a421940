"""The facts of an entry: what was read, typed; what was not read is not there."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from motcua.kernel.law import decided_by

_SAID = "0090-a-value-is-what-the-text-says"


class SubmissionChannel(StrEnum):
    """How an application comes in; the same codes as in written-out procedures."""

    ONLINE = "ONLINE"  # trực tuyến
    COUNTER = "COUNTER"  # trực tiếp
    POST = "POST"  # dịch vụ bưu chính


class TimeUnit(StrEnum):
    """What the database counts a time limit in."""

    HOURS = "HOURS"  # giờ; the database does not say whether of work
    WORKING_DAYS = "WORKING_DAYS"  # ngày làm việc
    DAYS = "DAYS"  # ngày
    MONTHS = "MONTHS"  # tháng


class FeeKind(StrEnum):
    """What the database says of the fee."""

    AMOUNTS = "AMOUNTS"  # one or more amounts
    FREE = "FREE"  # miễn phí
    ELSEWHERE = "ELSEWHERE"  # the amount stands in an instrument that is named
    NOT_STATED = "NOT_STATED"  # không có thông tin
    UNREAD = "UNREAD"  # something is said that could not be read


@dataclass(frozen=True, slots=True)
class StatedLimit:
    """A time limit as stated (thời hạn giải quyết): a number, and its unit if said."""

    value: float
    """Whole almost always; there are limits of a day and a half."""
    unit: TimeUnit | None


@dataclass(frozen=True, slots=True)
class Amount:
    """A sum of money: ``value`` in whole units of ``currency`` (ISO 4217)."""

    value: int
    currency: str


@dataclass(frozen=True, slots=True)
class StatedFee:
    """What is to be paid, as stated (phí, lệ phí)."""

    kind: FeeKind
    amounts: tuple[Amount, ...] = ()
    has_remark: bool = False
    """The source adds for what, for whom or until when; the entry's text has it."""


@dataclass(frozen=True, slots=True)
class ChannelLine:
    """One line of the table of channels. A channel may have several lines."""

    channel: SubmissionChannel
    limit: StatedLimit | None
    fee: StatedFee


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper of the dossier (thành phần hồ sơ); ``None``: no number is stated."""

    name: str
    originals: int | None
    copies: int | None
    forms: tuple[str, ...] = ()
    """File names of the forms (mẫu đơn, tờ khai) that belong to it."""


@dataclass(frozen=True, slots=True)
class PaperList:
    """The papers of one variant (trường hợp); a lone list has no name."""

    case: str
    papers: tuple[Paper, ...]


@dataclass(frozen=True, slots=True)
class Basis:
    """A legal basis (căn cứ pháp lý): number of the instrument, and its title."""

    number: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the procedure ends with (kết quả), with its code in the national list."""

    name: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """All that was read of one procedure.

    ``None`` where the source at hand does not carry the part at all (the shipped
    index has no papers, conditions and results); empty where it says nothing.
    """

    code: str
    name: str
    field: str
    levels: tuple[str, ...]
    applicants: tuple[str, ...]
    channels: tuple[ChannelLine, ...]
    bases: tuple[Basis, ...]
    paper_lists: tuple[PaperList, ...] | None = None
    conditions: tuple[str, ...] | None = None
    results: tuple[Outcome, ...] | None = None
    authority: str = ""
    decision: str = ""


@decided_by(_SAID)
def as_json(facts: Facts) -> dict[str, Any]:
    """Return what :func:`from_json` reads; what is empty or unknown is left out."""
    data: dict[str, Any] = {
        "code": facts.code,
        "name": facts.name,
        "field": facts.field,
        "levels": list(facts.levels),
        "applicants": list(facts.applicants),
        "channels": [_channel_json(line) for line in facts.channels],
        "bases": [_lean(number=b.number, title=b.title) for b in facts.bases],
    }
    if facts.paper_lists is not None:
        data["papers"] = [_papers_json(one) for one in facts.paper_lists]
    if facts.conditions is not None:
        data["conditions"] = list(facts.conditions)
    if facts.results is not None:
        data["results"] = [_lean(name=r.name, code=r.code) for r in facts.results]
    return data | _lean(authority=facts.authority, decision=facts.decision)


@decided_by(_SAID)
def from_json(data: Mapping[str, Any]) -> Facts:
    """Return the facts that :func:`as_json` wrote.

    :raises KeyError: if a part is missing.
    :raises ValueError: if a word is none of ours.
    """
    papers, results = data.get("papers"), data.get("results")
    conditions = data.get("conditions")
    return Facts(
        code=data["code"],
        name=data["name"],
        field=data["field"],
        levels=tuple(data["levels"]),
        applicants=tuple(data["applicants"]),
        channels=tuple(map(_channel_of, data["channels"])),
        bases=tuple(Basis(**basis) for basis in data["bases"]),
        paper_lists=None if papers is None else tuple(map(_papers_of, papers)),
        conditions=None if conditions is None else tuple(conditions),
        results=None if results is None else tuple(Outcome(**r) for r in results),
        authority=data.get("authority", ""),
        decision=data.get("decision", ""),
    )


def _lean(**parts: Any) -> dict[str, Any]:
    return {name: part for name, part in parts.items() if part not in ("", (), [])}


def _channel_json(line: ChannelLine) -> dict[str, Any]:
    limit, fee = line.limit, line.fee
    data: dict[str, Any] = {"channel": line.channel.value, "limit": None}
    if limit is not None:
        unit = limit.unit.value if limit.unit else None
        data["limit"] = {"value": limit.value, "unit": unit}
    amounts = [{"value": a.value, "currency": a.currency} for a in fee.amounts]
    said = _lean(amounts=amounts) | ({"remark": True} if fee.has_remark else {})
    return data | {"fee": {"kind": fee.kind.value} | said}


def _channel_of(data: Mapping[str, Any]) -> ChannelLine:
    limit, fee = data["limit"], data["fee"]
    stated = None
    if limit is not None:
        unit = TimeUnit(limit["unit"]) if limit["unit"] else None
        stated = StatedLimit(limit["value"], unit)
    amounts = tuple(Amount(**amount) for amount in fee.get("amounts", ()))
    return ChannelLine(
        SubmissionChannel(data["channel"]),
        stated,
        StatedFee(FeeKind(fee["kind"]), amounts, fee.get("remark", False)),
    )


def _papers_json(one: PaperList) -> dict[str, Any]:
    papers = [
        {"name": p.name, "originals": p.originals, "copies": p.copies}
        | _lean(forms=list(p.forms))
        for p in one.papers
    ]
    return {"case": one.case, "papers": papers}


def _papers_of(data: Mapping[str, Any]) -> PaperList:
    papers = (
        Paper(p["name"], p["originals"], p["copies"], tuple(p.get("forms", ())))
        for p in data["papers"]
    )
    return PaperList(data["case"], tuple(papers))
