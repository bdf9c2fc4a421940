"""Conditions in CEL, the Common Expression Language: the one door to its library.

A condition is compiled once and then worked out from facts in microseconds. What is
not filled in is ``null``. A condition that cannot be worked out *because* something
is not filled in does not hold; any other failure is a mistake in the definition.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import lru_cache
from typing import Any

import cel

from motcua.packs.yaml_file import InnerError

MAX_LENGTH = 1000  # characters; a longer condition belongs in a decision table
_PLACE = re.compile(r"<input>:(\d+):(\d+): (?:Syntax error: )?(.*)")
_LOOP = re.compile(r"\.(?:all|exists|exists_one|map|filter)\(\s*(\w+)\s*,")
# Functions of the language; operators are spelled "_+_" and the like.
_FUNCTIONS = frozenset(
    (
        *("size", "has", "all", "exists", "exists_one", "map", "filter", "matches"),
        *("contains", "startsWith", "endsWith", "int", "uint", "double", "string"),
        *("bool", "bytes", "timestamp", "duration", "type", "dyn", "getFullYear"),
        *("getMonth", "getDate", "getDayOfMonth", "getDayOfWeek", "getDayOfYear"),
    )
)


class ConditionError(InnerError):
    """A condition is not well formed, or asks for something that is not there."""


@dataclass(frozen=True, slots=True)
class Condition:
    """A compiled condition; ``variables`` are the names that it reads."""

    source: str
    variables: frozenset[str]
    program: Any = field(repr=False, compare=False)

    def holds(self, facts: Mapping[str, Any]) -> bool:
        """Tell whether the condition is met by ``facts``.

        >>> late = compile_condition("days_late > 60 && !excused")
        >>> late.holds({"days_late": 61, "excused": False})
        True
        >>> late.holds({"excused": False})  # not filled in: does not hold
        False

        :raises ConditionError: if it gives no yes or no although all is filled in.
        """
        values = {name: facts.get(name) for name in self.variables}
        try:
            answer = self.program.execute(values)
        except (TypeError, ValueError, RuntimeError, KeyError, IndexError) as error:
            if any(value is None for value in values.values()):
                return False
            raise ConditionError(_first_sentence(error)) from error
        if answer is True or answer is False:
            return answer
        if answer is None:
            return False
        raise ConditionError(f"It gives {answer!r}, not true or false.")


@lru_cache(maxsize=4096)
def compile_condition(source: str) -> Condition:
    """Return the compiled condition; the same text is compiled once.

    >>> sorted(compile_condition("kind == 'house' && floors > 3").variables)
    ['floors', 'kind']

    :raises ConditionError: if the text is not a condition; says where.
    """
    if len(source) > MAX_LENGTH:
        raise ConditionError(f"It is longer than {MAX_LENGTH} characters.")
    try:
        program = cel.compile(source)
    except ValueError as error:
        raise _located(str(error)) from None
    for name in program.functions():
        if name[:1].isalpha() and name not in _FUNCTIONS:
            line, column = _place_of(source, name)
            raise ConditionError(f"There is no function {name!r}.", line, column)
    variables = frozenset(program.variables()) - set(_LOOP.findall(source))
    return Condition(source, variables, program)


def check_variables(condition: Condition, known: frozenset[str]) -> None:
    """Let a condition pass that reads only ``known`` names.

    :raises ConditionError: names the first unknown one, where it stands, and the
        known name that is most like it.
    """
    for name in sorted(condition.variables - known):
        line, column = _place_of(condition.source, name)
        near = get_close_matches(name, known, n=1)
        mend = f" Did you mean {near[0]!r}?" if near else ""
        raise ConditionError(f"There is no field {name!r}.{mend}", line, column)


def _place_of(source: str, name: str) -> tuple[int, int]:
    match = re.search(rf"\b{re.escape(name)}\b", source)
    start = match.start() if match else 0
    line = source.count("\n", 0, start) + 1
    return line, start - source.rfind("\n", 0, start)


def _located(message: str) -> ConditionError:
    match = _PLACE.search(message)
    if match is None:
        return ConditionError(message)
    line, column, reason = match.groups()
    return ConditionError(reason.split(" expecting ")[0], int(line), int(column))


def _first_sentence(error: Exception) -> str:
    return str(error).split(": CEL does")[0].split(". ")[0]
