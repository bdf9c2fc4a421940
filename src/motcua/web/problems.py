"""The shape of a refusal for programs (RFC 9457), as the API's schema declares it."""

from typing import Annotated

from ninja import Schema
from pydantic import Field


class WrongValue(Schema):
    """One value of the input that is wrong."""

    field: Annotated[str, Field(description="Its place: `items.0.reason`, `size` …")]
    code: Annotated[str, Field(description="Stable; for programs.")]
    detail: Annotated[str, Field(description="For people, in their language.")]


class Happened(Schema):
    """Something that happened to a case since the caller last read it."""

    seq: int
    kind: str
    at: str


class Problem(Schema):
    """Why the answer is no, and what to do next."""

    type: Annotated[str, Field(description="`urn:motcua:` and the code.")]
    code: Annotated[str, Field(description="Stable; docs/reference/refusals.md.")]
    title: Annotated[str, Field(description="The HTTP status in words.")]
    status: int
    detail: Annotated[str, Field(description="For people, in their language.")]
    errors: Annotated[
        list[WrongValue] | None,
        Field(description="With code `invalid_input`: every value that is wrong."),
    ] = None
    seq: Annotated[
        int | None, Field(description="With code `changed_meanwhile`: where it is now.")
    ] = None
    changes: Annotated[
        list[Happened] | None,
        Field(description="With code `changed_meanwhile`: what happened since."),
    ] = None
