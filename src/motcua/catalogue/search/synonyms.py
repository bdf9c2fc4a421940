"""Everyday words and what they mean officially: data of the packs."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Annotated

from pydantic import Field

from motcua.catalogue.search.words import Word, split
from motcua.packs.yaml_file import DefectiveFile, MarkedData, read_yaml, validate
from motcua.processes.definition import Strict

FOLDER, FILE = "search", "synonyms.yaml"
Phrase = Annotated[str, Field(min_length=1, max_length=120)]
Code = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9.\-]{0,39}$")]
ORDERED, SCATTERED = 1.0, 0.7  # a phrase said as it is, or with words between
WRONG_MARKS = 0.2  # a phrase all words of which were typed with other marks
GAP = 2  # words that may stand between those of a phrase


class Synonym(Strict):
    """What people say, and the official words or the procedures that they mean."""

    say: Annotated[tuple[Phrase, ...], Field(min_length=1)]
    """What people say; each phrase stands once in all files."""
    means: Phrase | None = None
    """What it is called officially."""
    codes: tuple[Code, ...] = ()
    """The procedures that are meant, the likeliest first."""


class SynonymFile(Strict):
    """``search/synonyms.yaml`` of a pack."""

    small_talk: tuple[Phrase, ...] = ()
    """Words that say nothing about what is sought."""
    asked_often: tuple[Code, ...] = ()
    """Procedures that are asked for often, before cases have been counted here."""
    synonyms: tuple[Synonym, ...] = ()
    """The everyday words."""


@dataclass(frozen=True, slots=True)
class _Problem:
    place: tuple[str | int, ...]
    reason: str
    mend: str
    cause: None = None


@dataclass(frozen=True, slots=True)
class Said:
    """A phrase as people say it, and what it means."""

    words: tuple[Word, ...]
    bare: tuple[str, ...]
    meaning: tuple[Word, ...]
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Match:
    """A phrase found in a question: where, and how surely (up to 1)."""

    said: Said
    places: tuple[int, ...]
    strength: float


class Synonyms:
    """All phrases of the packs, found by their first word."""

    def __init__(self, files: Iterable[SynonymFile] = ()) -> None:
        """Take files; of two packs that say the same, both count."""
        files = tuple(files)
        self._talk = frozenset(
            tuple(word.bare for word in split(phrase))
            for file in files
            for phrase in file.small_talk
        )
        self._longest_talk = max(map(len, self._talk), default=0)
        self.asked_often = tuple(code for file in files for code in file.asked_often)
        self._by_word: dict[str, list[Said]] = {}
        self.words: set[str] = {word for phrase in self._talk for word in phrase}
        self.pairs: set[str] = set()
        self.count = 0
        for one in (s for file in files for s in file.synonyms):
            self._add(one)

    def _add(self, one: Synonym) -> None:
        meaning = tuple(split(one.means)) if one.means else ()
        for phrase in one.say:
            words = split(phrase)
            kept = [words[i] for i in self.telling([w.bare for w in words])]
            bare = tuple(word.bare for word in kept)
            self.count += 1
            self._by_word.setdefault(bare[0], []).append(
                Said(tuple(kept), bare, meaning, one.codes)
            )
            told = [word.bare for word in words]
            self.words.update(told)
            self.pairs.update(f"{a} {b}" for a, b in pairwise(told))

    def telling(self, words: Sequence[str]) -> list[int]:
        """Return the places of the words that are no small talk; all, if none is."""
        kept, at = [], 0
        while at < len(words):
            size = self._talk_at(words, at)
            if not size:
                kept.append(at)
            at += size or 1
        return kept or list(range(len(words)))

    def _talk_at(self, words: Sequence[str], at: int) -> int:
        for size in range(self._longest_talk, 0, -1):
            if tuple(words[at : at + size]) in self._talk:
                return size
        return 0

    def matches(self, words: Sequence[Word]) -> list[Match]:
        """Return the phrases that are said in ``words``, none inside another."""
        found = [m for i in range(len(words)) for m in self._at(words, i)]
        found.sort(key=lambda m: (-len(m.places) * m.strength, m.places))
        kept: list[Match] = []
        for match in found:
            if not any(set(match.places) <= set(longer.places) for longer in kept):
                kept.append(match)
        return kept

    def _at(self, words: Sequence[Word], start: int) -> Iterator[Match]:
        for said in self._by_word.get(words[start].bare, ()):
            places = _places(words, start, said.bare)
            if places is None:
                continue
            tight = places[-1] - start + 1 == len(places)
            strength = ORDERED if tight else SCATTERED
            agree = _agreement([words[p] for p in places], said.words)
            strength *= WRONG_MARKS + (1 - WRONG_MARKS) * agree
            yield Match(said, places, strength)


def _places(
    words: Sequence[Word], start: int, phrase: Sequence[str]
) -> tuple[int, ...] | None:
    """Return where the words of a phrase stand in order, with small gaps."""
    places = [start]
    for word in phrase[1:]:
        begin = places[-1] + 1
        after = range(begin, min(begin + GAP + 1, len(words)))
        at = next((i for i in after if words[i].bare == word), None)
        if at is None:
            return None
        places.append(at)
    return tuple(places)


def _agreement(asked: Sequence[Word], said: Sequence[Word]) -> float:
    """Return the share of words that were typed without marks, or with the right."""
    same = [
        not a.has_marks or a.marked == s.marked
        for a, s in zip(asked, said, strict=True)
    ]
    return sum(same) / len(same)


def read_synonyms(paths: Iterable[Path]) -> Synonyms:
    """Read the files of packs.

    :raises DefectiveFile: with file and line, if one is wrong.
    """
    return Synonyms([_read(path) for path in paths])


def _read(path: Path) -> SynonymFile:
    data = read_yaml(path.read_text(encoding="utf-8"), str(path))
    file = validate(data, SynonymFile)
    if problems := list(_problems(data, file)):
        raise DefectiveFile(data.problems(problems))
    return file


def _problems(data: MarkedData, file: SynonymFile) -> Iterator[_Problem]:
    del data
    seen: dict[tuple[str, ...], str] = {}
    for i, one in enumerate(file.synonyms):
        if not one.means and not one.codes:
            yield _Problem(
                ("synonyms", i), "It means nothing.", "Add `means`, `codes`, or both."
            )
        for j, phrase in enumerate(one.say):
            place = ("synonyms", i, "say", j)
            key = tuple(word.marked for word in split(phrase))
            if not key:
                yield _Problem(place, f"{phrase!r} has no word.", "Write words.")
            elif key in seen:
                yield _Problem(
                    place, f"{phrase!r} is said twice.", "Keep it in one place."
                )
            seen[key] = phrase
