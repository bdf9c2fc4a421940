"""What can be said before there is a case: when it would be due, who decides, where."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.translation import get_language

from motcua.cases.frames import frame_for_version
from motcua.catalogue import rules
from motcua.catalogue.definition import ProcedureDefinition
from motcua.catalogue.presenting import by_name
from motcua.catalogue.queries import ProcedureVersion
from motcua.deadlines import Due, Limit, LimitUnit, load_calendar
from motcua.deadlines.rules.days import Session
from motcua.kernel.actors import SYSTEM
from motcua.kernel.refusals import NotFound
from motcua.organisations import queries as organisations
from motcua.organisations.queries import UnitFacts


def due_if_accepted(
    version: ProcedureVersion, answers: Mapping[str, Any], at: datetime
) -> Due | None:
    """Return when a complete application accepted ``at`` would be due, and why.

    Nothing where the procedure states no limit for this case.
    """
    variant = rules.variant_of(version.definition, answers)
    limit = Limit.parse(variant.limit)
    if limit.unit is LimitUnit.NOT_STATED:
        return None
    frame = frame_for_version(version, SYSTEM, at, variant.id)
    return frame.promise(frame.clock(at, limit))[0]


def receiving_places(
    definition: ProcedureDefinition, answers: Mapping[str, Any], day: date
) -> list[UnitFacts]:
    """Return where the application may be handed in, the nearest first, then by name.

    Nearest is the receiving point of the place whose authority decides.
    """
    places = by_name(organisations.list_receiving_units(day))
    if definition.receiving.places == "LISTED":
        places = [one for one in places if one.code in definition.receiving.units]
    near = _nearest(definition, answers, day)
    if near is None:
        return places
    if definition.receiving.places == "COMPETENT":
        return [near]
    return [near, *(one for one in places if one.id != near.id)]


def _nearest(
    definition: ProcedureDefinition, answers: Mapping[str, Any], day: date
) -> UnitFacts | None:
    competent = rules.competent_of(definition, answers)
    if not competent.territory:
        return None
    try:
        territory = organisations.territory_by_code(competent.territory, day)
        return organisations.receiving_unit_in(territory.id, day)
    except NotFound:
        return None


def place_name(handover: Mapping[str, str]) -> str:
    """Return where the application goes."""
    if not handover.get("unit"):
        return ""
    unit = organisations.get_unit(UUID(handover["unit"]))
    return unit.name.to(get_language() or settings.LANGUAGE_CODE)


def competent_name(
    definition: ProcedureDefinition,
    answers: Mapping[str, Any],
    handover: Mapping[str, str],
    day: date,
) -> str:
    """Return who decides, as far as that can be told now."""
    competent = rules.competent_of(definition, answers)
    try:
        if competent.unit:
            unit = organisations.unit_by_code(competent.unit, day)
        else:
            territory_id = _territory(competent, handover, day)
            if territory_id is None:
                return ""
            unit = organisations.authority_over(territory_id, competent.level, day)
    except NotFound:
        return ""
    return unit.name.to(get_language() or settings.LANGUAGE_CODE)


def _territory(
    competent: rules.Competent, handover: Mapping[str, str], day: date
) -> UUID | None:
    if not competent.at_receiving_place:
        return organisations.territory_by_code(competent.territory, day).id
    if not handover.get("unit"):
        return None
    return organisations.get_unit(UUID(handover["unit"])).territory_id


@dataclass(frozen=True, slots=True)
class Today:
    """Whether the counters are open on a day, when, or why not."""

    day: date
    sessions: Sequence[Session]
    why: str


def office_today(day: date) -> Today:
    """Return when the counters receive on ``day``."""
    calendar = load_calendar(settings.CALENDAR)
    if calendar.is_working(day):
        return Today(day, calendar.sessions_on(day), "")
    return Today(
        day, (), calendar.why(day).name.to(get_language() or settings.LANGUAGE_CODE)
    )
