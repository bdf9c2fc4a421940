"""The lists of a draft as rows, and rows as lists again."""

from typing import Any

from motcua.catalogue.upkeep.library import shelf
from motcua.processes.definition import ProcessDefinition, StepDefinition

Row = dict[str, Any]


def list_at(*path: str) -> dict[str, Any]:
    """Return how a list at a place is read and written."""

    def read(data: Row) -> list[Row]:
        found: Any = data
        for key in path:
            found = found.get(key) if isinstance(found, dict) else None
        rows = found if isinstance(found, list) else []
        return [row if isinstance(row, dict) else {} for row in rows]

    def write(data: Row, rows: list[Row]) -> None:
        for key in path[:-1]:
            data = data.setdefault(key, {})
        data[path[-1]] = rows

    return {"read": read, "write": write}


def read_questions(data: Row) -> list[Row]:
    """Return the questions of all pages, each with the page that it is on."""
    found: list[Row] = []
    for section in list_at("form", "sections")["read"](data):
        found += [
            {**one, "section": section.get("id", "")}
            for one in section.get("fields") or ()
            if isinstance(one, dict)
        ]
    return found


def write_questions(data: Row, rows: list[Row]) -> None:
    """Put the questions back on their pages; those without one on the first."""
    sections = list_at("form", "sections")["read"](data)
    known = [section.get("id", "") for section in sections]
    for section in sections:
        section["fields"] = []
    for row in rows:
        name = row.pop("section", "")
        place = known.index(name) if name in known else 0
        if not sections:
            sections.append({"id": "applicant", "name": {"vi": ""}, "fields": []})
        sections[place]["fields"].append(row)
    data.setdefault("form", {})["sections"] = sections


def template_of(data: Row) -> ProcessDefinition | None:
    """Return the template that a draft's process takes, if it takes one."""
    process = data.get("process")
    name = process.get("template") if isinstance(process, dict) else None
    return shelf().templates.get(str(name)) if name else None


def read_steps(data: Row) -> list[Row]:
    """Return the steps of the template with what is different here."""
    template, process = template_of(data), data.get("process")
    if template is None or not isinstance(process, dict):
        return []
    changes = {
        one.get("step"): one
        for one in process.get("change") or ()
        if isinstance(one, dict)
    }
    within, units = process.get("within") or {}, process.get("units") or {}
    rows = []
    for step in template.steps:
        change = dict(changes.get(step.id, {"step": step.id}))
        if step.id in within:
            change.setdefault("within", within[step.id])
        who = step.who
        if who is not None:
            usual = {"role": str(who.role), "unit": units.get(step.id, who.unit)}
            change.setdefault("who", usual)
        rows.append({"name": step.name.as_dict(), **change})
    return rows


def write_steps(data: Row, rows: list[Row]) -> None:
    """Keep of each step what is different from the template."""
    template, process = template_of(data), data.get("process")
    if template is None or not isinstance(process, dict):
        return
    named = {step.id: step for step in template.steps}
    changes = [
        _change(named[row["step"]], row) for row in rows if row.get("step") in named
    ]
    kept = [change for change in changes if len(change) > 1]
    for key in ("within", "units", "change"):
        process.pop(key, None)
    if kept:
        process["change"] = kept


def _change(step: StepDefinition, row: Row) -> Row:
    """Return what a row says that its step does not."""
    change = dict(row)
    who = step.who
    if who and change.get("who") == {"role": str(who.role), "unit": who.unit}:
        del change["who"]
    if change.get("name") == step.name.as_dict():
        del change["name"]
    return change
