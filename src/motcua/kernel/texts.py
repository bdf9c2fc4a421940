"""Text: one normal form, three languages, and a folded form for search."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

LANGUAGES = ("vi", "en", "de")


def nfc(text: str) -> str:
    """Return ``text`` in the one form in which we store it (NFC)."""
    return unicodedata.normalize("NFC", text)


def fold(text: str) -> str:
    """Return ``text`` as search sees it: no marks, no case, đ as d.

    >>> fold("Đăng ký KHAI SINH")
    'dang ky khai sinh'
    """
    return without_marks(text).casefold()


def without_marks(text: str) -> str:
    """Return ``text`` in plain letters, as Vietnamese names are written abroad.

    >>> without_marks("Đống Đa")
    'Dong Da'
    """
    decomposed = unicodedata.normalize("NFD", text)
    bare = "".join(c for c in decomposed if not unicodedata.combining(c))
    return nfc(bare.replace("đ", "d").replace("Đ", "D"))


@dataclass(frozen=True, slots=True)
class Text:
    """What people read, in Vietnamese (the original), English and German."""

    vi: str = ""
    en: str = ""
    de: str = ""

    @classmethod
    def of(cls, value: "Mapping[str, str] | str") -> "Text":
        """Build a text from a mapping of languages, or from Vietnamese alone."""
        if isinstance(value, str):
            return cls(nfc(value))
        return cls(*(nfc(value.get(language, "")) for language in LANGUAGES))

    def to(self, language: str) -> str:
        """Return the text in ``language``, or the nearest there is.

        >>> Text("Khai sinh", en="Birth registration").to("de")
        'Birth registration'
        """
        own = {"vi": self.vi, "en": self.en, "de": self.de}.get(language[:2], "")
        return own or self.en or self.vi or self.de

    def as_dict(self) -> dict[str, str]:
        """Return the languages that are filled in."""
        pairs = (("vi", self.vi), ("en", self.en), ("de", self.de))
        return {language: text for language, text in pairs if text}

    def __str__(self) -> str:
        return self.vi or self.en or self.de
