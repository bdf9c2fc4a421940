"""What the pure rules need to see, gathered: procedure, calendar, units, numbers."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from functools import cache
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.utils import timezone

from motcua.cases import sql
from motcua.cases.calendars import present_calendar
from motcua.cases.rules.frame import Frame, Parameters
from motcua.cases.rules.state import CaseState
from motcua.catalogue import queries as catalogue
from motcua.catalogue import rules as procedures
from motcua.catalogue.definition import ProcedureDefinition
from motcua.catalogue.queries import ProcedureVersion
from motcua.deadlines import Clock, Limit
from motcua.deadlines.data import load_policy
from motcua.kernel.actors import Actor
from motcua.kernel.instants import day_of
from motcua.kernel.parameters import Parameter, load_parameters
from motcua.organisations import queries as organisations
from motcua.packs.reading import folder


@dataclass(frozen=True, slots=True)
class ProcedureFacts:
    """What the procedure says about a case on the day of its acceptance."""

    day: date
    variant: str
    limit: Limit
    missing_papers: tuple[str, ...]
    fees: tuple[Mapping[str, Any], ...]


@cache
def _parameters() -> Mapping[str, Parameter]:
    files = [folder(pack) / "parameters" / "one_stop.yaml" for pack in settings.PACKS]
    return {
        name: parameter
        for path in files
        if path.exists()
        for name, parameter in load_parameters(path).items()
    }


def parameters_on(day: date) -> Parameters:
    """Return the numbers of the one-stop mechanism that are in force on ``day``."""
    dated = _parameters()
    return Parameters(
        answer_application=Limit.parse(dated["answer_application"].at(day)),
        ask_supplement=Limit.parse(dated["ask_supplement"].at(day)),
        supplement_requests=int(dated["supplement_requests"].at(day)),
    )


def local_day(now: datetime) -> date:
    """Return the day at ``now`` where the centre is."""
    return day_of(now, timezone.get_default_timezone())


def frame_for(state: CaseState, actor: Actor, now: datetime) -> Frame:
    """Return what an action on a case may look at."""
    assert state.version_id is not None  # noqa: S101 - set by SUBMITTED
    version = catalogue.get_version(state.version_id)
    answers = answers_of(state)
    variant = state.facts.get("variant")
    if variant is None:
        variant = procedures.variant_of(version.definition, answers).id
    answers["variant"] = variant
    frame = frame_for_version(version, actor, now, variant)
    return replace(frame, answers=answers)


def frame_for_version(
    version: ProcedureVersion, actor: Actor, now: datetime, variant: str = ""
) -> Frame:
    """Return what an action under a procedure may look at."""
    day = local_day(now)
    definition = version.definition
    limit = next((t for t in definition.time_limits if t.id == variant), None)
    policy_code = (limit and limit.policy) or settings.COUNTING_POLICY
    basis = (limit and limit.basis) or ""

    def clock(at: datetime, span: Limit) -> Clock:
        policy = load_policy(policy_code, local_day(at))
        if limit and limit.cut_off:
            cut_off = time.fromisoformat(limit.cut_off)
            policy = policy.with_values({"intake": basis}, same_day_cut_off=cut_off)
        return Clock(accepted_at=at, limit=span, policy=policy, basis=basis)

    return Frame(
        actor=actor,
        now=now,
        process=version.process,
        calendar=present_calendar(),
        parameters=parameters_on(day),
        papers={paper.id: str(paper.name) for paper in definition.components},
        fields={entry.id: str(entry.name) for entry in definition.form.fields},
        clock=clock,
        unit_of=lambda code: organisations.unit_by_code(code, day).id,
        facts=lambda answers: procedures.facts_of(definition, answers),
    )


def answers_of(state: CaseState) -> dict[str, Any]:
    """Return the answers of a case, with the circumstances of its application."""
    assert state.submitted_at is not None  # noqa: S101 - set by SUBMITTED
    applicant = state.dossier.get("applicant", {})
    return {
        **state.dossier.get("form", {}),
        **procedures.circumstances(
            applied_on=local_day(state.submitted_at),
            channel=state.channel,
            applicant=applicant.get("kind", "CITIZEN"),
        ),
    }


def procedure_of(
    state: CaseState, now: datetime, on_paper: Collection[str]
) -> ProcedureFacts:
    """Return what the procedure says about a case that is to be accepted."""
    assert state.version_id is not None  # noqa: S101 - set by SUBMITTED
    definition = catalogue.get_version(state.version_id).definition
    answers = answers_of(state)
    variant = procedures.variant_of(definition, answers)
    papers = state.dossier.get("papers", {})
    given = {*on_paper, *(id_ for id_, paper in papers.items() if _is_there(paper))}
    missing = missing_papers(definition, answers, given)
    return ProcedureFacts(
        day=local_day(now),
        variant=variant.id,
        limit=Limit.parse(variant.limit),
        missing_papers=tuple(need.component.id for need in missing),
        fees=tuple(
            {
                "id": line.id,
                "quantity": line.quantity,
                "amount": line.amount.amount if line.amount else None,
                "currency": line.amount.currency if line.amount else None,
            }
            for line in procedures.fees_due(definition, answers).lines
        ),
    )


def missing_papers(
    definition: ProcedureDefinition,
    answers: Mapping[str, Any],
    given: Collection[str],
) -> list[procedures.Need]:
    """Return the papers that are still missing; what is only shown never is."""
    needs = procedures.missing_components(definition, answers, given)
    return [need for need in needs if need.component.form != "PRESENT"]


def _is_there(paper: Mapping[str, Any]) -> bool:
    return bool(paper.get("paper") or paper.get("files"))


def asked_fields_of(
    state: CaseState, changes: Mapping[str, Any] | None = None
) -> frozenset[str]:
    """Return the fields that the form asks of the applicant, with some changes."""
    assert state.version_id is not None  # noqa: S101 - set by SUBMITTED
    definition = catalogue.get_version(state.version_id).definition
    answers = {**answers_of(state), **(changes or {})}
    return frozenset(f.id for f in procedures.asked_fields(definition, answers))


def extension_of(state: CaseState) -> Limit | None:
    """Return the extension that a case may have for verification."""
    assert state.version_id is not None  # noqa: S101 - set by SUBMITTED
    definition = catalogue.get_version(state.version_id).definition
    extension = procedures.extension_of(definition, answers_of(state))
    return Limit.parse(extension.limit) if extension else None


def reply_within_of(state: CaseState) -> Limit | None:
    """Return how long the procedure lets the applicant supplement, if it says so."""
    assert state.version_id is not None  # noqa: S101 - set by SUBMITTED
    given = catalogue.get_version(state.version_id).definition.supplement.reply_within
    return Limit.parse(given) if given else None


def next_number(unit_id: UUID, day: date) -> int:
    """Return the next number of a unit on a day; without gaps, in one statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO cases_codeseries (unit_id, day, last) VALUES (%s, %s, 1)"
            " ON CONFLICT (unit_id, day)"
            " DO UPDATE SET last = cases_codeseries.last + 1 RETURNING last",
            [sql.plain_id(unit_id), day.isoformat()],
        )
        return int(cursor.fetchone()[0])


def case_code(unit_id: UUID, day: date, number: int) -> str:
    """Return the official code of a case, put together as the packs say."""
    unit = organisations.get_unit(unit_id)
    pattern: str = settings.CASE_CODE
    return pattern.format(unit=unit.code, day=day, number=number)
