"""The clock of a case: every fact from which its due date follows, and nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from motcua.deadlines.rules.limits import COUNTED, Limit, LimitUnit, UnknownLimit
from motcua.deadlines.rules.policy import CountingPolicy, ResumeMode
from motcua.kernel.instants import from_text, to_text
from motcua.kernel.refusals import Kind, Refusal, gettext_noop


class ClockAlreadyStopped(Refusal):
    """The clock of the case stands still; it must run again first."""

    code = "clock_already_stopped"
    text = gettext_noop(
        "Hồ sơ đang tạm dừng tính thời hạn. Hãy cho tính tiếp trước khi làm việc này."
    )


class ClockNotStopped(Refusal):
    """The clock of the case runs already."""

    code = "clock_not_stopped"
    text = gettext_noop("Hồ sơ không tạm dừng nên không có gì để tính tiếp.")


class AlreadyReappointed(Refusal):
    """The result was promised anew already; the law allows it once."""

    code = "already_reappointed"
    text = gettext_noop(
        "Hồ sơ đã được xin lỗi và hẹn lại {times} lần, là số lần tối đa. "
        "Hãy giải quyết hồ sơ và báo cáo lãnh đạo."
    )


class NewDueNotLater(Refusal):
    """The new date of the result is not after the moment of the promise."""

    code = "new_due_not_later"
    text = gettext_noop("Ngày hẹn lại phải sau thời điểm hẹn. Hãy chọn ngày muộn hơn.")
    kind = Kind.INVALID


class FactOutOfOrder(Refusal):
    """Something happened to the clock before what is already on record."""

    code = "fact_out_of_order"
    text = gettext_noop(
        "Thời điểm này sớm hơn lần ghi nhận trước của hồ sơ. Hãy kiểm tra lại ngày giờ."
    )
    kind = Kind.INVALID


@dataclass(frozen=True, slots=True)
class Suspension:
    """A stretch in which the clock stands still (tạm dừng); open without ``end``."""

    at: datetime
    reason: str
    end: datetime | None = None
    mode: ResumeMode = ResumeMode.CONTINUE
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Extension:
    """More time on a condition that the law names (gia hạn), e.g. verification."""

    at: datetime
    limit: Limit
    reason: str
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Reappointment:
    """A new date promised with an apology (xin lỗi và hẹn lại)."""

    at: datetime
    due_at: datetime
    reason: str
    basis: str = ""


Fact = Suspension | Extension | Reappointment


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """The facts that decide when a case is due; the due date itself is derived.

    Every method returns a new clock. Instants carry a zone.
    """

    accepted_at: datetime
    limit: Limit
    policy: CountingPolicy
    basis: str = ""  # of the limit
    extensions: tuple[Extension, ...] = ()
    suspensions: tuple[Suspension, ...] = ()
    reappointments: tuple[Reappointment, ...] = ()

    def __post_init__(self) -> None:
        if self.accepted_at.tzinfo is None:
            raise ValueError("An instant carries a zone; accepted_at has none.")

    @property
    def is_stopped(self) -> bool:
        """Tell whether the clock stands still."""
        return bool(self.suspensions) and self.suspensions[-1].end is None

    @property
    def is_limited(self) -> bool:
        """Tell whether the procedure states a limit."""
        return self.limit.unit is not LimitUnit.NOT_STATED

    @property
    def is_reappointed(self) -> bool:
        """Tell whether the result was promised anew."""
        return bool(self.reappointments)

    @property
    def restarted_at(self) -> tuple[datetime, ...]:
        """Return the instants from which the whole limit was counted anew."""
        return tuple(
            each.end
            for each in self.suspensions
            if each.end is not None and each.mode is ResumeMode.RESTART
        )

    def facts(self) -> list[Fact]:
        """Return what happened to the clock, in order of time."""
        facts: list[Fact] = [
            *self.extensions,
            *self.suspensions,
            *self.reappointments,
        ]
        return sorted(facts, key=lambda fact: fact.at)

    def stop(self, at: datetime, reason: str, *, basis: str = "") -> "Clock":
        """Return the clock stopped at ``at`` (tạm dừng).

        :raises ClockAlreadyStopped: if it stands still already.
        :raises FactOutOfOrder: if ``at`` comes before what is on record.
        """
        self._check_runs(at)
        stop = Suspension(at, reason, basis=basis)
        return replace(self, suspensions=(*self.suspensions, stop))

    def resume(
        self, at: datetime, mode: ResumeMode | str = ResumeMode.CONTINUE
    ) -> "Clock":
        """Return the clock running again, from zero or with what was left.

        :raises ClockNotStopped: if it runs already.
        :raises FactOutOfOrder: if ``at`` comes before what is on record.
        """
        if not self.is_stopped:
            raise ClockNotStopped
        self._check_order(at)
        last = replace(self.suspensions[-1], end=at, mode=ResumeMode(mode))
        return replace(self, suspensions=(*self.suspensions[:-1], last))

    def extend(
        self,
        limit: Limit,
        reason: str,
        *,
        at: datetime | None = None,
        basis: str = "",
    ) -> "Clock":
        """Return the clock with more time (gia hạn), granted at ``at``.

        :raises UnknownLimit: if ``limit`` is not a number of hours, days or months.
        :raises FactOutOfOrder: if ``at`` comes before what is on record.
        """
        if limit.unit not in COUNTED:
            raise UnknownLimit(limit=limit.text())
        at = at or self._latest()
        self._check_order(at)
        extension = Extension(at, limit, reason, basis)
        return replace(self, extensions=(*self.extensions, extension))

    def reappoint(
        self, at: datetime, new_due: datetime, reason: str = "", *, basis: str = ""
    ) -> "Clock":
        """Return the clock with a new date, promised with an apology (hẹn lại).

        :raises AlreadyReappointed: if the policy allows no more.
        :raises NewDueNotLater: if the new date does not come after ``at``.
        :raises ClockAlreadyStopped: while the clock stands still.
        :raises FactOutOfOrder: if ``at`` comes before what is on record.
        """
        if len(self.reappointments) >= self.policy.reappointments:
            raise AlreadyReappointed(times=len(self.reappointments))
        self._check_runs(at)
        if new_due <= at:
            raise NewDueNotLater
        promise = Reappointment(at, new_due, reason, basis)
        return replace(self, reappointments=(*self.reappointments, promise))

    def _check_runs(self, at: datetime) -> None:
        if self.is_stopped:
            raise ClockAlreadyStopped
        self._check_order(at)

    def _check_order(self, at: datetime) -> None:
        if at < self._latest():
            raise FactOutOfOrder

    def _latest(self) -> datetime:
        ends = [each.end for each in self.suspensions if each.end]
        starts = [fact.at for fact in self.facts()]
        return max([self.accepted_at, *starts, *ends])

    def as_json(self) -> dict[str, Any]:
        """Return what :meth:`from_json` reads: only text, numbers, lists, objects."""
        return {
            "accepted_at": to_text(self.accepted_at),
            "limit": self.limit.as_json(),
            "basis": self.basis,
            "policy": self.policy.as_json(),
            "extensions": [
                {
                    "at": to_text(each.at),
                    "limit": each.limit.as_json(),
                    "reason": each.reason,
                    "basis": each.basis,
                }
                for each in self.extensions
            ],
            "suspensions": [
                {
                    "at": to_text(each.at),
                    "end": to_text(each.end) if each.end else None,
                    "mode": each.mode.value,
                    "reason": each.reason,
                    "basis": each.basis,
                }
                for each in self.suspensions
            ],
            "reappointments": [
                {
                    "at": to_text(each.at),
                    "due_at": to_text(each.due_at),
                    "reason": each.reason,
                    "basis": each.basis,
                }
                for each in self.reappointments
            ],
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Clock":
        """Read what :meth:`as_json` wrote."""
        return cls(
            accepted_at=from_text(data["accepted_at"]),
            limit=Limit.from_json(data["limit"]),
            policy=CountingPolicy.from_json(data["policy"]),
            basis=data.get("basis", ""),
            extensions=tuple(
                Extension(
                    from_text(each["at"]),
                    Limit.from_json(each["limit"]),
                    each["reason"],
                    each.get("basis", ""),
                )
                for each in data.get("extensions", ())
            ),
            suspensions=tuple(
                Suspension(
                    from_text(each["at"]),
                    each["reason"],
                    from_text(each["end"]) if each["end"] else None,
                    ResumeMode(each["mode"]),
                    each.get("basis", ""),
                )
                for each in data.get("suspensions", ())
            ),
            reappointments=tuple(
                Reappointment(
                    from_text(each["at"]),
                    from_text(each["due_at"]),
                    each["reason"],
                    each.get("basis", ""),
                )
                for each in data.get("reappointments", ())
            ),
        )
