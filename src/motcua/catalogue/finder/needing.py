"""What one step needs: time, papers and fees, from a version or from an entry."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from itertools import product
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


_FEE = Text("Phí, lệ phí", "Fees", "Gebühren")
_MOST_UNKNOWN = 4  # questions that are tried with yes and with no


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
    known = _Known(definition, answers)
    limit = procedures.variant_of(definition, answers)
    return Needs(
        limit=_stated(Limit.parse(limit.limit)),
        other_limits=any(
            known.decides(one.when) is None and one.limit != limit.limit
            for one in definition.time_limits
        ),
        papers=tuple(_papers(known)),
        fees=tuple(_fees(known)),
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
        nothing = Money(0, settings.CURRENCY)
        amount = Money(known[0].value, known[0].currency) if known else nothing
    return Needs(
        limit=max(limits, key=_length, default=None),
        other_limits=len(set(limits)) > 1,
        papers=_entry_papers(facts),
        fees=(FeeNeeded(_FEE, amount, None, depends=amount is None),),
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


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of a form, and what its yes-or-no questions may still say."""

    definition: ProcedureDefinition
    answers: Mapping[str, Any]

    def decides(self, when: str | None) -> bool | None:
        """Tell whether a condition holds, whatever is still unknown; None: it may.

        Yes-or-no questions that are not answered are tried both ways.
        """
        if when is None:
            return True
        condition = compile_condition(when)
        facts = procedures.facts_of(self.definition, self.answers)
        open_ones = sorted(condition.variables - frozenset(self.answers))
        yes_no = {f.id for f in self.definition.form.fields if f.type == "YES_NO"}
        if len(open_ones) > _MOST_UNKNOWN or not yes_no.issuperset(open_ones):
            return None
        found = {
            condition.holds({**facts, **dict(zip(open_ones, tried, strict=True))})
            for tried in product((True, False), repeat=len(open_ones))
        }
        return found.pop() if len(found) == 1 else None


def _papers(known: _Known) -> Iterator[PaperNeeded]:
    for part in known.definition.components:
        needed = known.decides(part.when)
        if part.form != "DATA" and needed is not False:
            yield _paper(part, depends=needed is None or not part.required)


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


def _fees(known: _Known) -> Iterator[FeeNeeded]:
    given = frozenset(known.answers)
    lines = procedures.fees_due(known.definition, known.answers).lines
    due_lines = {line.id: line for line in lines}
    for fee in known.definition.fees:
        needed = known.decides(fee.when)
        line = due_lines.get(fee.id)
        counted = {fee.quantity, fee.times} - {None} <= given
        if needed and counted and line is not None:
            yield FeeNeeded(fee.name, line.amount, line.set_by, depends=False)
        elif needed is not False and not (counted and fee.quantity):
            amount = None if fee.amount is None else Money(fee.amount, fee.currency)
            yield FeeNeeded(fee.name, amount, fee.set_by, depends=True)
