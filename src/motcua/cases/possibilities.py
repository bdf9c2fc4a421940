"""What a person may do about a case now, and for everything else why not."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from motcua.cases.frames import extension_of, frame_for
from motcua.cases.rules import intake, supplement, upkeep, work
from motcua.cases.rules.common import check_is_for_applicant
from motcua.cases.rules.frame import Frame
from motcua.cases.rules.state import CaseState
from motcua.kernel.actors import Actor, NotCompetent
from motcua.kernel.refusals import Refusal
from motcua.processes.rules import Outcome, Step, available_outcomes

Check = Callable[[CaseState, Frame], object]
CONSULTATION = "consultation:"


@dataclass(frozen=True, slots=True)
class Possibility:
    """An action, and the refusal that this person would get now, if any."""

    name: str  # of the command, e.g. ``accept``
    refusal: Refusal | None = None
    step: Step | None = None  # of ``complete_step``
    outcomes: tuple[Outcome, ...] = ()  # that may be chosen now
    item: str = ""  # the open work that it is about

    @property
    def is_open(self) -> bool:
        """Tell whether the person may do it now."""
        return self.refusal is None


def _extend(state: CaseState, frame: Frame) -> object:
    return work.check_can_extend(state, frame, extension_of(state))


_WHOLE: tuple[tuple[str, str, Check], ...] = (
    ("accept", "cases.accept", intake.check_can_accept),
    (
        "request_supplement",
        "cases.request_supplement",
        supplement.check_can_request_supplement,
    ),
    ("supplement", "cases.supplement", supplement.check_can_supplement),
    ("refuse", "cases.refuse", intake.check_can_refuse),
    ("return_result", "cases.return_result", work.check_can_return),
    ("consult", "cases.consult", work.check_can_consult),
    ("extend", "cases.complete_step", _extend),
    ("apologise", "cases.apologise", work.check_can_apologise),
    ("withdraw", "cases.withdraw", intake.check_can_withdraw),
    ("stop", "cases.stop", intake.check_can_stop),
    ("reopen", "cases.reopen", upkeep.check_can_reopen),
)


def possibilities(state: CaseState, actor: Actor, now: datetime) -> list[Possibility]:
    """Return every action on a case with what stands in the way of this person."""
    frame = frame_for(state, actor, now)
    return [*_of_work(state, frame), *_of_case(state, frame)]


def _of_case(state: CaseState, frame: Frame) -> Iterator[Possibility]:
    for name, power, check in _WHOLE:
        yield Possibility(name, _refusal(power, check, state, frame))


def _of_work(state: CaseState, frame: Frame) -> Iterator[Possibility]:
    """Yield what can be done about each piece of open work."""
    read = frame.facts(frame.answers)
    for key in state.items:
        if key.startswith(CONSULTATION):
            number = key.removeprefix(CONSULTATION)
            refusal = _refusal(
                "cases.answer",
                lambda s, f, n=number: work.check_can_answer(s, f, n),  # type: ignore[misc]
                state,
                frame,
            )
            yield Possibility("answer", refusal, item=number)
        elif key in frame.process.steps:
            refusal = _refusal(
                "cases.complete_step",
                lambda s, f, k=key: work.check_can_complete_step(s, f, k),  # type: ignore[misc]
                state,
                frame,
            )
            yield Possibility(
                "complete_step",
                refusal,
                step=frame.process.steps[key],
                outcomes=available_outcomes(frame.process, key, read),
                item=key,
            )


def _refusal(
    power: str, check: Check, state: CaseState, frame: Frame
) -> Refusal | None:
    if not frame.actor.may(power):
        return NotCompetent(power=power)
    try:
        check(state, frame)
    except Refusal as refusal:
        return refusal
    return None


def may_speak_for_applicant(state: CaseState, actor: Actor, now: datetime) -> bool:
    """Tell whether the actor is the applicant, or a clerk who acts for them."""
    try:
        check_is_for_applicant(state, frame_for(state, actor, now))
    except Refusal:
        return False
    return True
