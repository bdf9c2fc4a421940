"""A record of the catalogue: one shape for written-out procedures and for entries.

All that is exported, in whatever format, is drawn from these records.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from motcua.catalogue.definition import (
    Competence,
    Component,
    OtherAuthority,
    ProcedureDefinition,
    TimeLimit,
)
from motcua.catalogue.fees import Fee
from motcua.catalogue.national.rules.facts import (
    Amount,
    ChannelLine,
    Facts,
    FeeKind,
    StatedLimit,
    TimeUnit,
)
from motcua.catalogue.opendata import wording
from motcua.deadlines import Limit, LimitUnit
from motcua.kernel.texts import Text

_UNITS = {
    TimeUnit.WORKING_DAYS: LimitUnit.WORKING_DAYS,
    TimeUnit.DAYS: LimitUnit.DAYS,
    TimeUnit.MONTHS: LimitUnit.MONTHS,
}


@dataclass(frozen=True, slots=True)
class LimitRecord:
    """A time limit. ``limit`` is none where it is no whole number of a known unit."""

    case: Text | None
    channel: str
    limit: Limit | None
    said: str
    text: Text
    basis: str
    conditional: bool


@dataclass(frozen=True, slots=True)
class FeeRecord:
    """A fee. No ``amount`` means not known, never free."""

    id: str
    name: Text
    amount: int | None
    currency: str
    channel: str
    conditional: bool
    set_by: Text | None
    basis: str


@dataclass(frozen=True, slots=True)
class PaperRecord:
    """A paper of the dossier. A number that is none is not stated."""

    id: str
    name: Text
    originals: int | None
    copies: int | None
    required: bool
    conditional: bool
    case: str
    note: Text | None


@dataclass(frozen=True, slots=True)
class Decider:
    """Who decides: a level, and the code of one unit or words where they are known."""

    level: str
    unit: str = ""
    words: Text | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """A procedure, as far as it is known.

    ``papers``, ``requirements`` and ``results`` are none where the source at hand
    does not carry them.
    """

    code: str
    applies_here: bool
    name: Text
    summary: Text | None
    field: str
    field_name: Text
    deciders: tuple[Decider, ...]
    applicants: tuple[str, ...]
    channels: tuple[str, ...]
    service_level: str
    limits: tuple[LimitRecord, ...]
    fees: tuple[FeeRecord, ...]
    papers: tuple[PaperRecord, ...] | None
    requirements: tuple[Text, ...] | None
    results: tuple[tuple[str, Text], ...] | None
    legal_bases: tuple[tuple[str, str], ...]
    keywords: Text | None
    in_force_from: date | None
    in_force_until: date | None
    source: str
    source_day: date | None
    content_hash: str

    @property
    def levels(self) -> tuple[str, ...]:
        """Return the levels at which it is decided."""
        return tuple(dict.fromkeys(one.level for one in self.deciders))


@dataclass(frozen=True, slots=True)
class Origin:
    """What a record knows beside its facts."""

    group: str = ""
    source: str = ""
    day: date | None = None
    until: date | None = None
    content_hash: str = ""
    language: str = "vi"
    field_name: Text | None = None


def of_version(it: ProcedureDefinition, origin: Origin) -> Record:
    """Return the record of a written-out procedure."""
    return Record(
        code=it.code,
        applies_here=it.service_level != "INFORMATION",
        name=it.name,
        summary=it.summary,
        field=it.field.id,
        field_name=it.field.name,
        deciders=(_decider(it.competence), *map(_decider, it.competence.instead)),
        applicants=it.applicants,
        channels=tuple(str(channel) for channel in it.channels),
        service_level=it.service_level,
        limits=tuple(map(_limit_of, it.time_limits)),
        fees=tuple(map(_fee_of, it.fees)),
        papers=tuple(map(_paper_of, it.components)),
        requirements=tuple(one.text for one in it.requirements),
        results=tuple(
            (one.id, one.name) for one in it.results if one.kind != "REFUSAL"
        ),
        legal_bases=tuple((basis, "") for basis in it.legal_bases),
        keywords=_keywords(it),
        in_force_from=it.in_force_from,
        in_force_until=origin.until,
        source="",
        source_day=None,
        content_hash=origin.content_hash,
    )


def _decider(one: Competence | OtherAuthority) -> Decider:
    unit = "" if one.unit == "territory" else one.unit
    return Decider(one.level, unit, one.decider)


def _keywords(it: ProcedureDefinition) -> Text | None:
    words = it.keywords
    text = Text("\n".join(words.vi), "\n".join(words.en), "\n".join(words.de))
    return text if text.as_dict() else None


def _limit_of(one: TimeLimit) -> LimitRecord:
    limit = Limit.parse(one.limit)
    return LimitRecord(
        case=one.name,
        channel="",
        limit=limit,
        said=one.limit,
        text=limit.text(),
        basis=one.basis or "",
        conditional=one.when is not None,
    )


def _fee_of(fee: Fee) -> FeeRecord:
    conditional = bool(fee.when or fee.exemptions or fee.beyond or fee.quantity)
    return FeeRecord(
        id=fee.id,
        name=fee.name,
        amount=fee.amount,
        currency=fee.currency,
        channel="",
        conditional=conditional,
        set_by=fee.set_by,
        basis=fee.basis or "",
    )


def _paper_of(part: Component) -> PaperRecord:
    return PaperRecord(
        id=part.id,
        name=part.name,
        originals=part.originals or int(part.form == "ORIGINAL"),
        copies=part.copies or int(part.form in {"COPY", "CERTIFIED_COPY"}),
        required=part.required,
        conditional=bool(part.when or part.group),
        case="",
        note=part.note,
    )


def of_entry(facts: Facts, origin: Origin) -> Record:
    """Return the record of an entry for information only."""
    say = _in(origin.language)
    return Record(
        code=facts.code,
        applies_here=False,
        name=say(facts.name),
        summary=None,
        field=origin.group,
        field_name=origin.field_name or say(facts.field),
        deciders=_deciders(facts, say),
        applicants=facts.applicants,
        channels=tuple(dict.fromkeys(str(one.channel) for one in facts.channels)),
        service_level="INFORMATION",
        limits=tuple(_stated(one) for one in facts.channels if one.limit is not None),
        fees=tuple(_fees_of(facts)),
        papers=_papers_of(facts, say),
        requirements=_texts(facts.conditions, say),
        results=_results_of(facts, say),
        legal_bases=tuple((basis.number, basis.title) for basis in facts.bases),
        keywords=None,
        in_force_from=None,
        in_force_until=None,
        source=origin.source,
        source_day=origin.day,
        content_hash=origin.content_hash,
    )


def _in(language: str) -> Callable[[str], Text]:
    return lambda text: Text(**{"vi": "", language: text})


def _deciders(facts: Facts, say: Callable[[str], Text]) -> tuple[Decider, ...]:
    words = say(facts.authority) if facts.authority else None
    return tuple(Decider(level, words=words) for level in facts.levels)


def _stated(line: ChannelLine) -> LimitRecord:
    stated = line.limit
    assert stated is not None  # noqa: S101 - only such lines are asked
    number = f"{stated.value:g}"
    unit = stated.unit.value if stated.unit else ""
    whole = stated.value == int(stated.value) and stated.value > 0
    limit = None
    if whole and stated.unit in _UNITS:
        limit = Limit(int(stated.value), _UNITS[stated.unit])
    return LimitRecord(
        case=None,
        channel=str(line.channel),
        limit=limit,
        said=f"{number} {unit.lower().replace('_', ' ')}".strip(),
        text=limit.text() if limit else _in_words(stated, number),
        basis="",
        conditional=False,
    )


def _in_words(stated: StatedLimit, number: str) -> Text:
    if stated.unit == TimeUnit.HOURS:
        return wording.filled(wording.HOURS, n=number)
    if stated.unit is None:
        return Text(number, number, number)
    words = Limit(2, _UNITS[stated.unit]).text()
    return Text(*(w.replace("2", number, 1) for w in (words.vi, words.en, words.de)))


def _fees_of(facts: Facts) -> Iterator[FeeRecord]:
    for line_number, line in enumerate(facts.channels, 1):
        fee = line.fee
        amounts = fee.amounts
        if fee.kind == FeeKind.FREE:
            amounts = (Amount(0, ""),)
        for number, amount in enumerate(amounts, 1):
            yield _fee(line, f"{line_number}-{number}", amount)
        if fee.kind == FeeKind.ELSEWHERE:
            yield _fee(line, str(line_number), None)


def _fee(line: ChannelLine, name: str, amount: Amount | None) -> FeeRecord:
    return FeeRecord(
        id=name,
        name=wording.FEE,
        amount=amount.value if amount else None,
        currency=amount.currency if amount else "",
        channel=str(line.channel),
        conditional=line.fee.has_remark or len(line.fee.amounts) > 1,
        set_by=wording.ELSEWHERE if amount is None else None,
        basis="",
    )


def _papers_of(
    facts: Facts, say: Callable[[str], Text]
) -> tuple[PaperRecord, ...] | None:
    if facts.paper_lists is None:
        return None
    return tuple(
        PaperRecord(
            id=f"{list_number}-{number}",
            name=say(paper.name),
            originals=paper.originals,
            copies=paper.copies,
            required=True,
            conditional=bool(one.case),
            case=one.case,
            note=say(one.case) if one.case else None,
        )
        for list_number, one in enumerate(facts.paper_lists, 1)
        for number, paper in enumerate(one.papers, 1)
    )


def _texts(
    lines: tuple[str, ...] | None, say: Callable[[str], Text]
) -> tuple[Text, ...] | None:
    return None if lines is None else tuple(map(say, lines))


def _results_of(
    facts: Facts, say: Callable[[str], Text]
) -> tuple[tuple[str, Text], ...] | None:
    if facts.results is None:
        return None
    return tuple((str(n), say(one.name)) for n, one in enumerate(facts.results, 1))
