"""Legal citations in a form that code can check. Pure: standard library only."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

Rule = TypeVar("Rule", bound=Callable[..., Any])

_CITATION = re.compile(
    r"^(?:điểm (?P<point>\w+) )?(?:khoản (?P<clause>\d+\w*) )?"
    r"(?:Điều (?P<article>\d+\w*) )?(?P<instrument>\S.*)$"
)


@dataclass(frozen=True, slots=True)
class Citation:
    """One place in one instrument, e.g. khoản 3 Điều 147 91/2015/QH13."""

    instrument: str  # số hiệu, as printed; stands in packs/*/instruments.yaml
    article: str = ""  # Điều
    clause: str = ""  # khoản
    point: str = ""  # điểm

    @classmethod
    def parse(cls, text: str) -> "Citation":
        """Read a citation as it is printed.

        >>> str(Citation.parse("khoản 3 Điều 147 91/2015/QH13"))
        'khoản 3 Điều 147 91/2015/QH13'

        :raises ValueError: if the text is empty.
        """
        match = _CITATION.match(text.strip())
        if match is None:
            raise ValueError(f"Not a citation: {text!r}.")
        parts = match.groupdict(default="")
        return cls(**parts)

    def __str__(self) -> str:
        point = f"điểm {self.point} " if self.point else ""
        clause = f"khoản {self.clause} " if self.clause else ""
        article = f"Điều {self.article} " if self.article else ""
        return f"{point}{clause}{article}{self.instrument}"


def cites(*citations: Citation) -> Callable[[Rule], Rule]:
    """Name the law that a rule applies."""
    return _mark(citations=citations)


def decided_by(decision: str) -> Callable[[Rule], Rule]:
    """Name our own decision record, for a rule on which the law is silent."""
    return _mark(decision=decision)


def _mark(**facts: object) -> Callable[[Rule], Rule]:
    def decorate(rule: Rule) -> Rule:
        vars(rule).update(facts)
        return rule

    return decorate
