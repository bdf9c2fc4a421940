"""How good search is: questions with their right answers, and the share that is met."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated

from django.conf import settings
from pydantic import Field

from motcua.catalogue.search import store
from motcua.catalogue.search.finding import search
from motcua.catalogue.search.synonyms import FOLDER, Code
from motcua.packs.reading import folder, read_yaml
from motcua.processes.definition import Strict

FILE = "judged.yaml"
FIRST, PAGE = 3, 10  # hits in which the right answer should be


class Judged(Strict):
    """A question, and the procedures of which any is a right answer."""

    ask: Annotated[str, Field(min_length=1, max_length=200)]
    """As somebody would type it."""
    right: Annotated[tuple[Code, ...], Field(min_length=1)]
    """Codes of procedures."""
    kept_aside: bool = False
    """Written before tuning and never looked at while tuning."""


class JudgedFile(Strict):
    """``search/judged.yaml`` of a pack."""

    queries: tuple[Judged, ...]
    """The questions."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Where the first right answer stood, counted from 1; none: not on the page."""

    judged: Judged
    place: int | None
    instead: tuple[str, ...]  # codes that stood first
    unknown: bool  # the catalogue has none of the right answers

    @property
    def in_first(self) -> bool:
        """Tell whether a right answer is among the first three."""
        return self.place is not None and self.place <= FIRST


@dataclass(frozen=True, slots=True)
class Share:
    """Of how many questions the right answer stood where it should."""

    questions: int
    first: int
    page: int

    @property
    def first_share(self) -> float:
        """Return the share with a right answer in the first three."""
        return self.first / self.questions if self.questions else 0.0

    @property
    def page_share(self) -> float:
        """Return the share with a right answer in the first ten."""
        return self.page / self.questions if self.questions else 0.0


def judged_files() -> list[Path]:
    """Return the files of the packs in use that judge search."""
    paths = [folder(pack) / FOLDER / FILE for pack in settings.PACKS]
    return [path for path in paths if path.is_file()]


def read_judged(paths: Iterable[Path]) -> tuple[Judged, ...]:
    """Read files of questions.

    :raises PackError: with file and line, if one is wrong.
    """
    return tuple(one for path in paths for one in read_yaml(path, JudgedFile).queries)


def judge(questions: Iterable[Judged], day: date) -> Iterator[Verdict]:
    """Ask each question, and yield where the right answer stood."""
    known = store.current().places
    for one in questions:
        codes = [hit.code for hit in search(one.ask, day, limit=PAGE).items]
        places = [n for n, code in enumerate(codes, start=1) if code in one.right]
        yield Verdict(
            judged=one,
            place=min(places, default=None),
            instead=tuple(codes[:FIRST]),
            unknown=not any(code in known for code in one.right),
        )


def share_of(verdicts: Sequence[Verdict], *, kept_aside: bool) -> Share:
    """Return the share among the questions kept aside, or among the others."""
    mine = [v for v in verdicts if v.judged.kept_aside is kept_aside]
    return Share(
        questions=len(mine),
        first=sum(verdict.in_first for verdict in mine),
        page=sum(verdict.place is not None for verdict in mine),
    )
