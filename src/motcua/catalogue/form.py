"""The form of a procedure as it is written: sections of typed fields."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from motcua.processes.definition import Id, Strict, When, Words

RESERVED = frozenset({"applicant", "applied_on", "channel", "variant"})
"""Facts that every condition may read beside the fields of its form."""


class _FormField(Strict):
    id: Id
    """Name of the field; conditions read it by this name."""
    name: Words
    """The label."""
    help: Words | None = None
    """What to write here, in a sentence or two."""
    required: bool = True
    """Whether it must be filled in (when it is asked at all)."""
    when: When | None = None
    """Asked only if this holds. Reads fields that stand before it."""
    personal: bool = False
    """Whether it holds personal data: it is masked, logged and erased as such."""
    prefill: Literal["NAME", "EMAIL", "PHONE", "IDENTITY_NUMBER", "ADDRESS"] | None = (
        None
    )
    """What of the account is offered as the value."""


class TextField(_FormField):
    """Words: one line, or several."""

    type: Literal["TEXT", "LONGTEXT"]
    """``TEXT`` one line, ``LONGTEXT`` several."""
    min_length: Annotated[int, Field(ge=0, le=10_000)] = 0
    """Fewest characters."""
    max_length: Annotated[int, Field(ge=1, le=10_000)] = 500
    """Most characters."""
    pattern: Annotated[str, Field(max_length=300)] | None = None
    """Regular expression for the whole value."""
    pattern_help: Words | None = None
    """What the pattern means, for whoever missed it."""


class NumberField(_FormField):
    """A number, counted or measured."""

    type: Literal["NUMBER"]
    """``NUMBER``."""
    min: int | None = None
    """Least value."""
    max: int | None = None
    """Greatest value."""
    decimals: Annotated[int, Field(ge=0, le=6)] = 0
    """Digits after the decimal point."""
    unit: Words | None = None
    """What is counted, e.g. m²."""


class MoneyField(_FormField):
    """An amount of money in whole units of the currency."""

    type: Literal["MONEY"]
    """``MONEY``."""
    min: int = 0
    """Least amount."""
    max: int | None = None
    """Greatest amount."""
    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")] = "VND"
    """ISO 4217."""


class DateField(_FormField):
    """A day."""

    type: Literal["DATE"]
    """``DATE``."""
    not_before: date | Literal["applied_on"] | None = None
    """Earliest day; ``applied_on`` is the day of the application."""
    not_after: date | Literal["applied_on"] | None = None
    """Latest day; ``applied_on`` is the day of the application."""


class Choice(Strict):
    """One of the answers to choose from."""

    id: Id
    """What is stored; conditions compare with it."""
    name: Words
    """What is read."""


class ChoiceField(_FormField):
    """One of some answers, or several of them."""

    type: Literal["CHOICE"]
    """``CHOICE``."""
    choices: Annotated[tuple[Choice, ...], Field(min_length=2, max_length=300)]
    """The answers."""
    many: bool = False
    """Whether several may be chosen."""


class PlainField(_FormField):
    """A value whose form is fixed."""

    type: Literal["YES_NO", "EMAIL", "PHONE", "IDENTITY_NUMBER", "ADDRESS", "WARD"]
    """``ADDRESS`` is ``{line, ward}``; ``WARD`` is the code of a territory."""


FormField = Annotated[
    TextField | NumberField | MoneyField | DateField | ChoiceField | PlainField,
    Field(discriminator="type"),
]


class Section(Strict):
    """One page of the application."""

    id: Id
    """Name within the form."""
    name: Words
    """Its heading."""
    help: Words | None = None
    """A sentence under the heading."""
    when: When | None = None
    """Shown only if this holds."""
    fields: Annotated[tuple[FormField, ...], Field(min_length=1, max_length=60)]
    """What is asked, in this order."""


class Form(Strict):
    """What is asked of the applicant, page by page."""

    sections: Annotated[tuple[Section, ...], Field(min_length=1, max_length=30)]
    """The pages, in this order."""

    @property
    def fields(self) -> tuple[FormField, ...]:
        """Return all fields in the order in which they are asked."""
        return tuple(field for section in self.sections for field in section.fields)
