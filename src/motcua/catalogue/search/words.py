"""Words as search sees them: without marks to find, with marks to find better.

A Vietnamese word is most often two syllables, and a syllable without its marks is
many words at once. So every syllable is kept twice: bare (``khai``), and with its
marks in one spelling, the tone last (``ky~`` for *ký*, *ky* with an acute).
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from motcua.kernel.texts import fold

MOST = 24  # words of a question; more are not read
LONGEST = 40  # letters of a word
_TONES = {"\u0300": "1", "\u0301": "2", "\u0303": "3", "\u0309": "4", "\u0323": "5"}
_FINAL_Y = re.compile(r"(?:[hklmstv]|qu)y")
_WORD = re.compile(r"[^\W_]+(?:\.[^\W_]+)*")
_TELEX_VOWELS = (("aa", "a"), ("ee", "e"), ("oo", "o"), ("dd", "d"))
_TELEX_W = re.compile(r"([aou])w")
_TELEX_TONE = re.compile(r"(?<=[aeiouy])([sfrxj])(?=(?:ch|ng|nh|[cmnpt])?$)")
_VNI = re.compile(r"(?<=[a-z])[0-9]")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text: bare, with its marks, and where it stands."""

    bare: str
    marked: str
    start: int
    end: int

    @property
    def has_marks(self) -> bool:
        """Tell whether the writer put a mark on it."""
        return self.bare != self.marked


@lru_cache(maxsize=16384)
def bare(word: str) -> str:
    """Return a word without marks; a final y is an i, as both are written.

    >>> bare("Kỹ"), bare("kĩ"), bare("quý"), bare("thúy")
    ('ki', 'ki', 'qui', 'thuy')
    """
    folded = fold(word)
    return f"{folded[:-1]}i" if _FINAL_Y.fullmatch(folded) else folded


@lru_cache(maxsize=16384)
def marked(word: str) -> str:
    """Return a word with its marks, the tone last, wherever it was written.

    >>> marked("hoà") == marked("hòa"), marked("khai"), marked("kí") == marked("ký")
    (True, 'khai', True)
    """
    letters, tone = [], ""
    for letter in unicodedata.normalize("NFD", word.casefold()):
        if letter in _TONES:
            tone = _TONES[letter]
        else:
            letters.append(letter)
    plain = unicodedata.normalize("NFC", "".join(letters))
    if _FINAL_Y.fullmatch(plain):
        plain = f"{plain[:-1]}i"
    return f"{plain}~{tone}" if tone else plain


def split(text: str) -> list[Word]:
    """Return the words of a text; a dot stays inside a code.

    >>> [word.bare for word in split("Mã 1.001193, “Hà Nội”.")]
    ['ma', '1.001193', 'ha', 'noi']
    """
    text = unicodedata.normalize("NFC", text)
    return [
        Word(bare(match[0]), marked(match[0]), match.start(), match.end())
        for match in _WORD.finditer(text)
    ]


def forms(text: str) -> list[tuple[str, str]]:
    """Return the words of a text, each bare and with its marks.

    >>> forms("Sổ đỏ")
    [('so', 'sô~4'), ('do', 'đo~4')]
    """
    text = unicodedata.normalize("NFC", text)
    return [(bare(word), marked(word)) for word in _WORD.findall(text)]


def asked(text: str) -> list[Word]:
    """Return the words of a question, as many and as long as are read."""
    return [word for word in split(text[:400]) if len(word.bare) <= LONGEST][:MOST]


def untyped(word: str) -> list[str]:
    """Return what a word may be if the keyboard's Telex or VNI was off.

    >>> untyped("giaays"), untyped("d9a8ng"), untyped("ky1"), untyped("ddoor")
    (['giay'], ['dang'], ['ki'], ['do'])
    """
    found = []
    if any(c.isdigit() for c in word) and word[:1].isalpha():
        found.append(_VNI.sub("", word))
    else:
        plain = _TELEX_TONE.sub("", word)
        if plain == word and word[-1:] in "sfrxj":
            plain = word[:-1]
        plain = _TELEX_W.sub(r"\1", plain)
        for typed, letter in _TELEX_VOWELS:
            plain = plain.replace(typed, letter)
        found.append(plain.replace("uow", "uo"))
    return [bare(one) for one in found if one != word and one]
