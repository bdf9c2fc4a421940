"""A draft as a citizen would meet it: the page, the form, and what answers lead to."""

from datetime import date
from typing import Any

from django.http import QueryDict

from motcua.catalogue import presenting, rules
from motcua.catalogue.definition import Channel, ProcedureDefinition
from motcua.catalogue.forms import SHOWN, SectionForm, read_section
from motcua.deadlines import Limit
from motcua.kernel.refusals import InvalidInput
from motcua.kernel.texts import fold
from motcua.organisations import queries as organisations
from motcua.organisations.rules import TerritoryKind
from motcua.processes.rules import compile_process
from motcua.web.refusals import text_of
from motcua.workbench.keeping.columns import said

WAYS = ("page", "form")


def preview_context(
    definition: ProcedureDefinition, asked: QueryDict, day: date
) -> dict[str, Any]:
    """Return what the preview shows; ``asked`` may hold answers to try the form."""
    process = compile_process(definition.process)
    online = (
        Channel.ONLINE in definition.channels
        and definition.service_level != "INFORMATION"
    )
    context: dict[str, Any] = {
        "it": definition,
        "online": online,
        "other_channels": presenting.other_channels(definition),
        **presenting.page_of(definition, process, day),
        "way": asked.get("way") if asked.get("way") in WAYS else WAYS[0],
    }
    if context["way"] == "form":
        context |= _form(definition, asked, day)
    return context


def _form(
    definition: ProcedureDefinition, asked: QueryDict, day: date
) -> dict[str, Any]:
    answers: dict[str, Any] = rules.circumstances(
        applied_on=day, channel=definition.channels[0], applicant=_applicant(definition)
    )
    post = asked.copy()
    for section in definition.form.sections:
        post[SHOWN] = " ".join(field.id for field in section.fields)
        answers |= read_section(section, post)
    wrong, found = _found(definition, answers)
    tried = "try" in asked
    forms = [
        (
            section,
            SectionForm(
                definition,
                section,
                answers,
                wards=_wards(day),
                wrong=wrong if tried else None,
                say=text_of,
            ),
        )
        for section in definition.form.sections
    ]
    pages = [(section, form) for section, form in forms if form.asked]
    return {"pages": pages, "tried": tried, "found": found if tried else None}


def _applicant(definition: ProcedureDefinition) -> str:
    return definition.applicants[0]


def _found(
    definition: ProcedureDefinition, answers: dict[str, Any]
) -> tuple[dict[str, Any], dict[str, Any] | None]:
    """Return what is wrong with the answers, or what they lead to."""
    try:
        clean = rules.check_form(definition, answers)
    except InvalidInput as refusal:
        return dict(refusal.fields), None
    known = {**answers, **clean}
    limit = rules.variant_of(definition, known)
    return {}, {
        "variant": limit.name,
        "limit": Limit.parse(limit.limit).text(),
        "papers": [
            n.component.name for n in rules.components_needed(definition, known)
        ],
        "fees": [
            presenting.fee_line(line)
            for line in rules.fees_due(definition, known).lines
        ],
    }


def _wards(day: date) -> list[tuple[str, str]]:
    areas = organisations.list_territories(
        day, [TerritoryKind.WARD, TerritoryKind.COMMUNE]
    )
    named = [(area.code, said(area.name)) for area in areas]
    return sorted(named, key=lambda pair: fold(pair[1]))
