"""Checks of a procedure as a whole: what one part says of another must be there."""

import re
from collections import Counter
from collections.abc import Iterator

from motcua.catalogue.definition import (
    Competence,
    Component,
    OtherAuthority,
    ProcedureDefinition,
)
from motcua.catalogue.fees import Fee
from motcua.catalogue.form import (
    RESERVED,
    DateField,
    FormField,
    NumberField,
    TextField,
)
from motcua.catalogue.trial import Trial
from motcua.deadlines import Limit
from motcua.deadlines.data import list_policies
from motcua.processes.checks import Defect, Place, unique_ids, unknown
from motcua.processes.soundness import prove_process
from motcua.processes.timing import hours_of, in_days, longest_way

_Condition = tuple[Place, str | None]
_OF_FORMS = RESERVED - {"variant"}


def check_definition(definition: ProcedureDefinition) -> list[Defect]:
    """Return everything that is wrong with a procedure; nothing if it can be used."""
    return [
        *_unique(definition),
        *_form(definition),
        *_conditions(definition),
        *_competence(definition),
        *_components(definition),
        *_fees(definition),
        *_time_limits(definition),
        *_results(definition),
        *_process(definition),
    ]


def _unique(definition: ProcedureDefinition) -> Iterator[Defect]:
    sections = definition.form.sections
    yield from unique_ids(("form", "sections"), [s.id for s in sections])
    for name in ("components", "fees", "time_limits", "results", "statutory_forms"):
        yield from unique_ids((name,), [item.id for item in getattr(definition, name)])
    seen: set[str] = set(RESERVED)
    for place, field in _fields(definition):
        if field.id in seen:
            yield Defect(
                (*place, "id"),
                f"{field.id!r} is the name of another field or of a circumstance.",
                "Rename the field.",
            )
        seen.add(field.id)


def _fields(definition: ProcedureDefinition) -> Iterator[tuple[Place, FormField]]:
    for n, section in enumerate(definition.form.sections):
        for m, field in enumerate(section.fields):
            yield ("form", "sections", n, "fields", m), field


def _form(definition: ProcedureDefinition) -> Iterator[Defect]:
    for place, field in _fields(definition):
        if field.type == "CHOICE":
            yield from unique_ids((*place, "choices"), [c.id for c in field.choices])
        elif isinstance(field, TextField):
            yield from _text(place, field)
        elif isinstance(field, DateField):
            yield from _order(place, "not_before", "not_after", field)
        elif field.type in {"NUMBER", "MONEY"}:
            yield from _order(place, "min", "max", field)


def _text(place: Place, field: TextField) -> Iterator[Defect]:
    yield from _order(place, "min_length", "max_length", field)
    if field.pattern is None:
        return
    try:
        re.compile(field.pattern)
    except re.error as error:
        yield Defect(
            (*place, "pattern"), f"Not a regular expression: {error}.", "Mend it."
        )
    if field.pattern_help is None:
        yield Defect(
            (*place, "pattern"), "Nobody can read a pattern.", "Say `pattern_help`."
        )


def _order(place: Place, low: str, high: str, field: FormField) -> Iterator[Defect]:
    least, most = getattr(field, low), getattr(field, high)
    if type(least) is type(most) and least is not None and most < least:
        yield Defect(
            (*place, high), f"`{high}` is below `{low}`.", "Exchange or mend them."
        )


def _conditions(definition: ProcedureDefinition) -> Iterator[Defect]:
    trial = Trial(definition)
    known = set(_OF_FORMS)
    for n, section in enumerate(definition.form.sections):
        yield from trial.of(("form", "sections", n, "when"), section.when, known)
        for m, field in enumerate(section.fields):
            place = ("form", "sections", n, "fields", m, "when")
            yield from trial.of(place, field.when, known)
            known.add(field.id)
    for where, condition in (*_in_parts(definition), *_in_exceptions(definition)):
        yield from trial.of(where, condition, known)
    known.add("variant")
    for n, step in enumerate(definition.process.steps):
        for m, outcome in enumerate(step.outcomes):
            where = ("process", "steps", n, "outcomes", m, "when")
            yield from trial.of(where, outcome.when, known)


def _in_parts(definition: ProcedureDefinition) -> Iterator[_Condition]:
    for name in ("components", "fees", "time_limits"):
        for n, item in enumerate(getattr(definition, name)):
            yield (name, n, "when"), item.when


def _in_exceptions(definition: ProcedureDefinition) -> Iterator[_Condition]:
    for n, fee in enumerate(definition.fees):
        for m, exemption in enumerate(fee.exemptions):
            yield ("fees", n, "exemptions", m, "when"), exemption.when
    for n, limit in enumerate(definition.time_limits):
        if limit.extension is not None:
            yield ("time_limits", n, "extension", "when"), limit.extension.when
    for n, other in enumerate(definition.competence.instead):
        yield ("competence", "instead", n, "when"), other.when


def _competence(definition: ProcedureDefinition) -> Iterator[Defect]:
    competence = definition.competence
    yield from _authority(definition, competence, ("competence",))
    for n, other in enumerate(competence.instead):
        yield from _authority(definition, other, ("competence", "instead", n))
    yield from _places(definition)


def _authority(
    definition: ProcedureDefinition, said: Competence | OtherAuthority, above: Place
) -> Iterator[Defect]:
    place, types = (*above, "place"), {f.id: f.type for f in definition.form.fields}
    if said.place is None:
        return
    if said.unit != "territory":
        yield Defect(
            place, "A unit is named: no place is needed.", "Take `place` away."
        )
    elif said.place not in types:
        yield unknown(place, "field", said.place, types)
    elif types[said.place] not in {"WARD", "ADDRESS"}:
        yield Defect(
            place,
            f"The field {said.place!r} does not say where.",
            "Name a field of type WARD or ADDRESS.",
        )


