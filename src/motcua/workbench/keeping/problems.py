"""What is wrong in a draft, in the reader's words and at the page that mends it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from motcua.catalogue.upkeep.rules.naming import KEYS, NOUNS
from motcua.catalogue.upkeep.rules.proposing import Purpose
from motcua.catalogue.upkeep.wording import in_words
from motcua.packs.yaml_file import Place, Problem
from motcua.workbench.keeping.columns import said
from motcua.workbench.keeping.parts import parts_for

_QUESTIONS = 5  # form, sections, number, fields, number


@dataclass(frozen=True, slots=True)
class Trouble:
    """A mistake: where in words, why, what to do, and where to mend it."""

    where: str
    reason: str
    mend: str
    line: int
    column: int
    part: str
    row: tuple[str, int] | None


def troubles_of(
    problems: Iterable[Problem], purpose: Purpose, sections: Sequence[int] = ()
) -> list[Trouble]:
    """Return problems as pages show them.

    ``sections``: how many questions are on each page of the form.
    """
    found = []
    for problem in problems:
        place = problem.place
        head = str(place[0]) if place else ""
        found.append(
            Trouble(
                where=_where(place),
                reason=said(in_words(problem.reason)),
                mend=said(in_words(problem.mend)),
                line=problem.line,
                column=problem.column,
                part=_part(head, purpose),
                row=_row(place, sections),
            )
        )
    return found


def _part(head: str, purpose: Purpose) -> str:
    parts = parts_for(purpose)
    return next((part.id for part in parts if head in part.keys), parts[0].id)


def _row(place: Place, sections: Sequence[int]) -> tuple[str, int] | None:
    if place[:2] == ("form", "sections") and len(place) >= 3:
        section = place[2]
        if len(place) >= _QUESTIONS and isinstance(section, int):
            number = place[4]
            if isinstance(number, int):
                return "questions", sum(sections[:section]) + number
        return ("sections", section) if isinstance(section, int) else None
    if len(place) >= 2 and isinstance(place[1], int):
        return str(place[0]), place[1]
    return None


def _where(place: Place) -> str:
    """Return a place as a path of names: "Giấy tờ 2 › Hình thức"."""
    names: list[str] = []
    for part in place:
        if isinstance(part, int) and names:
            names[-1] = f"{names[-1]} {part + 1}"
        elif isinstance(part, str):
            label = NOUNS.get(part) or KEYS.get(part)
            names.append(said(label) if label else part)
    return " › ".join(names)
