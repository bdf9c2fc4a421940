"""Shapes that many answers of the API share."""

from ninja import Schema

from motcua.kernel.texts import Text


class WordsOut(Schema):
    """Text in three languages; an empty one is not translated yet."""

    vi: str
    en: str
    de: str

    @classmethod
    def of(cls, text: Text) -> "WordsOut":
        """Return ``text`` as it is answered."""
        return cls(vi=text.vi, en=text.en, de=text.de)
