"""What lists can be narrowed by; a wrong choice narrows nothing."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from motcua.cases.queries import WorkFilter
from motcua.cases.showing import STATUS_WORDS
from motcua.kernel.actors import Actor
from motcua.kernel.texts import nfc
from motcua.workbench.lines import role_name

ANY = ("", _("Tất cả"))
DUE = (
    ANY,
    ("OVERDUE", _("Quá hạn")),
    ("SOON", _("Sắp đến hạn")),
    ("EARLY", _("Còn hạn")),
)
OPEN = ("SUBMITTED", "ACCEPTED", "IN_PROGRESS", "DECIDED")


class WorkFilterForm(forms.Form):
    """Which of the open work somebody wants to see."""

    unit = forms.ChoiceField(label=_("Đơn vị"), required=False)
    role = forms.ChoiceField(label=_("Vai trò"), required=False)
    due = forms.ChoiceField(label=_("Hạn"), choices=DUE, required=False)
    status = forms.ChoiceField(label=_("Trạng thái"), required=False)
    procedure = forms.CharField(
        label=_("Mã thủ tục"),
        required=False,
        max_length=40,
        widget=forms.TextInput({"list": "procedures", "autocomplete": "off"}),
    )
    text = forms.CharField(
        label=_("Mã hoặc tên bắt đầu bằng"), required=False, max_length=100
    )
    key = forms.SlugField(required=False, widget=forms.HiddenInput)
    mine = forms.BooleanField(label=_("Chỉ việc giao cho tôi"), required=False)

    def __init__(self, data: QueryDict, actor: Actor) -> None:
        super().__init__(data, auto_id="filter_%s")
        units = {str(post.unit_id): post.unit_name for post in actor.posts}
        roles = {str(post.role): role_name(post.role) for post in actor.posts}
        self._choose("unit", [ANY, *units.items()])
        self._choose("role", [ANY, *roles.items()])
        self._choose("status", [ANY, *((s, STATUS_WORDS[s]) for s in OPEN)])
        self.full_clean()

    def _choose(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared so above
        field.choices = choices

    def chosen(self) -> WorkFilter:
        """Return what is asked for."""
        data = self.cleaned_data
        unit = data.get("unit")
        return WorkFilter(
            unit_id=UUID(unit) if unit else None,
            role=data.get("role", ""),
            mine=data.get("mine", False),
            due=data.get("due", ""),
            key=data.get("key", ""),
            procedure_code=nfc(data.get("procedure", "")).strip(),
            status=data.get("status", ""),
            text=nfc(data.get("text", "")).strip(),
        )

    @property
    def count(self) -> int:
        """Return how many filters are set."""
        return sum(bool(value) for value in self.cleaned_data.values())

    @property
    def is_narrowed(self) -> bool:
        """Tell whether anything is asked for."""
        return self.chosen() != WorkFilter()


class CaseFilterForm(forms.Form):
    """Which cases somebody looks for."""

    q = forms.CharField(
        label=_("Mã hồ sơ hoặc tên người nộp"), required=False, max_length=100
    )
    status = forms.ChoiceField(
        label=_("Trạng thái"), required=False, choices=[ANY, *STATUS_WORDS.items()]
    )

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data, auto_id="filter_%s")
        self.full_clean()

    @property
    def text(self) -> str:
        """Return the words to look for."""
        return nfc(self.cleaned_data.get("q", "")).strip()

    @property
    def status_code(self) -> str:
        """Return the state that is asked for."""
        return str(self.cleaned_data.get("status", ""))
