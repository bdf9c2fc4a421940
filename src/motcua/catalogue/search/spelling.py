"""Words that nobody wrote, mended: by letters left out, by blanks left out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations, pairwise

from motcua.catalogue.search.words import bare, untyped

SHORT, LONG, LONGEST = 3, 7, 12  # letters from which one, to which two are forgiven
MOST = 4  # readings of one word
ONE, TWO = 0.8, 0.6  # what a reading is worth that is one, or two errors away
_PIECES = 6  # syllables that may be written together
_LONGEST_PIECE, _SHORTEST_PIECE = 7, 2


@dataclass(frozen=True, slots=True)
class Reading:
    """What a word may mean, and how likely, up to 1."""

    word: str
    weight: float


class Speller:
    """Knows the words that are written, and finds those a typing error away."""

    def __init__(self, counts: Mapping[str, int], pairs: Iterable[str]) -> None:
        """Take how often each word is written, and the pairs that are."""
        self.counts = counts
        self.pairs = frozenset(pairs)
        self._near: dict[str, str] = {}  # words, by what is left of them
        for word in counts:
            if word.isalpha():
                for key in _shortened(word, _errors(word)):
                    known = self._near.get(key)
                    self._near[key] = f"{known} {word}" if known else word

    def readings(self, word: str, before: str = "", after: str = "") -> list[Reading]:
        """Return what ``word`` may mean, the likeliest first; itself if it is known.

        A known word that goes with neither neighbour is read as the word one letter
        away that does.
        """
        if word in self.counts:
            return [Reading(word, 1.0), *self._fitting(word, before, after)]
        if not word.isalpha():
            return [Reading(one, 0.9) for one in untyped(word) if one in self.counts]
        for one in untyped(word):
            if one in self.counts:
                return [Reading(one, 0.9)]
        return self._mended(word, before, after)

    def apart(self, word: str) -> list[str]:
        """Return the words that ``word`` is if its blanks were left out.

        The fewest words win; among as many, those that stand together elsewhere.
        """
        if not word.isalpha() or len(word) < 2 * _SHORTEST_PIECE + 1:
            return []
        best: list[tuple[float, list[str]] | None] = [(0.0, [])]
        for end in range(1, len(word) + 1):
            found = None
            for start in range(max(0, end - _LONGEST_PIECE), end - _SHORTEST_PIECE + 1):
                before, piece = best[start], bare(word[start:end])
                if before is None or piece not in self.counts:
                    continue
                cost, pieces = before
                known = pieces and f"{pieces[-1]} {piece}" in self.pairs
                now = cost + (1.0 if known or not pieces else 2.5)
                if found is None or now < found[0]:
                    found = (now, [*pieces, piece])
            best.append(found)
        pieces = best[-1][1] if best[-1] else []
        joined = all(f"{a} {b}" in self.pairs for a, b in pairwise(pieces))
        return pieces if 2 <= len(pieces) <= _PIECES and joined else []

    def _fits(self, word: str, before: str, after: str) -> int:
        return (f"{before} {word}" in self.pairs) + (f"{word} {after}" in self.pairs)

    def _fitting(self, word: str, before: str, after: str) -> list[Reading]:
        if (
            len(word) < SHORT
            or not (before or after)
            or self._fits(word, before, after)
        ):
            return []
        near = [w for w in self._candidates(word, 1) if self._fits(w, before, after)]
        near.sort(key=lambda w: (-self._fits(w, before, after), -self.counts[w], w))
        return [Reading(one, TWO) for one in near[:2]]

    def _mended(self, word: str, before: str, after: str) -> list[Reading]:
        allowed = _errors(word)
        found = [
            (distance, one)
            for one in self._candidates(word, allowed)
            if (distance := _distance(word, one, allowed)) <= allowed
        ]
        least = min((distance for distance, _ in found), default=0)
        if len(word) <= SHORT:  # so short a word is near to too many
            found = [(d, one) for d, one in found if self._fits(one, before, after)]
        best = sorted(
            (one for distance, one in found if distance == least),
            key=lambda w: (-self._fits(w, before, after), -self.counts[w], w),
        )
        return [Reading(one, ONE if least == 1 else TWO) for one in best[:MOST]]

    def _candidates(self, word: str, allowed: int) -> set[str]:
        keys = _shortened(word, allowed)
        near = {one for key in keys for one in self._near.get(key, "").split()}
        return {w for w in near if w != word and _distance(word, w, allowed) <= allowed}


def _errors(word: str) -> int:
    """Return how many errors are forgiven in a word of this length."""
    if len(word) < SHORT:
        return 0
    return 2 if LONG <= len(word) <= LONGEST else 1


def _shortened(word: str, most: int) -> set[str]:
    """Return ``word`` and what is left of it without up to ``most`` letters."""
    found = {word}
    for n in range(1, most + 1):
        for drop in combinations(range(len(word)), n):
            found.add("".join(c for i, c in enumerate(word) if i not in drop))
    return found


def _distance(a: str, b: str, most: int) -> int:
    """Return the errors between two words (letters exchanged are one).

    >>> _distance("sinh", "sihn", 2), _distance("sinh", "xinhh", 2)
    (1, 2)
    """
    if abs(len(a) - len(b)) > most:
        return most + 1
    older: list[int] = []
    old = list(range(len(b) + 1))
    for i, left in enumerate(a, start=1):
        new = [i]
        for j, right in enumerate(b, start=1):
            cost = min(old[j] + 1, new[-1] + 1, old[j - 1] + (left != right))
            if i > 1 and j > 1 and left == b[j - 2] and a[i - 2] == right:
                cost = min(cost, older[j - 2] + 1)
            new.append(cost)
        older, old = old, new
    return old[-1]
