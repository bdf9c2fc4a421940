"""What an import did and what it could not read: counts, codes, reasons."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from motcua.catalogue.national.reading import Refused
from motcua.catalogue.national.rules.diff import Change
from motcua.catalogue.national.rules.remarks import REASONS, Remark, RemarkKind

MOST = 1000  # codes, lines or changes that a report names; it counts the rest


@dataclass(slots=True)
class Report:
    """Counts everything, and names at most so much of each that memory is bounded."""

    accepted: int = 0
    refused: int = 0
    nameless: int = 0
    kept_because: str = ""
    """Why no entry was marked as gone; empty if that was looked at."""
    counts: Counter[str] = field(default_factory=Counter)
    refusals: list[Refused] = field(default_factory=list)
    changed: list[tuple[str, str, tuple[Change, ...]]] = field(default_factory=list)
    records: Counter[RemarkKind] = field(default_factory=Counter)
    remarks: dict[RemarkKind, list[tuple[str, str]]] = field(default_factory=dict)

    def read(self, code: str, remarks: Iterable[Remark]) -> None:
        """Note a record and what is open in it: each kind once, with its first text."""
        self.accepted += 1
        first: dict[RemarkKind, str] = {}
        for remark in remarks:
            first.setdefault(remark.kind, remark.text)
        for kind, text in first.items():
            self.records[kind] += 1
            named = self.remarks.setdefault(kind, [])
            if len(named) < MOST:
                named.append((code, text))

    def refuse(self, item: Refused) -> None:
        """Note a line that is no record."""
        self.refused += 1
        self.nameless += not item.code
        if len(self.refusals) < MOST:
            self.refusals.append(item)

    def count(self, what: str) -> None:
        """Count something."""
        self.counts[what] += 1

    def change(self, kind: str, code: str, changes: Sequence[Change]) -> None:
        """Note what happened to an entry; what was added is only counted."""
        self.count(kind.lower())
        if kind not in {"ADDED", "COMPLETED"} and len(self.changed) < MOST:
            self.changed.append((code, kind, tuple(changes)))

    def as_json(self) -> dict[str, Any]:
        """Return the report for programs."""
        names = ("added", "completed", "changed", "returned", "vanished", "unchanged")
        return {
            "accepted": self.accepted,
            "refused": self.refused,
            **{name: self.counts[name] for name in names},
            "vanished_not_looked_at": self.kept_because or None,
            "refusals": [
                {"line": r.line, "code": r.code, "reason": r.reason}
                for r in self.refusals
            ],
            "changes": [
                {"code": code, "kind": kind, "changes": [c.as_json() for c in changes]}
                for code, kind, changes in self.changed
            ],
            "open": [
                {
                    "kind": kind.value,
                    "reason": REASONS[kind],
                    "records": count,
                    "named": [{"code": c, "text": t} for c, t in self.remarks[kind]],
                }
                for kind, count in self.records.most_common()
            ],
        }
