"""Dated legal parameters: the value of a number of the law on a given day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from motcua.kernel.law import Citation


class ParameterNotInForce(LookupError):
    """The law gave this parameter no value on that day."""


@dataclass(frozen=True, slots=True)
class Value:
    """A value, where it stands in the law, and whether that text was read."""

    value: Any
    citation: Citation
    confirmed: bool = True


@dataclass(frozen=True, slots=True)
class Parameter:
    """One number of the law and the days from which each value is in force."""

    name: str
    values: Mapping[date, Value]

    def at(self, day: date) -> Any:
        """Return the value in force on ``day``.

        >>> law = Citation.parse("khoản 9 Điều 19 61/2018/NĐ-CP")
        >>> Parameter("x", {date(2018, 6, 21): Value(1, law)}).at(date(2026, 1, 1))
        1

        :raises ParameterNotInForce: before the first of them.
        """
        in_force = [start for start in self.values if start <= day]
        if not in_force:
            raise ParameterNotInForce(f"{self.name} has no value on {day}.")
        return self.values[max(in_force)].value


def load_parameters(path: Path) -> dict[str, Parameter]:
    """Read a file of parameters.

    :raises ValueError: if a value has no citation, or the file no ``checked_on``.
    """
    content = yaml.safe_load(path.read_text("utf-8"))
    if "checked_on" not in content:
        raise ValueError(f"{path.name} does not say when it was checked_on.")
    return {
        name: Parameter(name, {day: _value(v) for day, v in entry["values"].items()})
        for name, entry in content.items()
        if name != "checked_on"
    }


def _value(entry: Mapping[str, Any]) -> Value:
    citation = Citation.parse(entry.get("citation", ""))
    return Value(entry["value"], citation, entry.get("confirmed", True))
