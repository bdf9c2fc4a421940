"""What is new in an entry: typed changes, by what they mean to whom."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from motcua.catalogue.national.rules.facts import Facts, as_json
from motcua.kernel.law import decided_by

_BESIDE = "0091-entries-stand-beside-procedures"


class Aspect(StrEnum):
    """The part of an entry that changed."""

    NAME = "NAME"
    FIELD = "FIELD"
    LEVELS = "LEVELS"
    APPLICANTS = "APPLICANTS"
    CHANNELS = "CHANNELS"
    TIME = "TIME"
    FEES = "FEES"
    PAPERS = "PAPERS"
    BASES = "BASES"
    CONDITIONS = "CONDITIONS"
    RESULTS = "RESULTS"
    AUTHORITY = "AUTHORITY"
    DECISION = "DECISION"
    TEXT = "TEXT"  # the source's words changed and no fact did


class Concern(StrEnum):
    """Whom or what a change is about, as a legal officer asks."""

    CITIZEN = "CITIZEN"
    OFFICER = "OFFICER"
    TIME = "TIME"
    MONEY = "MONEY"


CONCERNS: Mapping[Aspect, Concern] = {
    Aspect.NAME: Concern.CITIZEN,
    Aspect.FIELD: Concern.OFFICER,
    Aspect.LEVELS: Concern.OFFICER,
    Aspect.APPLICANTS: Concern.CITIZEN,
    Aspect.CHANNELS: Concern.CITIZEN,
    Aspect.TIME: Concern.TIME,
    Aspect.FEES: Concern.MONEY,
    Aspect.PAPERS: Concern.CITIZEN,
    Aspect.BASES: Concern.OFFICER,
    Aspect.CONDITIONS: Concern.CITIZEN,
    Aspect.RESULTS: Concern.CITIZEN,
    Aspect.AUTHORITY: Concern.OFFICER,
    Aspect.DECISION: Concern.OFFICER,
    Aspect.TEXT: Concern.OFFICER,
}
_PLAIN = {
    Aspect.NAME: "name",
    Aspect.FIELD: "field",
    Aspect.LEVELS: "levels",
    Aspect.APPLICANTS: "applicants",
    Aspect.AUTHORITY: "authority",
    Aspect.DECISION: "decision",
}
_LATER = ("paper_lists", "conditions", "results")  # parts that an index leaves out


@dataclass(frozen=True, slots=True)
class Change:
    """One change: ``what`` of the aspect, before and after, as JSON of the facts.

    ``None`` before: it is new; ``None`` after: it is gone.
    """

    aspect: Aspect
    what: str
    before: Any
    after: Any

    def as_json(self) -> dict[str, Any]:
        """Return the change as it is stored and answered."""
        return {
            "aspect": self.aspect.value,
            "concern": CONCERNS[self.aspect].value,
            "what": self.what,
            "before": self.before,
            "after": self.after,
        }


@decided_by(_BESIDE)
def merged(old: Facts, new: Facts) -> Facts:
    """Return the new facts, with the parts that only the old ones carry."""
    kept = {
        part: getattr(old, part) for part in _LATER if getattr(new, part) is None
    } | {
        part: getattr(old, part)
        for part in ("authority", "decision")
        if not _knows(new)
    }
    titles = {basis.number: basis.title for basis in old.bases}
    bases = tuple(
        basis if basis.title else replace(basis, title=titles.get(basis.number, ""))
        for basis in new.bases
    )
    return replace(new, bases=bases, **kept)


@decided_by(_BESIDE)
def completes(old: Facts, new: Facts) -> bool:
    """Return whether the new facts carry parts that the old ones do not."""
    return not _knows(old) and _knows(new)


def _knows(facts: Facts) -> bool:
    return any(getattr(facts, part) is not None for part in _LATER)


@decided_by(_BESIDE)
def diff(old: Facts, new: Facts) -> tuple[Change, ...]:
    """Return what changed from the old facts to the new (thay đổi giữa hai lần nhập).

    A part that one of them does not carry is not compared.

    >>> from motcua.catalogue.national.rules.facts import Facts
    >>> old = Facts("1.000001", "Cấp", "Hộ tịch", (), (), (), ())
    >>> diff(old, replace(old, name="Cấp lại"))[0].as_json()["after"]
    'Cấp lại'
    """
    return tuple(_changes(old, new))


def _changes(old: Facts, new: Facts) -> Iterator[Change]:
    before, after = as_json(old), as_json(new)
    both = _knows(old) and _knows(new)
    for aspect, key in _PLAIN.items():
        skipped = key in ("authority", "decision") and not both
        if not skipped and before.get(key) != after.get(key):
            yield Change(aspect, key, before.get(key), after.get(key))
    yield from _channels(before["channels"], after["channels"])
    titled = both or not completes(old, new)
    yield from _named(Aspect.BASES, *(_bases(b, titled) for b in (before, after)))
    if both:
        yield from _named(Aspect.PAPERS, _papers(before), _papers(after))
        yield from _named(Aspect.CONDITIONS, *(_lines(b) for b in (before, after)))
        yield from _named(Aspect.RESULTS, *(_results(b) for b in (before, after)))


def _channels(before: list[Any], after: list[Any]) -> Iterator[Change]:
    old, new = _by_channel(before), _by_channel(after)
    for channel in dict.fromkeys([*old, *new]):
        if channel not in old or channel not in new:
            yield Change(Aspect.CHANNELS, channel, old.get(channel), new.get(channel))
            continue
        for aspect, part in ((Aspect.TIME, "limit"), (Aspect.FEES, "fee")):
            was = [line[part] for line in old[channel]]
            now = [line[part] for line in new[channel]]
            if was != now:
                yield Change(aspect, channel, was, now)


def _by_channel(lines: Iterable[Any]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for line in lines:
        found.setdefault(line["channel"], []).append(line)
    return found


def _bases(data: Mapping[str, Any], titled: bool) -> dict[str, Any]:
    return {
        basis["number"]: basis if titled else {"number": basis["number"]}
        for basis in data["bases"]
    }


def _papers(data: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for one in data["papers"]:
        for paper in one["papers"]:
            key = f"{one['case']}: {paper['name']}" if one["case"] else paper["name"]
            found.setdefault(key, []).append(
                {name: part for name, part in paper.items() if name != "name"}
            )
    return found


def _lines(data: Mapping[str, Any]) -> dict[str, Any]:
    return {line: line for line in data["conditions"]}


def _results(data: Mapping[str, Any]) -> dict[str, Any]:
    return {f"{r['name']} {r.get('code', '')}".strip(): r for r in data["results"]}


def _named(
    aspect: Aspect, old: Mapping[str, Any], new: Mapping[str, Any]
) -> Iterator[Change]:
    for name in dict.fromkeys([*old, *new]):
        if old.get(name) != new.get(name):
            yield Change(aspect, name, old.get(name), new.get(name))
