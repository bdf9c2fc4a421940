"""Conditions tried on answers of the right types before anybody meets them."""

from collections.abc import Collection, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from motcua.catalogue.definition import ProcedureDefinition
from motcua.catalogue.form import ChoiceField, FormField, NumberField
from motcua.processes.checks import Defect, Place
from motcua.processes.conditions import (
    ConditionError,
    check_variables,
    compile_condition,
)

_DAY = datetime(2026, 1, 1, tzinfo=UTC)
_OF_TYPE: Mapping[str, Any] = {
    "NUMBER": 1,
    "MONEY": 1,
    "DATE": _DAY,
    "ADDRESS": {"line": "1", "ward": "1"},
}


class Trial:
    """Tries conditions twice on a filled-in form, with all yes and with all no.

    It finds a name that is not there, a comparison of text with a number, and what
    is neither true nor false, unless an earlier part of the condition hides it.
    """

    def __init__(self, definition: ProcedureDefinition) -> None:
        self.samples = [
            {
                "applicant": "CITIZEN",
                "applied_on": _DAY,
                "channel": "ONLINE",
                "variant": definition.time_limits[0].id,
                **{f.id: _sample(f, yes) for f in definition.form.fields},
            }
            for yes in (True, False)
        ]

    def of(
        self, place: Place, source: str | None, known: Collection[str]
    ) -> Iterator[Defect]:
        """Yield what is wrong with a condition that may read ``known`` names."""
        if source is None:
            return
        condition = compile_condition(source)
        try:
            check_variables(condition, frozenset(known))
            for facts in self.samples:
                condition.holds(facts)
        except ConditionError as error:
            yield Defect(place, error.reason, "", error)


def _sample(field: FormField, yes: bool) -> Any:
    if field.type == "YES_NO":
        return yes
    if isinstance(field, NumberField) and field.decimals:
        return 1.0
    if isinstance(field, ChoiceField):
        chosen = field.choices[0 if yes else -1].id
        return [chosen] if field.many else chosen
    return _OF_TYPE.get(field.type, "x")
