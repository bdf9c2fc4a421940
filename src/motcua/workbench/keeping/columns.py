"""One thing of a draft in a form: where it stands, how it is shown, how it is read.

Nothing is checked here: a form keeps what was typed, and the check says what is
wrong. What was not touched is not written, so what a form does not know stays.
"""

from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeAlias

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils.translation import get_language

from motcua.deadlines import Limit
from motcua.kernel.refusals import Refusal
from motcua.kernel.texts import Text, nfc

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Said: TypeAlias = "str | _StrPromise"
Choices: TypeAlias = "Sequence[tuple[str, Said]]"
YES = "on"


def said(text: Text) -> str:
    """Return a text in the reader's language."""
    return text.to(get_language() or settings.LANGUAGE_CODE)


class Kind(StrEnum):
    """How a value is typed."""

    LINE = "LINE"
    LONG = "LONG"
    NUMBER = "NUMBER"
    AMOUNT = "AMOUNT"  # blank is null: not known, never free
    LIMIT = "LIMIT"  # in the reader's words
    DATE = "DATE"
    CHOICE = "CHOICE"
    SOME = "SOME"  # some of several
    FLAG = "FLAG"  # usually no
    USUAL = "USUAL"  # usually yes
    LINES = "LINES"  # one thing a line
    ANSWERS = "ANSWERS"  # the answers of a question: `id = vi | en | de`


FLAGS = frozenset({Kind.FLAG, Kind.USUAL})


@dataclass(frozen=True, slots=True)
class Column:
    """A value below ``path``, as a field of a form."""

    path: tuple[str, ...]
    label: Said
    kind: Kind = Kind.LINE
    help: Said = ""
    choices: Choices = ()
    needed: bool = False
    more: bool = False  # stands among the details
    css: str = ""

    @property
    def name(self) -> str:
        """Return its name in the form."""
        return ".".join(self.path)


def words(
    key: str,
    label: Said,
    *,
    needed: bool = False,
    long: bool = False,
    more: bool = False,
) -> list[Column]:
    """Return the columns of a text in three languages."""
    kind = Kind.LONG if long else Kind.LINE
    return [
        Column((key, "vi"), label, kind, needed=needed, more=more, css="wide"),
        Column((key, "en"), "English", kind, more=True),
        Column((key, "de"), "Deutsch", kind, more=True),
    ]


def value_at(data: Any, path: Sequence[str]) -> Any:
    """Return what stands at a place; nothing if there is no such place."""
    for key in path:
        if not isinstance(data, Mapping):
            return None
        data = data.get(key)
    return data


def put_at(data: dict[str, Any], path: Sequence[str], value: Any) -> None:
    """Write a value; nothing takes the key away, and what it leaves empty."""
    *above, last = path
    parents = [data]
    for key in above:
        below = parents[-1].get(key)
        if not isinstance(below, dict):
            below = {}
            if value is not None:
                parents[-1][key] = below
        parents.append(below)
    if value is None:
        parents[-1].pop(last, None)
        for key, parent, below in reversed(
            list(zip(above, parents, parents[1:], strict=False))
        ):
            if not below:
                parent.pop(key, None)
    else:
        parents[-1][last] = value


def shown(column: Column, data: Any) -> Any:
    """Return a value as its field shows it."""
    value = value_at(data, column.path)
    if column.kind is Kind.FLAG:
        return value is True
    if column.kind is Kind.USUAL:
        return value is not False
    if column.kind in (Kind.SOME, Kind.LINES):
        listed = [str(one) for one in value] if isinstance(value, list) else []
        return listed if column.kind is Kind.SOME else "\n".join(listed)
    if column.kind is Kind.ANSWERS:
        return "\n".join(map(_answer, value)) if isinstance(value, list) else ""
    if value is None:
        return ""
    return _limit_shown(str(value)) if column.kind is Kind.LIMIT else str(value)


def _answer(choice: Any) -> str:
    name = choice.get("name", {}) if isinstance(choice, Mapping) else {}
    said = " | ".join(str(name.get(key, "")) for key in ("vi", "en", "de")).strip(" |")
    return f"{value_at(choice, ['id']) or ''} = {said}"


def _limit_shown(text: str) -> str:
    try:
        return said(Limit.parse(text).text())
    except Refusal:
        return text


def typed(column: Column, name: str, post: QueryDict) -> Any:
    """Return what was typed into a field, in the form in which it is shown."""
    if column.kind in FLAGS:
        return post.get(name) == YES
    if column.kind is Kind.SOME:
        return post.getlist(name)
    return nfc(post.get(name, "").replace("\r\n", "\n").strip())


