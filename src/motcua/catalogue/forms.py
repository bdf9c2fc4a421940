"""A procedure's form on a page: one section at a time, saved as it is typed.

Nothing is checked here: :func:`motcua.catalogue.rules.check_form` alone does that,
for the screens and for the API. Here answers become fields, and posts answers.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from motcua.catalogue.definition import ProcedureDefinition
from motcua.catalogue.form import (
    ChoiceField,
    FormField,
    MoneyField,
    NumberField,
    Section,
    TextField,
)
from motcua.catalogue.rules import asked_fields
from motcua.kernel.refusals import Refusal
from motcua.kernel.texts import Text
from motcua.processes.conditions import compile_condition
from motcua.web import formats

FEW = 7  # answers that are all shown; more go into a list to open
SHOWN = "_shown"  # which fields the page had when it was sent
LINE, WARD = "line", "ward"
AUTOCOMPLETE = {
    "NAME": "name",
    "EMAIL": "email",
    "PHONE": "tel",
    "ADDRESS": "street-address",
}

ASK_AGAIN = {"data-hx-post": ""}  # where the page can, it asks on at once

Choices = Sequence[tuple[str, str | Promise]]


class Answer(forms.CharField):
    """A field that takes everything: the law is asked later, not the browser."""

    def validate(self, value: Any) -> None:
        """Let it pass."""


class Answers(forms.MultipleChoiceField):
    """Some of several answers; takes everything too."""

    def validate(self, value: Any) -> None:
        """Let it pass."""


class SectionForm(forms.Form):
    """The fields of one section that are asked, given the answers so far."""

    def __init__(
        self,
        definition: ProcedureDefinition,
        section: Section,
        answers: Mapping[str, Any],
        *,
        wards: Choices = (),
        wrong: Mapping[str, Refusal] | None = None,
        say: Any = str,
        asks_on: bool = False,
        leading: Collection[str] | None = None,
    ) -> None:
        """Show ``answers``; beside the fields in ``wrong`` stand the reasons.

        ``say`` turns a refusal into the reader's words. With ``asks_on`` a field on
        which others depend sends the page as soon as it changes; the page says in
        ``data-hx-target`` where the new fields go. ``leading`` says which fields those
        are where more than the section stands on the page.
        """
        asked = {field.id for field in asked_fields(definition, answers)}
        self.asked = [field for field in section.fields if field.id in asked]
        data = QueryDict(mutable=True) if wrong is not None else None
        initial: dict[str, Any] = {}
        for field in self.asked:
            for name, value in _as_inputs(field, answers.get(field.id)).items():
                initial[name] = value
                if data is not None:
                    data.setlist(name, value if isinstance(value, list) else [value])
        super().__init__(
            data, initial=initial, label_suffix="", use_required_attribute=False
        )
        if leading is None:
            leading = _leading([f.when for f in section.fields]) if asks_on else ()
        for field in self.asked:
            inputs = _inputs(field, wards)
            self.fields.update(_asking(inputs) if field.id in leading else inputs)
        self.full_clean()
        for name, refusal in (wrong or {}).items():
            if name in {field.id for field in self.asked}:
                self.add_error(self._input_of(name), say(refusal))

    def _input_of(self, name: str) -> str:
        return name if name in self.fields else f"{name}.{LINE}"

    @property
    def shown(self) -> str:
        """Return the names of the fields on the page."""
        return " ".join(field.id for field in self.asked)


def _asking(inputs: dict[str, forms.Field]) -> dict[str, forms.Field]:
    for field in inputs.values():
        field.widget.attrs |= ASK_AGAIN
    return inputs


def leading_fields(definition: ProcedureDefinition) -> frozenset[str]:
    """Return the facts on which other fields, sections or papers depend."""
    sections = definition.form.sections
    conditions = [section.when for section in sections]
    conditions += [field.when for section in sections for field in section.fields]
    return _leading(conditions + [one.when for one in definition.components])


def _leading(conditions: Iterable[str | None]) -> frozenset[str]:
    found = [compile_condition(one).variables for one in conditions if one]
    return frozenset[str]().union(*found)


def read_section(section: Section, post: QueryDict) -> dict[str, Any]:
    """Return the answers that a page sent, as typed; blank ones as null."""
    shown = post.get(SHOWN, "").split()
    return {
        field.id: _as_answer(field, post)
        for field in section.fields
        if field.id in shown
    }


def _as_answer(field: FormField, post: QueryDict) -> Any:
    if field.type == "ADDRESS":
        line = post.get(f"{field.id}.{LINE}", "").strip()
        ward = post.get(f"{field.id}.{WARD}", "").strip()
        return {LINE: line, WARD: ward} if line or ward else None
    if isinstance(field, ChoiceField) and field.many:
        return post.getlist(field.id) or None
    return post.get(field.id, "").strip() or None


def _as_inputs(field: FormField, value: Any) -> dict[str, Any]:
    if field.type == "ADDRESS":
        address = value if isinstance(value, Mapping) else {}
        return {
            f"{field.id}.{LINE}": address.get(LINE, ""),
            f"{field.id}.{WARD}": address.get(WARD, ""),
        }
    if field.type == "YES_NO" and isinstance(value, bool):
        value = str(value).lower()
    if isinstance(value, list | tuple):
        return {field.id: list(value)}
    return {field.id: "" if value is None else str(value)}


def _inputs(field: FormField, wards: Choices) -> dict[str, forms.Field]:
    if field.type == "ADDRESS":
        name = _said(field.name)
        line = _("%(address)s: số nhà, đường, thôn") % {"address": name}
        ward = _("%(address)s: xã, phường") % {"address": name}
        return {
            f"{field.id}.{LINE}": _text(
                field, line, forms.TextInput(_attributes(field))
            ),
            f"{field.id}.{WARD}": _text(field, ward, _ward_list(wards), help_text=""),
        }
    return {field.id: _text(field, _label(field), _widget(field, wards))}


def _text(
    field: FormField,
    label: str,
    widget: forms.Widget,
    help_text: str | None = None,
) -> forms.Field:
    words = _said(field.help) if help_text is None else help_text
    made: forms.Field
    if isinstance(widget, forms.CheckboxSelectMultiple):
        made = Answers(widget=widget, label=label, choices=list(widget.choices))
    else:
        made = Answer(widget=widget, label=label)
    made.help_text, made.required = words, field.required
    return made


def _widget(field: FormField, wards: Choices) -> forms.Widget:
    if isinstance(field, ChoiceField):
        return _choice_widget(field)
    if field.type == "YES_NO":
        return forms.RadioSelect(choices=[("true", _("Có")), ("false", _("Không"))])
    if field.type == "WARD":
        return _ward_list(wards)
    attributes = {**_attributes(field), **_TYPED.get(field.type, {})}
    if field.type == "LONGTEXT":
        return forms.Textarea({**attributes, "rows": "5"})
    return forms.TextInput(attributes)


_TYPED: dict[str, dict[str, str]] = {
    "DATE": {"type": "date"},
    "EMAIL": {"type": "email"},
    "PHONE": {"type": "tel"},
    "IDENTITY_NUMBER": {"inputmode": "numeric"},
    "MONEY": {"inputmode": "numeric"},
}


def _ward_list(wards: Choices) -> forms.Select:
    return forms.Select(choices=[("", _("Chọn xã, phường")), *wards])


def _choice_widget(field: ChoiceField) -> forms.Widget:
    choices = [(choice.id, _said(choice.name)) for choice in field.choices]
    if field.many:
        return forms.CheckboxSelectMultiple(choices=choices)
    if len(choices) <= FEW:
        return forms.RadioSelect(choices=choices)
    return forms.Select(choices=[("", _("Chọn")), *choices])


def _attributes(field: FormField) -> dict[str, str]:
    attributes = {}
    if known := AUTOCOMPLETE.get(field.prefill or ""):
        attributes["autocomplete"] = known
    if isinstance(field, TextField):
        attributes["maxlength"] = str(field.max_length)
    if isinstance(field, NumberField):
        attributes["inputmode"] = "decimal" if field.decimals else "numeric"
    return attributes


def _label(field: FormField) -> str:
    name = _said(field.name)
    if isinstance(field, NumberField) and field.unit:
        return f"{name} ({_said(field.unit)})"
    if isinstance(field, MoneyField):
        return f"{name} ({field.currency})"
    return name


def _said(text: Text | None) -> str:
    return text.to(get_language() or settings.LANGUAGE_CODE) if text else ""


def answer_in_words(field: FormField, value: Any, wards: Mapping[str, str]) -> Any:
    """Return an answer as people read it: the name of a choice, not its code."""
    if value in (None, "", []):
        return ""
    if isinstance(field, ChoiceField):
        names = {choice.id: _said(choice.name) for choice in field.choices}
        chosen = value if isinstance(value, list | tuple) else [value]
        return ", ".join(names.get(name, str(name)) for name in chosen)
    if field.type == "YES_NO":
        return _("Có") if str(value).lower() == "true" else _("Không")
    if field.type == "WARD":
        return wards.get(value, value)
    if field.type == "ADDRESS":
        ward = value.get(WARD, "")
        return ", ".join(filter(None, [value.get(LINE), wards.get(ward, ward)]))
    return _day_in_words(str(value)) if field.type == "DATE" else value


def _day_in_words(value: str) -> str:
    try:
        return formats.day(date.fromisoformat(value), get_language())
    except ValueError:
        return value
