"""From files of a pack to procedures that stand on their own."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pydantic import Field

from motcua.catalogue.checks import check_definition
from motcua.catalogue.definition import (
    FieldOfWork,
    Format,
    ProcedureDefinition,
    ProcedureFile,
)
from motcua.catalogue.parts import Parts, add_parts, files_by_name, put_together
from motcua.packs.country import NO_CURRENCY, country
from motcua.packs.reading import folder
from motcua.packs.yaml_file import (
    DefectiveFile,
    MarkedData,
    Problem,
    read_yaml,
    validate,
)
from motcua.processes.checks import Place, unknown
from motcua.processes.definition import (
    ProcessDefinition,
    StepChange,
    StepDefinition,
    Strict,
    TemplateUse,
)
from motcua.processes.soundness import prove_process

_FOLDERS = {"events", "procedures", "processes", "search"}
_LIKE = re.compile("^like:", re.MULTILINE)


class FieldsFile(Strict):
    """``fields.yaml`` of a pack: the fields of administration."""

    fields: tuple[FieldOfWork, ...] = Field(min_length=1)
    """The fields."""


class FormatsFile(Strict):
    """``formats.yaml`` of a pack: how a country writes its numbers."""

    formats: tuple[Format, ...]
    """The formats."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """What files of procedures may refer to; later packs come before earlier."""

    templates: Mapping[str, ProcessDefinition]
    fields: Mapping[str, FieldOfWork]
    formats: tuple[Format, ...]
    parts: Parts
    procedures: Mapping[str, Path]
    currency: str


def shelf_of(packs: Sequence[str]) -> Shelf:
    """Return what the packs offer to procedures.

    :raises DefectiveFile: if one of their files is wrong.
    """
    templates: dict[str, ProcessDefinition] = {}
    fields: dict[str, FieldOfWork] = {}
    formats: dict[str, Format] = {}
    parts: Parts = {}
    procedures: dict[str, Path] = {}
    currency = country(packs).currency
    for pack in packs:
        root = folder(pack)
        procedures |= files_by_name(root / "procedures")
        for path in sorted((root / "parts").glob("*.yaml")):
            parts = add_parts(parts, _read(path))
        for path in sorted((root / "processes").glob("*.yaml")):
            templates[path.stem] = read_template(path)
        if (path := root / "fields.yaml").exists():
            fields |= {f.id: f for f in validate(_read(path), FieldsFile).fields}
        if (path := root / "formats.yaml").exists():
            found = validate(_read(path), FormatsFile).formats
            formats |= {f.type: f for f in found}
    known = tuple(formats.values())
    return Shelf(templates, fields, known, parts, procedures, currency)


def read_template(path: Path) -> ProcessDefinition:
    """Return the process template in a file.

    :raises DefectiveFile: lists everything that is wrong in it.
    """
    marked = _read(path)
    definition = validate(marked, ProcessDefinition)
    if defects := prove_process(definition):
        raise DefectiveFile(marked.problems(defects))
    return definition


def read_procedure(path: Path, shelf: Shelf) -> ProcedureDefinition:
    """Return the procedure in a file, with all that it refers to.

    :raises DefectiveFile: lists everything that is wrong in it.
    """
    text = path.read_text("utf-8")
    if _LIKE.search(text):
        beside = {**shelf.procedures, **files_by_name(path.parent)}
        shelf = replace(shelf, procedures=beside)
    return read_procedure_text(text, _short(path), shelf)


def read_procedure_text(text: str, name: str, shelf: Shelf) -> ProcedureDefinition:
    """Return the procedure in ``text``; ``name`` stands in what is said of it.

    :raises DefectiveFile: lists everything that is wrong in it.
    """
    marked = put_together(read_yaml(text, name), shelf.parts, shelf.procedures)
    marked = replace(marked, data=_in_currency(marked.data, shelf.currency))
    file = validate(marked, ProcedureFile)
    definition = _resolve(file, shelf, marked)
    if defects := check_definition(definition):
        raise DefectiveFile(marked.problems(defects))
    return definition


def procedure_files(paths: Iterable[Path]) -> list[Path]:
    """Return the files to check at ``paths`` and in folders there.

    Of a folder that holds packs, or is one, those in ``procedures/``, ``processes/``,
    ``events/`` and ``search/`` count; of any other folder, its YAML files.
    """
    found = []
    for path in paths:
        inside = [f for f in sorted(path.rglob("*.yaml")) if f.parent.name in _FOLDERS]
        found += inside or sorted(path.glob("*.yaml")) if path.is_dir() else [path]
    return found


def _read(path: Path) -> MarkedData:
    try:
        return read_yaml(path.read_text("utf-8"), _short(path))
    except (OSError, UnicodeDecodeError) as error:
        problem = Problem(_short(path), 1, 1, f"Cannot be read: {error}.", "")
        raise DefectiveFile([problem]) from None


def _short(path: Path) -> str:
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(path)


def _resolve(
    file: ProcedureFile, shelf: Shelf, marked: MarkedData
) -> ProcedureDefinition:
    field = shelf.fields.get(file.field)
    if field is None:
        defect = unknown(("field",), "field", file.field, shelf.fields)
        raise DefectiveFile(marked.problems([defect]))
    process = file.process
    if isinstance(process, TemplateUse):
        process = _from_template(process, shelf, marked)
    used = {f.type for f in file.form.fields}
    facts = {name: getattr(file, name) for name in type(file).model_fields}
    facts |= {
        "field": field,
        "process": process,
        "formats": tuple(f for f in shelf.formats if f.type in used),
    }
    return ProcedureDefinition.model_construct(**facts)


def _in_currency(data: Any, currency: str) -> Any:
    """Return a file's data, each fee and sum that names no currency in the packs'."""
    if currency == NO_CURRENCY:  # no pack settles one: the language's default holds
        return data
    if isinstance(data, list):
        return [_in_currency(item, currency) for item in data]
    if not isinstance(data, dict):
        return data
    said = {key: _in_currency(value, currency) for key, value in data.items()}
    is_fee = said.get("kind") in ("FEE", "CHARGE") and "amount" in said
    if (is_fee or said.get("type") == "MONEY") and "currency" not in said:
        said["currency"] = currency
    return said


def _from_template(
    use: TemplateUse, shelf: Shelf, marked: MarkedData
) -> ProcessDefinition:
    template = shelf.templates.get(use.template)
    if template is None:
        where = ("process", "template")
        defect = unknown(where, "process template", use.template, shelf.templates)
        raise DefectiveFile(marked.problems([defect]))
    steps = {step.id: step for step in template.steps}
    for place, change in _changes(use):
        if change.step not in steps:
            defect = unknown(("process", *place), "step", change.step, steps)
            raise DefectiveFile(marked.problems([defect]))
        outcomes = [outcome.id for outcome in steps[change.step].outcomes]
        if strange := [name for name in change.when if name not in outcomes]:
            at = ("process", *place[:-1], "when", strange[0])
            defect = unknown(at, "outcome", strange[0], outcomes)
            raise DefectiveFile(marked.problems([defect]))
    for name in use.units:
        if name not in steps or steps[name].who is None:
            defect = unknown(("process", "units", name), "step", name, steps)
            raise DefectiveFile(marked.problems([defect]))
    return filled_in(template, use)


def filled_in(template: ProcessDefinition, use: TemplateUse) -> ProcessDefinition:
    """Return a template's process with what is different where it is used.

    :raises KeyError: if a step is changed that the template does not have.
    """
    steps = {step.id: step for step in template.steps}
    for _, change in _changes(use):
        steps[change.step] = _changed(steps[change.step], change)
    for name, unit in use.units.items():
        step = steps[name]
        if step.who is not None:
            who = step.who.model_copy(update={"unit": unit})
            steps[name] = step.model_copy(update={"who": who})
    return template.model_copy(
        update={
            "steps": tuple(steps.values()),
            "signers": use.signers or template.signers,
            "basis": use.basis or template.basis,
        }
    )


def _changes(use: TemplateUse) -> Iterator[tuple[Place, StepChange]]:
    for n, change in enumerate(use.change):
        yield ("change", n, "step"), change
    for name, within in use.within.items():
        yield ("within", name), StepChange(step=name, within=within)


def _changed(step: StepDefinition, change: StepChange) -> StepDefinition:
    names = ("name", "who", "within", "counted", "silence")
    update = {name: getattr(change, name) for name in names}
    update = {name: value for name, value in update.items() if value is not None}
    if "within" in update:
        update["budget"] = None
    update["outcomes"] = tuple(
        outcome.model_copy(update={"when": change.when.get(outcome.id, outcome.when)})
        for outcome in step.outcomes
    )
    return step.model_copy(update=update)
