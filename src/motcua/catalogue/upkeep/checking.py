"""A proposal's text, checked as it stands: what it means, and all that is wrong."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from pydantic import Field

from motcua.catalogue.definition import ProcedureDefinition
from motcua.catalogue.loader import read_procedure_text
from motcua.catalogue.models import Procedure, ProcedureVersion
from motcua.catalogue.upkeep.library import shelf
from motcua.catalogue.upkeep.rules.proposing import Purpose
from motcua.kernel.refusals import NotFound
from motcua.organisations.queries import unit_by_code
from motcua.packs.yaml_file import (
    DefectiveFile,
    MarkedData,
    Place,
    Problem,
    read_yaml,
    validate,
)
from motcua.processes.checks import Defect
from motcua.processes.definition import (
    COMPETENT,
    RECEIVING,
    Basis,
    Strict,
    Words,
)

Code = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9.\-]{0,39}$")]
TERRITORY = "territory"
FILE = "YAML"  # the name of a text that stands in no file


class ClosingFile(Strict):
    """The abolition of a procedure (bãi bỏ) as it is written."""

    code: Code
    """The procedure that is no more."""
    closed_from: date
    """First day on which it no longer holds."""
    act: Basis
    """The decision that abolishes it."""
    successor: Code | None = None
    """The procedure that takes its place."""
    note: Words | None = None
    """What whoever looks for it should know."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What a text means, if it means something, and everything that is wrong."""

    definition: ProcedureDefinition | None = None
    closing: ClosingFile | None = None
    problems: tuple[Problem, ...] = ()

    @property
    def is_right(self) -> bool:
        """Tell whether nothing is wrong."""
        return not self.problems

    @property
    def day(self) -> date | None:
        """Return the day from which it would hold."""
        if self.closing is not None:
            return self.closing.closed_from
        return self.definition.in_force_from if self.definition else None


def check_text(text: str, *, code: str, purpose: Purpose) -> Checked:
    """Return what a text proposes for the procedure ``code``, and what is wrong."""
    try:
        if purpose is Purpose.CLOSING:
            return _closing(text, code)
        return _version(text, code)
    except DefectiveFile as error:
        return Checked(problems=error.problems)


def data_in(text: str) -> dict[str, Any] | None:
    """Return the data in a text as far as it is YAML; nothing if it is not."""
    try:
        data = read_yaml(text, FILE).data
    except DefectiveFile:
        return None
    return data if isinstance(data, dict) else None


def _version(text: str, code: str) -> Checked:
    definition = read_procedure_text(text, FILE, shelf())
    marked = read_yaml(text, FILE)
    defects = [*_same_code(definition.code, code), *_unknown_units(definition)]
    return Checked(definition, problems=_sorted(marked, defects))


def _closing(text: str, code: str) -> Checked:
    marked = read_yaml(text, FILE)
    closing = validate(marked, ClosingFile)
    defects = [*_same_code(closing.code, code), *_closing_defects(closing)]
    return Checked(closing=closing, problems=_sorted(marked, defects))


def _sorted(marked: MarkedData, defects: list[Defect]) -> tuple[Problem, ...]:
    return DefectiveFile(marked.problems(defects)).problems


def _same_code(written: str, code: str) -> Iterator[Defect]:
    if written != code:
        yield Defect(
            ("code",),
            f"The proposal is for {code!r}, but its text says {written!r}.",
            f"Write {code!r}, or start a proposal of its own.",
        )


def _unknown_units(definition: ProcedureDefinition) -> Iterator[Defect]:
    """Yield what names a unit that does not exist on the first day in force."""
    units: list[tuple[Place, str]] = [
        (("receiving", "units", n), unit)
        for n, unit in enumerate(definition.receiving.units)
    ]
    units.append((("competence", "unit"), definition.competence.unit))
    for n, other in enumerate(definition.competence.instead):
        units.append((("competence", "instead", n, "unit"), other.unit))
    for n, step in enumerate(definition.process.steps):
        if step.who is not None:
            units.append((("process", "steps", n, "who", "unit"), step.who.unit))
    day = definition.in_force_from
    for place, unit in units:
        if unit in (RECEIVING, COMPETENT, TERRITORY):
            continue
        try:
            unit_by_code(unit, day)
        except NotFound:
            yield Defect(
                place,
                f"There is no unit {unit!r} on {day.isoformat()}.",
                "Take the code from the list of units.",
            )


def _closing_defects(closing: ClosingFile) -> Iterator[Defect]:
    rows = ProcedureVersion.objects.filter(
        procedure__code=closing.code, superseded_at__isnull=True
    )
    periods = list(rows.values_list("in_force_from", "in_force_until"))
    day = closing.closed_from
    if any(start >= day for start, _ in periods):
        yield Defect(
            ("closed_from",),
            f"A version holds from {max(s for s, _ in periods).isoformat()}.",
            "Close from a later day.",
        )
    elif not any(start < day and (end is None or end > day) for start, end in periods):
        yield Defect(
            ("closed_from",),
            f"No version is in force until {day.isoformat()} and after.",
            "It has ended already, or never began.",
        )
    if closing.successor is not None:
        yield from _successor(closing)


def _successor(closing: ClosingFile) -> Iterator[Defect]:
    if closing.successor == closing.code:
        yield Defect(("successor",), "It cannot succeed itself.", "Name another code.")
    elif not Procedure.objects.filter(code=closing.successor).exists():
        yield Defect(
            ("successor",),
            f"There is no procedure {closing.successor!r}.",
            "Publish it first, or leave the successor out.",
        )
