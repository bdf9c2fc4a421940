"""The index: every procedure by its words, in memory, the same on every database."""

from array import array
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import log, log1p
from uuid import UUID

from motcua.catalogue.search.spelling import Speller
from motcua.catalogue.search.synonyms import Synonyms
from motcua.catalogue.search.words import Word, forms
from motcua.kernel.texts import Text

# What a word is worth by where it stands. Found by tuning on the judged queries.
NAME, KEYWORD, OTHER_LANGUAGE, SUMMARY, FIELD = 1.0, 0.9, 0.9, 0.3, 0.25
SATURATION, LENGTH = 0.6, 0.55  # of BM25: k and b
OFTEN, HERE, LEVEL = 0.12, 0.3, 0.12  # what demand, applying here, and the level add
LEVELS = {"COMMUNE": 1.0, "CITY": 0.6, "NATIONAL": 0.0}


Part = tuple[list[tuple[str, str]], float]  # words, bare and marked; their worth


@dataclass(frozen=True, slots=True)
class Document:
    """What search and a list of hits know of a procedure.

    Without ``version_id`` it is for information only: nobody can apply for it here.
    """

    code: str
    name: Text
    summary: Text
    keywords: tuple[str, ...]
    field: str
    field_name: Text
    level: str
    version_id: UUID | None = None
    channels: tuple[str, ...] = ()
    applicants: tuple[str, ...] = ()
    service_level: str = "INFORMATION"
    in_force_from: date | None = None
    in_force_until: date | None = None

    @property
    def applies_here(self) -> bool:
        """Tell whether the procedure is written out, so that one can apply here."""
        return self.version_id is not None

    def holds_on(self, day: date) -> bool:
        """Tell whether the procedure is in force on ``day``."""
        start, end = self.in_force_from, self.in_force_until
        return (start is None or start <= day) and (end is None or day < end)


@dataclass(frozen=True, slots=True)
class Postings:
    """The documents with a word, and what the word is worth in each."""

    documents: "array[int]"
    worth: "array[float]"
    rarity: float


class Index:
    """Documents by their words; built once, then only read."""

    def __init__(
        self,
        documents: Iterable[Document],
        synonyms: Synonyms,
        demand: Mapping[str, int] | None = None,
    ) -> None:
        """Read all words. ``demand`` counts how often a procedure was asked for."""
        self.documents = tuple(documents)
        self.counting: dict[Hashable, bytes] = {}  # kept by whoever ranks
        self.synonyms = synonyms
        self.places: dict[str, list[int]] = {}
        for number, document in enumerate(self.documents):
            self.places.setdefault(document.code, []).append(number)
        self.priors = _priors(self.documents, synonyms.asked_often, demand or {})
        texts = [_texts(document) for document in self.documents]
        self._only, self._written = _written(texts)
        self.words, self.pairs = self._postings(texts)
        counts = {word: len(found.documents) for word, found in self.words.items()}
        for word in synonyms.words:
            counts.setdefault(word, 1)
        self.speller = Speller(counts, {*self.pairs, *synonyms.pairs})
        self.sorted_words = sorted(self.words)

    def written_so(self, word: Word) -> Sequence[int] | None:
        """Return the documents with a word in just these marks; None: all with it."""
        if self._only.get(word.bare) == word.marked:
            return None
        return self._written.get(word.marked, ())

    def _postings(
        self, texts: Sequence[list[Part]]
    ) -> tuple[dict[str, Postings], dict[str, Postings]]:
        """Return postings of bare words, and of pairs of them."""
        words: dict[str, dict[int, float]] = {}
        pairs: dict[str, dict[int, float]] = {}
        lengths = [len(parts[0][0]) or 1 for parts in texts]
        usual = sum(lengths) / len(lengths) if lengths else 1.0
        for number, parts in enumerate(texts):
            for said, weight in parts:
                before = ""
                for bare, _ in said:
                    _add(words, bare, number, weight)
                    if before:
                        _add(pairs, f"{before} {bare}", number, weight)
                    before = bare
        norms = [1 - LENGTH + LENGTH * length / usual for length in lengths]
        count = max(len(texts), 1)
        return _freeze(words, norms, count), _freeze(pairs, norms, count)


def _written(
    texts: Sequence[list[Part]],
) -> tuple[dict[str, str], dict[str, "array[int]"]]:
    """Return the words written in one way only, and where each of several stands."""
    written: dict[str, dict[str, set[int]]] = {}
    for number, parts in enumerate(texts):
        for said, _ in parts:
            for bare, marked in said:
                written.setdefault(bare, {}).setdefault(marked, set()).add(number)
    only = {bare: next(iter(of)) for bare, of in written.items() if len(of) == 1}
    several = {
        marked: array("i", sorted(numbers))
        for of in written.values()
        if len(of) > 1
        for marked, numbers in of.items()
    }
    return only, several


def _add(
    postings: dict[str, dict[int, float]], key: str, number: int, weight: float
) -> None:
    of = postings.setdefault(key, {})
    of[number] = of.get(number, 0.0) + weight


def _freeze(
    postings: dict[str, dict[int, float]], norms: Sequence[float], count: int
) -> dict[str, Postings]:
    return {
        key: Postings(
            array("i", found),
            array(
                "f",
                [w * (1 + SATURATION) / (w + SATURATION * norms[n])
                 for n, w in found.items()],
            ),
            log1p((count - len(found) + 0.5) / (len(found) + 0.5)),
        )
        for key, found in postings.items()
    }  # fmt: skip


def _texts(document: Document) -> list[Part]:
    """Return the words of a document, text by text, the name first."""
    name, summary, field = document.name, document.summary, document.field_name
    parts = [
        (str(name), NAME),
        (name.en, OTHER_LANGUAGE),
        (name.de, OTHER_LANGUAGE),
        (document.code, NAME),
        *((keyword, KEYWORD) for keyword in document.keywords),
        *((text, SUMMARY) for text in (summary.vi, summary.en, summary.de)),
        *((text, FIELD) for text in (field.vi, field.en, field.de)),
    ]
    first, *rest = parts
    return [(forms(first[0]), first[1]), *((forms(t), w) for t, w in rest if t)]


def _priors(
    documents: Sequence[Document], often: Sequence[str], demand: Mapping[str, int]
) -> "array[float]":
    """Return by how much each document is likelier than another, in itself."""
    most = max(demand.values(), default=0)
    often_asked = frozenset(often)
    found = array("f")
    for document in documents:
        asked = 1.0 if document.code in often_asked else 0.0
        if most and (cases := demand.get(document.code, 0)):
            asked += log(1 + cases) / log(1 + most)
        prior = 1.0 + OFTEN * asked
        prior += HERE if document.applies_here else 0.0
        prior += LEVEL * LEVELS.get(document.level, 0.5)
        found.append(prior)
    return found
