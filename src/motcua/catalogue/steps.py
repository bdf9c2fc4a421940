"""The steps of a process in words, in the order in which a case meets them."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from motcua.kernel.refusals import NotFound
from motcua.kernel.texts import Text
from motcua.organisations.queries import unit_by_code
from motcua.processes.rules import Process, Step, StepKind


@dataclass(frozen=True, slots=True)
class StepRow:
    """A step on a case's way, as the public sees it."""

    name: Text
    who: Text | str
    within: Text | None
    only_if: bool


def unit_names(process: Process, day: date) -> dict[str, Text]:
    """Return what the units are called that the steps name by code."""
    names = {}
    for step in process.steps.values():
        if step.by and step.by.unit not in {"receiving", "competent"}:
            with suppress(NotFound):  # a pack may name a unit that is no more
                unit = unit_by_code(step.by.unit, day)
                names[unit.code] = unit.name
    return names


def step_rows(process: Process, names: dict[str, Text]) -> list[StepRow]:
    """Return the steps in the order in which a case meets them.

    ``names`` says what the units are called that a step names by code.
    """
    return [_step_row(process, step, names) for step in _in_order(process)]


def _in_order(process: Process) -> Iterator[Step]:
    """Yield each step after all that lead to it; the ways back do not count."""
    found: list[str] = []
    ways: list[tuple[str, str]] = []
    _discover(process, process.first, (), found, ways)
    depth = dict.fromkeys(found, 0)
    for _round in found:
        for origin, target in ways:
            depth[target] = max(depth[target], depth[origin] + 1)
    for step_id in sorted(found, key=lambda step: depth[step]):
        if (step := process.steps[step_id]).kind is not StepKind.CHOICE:
            yield step


def _discover(
    process: Process,
    step_id: str,
    above: tuple[str, ...],
    found: list[str],
    ways: list[tuple[str, str]],
) -> None:
    found.append(step_id)
    above = (*above, step_id)
    for target in (to for o in process.steps[step_id].outcomes for to in o.to):
        if target in above:
            continue
        ways.append((step_id, target))
        if target not in found:
            _discover(process, target, above, found, ways)


def _step_row(process: Process, step: Step, names: dict[str, Text]) -> StepRow:
    return StepRow(
        name=step.name,
        who=_performer(step, names),
        within=step.within.text() if step.within else None,
        only_if=_is_side_way(process, step),
    )


def _performer(step: Step, names: dict[str, Text]) -> Text | str:
    if step.kind is StepKind.PAYMENT:
        return _("Người nộp hồ sơ")
    if step.by is None:
        return ""
    if step.by.title:
        return step.by.title
    return names.get(step.by.unit) or {
        "receiving": _("Bộ phận Một cửa"),
        "competent": _("Cơ quan giải quyết"),
    }.get(step.by.unit, step.by.unit)


def _is_side_way(process: Process, step: Step) -> bool:
    """Tell whether cases can pass the step by: it is led to by a condition or a no."""
    if step.id == process.first:
        return False
    leading = [
        (origin, index, outcome)
        for origin in process.steps.values()
        for index, outcome in enumerate(origin.outcomes)
        if step.id in outcome.to
    ]
    return all(index > 0 or outcome.when for _origin, index, outcome in leading)