def stored(column: Column, value: Any) -> Any:
    """Return what was typed as it stands in the file; null takes the key away."""
    if column.kind is Kind.USUAL:
        return None if value else False
    made = _STORED.get(column.kind, _same)(value)
    return made if made or (made == 0 and made is not False) else None


def _same(value: Any) -> Any:
    return value


def _number(value: str) -> int | str:
    digits = value.replace(".", "").replace(" ", "")
    return int(digits) if digits.isdecimal() else value


def _lines(value: str) -> list[str]:
    return [line.strip() for line in value.split("\n") if line.strip()]


def _answers(value: str) -> list[dict[str, Any]]:
    return [_choice(line) for line in _lines(value)]


def _choice(line: str) -> dict[str, Any]:
    name, _, said = line.partition("=")
    parts = [part.strip() for part in said.split("|")]
    texts = dict(zip(("vi", "en", "de"), parts, strict=False))
    return {
        "id": name.strip(),
        "name": {key: text for key, text in texts.items() if text},
    }


def _limit_stored(text: str) -> str:
    try:
        return Limit.parse(text).text().en
    except Refusal:
        return text


_STORED: Mapping[Kind, Callable[[Any], Any]] = {
    Kind.LINES: _lines,
    Kind.ANSWERS: _answers,
    Kind.LIMIT: _limit_stored,
    Kind.NUMBER: _number,
    Kind.AMOUNT: _number,
}


def write(
    columns: Sequence[Column], data: dict[str, Any], post: QueryDict, prefix: str
) -> dict[str, Any]:
    """Return ``data`` with what was changed in its fields."""
    made = deepcopy(data)
    for column in columns:
        value = typed(column, f"{prefix}{column.name}", post)
        if value == shown(column, data):
            continue
        put_at(made, column.path, stored(column, value))
        if column.kind is Kind.AMOUNT and value == "":
            made[column.path[-1]] = None
    return made


class Anything(forms.CharField):
    """A field that takes everything."""

    def validate(self, value: Any) -> None:
        """Let it pass."""


class Placed(forms.BoundField):
    """A field that says how much room it takes."""

    def css_classes(self, extra_classes: Any = None) -> str:
        """Return the classes of its frame."""
        own = getattr(self.field, "css", "")
        return f"{super().css_classes(extra_classes)} {own}".strip()


class Fields(forms.Form):
    """The fields of some columns; ``data`` as it is stored, or as it was typed."""

    bound_field_class = Placed

    def __init__(
        self, columns: Sequence[Column], data: Any, *, prefix: str, more: bool = False
    ) -> None:
        super().__init__(
            initial={f"{prefix}{c.name}": shown(c, data) for c in columns},
            label_suffix="",
            use_required_attribute=False,
        )
        for column in columns:
            if column.more is more:
                self.fields[f"{prefix}{column.name}"] = _field(column, data)


def _field(column: Column, data: Any) -> forms.Field:
    if column.kind in FLAGS:
        made: forms.Field = forms.BooleanField(label=column.label, required=False)
    elif column.kind is Kind.SOME:
        made = forms.MultipleChoiceField(
            label=column.label,
            choices=_with_own(column, shown(column, data)),
            widget=forms.CheckboxSelectMultiple,
        )
    else:
        made = Anything(label=column.label, widget=_widget(column, data))
    made.help_text, made.required = str(column.help), column.needed
    vars(made)["css"] = column.css
    return made


def _widget(column: Column, data: Any) -> forms.Widget:
    if column.kind is Kind.CHOICE:
        own = shown(column, data)
        return forms.Select(
            choices=[("", "–"), *_with_own(column, [own] if own else [])]
        )
    if column.kind is Kind.LONG:
        return forms.Textarea({"rows": "2"})
    if column.kind in (Kind.LINES, Kind.ANSWERS):
        return forms.Textarea({"rows": "4"})
    if column.kind is Kind.DATE:
        return forms.TextInput({"type": "date"})
    numeric = column.kind in (Kind.NUMBER, Kind.AMOUNT)
    return forms.TextInput({"inputmode": "numeric"} if numeric else {})


def _with_own(column: Column, own: Sequence[str]) -> Choices:
    """Return the choices, and what stands there though it is none: it is kept."""
    known = {value for value, _ in column.choices}
    return [*column.choices, *((one, one) for one in own if one not in known)]
