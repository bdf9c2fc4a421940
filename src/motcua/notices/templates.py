"""The templates of notices: YAML in the packs, checked when they are loaded."""

from functools import cache
from typing import ClassVar

from django.conf import settings
from pydantic import BaseModel, ConfigDict, model_validator

from motcua.kernel.texts import Text
from motcua.notices.rules import Channel, Template, check_template
from motcua.packs.reading import PackError, folder, read_yaml


class _Words(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    vi: str
    en: str
    de: str

    def as_text(self) -> Text:
        return Text(self.vi.strip(), self.en.strip(), self.de.strip())


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    EMPTY: ClassVar[Text] = Text("")

    channels: tuple[Channel, ...]
    facts: tuple[str, ...]
    subject: _Words
    body: _Words
    email: _Words | None = None  # the body, if it says nothing else
    sms: _Words | None = None

    @model_validator(mode="after")
    def _can_be_filled_in(self) -> "_File":
        check_template(self.as_template(""))
        return self

    def as_template(self, key: str) -> Template:
        body = self.body.as_text()
        return Template(
            key=key,
            channels=frozenset(self.channels),
            facts=frozenset(self.facts),
            subject=self.subject.as_text(),
            body=body,
            email=self.email.as_text() if self.email else body,
            sms=self.sms.as_text() if self.sms else self.EMPTY,
        )


@cache
def _load(packs: tuple[str, ...]) -> dict[str, Template]:
    """Read ``notices/KEY.yaml`` of each pack; a later pack replaces an earlier one."""
    found: dict[str, Template] = {}
    for pack in packs:
        for path in sorted((folder(pack) / "notices").glob("*.yaml")):
            found[path.stem] = read_yaml(path, _File).as_template(path.stem)
    return found


def template_of(key: str) -> Template:
    """Return the template of a kind of notice.

    :raises PackError: if there is none, or a file of the packs is wrong.
    """
    known = _load(tuple(settings.PACKS))
    if key not in known:
        raise PackError(f"No pack has notices/{key}.yaml. Known: {', '.join(known)}.")
    return known[key]


def list_keys() -> tuple[str, ...]:
    """Return the kinds of notices there are."""
    return tuple(sorted(_load(tuple(settings.PACKS))))
