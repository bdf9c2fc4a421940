"""What one step needs: time, papers and fees, from a version or from an entry."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from math import ceil
from typing import Any

from django.conf import settings
from django.utils import timezone

from motcua.catalogue import rules as procedures
from motcua.catalogue.definition import Component, ProcedureDefinition, TimeLimit
from motcua.catalogue.national.rules.facts import Facts as EntryFacts
from motcua.catalogue.national.rules.facts import FeeKind, StatedLimit, TimeUnit
from motcua.deadlines import Clock, Limit, LimitUnit, WorkCalendar, due
from motcua.deadlines.data import load_policy
from motcua.kernel.instants import day_of
from motcua.kernel.money import Money
from motcua.kernel.texts import Text
from motcua.processes.conditions import compile_condition

_UNITS = {
    TimeUnit.HOURS: LimitUnit.WORKING_HOURS,
    TimeUnit.WORKING_DAYS: LimitUnit.WORKING_DAYS,
    TimeUnit.DAYS: LimitUnit.DAYS,
    TimeUnit.MONTHS: LimitUnit.MONTHS,
}


@dataclass(frozen=True, slots=True)
class PaperNeeded:
    """A paper of a step; ``depends``: on answers that are not known yet."""

    id: str
    name: Text
    form: str
    originals: int
    copies: int
    depends: bool
    replaced_by: Text | None = None


@dataclass(frozen=True, slots=True)
class FeeNeeded:
    """A fee of a step. No ``amount`` means not known here, never free."""

    name: Text
    amount: Money | None
    set_by: Text | None
    depends: bool


@dataclass(frozen=True, slots=True)
class Needs:
    """What a step needs. Without ``papers`` the source at hand does not list them."""

    limit: Limit | None
    other_limits: bool
    papers: tuple[PaperNeeded, ...] | None
    fees: tuple[FeeNeeded, ...]


def needs_of(definition: ProcedureDefinition, answers: Mapping[str, Any]) -> Needs:
    """Return what a written-out procedure needs, as far as ``answers`` tell."""
    given = frozenset(answers)
    limit = procedures.variant_of(definition, answers)
    return Needs(
        limit=_stated(Limit.parse(limit.limit)),
        other_limits=len({one.limit for one in definition.time_limits}) > 1
        and any(not _told(one.when, given) for one in definition.time_limits),
        papers=tuple(_papers(definition, answers)),
        fees=tuple(_fees(definition, answers)),
    )


def needs_of_entry(facts: EntryFacts) -> Needs:
    """Return what an entry states: the longest limit, and its fees if they are one."""
    stated = [line.limit for line in facts.channels if line.limit and line.limit.unit]
    limits = [_limit_of(limit) for limit in stated]
    fees = {line.fee for line in facts.channels if line.fee.kind != FeeKind.NOT_STATED}
    amounts = {fee.amounts for fee in fees}
    known = next(iter(amounts)) if len(amounts) == 1 else None
    amount = None
    if known is not None and len(known) <= 1 and _is_read(fees):
        amount = Money(known[0].value, known[0].currency) if known else Money(0)
    return Needs(
        limit=max(limits, key=_length, default=None),
        other_limits=len(set(limits)) > 1,
        papers=_entry_papers(facts),
        fees=(FeeNeeded(Text(facts.name), amount, None, depends=amount is None),),
    )


def _is_read(fees: set[Any]) -> bool:
    return all(fee.kind in (FeeKind.AMOUNTS, FeeKind.FREE) for fee in fees)


def _limit_of(stated: StatedLimit) -> Limit:
    assert stated.unit is not None  # noqa: S101 - only such limits are asked
    return Limit(ceil(stated.value), _UNITS[stated.unit])


def _length(limit: Limit) -> int:
    """Return about how many hours of work a limit is, to find the longest."""
    hours = {LimitUnit.WORKING_HOURS: 1, LimitUnit.DAYS: 6, LimitUnit.MONTHS: 170}
    return limit.number * hours.get(limit.unit, 8)


def _entry_papers(facts: EntryFacts) -> tuple[PaperNeeded, ...] | None:
    if facts.paper_lists is None:
        return None
    several = len(facts.paper_lists) > 1
    return tuple(
        PaperNeeded(
            id="",
            name=Text(paper.name),
            form="COPY" if paper.copies and not paper.originals else "ORIGINAL",
            originals=paper.originals or 0,
            copies=paper.copies or 0,
            depends=several,
        )
        for one in facts.paper_lists
        for paper in one.papers
    )


def ends_at(
    limit: Limit | None,
    start: datetime | None,
    calendar: WorkCalendar,
    variant: TimeLimit | None,
) -> datetime | None:
    """Return when a step is due that is handed in complete at ``start``."""
    if limit is None or start is None:
        return None
    code = (variant and variant.policy) or settings.COUNTING_POLICY
    policy = load_policy(code, day_of(start, timezone.get_default_timezone()))
    if variant and variant.cut_off:
        cut_off = time.fromisoformat(variant.cut_off)
        bases = {"intake": variant.basis or ""}
        policy = policy.with_values(bases, same_day_cut_off=cut_off)
    return due(Clock(accepted_at=start, limit=limit, policy=policy), calendar).at


def _stated(limit: Limit) -> Limit | None:
    return None if limit.unit is LimitUnit.NOT_STATED else limit


def _told(when: str | None, given: frozenset[str]) -> bool:
    """Tell whether what is known decides a condition."""
    return when is None or compile_condition(when).variables <= given


def _papers(
    definition: ProcedureDefinition, answers: Mapping[str, Any]
) -> Sequence[PaperNeeded]:
    given = frozenset(answers)
    needed = {n.component.id for n in procedures.components_needed(definition, answers)}
    return [
        _paper(part, depends=not (part.required and _told(part.when, given)))
        for part in definition.components
        if part.form != "DATA" and (part.id in needed or not _told(part.when, given))
    ]


def _paper(part: Component, *, depends: bool) -> PaperNeeded:
    return PaperNeeded(
        id=part.id,
        name=part.name,
        form=part.form,
        originals=part.originals or (1 if part.form == "ORIGINAL" else 0),
        copies=part.copies or (1 if part.form in ("COPY", "CERTIFIED_COPY") else 0),
        depends=depends or part.group is not None,
        replaced_by=part.replaced_by,
    )


def _fees(
    definition: ProcedureDefinition, answers: Mapping[str, Any]
) -> Sequence[FeeNeeded]:
    given = frozenset(answers)
    due_lines = {
        line.id: line for line in procedures.fees_due(definition, answers).lines
    }
    found = []
    for fee in definition.fees:
        counted = {fee.quantity, fee.times} - {None} <= given
        if _told(fee.when, given) and counted:
            if line := due_lines.get(fee.id):
                found.append(
                    FeeNeeded(fee.name, line.amount, line.set_by, depends=False)
                )
            continue
        amount = None if fee.amount is None else Money(fee.amount, fee.currency)
        found.append(FeeNeeded(fee.name, amount, fee.set_by, depends=True))
    return found
