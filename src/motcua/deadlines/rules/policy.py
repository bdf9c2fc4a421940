"""How time is counted: cited, dated values, never constants of this program."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import time
from enum import StrEnum
from typing import Any


class ResumeMode(StrEnum):
    """What happens to the time already used when a stopped clock runs again."""

    CONTINUE = "CONTINUE"  # tính tiếp phần còn lại
    RESTART = "RESTART"  # tính lại từ đầu

    @classmethod
    def _missing_(cls, value: object) -> "ResumeMode | None":
        return cls.__members__.get(str(value).upper())


@dataclass(frozen=True, slots=True, kw_only=True)
class CountingPolicy:
    """The counting rules (cách tính thời hạn) that a clock keeps for its whole life.

    ``bases`` names, for each rule, the law or the decision it rests on. A procedure
    with its own cut-off takes :meth:`with_values` of the general policy.
    """

    code: str
    count_first_day: bool  # does the day of acceptance count?
    roll_last_day: bool  # does a last day off move to the next working day?
    same_day_cut_off: time  # accepted later: the next working day
    intake_cut_off: time | None = None  # accepted later: as if next morning
    intake_margin: int = 0  # minutes before closing; accepted within: next morning
    off_day_intake_next_opening: bool = False  # on a day off: as if next morning
    supplement: ResumeMode  # when a supplement completes the file
    reappointments: int  # how often the result may be promised anew, with apology
    bases: Mapping[str, str] = field(default_factory=dict, hash=False)

    def basis(self, rule: str) -> str:
        """Return what ``rule`` rests on, empty if nothing is named."""
        return self.bases.get(rule, "")

    def with_values(
        self, bases: Mapping[str, str] | None = None, **values: Any
    ) -> "CountingPolicy":
        """Return this policy with some rules replaced, with their own basis."""
        return replace(self, bases={**self.bases, **(bases or {})}, **values)

    def as_json(self) -> dict[str, Any]:
        """Return what :meth:`from_json` reads."""
        return {
            "code": self.code,
            "count_first_day": self.count_first_day,
            "roll_last_day": self.roll_last_day,
            "same_day_cut_off": _spell(self.same_day_cut_off),
            "intake_cut_off": _spell(self.intake_cut_off),
            "intake_margin": self.intake_margin,
            "off_day_intake_next_opening": self.off_day_intake_next_opening,
            "supplement": self.supplement.value,
            "reappointments": self.reappointments,
            "bases": dict(self.bases),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "CountingPolicy":
        """Read what :meth:`as_json` wrote."""
        values = dict(data)
        values["same_day_cut_off"] = time.fromisoformat(values["same_day_cut_off"])
        if cut_off := values.get("intake_cut_off"):
            values["intake_cut_off"] = time.fromisoformat(cut_off)
        values["supplement"] = ResumeMode(values["supplement"])
        return cls(**values)


def _spell(value: time | None) -> str | None:
    return None if value is None else value.isoformat("minutes")
