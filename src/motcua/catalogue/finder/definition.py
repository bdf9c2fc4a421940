"""A life event as it is written: one YAML file, a few questions, steps in order."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from motcua.packs.yaml_file import (
    DefectiveFile,
    InnerError,
    MarkedData,
    Place,
    Problem,
    read_yaml,
    validate,
)
from motcua.processes.conditions import (
    ConditionError,
    check_variables,
    compile_condition,
)
from motcua.processes.definition import Id, Strict, When, Words

FOLDER = "events"
YES, NO = "yes", "no"
Code = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9.\-]{0,39}$")]


class Choice(Strict):
    """An answer to choose."""

    id: Id
    """Its name in conditions."""
    name: Words
    """What people read."""


class Question(Strict):
    """What has to be known to say what is needed."""

    id: Id
    """Its name in conditions: true or false, or the id of the choice."""
    name: Words
    """The question."""
    help: Words | None = None
    """What somebody should know to answer it."""
    choices: tuple[Choice, ...] = ()
    """The answers; without them it is yes or no."""
    when: When | None = None
    """Asked only if this holds; reads the questions before it."""


class Step(Strict):
    """A procedure on the way, and what has to be done before it."""

    procedure: Code
    """Code of a written-out procedure, or of an entry for information only."""
    when: When | None = None
    """Needed only if this holds."""
    after: tuple[Code, ...] = ()
    """The procedures of other steps that must have ended before."""
    optional: bool = False
    """Useful, not necessary: not in the sum of time and fees."""
    why: Words | None = None
    """Why it is needed, and what not to miss."""
    answers: dict[str, bool | int | str] = {}
    """What is known of the procedure's own form, by its fields."""
    take: dict[str, Id] = {}
    """Fields of the procedure's form that a question here has answered already."""
    brings: dict[str, Code] = {}
    """Papers of the procedure that an earlier step issues, by the code of that step."""


class LifeEvent(Strict):
    """Something that happens to people or businesses, and what has to be done then."""

    id: Id
    """Its name in addresses."""
    kind: Literal["LIFE", "BUSINESS"]
    """Whose event it is."""
    name: Words
    """As people would say it."""
    summary: Words
    """What the way leads to, in a sentence."""
    say: tuple[Annotated[str, Field(min_length=1, max_length=120)], ...] = ()
    """Words by which people look for it, in any language."""
    questions: tuple[Question, ...] = ()
    """Few, and only what changes the steps."""
    steps: Annotated[tuple[Step, ...], Field(min_length=1)]
    """The procedures, in the order in which they are done."""


@dataclass(frozen=True, slots=True)
class _Defect:
    place: Place
    reason: str
    mend: str = ""
    cause: InnerError | None = field(default=None)


def read_event(path: Path) -> LifeEvent:
    """Read a file of a pack.

    :raises DefectiveFile: with file, line, reason and mend, if it is wrong.
    """
    data = read_yaml(path.read_text(encoding="utf-8"), str(path))
    event = validate(data, LifeEvent)
    if event.id != path.stem:
        mend = f"Name the file {event.id}.yaml, or the event {path.stem}."
        raise DefectiveFile([data.problem(("id",), "The file has another name.", mend)])
    if problems := _problems(data, event):
        raise DefectiveFile(problems)
    return event


def _problems(data: MarkedData, event: LifeEvent) -> list[Problem]:
    return data.problems([*_of_questions(event), *_of_steps(event)])


def _of_questions(event: LifeEvent) -> Iterator[_Defect]:
    known: set[str] = set()
    for number, question in enumerate(event.questions):
        place: Place = ("questions", number)
        yield from _of_condition((*place, "when"), question.when, known)
        if question.id in known:
            yield _Defect((*place, "id"), f"{question.id!r} is asked twice.")
        if len(question.choices) == 1:
            yield _Defect((*place, "choices"), "One choice is none.", "Add another.")
        known.add(question.id)


def _of_steps(event: LifeEvent) -> Iterator[_Defect]:
    asked = {question.id for question in event.questions}
    before: set[str] = set()
    for number, step in enumerate(event.steps):
        place: Place = ("steps", number)
        yield from _of_condition((*place, "when"), step.when, asked)
        for code in sorted({*step.after, *step.brings.values()} - before):
            reason = f"No step before this one is {code}."
            yield _Defect(place, reason, "Put it first, or name another.")
        for name in sorted(set(step.take.values()) - asked):
            yield _Defect((*place, "take"), f"There is no question {name!r}.")
        if step.procedure in before:
            yield _Defect(
                (*place, "procedure"), f"{step.procedure} stands here twice.",
                "Join the conditions with ||.",
            )  # fmt: skip
        before.add(step.procedure)


def _of_condition(place: Place, when: str | None, known: set[str]) -> Iterator[_Defect]:
    if when is None:
        return
    try:
        check_variables(compile_condition(when), frozenset(known))
    except ConditionError as error:
        yield _Defect(place, "", cause=error)
