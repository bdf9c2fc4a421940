"""What is to be paid, as it is written in the file of a procedure."""

from typing import Annotated, Literal

from pydantic import Field

from motcua.processes.definition import Basis, Id, Strict, When, Words


class Beyond(Strict):
    """Another amount for what lies beyond a number."""

    above: Annotated[int, Field(ge=1)]
    """The number up to which the amount before it counts."""
    amount: Annotated[int, Field(ge=0)]
    """What each further one costs."""


class Exemption(Strict):
    """Who does not pay, or pays less."""

    name: Words
    """Who."""
    when: When
    """How the form tells."""
    amount: Annotated[int, Field(ge=0)] = 0
    """What is paid instead, per unit."""
    basis: Basis | None = None
    """Where the law says so."""


class Fee(Strict):
    """Something to pay (phí, lệ phí)."""

    id: Id
    """Name within the procedure."""
    name: Words
    """What is paid for."""
    kind: Literal["FEE", "CHARGE"]
    """``FEE`` is phí, ``CHARGE`` is lệ phí."""
    amount: Annotated[int, Field(ge=0)] | None
    """Per unit, in whole units of the currency. 0 is free; null is *not known here*,
    never free: then ``set_by`` says who sets it."""
    set_by: Words | None = None
    """With ``amount: null``: who sets the amount."""
    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")] = "VND"
    """ISO 4217."""
    per: Literal["CASE", "COPY", "PAGE", "PERSON", "SITE", "ITEM"] = "CASE"
    """What one amount is for."""
    quantity: Id | None = None
    """The NUMBER field that says how many; without it, one."""
    beyond: tuple[Beyond, ...] = ()
    """Other amounts for a larger ``quantity``, each for what lies above its number."""
    most: Annotated[int, Field(ge=1)] | None = None
    """The sum of one ``quantity`` is never more than this."""
    times: Id | None = None
    """The NUMBER field by which that sum is multiplied; without it, once."""
    when: When | None = None
    """Due only if this holds."""
    exemptions: tuple[Exemption, ...] = ()
    """Who does not pay; the first that holds counts."""
    basis: Basis | None = None
    """Where the amount stands."""
    confirmed: bool = False
    """Whether somebody has read the amount in its source."""
