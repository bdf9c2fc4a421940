"""From a question to the procedures that answer it, the best first."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from heapq import nlargest

from motcua.catalogue.search.index import Document, Index
from motcua.catalogue.search.scoring import Asked, Scores
from motcua.catalogue.search.spelling import Reading
from motcua.catalogue.search.words import Word, asked

BEGUN = 0.7  # of a word that only begins like the last one
MOST_BEGUN = 24
MOST_KEPT = 64  # days, fields and kinds that the documents are kept of
COVERED = 0.75  # how much of the score hangs on how much of the question is met
LEAST = 0.2  # of the best score: what is below is no answer


@dataclass(frozen=True, slots=True)
class Ranked:
    """A procedure found, its score, and the bare words that found it."""

    document: Document
    score: float
    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which procedures count: in force on a day, of a field, to be applied for here."""

    day: date
    field: str | None = None
    only_here: bool = False

    def takes(self, index: Index, document: Document) -> bool:
        """Tell whether a procedure counts; an entry gives way to one written out."""
        if not document.holds_on(self.day):
            return False
        if self.field and document.field != self.field:
            return False
        if document.applies_here:
            return True
        return not self.only_here and not any(
            index.documents[other].applies_here
            and index.documents[other].holds_on(self.day)
            for other in index.places[document.code]
        )


def rank(
    index: Index, text: str, wanted: Wanted, *, most: int, typing: bool = False
) -> list[Ranked]:
    """Return the best procedures; ``typing``: the question's end is not there yet."""
    words = read(index, text, typing=typing)
    if not words:
        return []
    scores = Scores(index)
    scores.count(words)
    shown = frozenset(scores.words)
    return [
        Ranked(index.documents[number], score, shown)
        for score, number in _best(scores, wanted, most)
    ]


def read(index: Index, text: str, *, typing: bool) -> list[Asked]:
    """Return the telling words of a question, mended where nobody writes them so."""
    words = list(_apart(index, asked(text)))
    kept = index.synonyms.telling([word.bare for word in words])
    if typing and words and kept[-1] != len(words) - 1:
        kept = [*kept, len(words) - 1]  # it may only begin like small talk
    words = [words[place] for place in kept]
    found = []
    for place, word in enumerate(words):
        before = words[place - 1].bare if place else ""
        after = words[place + 1].bare if place + 1 < len(words) else ""
        readings = index.speller.readings(word.bare, before, after)
        last = place == len(words) - 1
        if last and (typing or not readings):
            readings = [*_begun(index, word.bare), *readings][:MOST_BEGUN]
        elif readings and readings[0].weight < 1:
            word = replace(word, bare=readings[0].word, marked=readings[0].word)
        found.append(Asked(word, tuple(readings)))
    return found


def _apart(index: Index, words: Sequence[Word]) -> Iterator[Word]:
    known = index.speller.counts
    for word in words:
        pieces = [] if word.bare in known else index.speller.apart(word.bare)
        if not pieces:
            yield word
        for piece in pieces:
            yield Word(piece, piece, word.start, word.end)


def _begun(index: Index, start: str) -> Iterator[Reading]:
    """Yield the words that begin so, itself first, then the most frequent."""
    if start in index.words:
        yield Reading(start, 1.0)
    at, found = bisect_left(index.sorted_words, start), []
    while at < len(index.sorted_words) and index.sorted_words[at].startswith(start):
        if index.sorted_words[at] != start:
            found.append(index.sorted_words[at])
        at += 1
    counts = index.speller.counts
    for word in nlargest(MOST_BEGUN, found, key=lambda w: counts[w]):
        yield Reading(word, BEGUN)


def _best(scores: Scores, wanted: Wanted, most: int) -> list[tuple[float, int]]:
    """Return the best documents; of equals, the one that is listed first."""
    index, met, whole = scores.index, scores.met, scores.all
    found = [
        (
            points * (1 - COVERED + COVERED * min(met[n] / whole, 1.0)) * prior,
            -n,
        )
        for n, (points, prior, counts) in enumerate(
            zip(scores.points, index.priors, _counting(index, wanted), strict=True)
        )
        if counts and points > 0.0
    ]
    best = nlargest(most, found)
    least = best[0][0] * LEAST if best else 0.0
    return [(score, -number) for score, number in best if score >= least]


def _counting(index: Index, wanted: Wanted) -> bytes:
    """Return a byte per document, 1 if it counts; kept for the next question."""
    kept = index.counting.get(wanted)
    if kept is None:
        if len(index.counting) >= MOST_KEPT:
            index.counting.clear()
        kept = bytes(wanted.takes(index, document) for document in index.documents)
        index.counting[wanted] = kept
    return kept
