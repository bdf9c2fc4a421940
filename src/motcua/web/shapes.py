"""Shapes that many answers of the API share."""

from collections.abc import Mapping

from django.http import HttpResponse
from pydantic import BaseModel, ConfigDict

from motcua.kernel.texts import Text


class Output(BaseModel):
    """Something that is answered: built by us, so nothing has to be looked up."""

    model_config = ConfigDict(from_attributes=True)


def answer_of(said: Output, headers: Mapping[str, str]) -> HttpResponse:
    """Return an answer at once, without a second validation and dump."""
    return HttpResponse(
        said.model_dump_json(), content_type="application/json", headers=headers
    )


class WordsOut(Output):
    """Text in three languages; an empty one is not translated yet."""

    vi: str
    en: str
    de: str

    @classmethod
    def of(cls, text: Text) -> "WordsOut":
        """Return ``text`` as it is answered."""
        return cls(vi=text.vi, en=text.en, de=text.de)
