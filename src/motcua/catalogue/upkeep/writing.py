"""From data to the file in which a person writes a procedure, and to first drafts."""

from collections.abc import Mapping
from typing import Any

import yaml

from motcua.catalogue.definition import ProcedureDefinition
from motcua.catalogue.loader import Shelf, filled_in
from motcua.catalogue.publishing import to_json
from motcua.processes.definition import (
    ProcessDefinition,
    StepChange,
    StepDefinition,
    TemplateUse,
)

ORDER = (
    *("code", "name", "summary", "keywords", "field"),
    *("in_force_from", "in_force_until", "announced_by", "legal_bases"),
    *("applicants", "requirements", "channels", "service_level", "receiving"),
    *("competence", "form", "components", "fees", "time_limits", "supplement"),
    *("process", "results", "statutory_forms", "sources"),
)
_CHANGEABLE = ("name", "who", "within", "counted", "silence")


class _Dumper(yaml.SafeDumper):
    """Writes days bare, as our files do, and never an alias."""

    def ignore_aliases(self, data: Any) -> bool:
        """Write everything out where it stands."""
        del data
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        """Set the dashes of lists in."""
        del indentless
        super().increase_indent(flow, False)


_Dumper.yaml_implicit_resolvers = {
    first: [(tag, how) for tag, how in found if not tag.endswith(":timestamp")]
    for first, found in yaml.SafeDumper.yaml_implicit_resolvers.items()
}


def to_yaml(data: Mapping[str, Any]) -> str:
    """Return data as the text of a file; reading it gives the same data.

    >>> print(to_yaml({"code": "1.001193", "in_force_from": "2027-01-01"}), end="")
    code: '1.001193'
    in_force_from: 2027-01-01
    """
    return yaml.dump(
        dict(data), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=100
    )


def in_order(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return a procedure's data with the keys in the order in which files have them."""
    known = {key: data[key] for key in ORDER if key in data}
    return known | {key: value for key, value in data.items() if key not in known}


def file_data(definition: ProcedureDefinition, shelf: Shelf) -> dict[str, Any]:
    """Return what stands in the file of a definition: the way back from loading."""
    data = to_json(definition)
    data.pop("formats", None)
    data["field"] = definition.field.id
    data["process"] = process_data(definition.process, shelf)
    return in_order(data)


def process_data(process: ProcessDefinition, shelf: Shelf) -> dict[str, Any]:
    """Return a process as a template with changes where one fits, else in full."""
    for name, template in shelf.templates.items():
        use = _use_of(name, template, process)
        if use is not None and filled_in(template, use) == process:
            return use.model_dump(mode="json", exclude_defaults=True)
    return process.model_dump(mode="json", exclude_defaults=True)


def _use_of(
    name: str, template: ProcessDefinition, process: ProcessDefinition
) -> TemplateUse | None:
    if [s.id for s in template.steps] != [s.id for s in process.steps]:
        return None
    pairs = zip(template.steps, process.steps, strict=True)
    changes = [_change_of(old, new) for old, new in pairs if old != new]
    return TemplateUse.model_construct(
        template=name,
        change=tuple(changes),
        signers=process.signers if process.signers != template.signers else (),
        basis=process.basis if process.basis != template.basis else (),
    )


def _change_of(old: StepDefinition, new: StepDefinition) -> StepChange:
    differs = {
        name: getattr(new, name)
        for name in _CHANGEABLE
        if getattr(new, name) != getattr(old, name)
    }
    return StepChange.model_construct(step=new.id, **differs)
