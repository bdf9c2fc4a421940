"""The way through a life event: steps in order, one list of papers, time and money."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from motcua.catalogue import rules as procedures
from motcua.catalogue.definition import Channel, TimeLimit
from motcua.catalogue.finder import rules
from motcua.catalogue.finder.definition import LifeEvent, Step
from motcua.catalogue.finder.needing import (
    FeeNeeded,
    Needs,
    PaperNeeded,
    ends_at,
    needs_of,
    needs_of_entry,
)
from motcua.catalogue.models import Entry
from motcua.catalogue.national.rules.facts import from_json
from motcua.catalogue.queries import ProcedureVersion, versions_in_force
from motcua.deadlines import Limit, WorkCalendar
from motcua.deadlines.queries import calendar_for
from motcua.kernel.instants import day_of
from motcua.kernel.money import Money
from motcua.kernel.texts import Text, fold


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """A procedure on the way, with its number and those of the steps it waits for.

    Without ``version_id`` it is for information only; ``ends_at`` is when it is due
    if every step is handed in complete as soon as it can be. None: nobody can tell.
    """

    number: int
    code: str
    name: Text
    version_id: UUID | None
    why: Text | None
    optional: bool
    after: tuple[int, ...]
    limit: Limit | None
    other_limits: bool
    starts_at: datetime | None
    ends_at: datetime | None
    fees: tuple[FeeNeeded, ...]
    papers_known: bool


@dataclass(frozen=True, slots=True)
class SharedPaper:
    """A paper for one or more steps, once; ``issued_by`` is the step that issues it."""

    name: Text
    form: str
    originals: int
    copies: int
    depends: bool
    steps: tuple[int, ...]
    issued_by: int | None
    replaced_by: Text | None


@dataclass(frozen=True, slots=True)
class Plan:
    """What has to be done, in order.

    ``ends_at`` is the last due time that is known, ``all_known`` tells whether it is
    that of all steps; ``total`` the sum of the fees that are known and certain.
    """

    steps: tuple[PlannedStep, ...]
    papers: tuple[SharedPaper, ...]
    starts_at: datetime
    ends_at: datetime | None
    working_days: int
    all_known: bool
    total: Money
    more_fees: bool


@dataclass(frozen=True, slots=True)
class _Found:
    """A step with what the catalogue says of its procedure."""

    step: Step
    name: Text
    version: ProcedureVersion | None
    needs: Needs
    variant: TimeLimit | None


def plan(event: LifeEvent, answers: Mapping[str, str], now: datetime) -> Plan:
    """Return the way through ``event``; three statements at most.

    A step whose procedure the catalogue does not have is left out.
    """
    found = _look_up(event, answers, now)
    numbers = {one.step.procedure: n for n, one in enumerate(found, start=1)}
    calendar = calendar_for(settings.CALENDAR)
    steps = _in_time(found, numbers, calendar, now)
    counted = [step for step in steps if not step.optional]
    ends = [step.ends_at for step in counted]
    last = max((end for end in ends if end is not None), default=None)
    sure = [fee for step in counted for fee in step.fees if not fee.depends]
    known = [fee.amount for fee in sure if fee.amount is not None]
    nothing = Money(0, settings.CURRENCY)
    return Plan(
        steps=steps,
        papers=_shared(found, numbers),
        starts_at=now,
        ends_at=last,
        working_days=_days(calendar, now, last),
        all_known=all(end is not None for end in ends),
        total=sum(known, nothing) if _one_currency(known) else nothing,
        more_fees=any(
            fee.depends or fee.amount is None for step in counted for fee in step.fees
        ),
    )


def _one_currency(amounts: Sequence[Money]) -> bool:
    return {money.currency for money in amounts} <= {settings.CURRENCY}


def _days(calendar: WorkCalendar, now: datetime, last: datetime | None) -> int:
    if last is None:
        return 0
    zone = timezone.get_default_timezone()
    return calendar.working_days_between(day_of(now, zone), day_of(last, zone))


def _look_up(
    event: LifeEvent, answers: Mapping[str, str], now: datetime
) -> list[_Found]:
    day = day_of(now, timezone.get_default_timezone())
    facts = rules.facts_of(event, answers)
    steps = rules.steps_needed(event, answers)
    codes = [step.procedure for step in steps]
    versions = versions_in_force(codes, day)
    rest = [code for code in codes if code not in versions]
    rows = Entry.objects.filter(code__in=rest).values_list("code", "facts")
    entries = dict(rows) if rest else {}
    found = []
    for step in steps:
        if version := versions.get(step.procedure):
            found.append(_written_out(step, version, facts, day))
        elif entry := entries.get(step.procedure):
            said = from_json(entry)
            found.append(
                _Found(step, Text(said.name), None, needs_of_entry(said), None)
            )
    return found


def _written_out(
    step: Step, version: ProcedureVersion, facts: Mapping[str, Any], day: date
) -> _Found:
    definition = version.definition
    channels = definition.channels
    channel = Channel.ONLINE if Channel.ONLINE in channels else channels[0]
    around = procedures.circumstances(applied_on=day, channel=channel)
    answers = rules.answers_of(step, facts, around)
    variant = procedures.variant_of(definition, answers)
    return _Found(step, version.name, version, needs_of(definition, answers), variant)


def _in_time(
    found: Sequence[_Found],
    numbers: Mapping[str, int],
    calendar: WorkCalendar,
    now: datetime,
) -> tuple[PlannedStep, ...]:
    """Return the steps with their times: those that wait for nothing run at once."""
    ends: dict[str, datetime | None] = {}
    all_steps = [one.step for one in found]
    steps = []
    for one in found:
        waiting = rules.waits_for(one.step, all_steps)
        start = rules.starts_at(waiting, ends, now)
        end = ends_at(one.needs.limit, start, calendar, one.variant)
        ends[one.step.procedure] = end
        steps.append(
            PlannedStep(
                number=numbers[one.step.procedure],
                code=one.step.procedure,
                name=one.name,
                version_id=one.version.id if one.version else None,
                why=one.step.why,
                optional=one.step.optional,
                after=tuple(numbers[code] for code in waiting),
                limit=one.needs.limit,
                other_limits=one.needs.other_limits,
                starts_at=start,
                ends_at=end,
                fees=one.needs.fees,
                papers_known=one.needs.papers is not None,
            )
        )
    return tuple(steps)


def _shared(
    found: Sequence[_Found], numbers: Mapping[str, int]
) -> tuple[SharedPaper, ...]:
    """Return each paper once, with what all steps need of it together."""
    papers: dict[tuple[str, str], SharedPaper] = {}
    for one in found:
        number = numbers[one.step.procedure]
        for paper in one.needs.papers or ():
            key = (fold(str(paper.name)), paper.form)
            issued = numbers.get(one.step.brings.get(paper.id, ""))
            mine = _first(paper, number, issued, optional=one.step.optional)
            papers[key] = _together(papers[key], mine) if key in papers else mine
    return tuple(sorted(papers.values(), key=lambda p: (p.depends, p.steps[0])))


def _first(
    paper: PaperNeeded, number: int, issued: int | None, *, optional: bool
) -> SharedPaper:
    return SharedPaper(
        name=paper.name,
        form=paper.form,
        originals=paper.originals,
        copies=paper.copies,
        depends=paper.depends or optional,
        steps=(number,),
        issued_by=issued,
        replaced_by=paper.replaced_by,
    )


def _together(a: SharedPaper, b: SharedPaper) -> SharedPaper:
    """Return a paper that two steps need: shown, it is the same one; else one each."""
    given = a.form != "PRESENT" and a.steps != b.steps
    return replace(
        a,
        originals=a.originals + b.originals if given else max(a.originals, b.originals),
        copies=a.copies + b.copies if given else max(a.copies, b.copies),
        depends=a.depends and b.depends,
        steps=tuple(dict.fromkeys((*a.steps, *b.steps))),
        issued_by=a.issued_by or b.issued_by,
    )