def _places(definition: ProcedureDefinition) -> Iterator[Defect]:
    if (definition.receiving.places == "LISTED") != bool(definition.receiving.units):
        yield Defect(
            ("receiving",),
            "`units` are listed with LISTED, and only then.",
            "Name the units, or take another word for `places`.",
        )
    until = definition.in_force_until
    if until is not None and until <= definition.in_force_from:
        yield Defect(
            ("in_force_until",), "It ends before it starts.", "Give a later day."
        )


def _components(definition: ProcedureDefinition) -> Iterator[Defect]:
    forms = [form.id for form in definition.statutory_forms]
    groups = Counter(c.group for c in definition.components)
    for n, component in enumerate(definition.components):
        place = ("components", n)
        if component.statutory_form not in (None, *forms):
            name = component.statutory_form or ""
            yield unknown((*place, "statutory_form"), "statutory form", name, forms)
        if component.group is not None and groups[component.group] < 2:
            yield Defect(
                (*place, "group"),
                f"Nothing else is in the group {component.group!r}.",
                "Name the alternatives, or take `group` away.",
            )
        yield from _number(place, component)


def _number(place: Place, component: Component) -> Iterator[Defect]:
    pieces = component.originals + component.copies
    if (pieces == 0) != (component.form == "DATA"):
        yield Defect(
            place,
            f"{component.id!r} is {component.form} with {pieces} pieces.",
            "Say how many `originals` or `copies`; DATA has none.",
        )


def _fees(definition: ProcedureDefinition) -> Iterator[Defect]:
    fields = {f.id: f for f in definition.form.fields}
    for n, fee in enumerate(definition.fees):
        place = ("fees", n)
        if (fee.amount is None) != (fee.set_by is not None):
            yield Defect(
                (*place, "amount"),
                "An amount that is not known says who sets it; a known one does not.",
                "Say `set_by` with `amount: null`, and only then.",
            )
        yield from _counted((*place, "quantity"), fee.quantity, fields)
        yield from _counted((*place, "times"), fee.times, fields)
        yield from _beyond((*place, "beyond"), fee)


def _counted(
    place: Place, name: str | None, fields: dict[str, FormField]
) -> Iterator[Defect]:
    if name is None:
        return
    field = fields.get(name)
    if field is None:
        yield unknown(place, "field", name, fields)
    elif not isinstance(field, NumberField) or field.decimals:
        yield Defect(place, f"{name!r} is no count.", "Name a NUMBER field.")


def _beyond(place: Place, fee: Fee) -> Iterator[Defect]:
    steps = [step.above for step in fee.beyond]
    if steps and (fee.quantity is None or fee.amount is None):
        yield Defect(
            place,
            "Amounts beyond a number need the number and the first amount.",
            "Say `quantity` and `amount`, or take `beyond` away.",
        )
    if steps != sorted(set(steps)):
        yield Defect(place, "The numbers do not rise.", "Put the lowest first.")


def _time_limits(definition: ProcedureDefinition) -> Iterator[Defect]:
    last = len(definition.time_limits) - 1
    for n, limit in enumerate(definition.time_limits):
        if (limit.when is None) != (n == last):
            yield Defect(
                ("time_limits", n),
                "Every variant has `when`, but for the last, which is for all others.",
                "Put the ordinary case last, without `when`.",
            )
        if limit.policy is not None and limit.policy not in list_policies():
            place = ("time_limits", n, "policy")
            yield unknown(place, "counting policy", limit.policy, list_policies())


def _results(definition: ProcedureDefinition) -> Iterator[Defect]:
    known = [result.id for result in definition.results]
    reached = set()
    for n, step in enumerate(definition.process.steps):
        for m, outcome in enumerate(step.outcomes):
            if outcome.result is not None:
                reached.add(outcome.result)
                place = ("process", "steps", n, "outcomes", m, "result")
                if outcome.result not in known:
                    yield unknown(place, "result", outcome.result, known)
    for n, name in enumerate(known):
        if name not in reached:
            yield Defect(
                ("results", n),
                f"No outcome of the process gives the result {name!r}.",
                "Name it as the `result` of an outcome, or take it away.",
            )


def _process(definition: ProcedureDefinition) -> Iterator[Defect]:
    found = prove_process(definition.process)
    for defect in found:
        yield Defect(("process", *defect.place), defect.reason, defect.mend)
    if not found:
        yield from _time(definition)


def _time(definition: ProcedureDefinition) -> Iterator[Defect]:
    """Yield the variants in which the process may take longer than the law allows."""
    for n, variant in enumerate(definition.time_limits):
        allowed = hours_of(Limit.parse(variant.limit))
        if allowed is None:
            continue
        if variant.extension is not None:
            allowed += hours_of(Limit.parse(variant.extension.limit)) or 0
        way = longest_way(definition.process, {"variant": variant.id})
        if way.hours > allowed:
            shares = ", ".join(f"{s.id} {s.limit.text().en}" for s in way.shares)
            yield Defect(
                ("time_limits", n, "limit"),
                f"The steps may take {in_days(way.hours)} ({shares}), but the limit of "
                f"{variant.id!r} leaves {in_days(allowed)}.",
                "Give the steps less, or keep this variant out of one with `when`.",
            )
