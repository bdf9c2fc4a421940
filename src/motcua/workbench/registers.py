"""Which register of cases (form 06) is to be printed: of which unit, from when on."""

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from motcua.authority.rules import scope_of
from motcua.kernel.actors import Actor
from motcua.organisations import queries as organisations
from motcua.workbench.lines import unit_name

DAY = forms.DateInput(attrs={"type": "date"})


class RegisterForm(forms.Form):
    """The unit that received, and the days, both included."""

    unit = forms.ChoiceField(label=_("Nơi tiếp nhận"))
    start = forms.DateField(label=_("Từ ngày"), widget=DAY)
    end = forms.DateField(label=_("Đến hết ngày"), widget=DAY)

    def __init__(
        self, data: QueryDict | None, *, actor: Actor, today: date, unit: str = ""
    ) -> None:
        units = register_units(actor, today)
        initial = {
            "unit": unit or (units[0] if units else ""),
            "start": today.replace(day=1),
            "end": today,
        }
        super().__init__(
            data, initial=initial, label_suffix="", use_required_attribute=False
        )
        field = self.fields["unit"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared so above
        field.choices = [(str(unit), unit_name(unit)) for unit in units]

    def clean(self) -> dict[str, Any]:
        """See to it that the period ends after it begins."""
        data = super().clean() or {}
        start, end = data.get("start"), data.get("end")
        if start and end and end < start:
            self.add_error("end", gettext("Ngày cuối phải từ ngày đầu trở đi."))
        return data

    @property
    def unit_id(self) -> UUID:
        """Return the unit that was chosen. Call it when the form is valid."""
        return UUID(self.cleaned_data["unit"])

    @property
    def period(self) -> tuple[datetime, datetime]:
        """Return the instant from which, and that before which. When valid."""
        first, last = self.cleaned_data["start"], self.cleaned_data["end"]
        return _midnight(first), _midnight(last + timedelta(days=1))

    @property
    def file_name(self) -> str:
        """Return a name for the paper. Call it when the form is valid."""
        unit = organisations.get_unit(self.unit_id)
        start, end = self.cleaned_data["start"], self.cleaned_data["end"]
        return f"so-theo-doi-{unit.code}-{start:%Y%m%d}-{end:%Y%m%d}.pdf"


def register_units(actor: Actor, today: date) -> list[UUID]:
    """Return the places of intake whose register this person may print."""
    scope = scope_of(actor)
    return [
        unit.id
        for unit in organisations.list_receiving_units(today)
        if scope.everything or unit.id in scope.unit_ids
    ]


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
