"""What each document gets for a question, and how much of the question it meets.

A word counts by its rarity (as in BM25), two words side by side count again, and a
phrase of everyday language counts for the official words and procedures it means.
The numbers were found by tuning on the judged queries.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from motcua.catalogue.search.index import Index, Postings
from motcua.catalogue.search.spelling import Reading
from motcua.catalogue.search.synonyms import Match
from motcua.catalogue.search.words import Word

PAIR = 0.9  # of two words side by side, beside those of the words
OTHER_MARKS, NO_MARKS = 0.35, 0.75  # of a word in a question that has marks
OWN_WORDS = 0.5  # of the words of a phrase that means something else
MEANING = 0.75  # of the words that it means
NAMED = 13.0  # of a procedure that the phrase means
FURTHER = 0.82  # of the next procedure that it means
UNKNOWN = 1.5  # rarity of a word that no procedure has
PAIRED = 3  # readings of a word that are tried beside its neighbour


@dataclass(frozen=True, slots=True)
class Asked:
    """A word of a question, what it may be, and what it counts."""

    word: Word
    readings: tuple[Reading, ...]
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class _Weights:
    """What a word counts in the documents ``same``, and in the others."""

    full: float
    other: float
    same: Collection[int]


class Scores:
    """What each document has got so far; ``words`` are those that were looked for."""

    def __init__(self, index: Index) -> None:
        """Start with nothing."""
        size = len(index.documents)
        self.index = index
        self.points = [0.0] * size
        self.met = [0.0] * size
        self.all = 1.0
        self.words: set[str] = set()
        self._marks = False

    def count(self, words: Sequence[Asked]) -> None:
        """Count all words of a question, and the phrases in it."""
        matches = self.index.synonyms.matches([one.word for one in words])
        inside = {place: m for m in reversed(matches) for place in m.places}
        masses = [self._mass(one) for one in words]
        self.all = sum(masses) or 1.0
        self._marks = any(one.word.has_marks for one in words)
        own: dict[int, dict[int, float]] = {id(match): {} for match in matches}
        counted = []
        for place, one in enumerate(words):
            match = inside.get(place)
            if match is None:
                self._count_word(one, masses[place], None)
            else:
                one = replace(one, weight=OWN_WORDS)
                self._count_word(one, masses[place], own[id(match)])
            counted.append(one)
        for match in matches:
            mass = sum(masses[place] for place in match.places)
            self._count_match(match, mass, own[id(match)])
        self._count_pairs(counted)

    def _mass(self, one: Asked) -> float:
        """Return how much of the question a word is: the rarer, the more."""
        words = self.index.words
        found = [words[r.word].rarity for r in one.readings if r.word in words]
        return max(found, default=UNKNOWN)

    def _count_word(
        self, one: Asked, mass: float, own: dict[int, float] | None
    ) -> None:
        """Count a word; what is met of it goes to ``own`` if it is in a phrase."""
        best: dict[int, float] = {}
        sure: dict[int, float] = {}
        for reading in one.readings:
            postings = self.index.words.get(reading.word)
            if postings is not None:
                if len(one.word.bare) > 1:
                    self.words.add(reading.word)
                _take_best(best, sure, postings, self._by_marks(one.word, reading))
        points, weight = self.points, one.weight
        for number, worth in best.items():
            points[number] += weight * worth
        met: list[float] | dict[int, float] = self.met if own is None else own
        for number, share in sure.items():
            if own is not None:
                own.setdefault(number, 0.0)
            met[number] += mass * share

    def _by_marks(self, word: Word, reading: Reading) -> _Weights:
        """Return what a reading counts where it stands with the marks of the asker."""
        weight = reading.weight
        if not self._marks or reading.word != word.bare:
            return _Weights(weight, weight, ())
        same = self.index.written_so(word)
        if same is None:
            return _Weights(weight, weight, ())
        other = weight * (OTHER_MARKS if word.has_marks else NO_MARKS)
        return _Weights(weight, other, frozenset(same))

    def _count_match(self, match: Match, mass: float, own: dict[int, float]) -> None:
        """Count a phrase: the words that it means, and the procedures."""
        met = dict(own)
        share = self._count_meaning(match)
        for number, part in share.items():
            met[number] = max(met.get(number, 0.0), match.strength * mass * part)
        worth = NAMED * match.strength * (0.75 + 0.125 * min(len(match.places), 4))
        for code in match.said.codes:
            for number in self.index.places.get(code, ()):
                self.points[number] += worth
                met[number] = max(met.get(number, 0.0), match.strength * mass)
            worth *= FURTHER
        for number, part in met.items():
            self.met[number] += part

    def _count_meaning(self, match: Match) -> dict[int, float]:
        """Count the official words; return the share of them in each document."""
        index, meaning = self.index, match.said.meaning
        weight, points = MEANING * match.strength, self.points
        share: dict[int, float] = {}
        all_rare = 0.0
        for word in meaning:
            postings = index.words.get(word.bare)
            if postings is None:
                continue
            self.words.add(word.bare)
            all_rare += postings.rarity
            rarity, same = postings.rarity, index.written_so(word)
            here = None if same is None else frozenset(same)
            full, other = weight * rarity, weight * rarity * OTHER_MARKS
            for number, worth in zip(postings.documents, postings.worth, strict=True):
                if here is None or number in here:
                    points[number] += full * worth
                    share[number] = share.get(number, 0.0) + rarity
                else:
                    points[number] += other * worth
        for left, right in pairwise(meaning):
            self._count_pair(f"{left.bare} {right.bare}", weight)
        return {n: part / all_rare for n, part in share.items()} if all_rare else {}

    def _count_pair(self, pair: str, weight: float) -> None:
        postings = self.index.pairs.get(pair)
        if postings is not None:
            points, weight = self.points, weight * PAIR * postings.rarity
            for number, worth in zip(postings.documents, postings.worth, strict=True):
                points[number] += weight * worth

    def _count_pairs(self, words: Sequence[Asked]) -> None:
        """Count words that stand side by side, here as there."""
        for left, right in pairwise(words):
            best: dict[int, float] = {}
            for a in left.readings[:PAIRED]:
                for b in right.readings:
                    postings = self.index.pairs.get(f"{a.word} {b.word}")
                    if postings is not None:
                        weight = a.weight * b.weight
                        _take_best(best, {}, postings, _Weights(weight, weight, ()))
            weight = PAIR * min(left.weight, right.weight)
            for number, points in best.items():
                self.points[number] += weight * points


def _take_best(
    best: dict[int, float],
    sure: dict[int, float],
    postings: Postings,
    weights: _Weights,
) -> None:
    """Keep what a word is worth where that is more than what was known."""
    rarity, same = postings.rarity, weights.same
    full, other = weights.full, weights.other
    for number, worth in zip(postings.documents, postings.worth, strict=True):
        share = full if number in same else other
        points = share * rarity * worth
        if points > best.get(number, 0.0):
            best[number] = points
            sure[number] = share
