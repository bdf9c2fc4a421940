"""What an administrator fills in to give or end a post, or to end a unit."""

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from motcua.cases.showing import said
from motcua.kernel.actors import Role
from motcua.kernel.texts import fold
from motcua.organisations import queries as organisations
from motcua.organisations.rules import POST_ROLES
from motcua.workbench.lines import role_name

PLAIN: dict[str, Any] = {"label_suffix": "", "use_required_attribute": False}
INSTRUMENT = _("Số, ngày của quyết định.")


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"})


class PostForm(forms.Form):
    """A post that a person is given."""

    unit = forms.ChoiceField(label=_("Đơn vị"))
    role = forms.ChoiceField(label=_("Vai trò"))
    title = forms.CharField(label=_("Chức danh"), max_length=120)
    start_date = forms.DateField(label=_("Từ ngày"), widget=_day())
    end_date = forms.DateField(
        label=_("Thôi giữ từ ngày"),
        required=False,
        widget=_day(),
        help_text=_("Để trống nếu chưa định."),
    )
    instrument = forms.CharField(
        label=_("Quyết định"), max_length=200, help_text=INSTRUMENT
    )

    def __init__(self, data: QueryDict | None, today: date) -> None:
        super().__init__(data, initial={"start_date": today}, **PLAIN)
        units = organisations.list_units(today)
        named = sorted(((str(u.id), said(u.name)) for u in units), key=_by_name)
        self._choose("unit", [("", _("Chọn đơn vị")), *named])
        roles = [(str(role), role_name(role)) for role in Role if role in POST_ROLES]
        self._choose("role", [("", _("Chọn vai trò")), *roles])

    def _choose(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared so above
        field.choices = choices

    def facts(self) -> dict[str, Any]:
        """Return what was typed, as the command takes it. When valid."""
        data = dict(self.cleaned_data)
        unit, role = UUID(data.pop("unit")), Role(data.pop("role"))
        return {**data, "unit_id": unit, "role": role}


class EndForm(forms.Form):
    """From when on a post or a unit is no more."""

    end_date = forms.DateField(
        label=_("Kết thúc từ ngày"),
        widget=_day(),
        help_text=_("Ngày đầu tiên không còn hiệu lực."),
    )
    instrument = forms.CharField(
        label=_("Quyết định"), max_length=200, help_text=INSTRUMENT
    )

    def __init__(self, data: QueryDict | None, today: date) -> None:
        super().__init__(data, initial={"end_date": today}, **PLAIN)


def _by_name(choice: tuple[str, str]) -> str:
    return fold(choice[1])
