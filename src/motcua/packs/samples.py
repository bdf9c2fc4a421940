"""Sample applications of a pack: complete answers of invented people."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from motcua.packs.reading import folder, read_yaml

_RELATIVE = re.compile(r"today(?: ([+-]) (\d{1,4}))?")
Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]


class SampleApplication(BaseModel):
    """A complete, valid application of somebody who does not exist."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    id: Id
    procedure: str
    """Code of the procedure."""
    applicant: Literal["CITIZEN", "BUSINESS"]
    """Who applies."""
    channel: Literal["ONLINE", "COUNTER", "POST"]
    """How it comes in."""
    ward: str
    """Code of the territory whose receiving place takes it in."""
    form: Mapping[str, Any]
    """The answers by field; days may be counted from the day of application."""
    papers: list[Id]
    """Ids of the components that come with it."""

    def answers(self, applied_on: date) -> dict[str, Any]:
        """Return the answers as given on ``applied_on``."""
        return {name: as_of(value, applied_on) for name, value in self.form.items()}


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    applications: list[SampleApplication]


def as_of(value: Any, today: date) -> Any:
    """Return a relative day as a day; anything else as it is.

    >>> as_of("today - 20", date(2026, 4, 28))
    '2026-04-08'
    >>> as_of("today", date(2026, 4, 28))
    '2026-04-28'
    >>> as_of("Nguyễn Minh An", date(2026, 4, 28))
    'Nguyễn Minh An'
    """
    match = _RELATIVE.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        return value
    days = int(match[2] or 0)
    return (today + timedelta(days=-days if match[1] == "-" else days)).isoformat()


def load_samples(pack: str = "vn_hanoi") -> tuple[SampleApplication, ...]:
    """Return the sample applications of ``pack``; none if it has no such file.

    :raises PackError: if there is no such pack, or a file is wrong.
    """
    demo = folder(pack) / "demo"
    one = demo / "applications.yaml"
    paths = [one] if one.exists() else []
    paths += sorted((demo / "applications").glob("*.yaml"))
    return tuple(a for path in paths for a in read_yaml(path, _File).applications)
