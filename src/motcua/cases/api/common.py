"""What all operations on cases share."""

from typing import Annotated
from uuid import UUID

from ninja import Router
from pydantic import Field

from motcua.cases import queries

# One for all: an address whose methods stand in two routers knows those of the first.
router = Router()

_UUID = r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_CODE = r"[A-Z][A-Z0-9.]{1,34}-[0-9]{6}-[0-9]{4,9}"
Ref = Annotated[
    str,
    Field(
        pattern=f"^({_UUID}|{_CODE})$",
        description="The case's id, or its official code.",
        examples=["H26.15-241123-0007"],
    ),
]
Limit = Annotated[int, Field(ge=1, le=100, description="How many at most.")]
Cursor = Annotated[
    str, Field(pattern=r"^[A-Za-z0-9_-]{1,400}$", description="`next` of a page.")
]


def id_of(ref: str) -> UUID:
    """Return the id of the case that is meant.

    :raises NotFound: if there is no case with such a code.
    """
    return UUID(ref) if ref[8:9] == "-" and len(ref) == 36 else queries.id_of_code(ref)
