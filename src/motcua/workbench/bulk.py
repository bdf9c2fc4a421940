"""One thing done to many cases: each by its own command, each with its own answer."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from motcua.cases import commands, queries
from motcua.cases.commands import Order
from motcua.cases.rules.state import CaseState
from motcua.cases.showing import said
from motcua.catalogue import queries as catalogue
from motcua.kernel.actors import Actor
from motcua.kernel.refusals import Kind, Refusal, gettext_noop
from motcua.processes.rules import Outcome, Step
from motcua.web.refusals import text_of
from motcua.workbench.keys import key_of
from motcua.workbench.lines import reference_of, work_name

MOST = 100  # of one worklist's page
Do = Callable[[Order, "Pick", Mapping[str, str]], object]


class NothingPicked(Refusal):
    """No line of the list was ticked."""

    code = "nothing_picked"
    text = gettext_noop("Hãy đánh dấu ít nhất một dòng rồi chọn việc cần làm.")
    kind = Kind.INVALID


class NobodyChosen(Refusal):
    """Work is to be given to somebody, and nobody is named."""

    code = "nobody_chosen"
    text = gettext_noop("Hãy chọn người được giao việc.")
    kind = Kind.INVALID


class NotForMany(Refusal):
    """The ticked lines are not work of the kind that the action is for."""

    code = "not_for_many"
    text = gettext_noop(
        "Dòng này không phải bước xử lý nên không hoàn thành hàng loạt được. "
        "Hãy mở hồ sơ để làm."
    )


@dataclass(frozen=True, slots=True)
class Pick:
    """A ticked line: a piece of work, and what its reader had seen of the case."""

    case_id: UUID
    seen: int
    key: str

    @property
    def value(self) -> str:
        """Return what the tick box sends."""
        return f"{self.case_id}|{self.seen}|{self.key}"


@dataclass(frozen=True, slots=True)
class Outcomes:
    """Ticked work of one step, and the ways to finish it."""

    number: int
    procedure: str
    step: Step
    name: str
    outcomes: Sequence[Outcome]
    picks: Sequence[Pick]
    references: Sequence[str]


@dataclass(frozen=True, slots=True)
class Line:
    """What came of one case."""

    case_id: UUID
    reference: str
    applicant: str
    work: str
    is_done: bool
    words: str


def read_picks(values: Sequence[str]) -> list[Pick]:
    """Return the ticked lines; what is not one of ours is left out.

    :raises NothingPicked: if nothing is left.
    """
    picks = [pick for value in values[:MOST] if (pick := _pick(value))]
    if not picks:
        raise NothingPicked
    return picks


def _pick(value: str) -> Pick | None:
    case_id, _bar, rest = value.partition("|")
    seen, _bar, key = rest.partition("|")
    try:
        return Pick(UUID(case_id), int(seen), key)
    except ValueError:
        return None


def _accept(order: Order, _pick: Pick, _data: Mapping[str, str]) -> object:
    return commands.accept_case(order)


def _take(order: Order, pick: Pick, _data: Mapping[str, str]) -> object:
    return commands.reassign_work(order, item=pick.key, assignee_id=order.actor.id)


def _release(order: Order, pick: Pick, _data: Mapping[str, str]) -> object:
    return commands.reassign_work(order, item=pick.key, assignee_id=None)


def _assign(order: Order, pick: Pick, data: Mapping[str, str]) -> object:
    return commands.reassign_work(
        order, item=pick.key, assignee_id=UUID(data["assignee"])
    )


def _complete(order: Order, pick: Pick, data: Mapping[str, str]) -> object:
    return commands.complete_step(
        order,
        step=pick.key,
        outcome=data.get("outcome", ""),
        note=data.get("note", ""),
    )


ACTS: Mapping[str, Do] = {
    "accept": _accept,
    "take": _take,
    "release": _release,
    "assign": _assign,
    "complete": _complete,
}


def done_words(act: str) -> str:
    """Return what is said of a case that it worked for."""
    return {
        "accept": _("Đã tiếp nhận"),
        "take": _("Bạn đã nhận việc"),
        "release": _("Đã trả lại đơn vị"),
        "assign": _("Đã giao"),
        "complete": _("Đã hoàn thành bước"),
    }[act]


def run(
    act: str,
    picks: Sequence[Pick],
    data: Mapping[str, str],
    *,
    actor: Actor,
    now: datetime,
    batch: str,
) -> list[Line]:
    """Do ``act`` to each case in a transaction of its own; one no stops no other.

    Sent again with the same ``batch`` it gives the same answers and does nothing new.
    """
    lines = []
    for pick in picks:
        key = key_of(batch, act, pick.case_id, pick.key)
        order = Order(pick.case_id, actor, now, key=key, seen=pick.seen)
        lines.append(_run_one(act, pick, data, order))
    return lines


def _run_one(act: str, pick: Pick, data: Mapping[str, str], order: Order) -> Line:
    try:
        ACTS[act](order, pick, data)
        words, is_done = done_words(act), True
    except Refusal as refusal:
        words, is_done = text_of(refusal), False
    return _line(pick, order.actor, is_done=is_done, words=words)


def _line(pick: Pick, actor: Actor, *, is_done: bool, words: str) -> Line:
    try:
        state: CaseState | None = queries.get_case(pick.case_id, actor).state
    except Refusal:
        state = None
    known = state is not None and state.version_id is not None
    process = (
        catalogue.get_version(state.version_id).process
        if state and known and state.version_id
        else None
    )
    return Line(
        case_id=pick.case_id,
        reference=reference_of(pick.case_id, state.code if state else None),
        applicant=state.applicant_name if state else "",
        work=work_name(pick.key, process),
        is_done=is_done,
        words=words,
    )


def outcomes_for(
    picks: Sequence[Pick], actor: Actor
) -> tuple[list[Outcomes], list[Line]]:
    """Return the ticked steps, same with same, and the lines that are no step."""
    groups: dict[tuple[Any, str], list[tuple[Pick, CaseState]]] = {}
    others: list[Line] = []
    for pick in picks:
        try:
            state = queries.get_case(pick.case_id, actor).state
            _check_is_step(pick, state)
        except Refusal as refusal:
            words = text_of(refusal)
            others.append(_line(pick, actor, is_done=False, words=words))
            continue
        groups.setdefault((state.version_id, pick.key), []).append((pick, state))
    return list(_grouped(groups)), others


def _check_is_step(pick: Pick, state: CaseState) -> None:
    assert state.version_id is not None  # noqa: S101 - set by SUBMITTED
    if pick.key not in catalogue.get_version(state.version_id).process.steps:
        raise NotForMany


def _grouped(
    groups: Mapping[tuple[Any, str], Sequence[tuple[Pick, CaseState]]],
) -> Iterator[Outcomes]:
    for number, ((version_id, key), found) in enumerate(groups.items(), start=1):
        version = catalogue.get_version(version_id)
        step = version.process.steps[key]
        yield Outcomes(
            number=number,
            procedure=said(version.name),
            step=step,
            name=said(step.name),
            outcomes=step.outcomes,
            picks=[pick for pick, _state in found],
            references=[reference_of(s.id, s.code) for _pick, s in found],
        )
