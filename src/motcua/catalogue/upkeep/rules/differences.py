"""What differs between two definitions: typed changes that people can read.

A definition is looked at as data with names: things in lists are known by their id
(or by what they say), so that a paper put first moves no other paper.
"""

from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from motcua.catalogue.definition import ProcedureDefinition
from motcua.catalogue.upkeep.rules.naming import (
    crumb_of,
    is_words,
    joined,
    key_of,
    name_of,
    value_in_words,
)
from motcua.kernel.law import decided_by
from motcua.kernel.texts import Text

Path = tuple[str, ...]
ORDER = "#order"  # the last part of a path: the order of a list


class Aspect(StrEnum):
    """Whom or what a change concerns."""

    CITIZEN = "CITIZEN"  # papers, form, who may apply, channels
    OFFICER = "OFFICER"  # steps, who does them, outcomes, competence
    TIME = "TIME"  # limits and their variants
    MONEY = "MONEY"  # fees
    LAW = "LAW"  # legal bases, names, days, sources


class ChangeKind(StrEnum):
    """What happened to a thing."""

    ADDED = "ADDED"
    REMOVED = "REMOVED"
    CHANGED = "CHANGED"


_ASPECTS: dict[str, Aspect] = {
    "code": Aspect.LAW,
    "name": Aspect.LAW,
    "summary": Aspect.LAW,
    "keywords": Aspect.LAW,
    "field": Aspect.LAW,
    "formats": Aspect.LAW,
    "in_force_from": Aspect.LAW,
    "in_force_until": Aspect.LAW,
    "announced_by": Aspect.LAW,
    "legal_bases": Aspect.LAW,
    "sources": Aspect.LAW,
    "applicants": Aspect.CITIZEN,
    "requirements": Aspect.CITIZEN,
    "channels": Aspect.CITIZEN,
    "service_level": Aspect.CITIZEN,
    "receiving": Aspect.CITIZEN,
    "form": Aspect.CITIZEN,
    "components": Aspect.CITIZEN,
    "results": Aspect.CITIZEN,
    "statutory_forms": Aspect.CITIZEN,
    "competence": Aspect.OFFICER,
    "process": Aspect.OFFICER,
    "fees": Aspect.MONEY,
    "time_limits": Aspect.TIME,
    "supplement": Aspect.TIME,
}
_TIME_OF_STEPS = frozenset({"within", "budget", "counted", "budgets"})
_OPPOSITE = {
    ChangeKind.ADDED: ChangeKind.REMOVED,
    ChangeKind.REMOVED: ChangeKind.ADDED,
    ChangeKind.CHANGED: ChangeKind.CHANGED,
}


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. ``before`` and ``after`` are JSON data; null is nothing.

    ``where`` says in words what is meant, from the whole to the part. ``position``
    is the place in its list of what was added (in the new one) or removed (in the
    old one). ``names``: with a change of order, the things by name.
    """

    kind: ChangeKind
    path: Path
    before: Any
    after: Any
    position: int | None = None
    where: tuple[Text, ...] = field(default=(), compare=False)
    names: tuple[Text, Text] | None = field(default=None, compare=False)

    @property
    def words(self) -> tuple[Text, Text]:
        """Return before and after as people read them; nothing where it is nothing.

        >>> change = Change(ChangeKind.CHANGED, ("fees", "seal", "amount"), 1000, 0)
        >>> [text.vi for text in change.words]
        ['1.000', '0']
        """
        if self.names is not None:
            return self.names
        key = self.path[-1]
        if len(self.path) > 1 and self.kind is not ChangeKind.CHANGED:
            key = self.path[-2] if self.position is not None else key
        return value_in_words(key, self.before), value_in_words(key, self.after)

    @property
    def aspect(self) -> Aspect:
        """Return whom or what it concerns.

        >>> Change(ChangeKind.CHANGED, ("fees", "seal", "amount"), 1, 2).aspect
        <Aspect.MONEY: 'MONEY'>
        """
        if self.path[0] == "process" and not _TIME_OF_STEPS.isdisjoint(self.path[1:]):
            return Aspect.TIME
        return _ASPECTS[self.path[0]]

    @property
    def is_order(self) -> bool:
        """Tell whether it is the order of a list that changed."""
        return self.path[-1] == ORDER


@decided_by("0103-a-typed-difference")
def differences(
    before: ProcedureDefinition, after: ProcedureDefinition
) -> tuple[Change, ...]:
    """Return what makes ``after`` of ``before`` (so sánh hai bản công bố).

    Nothing for equal definitions. Applied in this order they give ``after``
    (:func:`applied`); the other way round they are the opposites.
    """
    return tuple(_between((), (), data_of(before), data_of(after)))


@decided_by("0103-a-typed-difference")
def data_of(definition: ProcedureDefinition) -> dict[str, Any]:
    """Return a definition as JSON data, with what is as usual spelt out."""
    return definition.model_dump(mode="json")


@decided_by("0103-a-typed-difference")
def opposite(change: Change) -> Change:
    """Return the change that takes ``change`` back.

    >>> opposite(Change(ChangeKind.CHANGED, ("code",), "1", "2")).after
    '1'
    """
    return replace(
        change,
        kind=_OPPOSITE[change.kind],
        before=change.after,
        after=change.before,
    )


@decided_by("0103-a-typed-difference")
def applied(data: dict[str, Any], changes: Iterable[Change]) -> dict[str, Any]:
    """Return ``data`` with the changes made, in their order.

    >>> applied({"code": "1"}, [Change(ChangeKind.CHANGED, ("code",), "1", "2")])
    {'code': '2'}
    """
    made = deepcopy(data)
    for change in changes:
        _apply(made, change)
    return made


def _between(
    path: Path, where: tuple[Text, ...], before: Any, after: Any
) -> Iterator[Change]:
    if before == after and type(before) is type(after):
        return
    if _is_record(before) and _is_record(after) and _same_type(before, after):
        for name in before:
            below = (*path, name)
            crumbs = (*where, crumb_of(below, None))
            yield from _between(below, crumbs, before[name], after[name])
    elif _have_names(before, after):
        yield from _in_list(path, where, before, after)
    else:
        yield Change(_kind(before, after), path, before, after, where=where)


def _in_list(
    path: Path, where: tuple[Text, ...], before: list[Any], after: list[Any]
) -> Iterator[Change]:
    old, new = _named(before), _named(after)
    gone = [name for name in old if name not in new]
    for name in reversed(gone):
        place, crumbs = list(old).index(name), _crumbs(path, where, name, old)
        yield Change(
            ChangeKind.REMOVED, (*path, name), old[name], None, place, where=crumbs
        )
    kept = [name for name in old if name in new]
    for name in kept:
        crumbs = _crumbs(path, where, name, old)
        yield from _between((*path, name), crumbs, old[name], new[name])
    wanted = [name for name in new if name in old]
    if kept != wanted:
        names = (_names(kept, old), _names(wanted, new))
        order = (*path, ORDER)
        yield Change(ChangeKind.CHANGED, order, kept, wanted, where=where, names=names)
    for place, name in enumerate(new):
        if name not in old:
            crumbs = _crumbs(path, where, name, new)
            yield Change(
                ChangeKind.ADDED, (*path, name), None, new[name], place, where=crumbs
            )


def _crumbs(
    path: Path, where: tuple[Text, ...], name: str, items: dict[str, Any]
) -> tuple[Text, ...]:
    return (*where[:-1], crumb_of((*path, name), items[name]))


def _names(keys: list[str], items: dict[str, Any]) -> Text:
    return joined(", ", [name_of(items[key]) for key in keys])


def _is_record(value: Any) -> bool:
    return isinstance(value, dict) and not is_words(value)


def _same_type(before: dict[str, Any], after: dict[str, Any]) -> bool:
    """Tell whether two things have the same keys: a text field is no number field."""
    return before.keys() == after.keys() and before.get("type") == after.get("type")


def _have_names(*lists: Any) -> bool:
    """Tell whether these are lists of things that have names of their own."""
    return all(
        isinstance(items, list) and not any(isinstance(item, list) for item in items)
        for items in lists
    )


def _kind(before: Any, after: Any) -> ChangeKind:
    if before in (None, "", []):
        return ChangeKind.ADDED
    return ChangeKind.REMOVED if after in (None, "", []) else ChangeKind.CHANGED


def _named(items: Sequence[Any]) -> dict[str, Any]:
    """Return the things of a list by name; the second of one name is ``name#2``."""
    named: dict[str, Any] = {}
    for item in items:
        name = key = key_of(item)
        count = 1
        while name in named:
            count += 1
            name = f"{key}#{count}"
        named[name] = item
    return named


def _apply(root: Any, change: Change) -> None:
    *way, last = change.path
    parent = root
    for name in way:
        parent = _named(parent)[name] if isinstance(parent, list) else parent[name]
    if isinstance(parent, dict):
        parent[last] = deepcopy(change.after)
    elif change.is_order:
        named = _named(parent)
        parent[:] = [named[name] for name in change.after]
    else:
        _apply_in_list(parent, last, change)


def _apply_in_list(items: list[Any], name: str, change: Change) -> None:
    if change.kind is ChangeKind.ADDED:
        items.insert(change.position or 0, deepcopy(change.after))
        return
    place = list(_named(items)).index(name)
    if change.kind is ChangeKind.REMOVED:
        del items[place]
    else:
        items[place] = deepcopy(change.after)
