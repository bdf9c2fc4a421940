"""The process of a case as an ordered drawing: done, current, late, what may come."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from motcua.cases.queries import TimelineEntry
from motcua.cases.rules.frame import INTAKE, RETURN, UNSTATED
from motcua.cases.rules.state import AWAITING_SUPPLEMENT, CLOSED, CaseState
from motcua.cases.showing import Badge, due_of_work, said
from motcua.kernel.instants import from_text
from motcua.organisations import queries as organisations
from motcua.processes.rules import Process, Step, StepKind
from motcua.workbench.lines import role_name

PAUSED = "paused"


@dataclass(frozen=True, slots=True)
class Node:
    """A step as it stands: done, current, late, paused, future or skipped."""

    name: str
    state: str
    words: str
    who: str = ""
    within: str = ""
    due: Badge | None = None
    due_at: datetime | None = None
    outcome: str = ""
    at: datetime | None = None
    ways: tuple[str, ...] = ()  # what may come after it
    times: int = 0  # how often it was done


@dataclass(frozen=True, slots=True)
class Layer:
    """Steps that stand side by side: in parallel, or one instead of the other."""

    nodes: tuple[Node, ...]

    @property
    def state(self) -> str:
        """Return the state that the mark in front of the layer shows."""
        found = {node.state for node in self.nodes}
        for state in ("late", "current", PAUSED, "done", "future"):
            if state in found:
                return state
        return "skipped"


def drawing(
    state: CaseState,
    process: Process,
    events: Sequence[TimelineEntry],
    now: datetime,
) -> list[Layer]:
    """Return the steps of a case, layer by layer, between intake and hand-over."""
    return list(_Drawing(state, process, events, now).layers())


class _Drawing:
    """Draws one case."""

    def __init__(
        self,
        state: CaseState,
        process: Process,
        events: Sequence[TimelineEntry],
        now: datetime,
    ) -> None:
        self.state, self.process, self.now = state, process, now
        self.finished: dict[str, list[TimelineEntry]] = {}
        for event in events:
            if event.kind == "STEP_COMPLETED":
                self.finished.setdefault(event.facts["step"], []).append(event)
            elif event.kind in {"ACCEPTED", "RETURNED"}:
                key = INTAKE if event.kind == "ACCEPTED" else RETURN
                self.finished.setdefault(key, []).append(event)
        self.reachable = set(self._reachable())

    def layers(self) -> Iterator[Layer]:
        yield Layer((self.end(INTAKE, pgettext("work", "Tiếp nhận")),))
        for steps in _levels(self.process):
            yield Layer(tuple(self.node(step) for step in steps))
        yield Layer((self.end(RETURN, pgettext("work", "Trả kết quả")),))

    def _reachable(self) -> Iterator[str]:
        """Yield the steps that may still come, the open ones among them."""
        if self.state.status in CLOSED:
            return
        waiting = [token for token in self.state.marking if "<" not in token]
        if self.state.code is None:
            waiting = [self.process.first]
        seen: set[str] = set()
        while waiting:
            step_id = waiting.pop()
            if step_id in seen:
                continue
            seen.add(step_id)
            yield step_id
            outcomes = self.process.steps[step_id].outcomes
            waiting += [target for outcome in outcomes for target in outcome.to]

    def node(self, step: Step) -> Node:
        outcome, at = self._last(step)
        kind = self._state(step.id)
        due_at = self._due_at(step.id)
        return Node(
            name=said(step.name),
            state=kind,
            words=_state_words(kind),
            who=self._performer(step),
            within=said(step.within.text()) if step.within else "",
            due=due_of_work(due_at, self.now) if due_at else None,
            due_at=due_at,
            outcome=outcome,
            at=at,
            ways=tuple(said(o.name) for o in step.outcomes) if due_at else (),
            times=len(self.finished.get(step.id, ())),
        )

    def end(self, key: str, name: str) -> Node:
        kind = self._state(key)
        if kind == "skipped" and self.state.status not in CLOSED:
            kind = "future"
        done = self.finished.get(key)
        due_at = self._due_at(key)
        return Node(
            name=name,
            state=kind,
            words=_state_words(kind),
            who=self._place(self.state.receiving_unit_id),
            due=due_of_work(due_at, self.now) if due_at else None,
            due_at=due_at,
            at=done[-1].at if done else None,
        )

    def _items(self) -> Mapping[str, Mapping[str, object]]:
        parked = self.state.facts.get("parked", ())
        return {**self.state.items, **{item["key"]: item for item in parked}}

    def _due_at(self, key: str) -> datetime | None:
        item = self.state.items.get(key)
        if item is None or item["due"] == UNSTATED:
            return None
        return from_text(item["due"])

    def _state(self, key: str) -> str:
        if key in self._items():
            if self.state.status == AWAITING_SUPPLEMENT:
                return PAUSED
            due_at = self._due_at(key)
            return "late" if due_at and due_at < self.now else "current"
        if key in self.finished:
            return "done"
        return "future" if key in self.reachable else "skipped"

    def _last(self, step: Step) -> tuple[str, datetime | None]:
        events = self.finished.get(step.id)
        if not events:
            return "", None
        chosen = events[-1].facts.get("outcome")
        names = [said(o.name) for o in step.outcomes if o.id == chosen]
        return (names[0] if names else ""), events[-1].at

    def _performer(self, step: Step) -> str:
        if step.by is None:
            return ""
        unit_id = {
            "receiving": self.state.receiving_unit_id,
            "competent": self.state.competent_unit_id,
        }.get(step.by.unit)
        role = said(step.by.title) if step.by.title else role_name(str(step.by.role))
        place = self._place(unit_id) if unit_id else self._named(step.by.unit)
        return ", ".join(filter(None, [role, place]))

    def _place(self, unit_id: UUID | None) -> str:
        return said(organisations.get_unit(unit_id).name) if unit_id else ""

    def _named(self, code: str) -> str:
        day = self.now.date()
        units = [u for u in organisations.list_units(day) if u.code == code]
        return said(units[0].name) if units else code


def _state_words(kind: str) -> str:
    return {
        "done": _("Đã xong"),
        "current": _("Đang làm"),
        "late": _("Đang làm, quá hạn"),
        PAUSED: _("Tạm dừng"),
        "future": _("Có thể đến"),
        "skipped": _("Không qua"),
    }[kind]


def _levels(process: Process) -> Iterator[list[Step]]:
    """Yield the steps by their distance from the first, along the longest way there.

    Choices take no time and are not shown.
    """
    levels: dict[int, list[Step]] = {}
    for step_id, depth in _depths(process).items():
        step = process.steps[step_id]
        if step.kind is not StepKind.CHOICE:
            levels.setdefault(depth, []).append(step)
    for depth in sorted(levels):
        yield levels[depth]


def _depths(process: Process) -> dict[str, int]:
    """Return how far each step is from the first; a side way stands where it begins."""
    order = _found_from(process, process.first)
    leading = _leading(process, order)
    depths: dict[str, int] = {}

    def depth(step_id: str) -> int:
        if step_id not in depths:
            ways = (
                depth(s) + (process.steps[s].kind is not StepKind.CHOICE)
                for s in leading[step_id]
            )
            found_at = next(
                (s for s in order if step_id in _targets(process, s)), step_id
            )
            side = 0 if step_id == process.first else depth(found_at)
            depths[step_id] = max(ways, default=side)
        return depths[step_id]

    return {step_id: depth(step_id) for step_id in order}


def _leading(process: Process, order: list[str]) -> dict[str, list[str]]:
    """Return the steps that lead on to each; ways back, and out of side ways, do not.

    A side way is one that only ways back lead to, e.g. a draft that is done again.
    """
    leading: dict[str, list[str]] = {step_id: [] for step_id in order}
    for step_id in order:
        for target in _targets(process, step_id):
            if not _leads_back(process, step_id, target, order):
                leading[target].append(step_id)
    while aside := [s for s in order[1:] if not leading[s]]:
        rest = {s: [one for one in on if one not in aside] for s, on in leading.items()}
        if rest == leading:
            break
        leading = rest
    return leading


def _targets(process: Process, step_id: str) -> list[str]:
    outcomes = process.steps[step_id].outcomes
    return list(dict.fromkeys(target for one in outcomes for target in one.to))


def _found_from(process: Process, first: str) -> list[str]:
    """Return what can be reached from a step, itself first, the nearest next."""
    found = [first]
    for step_id in found:
        found += [t for t in _targets(process, step_id) if t not in found]
    return found


def _to_the_end(process: Process, step_id: str) -> int:
    """Return how many steps it takes at least from here to a result."""
    level, count = {step_id}, 0
    while level:
        outcomes = [o for s in level for o in process.steps[s].outcomes]
        if any(outcome.result or not outcome.to for outcome in outcomes):
            return count
        count += 1
        level = {target for outcome in outcomes for target in outcome.to}
    return count


def _leads_back(process: Process, here: str, there: str, order: list[str]) -> bool:
    """Tell whether a way leads back: in a loop, and away from the end."""
    if here not in _found_from(process, there):
        return False
    left, after = _to_the_end(process, here), _to_the_end(process, there)
    return after > left or (after == left and order.index(there) <= order.index(here))
