"""Stands in for ``motcua.deadlines.Limit`` until that lands; then this goes."""

import re
from dataclasses import dataclass
from enum import StrEnum


class LimitUnit(StrEnum):
    """What a limit counts."""

    WORKING_HOURS = "WORKING_HOURS"
    WORKING_DAYS = "WORKING_DAYS"
    DAYS = "DAYS"
    MONTHS = "MONTHS"
    SAME_WORKING_DAY = "SAME_WORKING_DAY"
    NOT_STATED = "NOT_STATED"


@dataclass(frozen=True, slots=True)
class Limit:
    """A span of time as the law states it."""

    value: int | None
    unit: LimitUnit

    @classmethod
    def parse(cls, text: str) -> "Limit":
        """Read "5 working days".

        :raises ValueError: if it is no limit.
        """
        if text in {"same working day", "not stated"}:
            return cls(None, LimitUnit(text.replace(" ", "_").upper()))
        match = re.fullmatch(r"(\d+) (working hour|working day|day|month)s?", text)
        if match is None:
            raise ValueError(f"Not a limit: {text!r}. Write e.g. '5 working days'.")
        unit = LimitUnit(match[2].replace(" ", "_").upper() + "S")
        return cls(int(match[1]), unit)
