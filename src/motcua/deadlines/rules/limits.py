"""How long an answer may take (thời hạn giải quyết): a number and its unit."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from motcua.kernel.refusals import Kind, Refusal, gettext_noop
from motcua.kernel.texts import Text, nfc

LONGEST = 9999  # in any unit; a typing mistake, not a limit, lies beyond


class UnknownLimit(Refusal):
    """The text of a limit cannot be read, or its number makes no sense."""

    code = "unknown_limit"
    text = gettext_noop(
        "Không hiểu thời hạn “{limit}”. Hãy ghi số nguyên dương kèm đơn vị, "
        "ví dụ “5 ngày làm việc”, “8 giờ làm việc”, “30 ngày”, “2 tháng”, "
        "“trong ngày làm việc” hoặc “không quy định”."
    )
    kind = Kind.INVALID


class LimitUnit(StrEnum):
    """What a limit is counted in. A day is never a number of hours."""

    WORKING_HOURS = "WORKING_HOURS"  # giờ làm việc
    WORKING_DAYS = "WORKING_DAYS"  # ngày làm việc
    DAYS = "DAYS"  # ngày
    MONTHS = "MONTHS"  # tháng
    SAME_WORKING_DAY = "SAME_WORKING_DAY"  # trong ngày làm việc
    NOT_STATED = "NOT_STATED"  # không quy định


COUNTED = frozenset(
    {
        LimitUnit.WORKING_HOURS,
        LimitUnit.WORKING_DAYS,
        LimitUnit.DAYS,
        LimitUnit.MONTHS,
    }
)

_WORDS: dict[LimitUnit, tuple[str, ...]] = {
    LimitUnit.WORKING_HOURS: (
        *("giờ làm việc", "working hours", "working hour"),
        *("arbeitsstunden", "arbeitsstunde"),
    ),
    LimitUnit.WORKING_DAYS: (
        *("ngày làm việc", "working days", "working day"),
        *("arbeitstage", "arbeitstagen", "arbeitstag"),
    ),
    LimitUnit.DAYS: ("ngày", "days", "day", "tage", "tagen", "tag"),
    LimitUnit.MONTHS: ("tháng", "months", "month", "monate", "monaten", "monat"),
    LimitUnit.SAME_WORKING_DAY: (
        *("trong ngày làm việc", "ngay trong ngày làm việc", "trong ngày"),
        *("same working day", "am selben arbeitstag", "selber arbeitstag"),
    ),
    LimitUnit.NOT_STATED: (
        *("không quy định", "not stated", "nicht bestimmt", "nicht angegeben"),
    ),
}
_UNIT_OF = {word: unit for unit, words in _WORDS.items() for word in words} | {
    unit.value.lower().replace("_", " "): unit for unit in LimitUnit
}
_COUNT = re.compile(r"^(?P<value>\d{1,4}) (?P<unit>\D+)$")

_TEXT: dict[LimitUnit, Text] = {
    LimitUnit.WORKING_HOURS: Text(
        "{n} giờ làm việc", "{n} working hour|s", "{n} Arbeitsstunde|n"
    ),
    LimitUnit.WORKING_DAYS: Text(
        "{n} ngày làm việc", "{n} working day|s", "{n} Arbeitstag|e"
    ),
    LimitUnit.DAYS: Text("{n} ngày", "{n} day|s", "{n} Tag|e"),
    LimitUnit.MONTHS: Text("{n} tháng", "{n} month|s", "{n} Monat|e"),
    LimitUnit.SAME_WORKING_DAY: Text(
        "trong ngày làm việc", "same working day", "am selben Arbeitstag"
    ),
    LimitUnit.NOT_STATED: Text("không quy định", "not stated", "nicht bestimmt"),
}


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit as the procedure publishes it; "not stated" is a limit too.

    >>> Limit(5, LimitUnit.WORKING_DAYS).text().en
    '5 working days'

    :raises UnknownLimit: if a counted unit has no positive number, or another has one.
    """

    value: int | None
    unit: LimitUnit

    def __post_init__(self) -> None:
        counted = self.unit in COUNTED
        if counted and (self.value is None or not 0 < self.value <= LONGEST):
            raise UnknownLimit(limit=f"{self.value} {self.unit}")
        if not counted and self.value is not None:
            raise UnknownLimit(limit=f"{self.value} {self.unit}")

    @classmethod
    def parse(cls, text: str) -> "Limit":
        """Read a limit as people write it, in Vietnamese, English or German.

        >>> Limit.parse("5 working days")
        Limit(value=5, unit=<LimitUnit.WORKING_DAYS: 'WORKING_DAYS'>)
        >>> Limit.parse("trong ngày làm việc").unit.name
        'SAME_WORKING_DAY'

        :raises UnknownLimit: if it cannot be read.
        """
        words = " ".join(nfc(text).casefold().replace("_", " ").split())
        unit = _UNIT_OF.get(words)
        if unit is not None and unit not in COUNTED:
            return cls(None, unit)
        match = _COUNT.match(words)
        unit = _UNIT_OF.get(match["unit"]) if match else None
        if match is None or unit is None or unit not in COUNTED:
            raise UnknownLimit(limit=text[:60])
        return cls(int(match["value"]), unit)

    @property
    def number(self) -> int:
        """Return how many units are counted; none where the unit has no number."""
        return self.value or 0

    def text(self) -> Text:
        """Return the limit in words, in three languages."""
        words = _TEXT[self.unit]
        many = self.value != 1

        def say(pattern: str) -> str:
            stem, _, ending = pattern.partition("|")
            return stem.format(n=self.value) + (ending if many else "")

        return Text(say(words.vi), say(words.en), say(words.de))

    def as_json(self) -> dict[str, Any]:
        """Return what :meth:`from_json` reads.

        >>> Limit(2, LimitUnit.MONTHS).as_json()
        {'value': 2, 'unit': 'MONTHS'}
        """
        return {"value": self.value, "unit": self.unit.value}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Limit":
        """Read what :meth:`as_json` wrote.

        :raises UnknownLimit: if there is no such unit or the number makes no sense.
        """
        value, unit = data.get("value"), data.get("unit")
        if unit not in set(LimitUnit) or not isinstance(value, int | None):
            raise UnknownLimit(limit=f"{value} {unit}")
        return cls(value, LimitUnit(unit))
