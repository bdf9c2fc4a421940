"""What a proposal begins with, what a list is narrowed by, and reasons."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from motcua.catalogue.upkeep.commands import Beginning
from motcua.catalogue.upkeep.library import shelf
from motcua.catalogue.upkeep.overview import Standing, Wanted
from motcua.catalogue.upkeep.rules.naming import WORDS
from motcua.catalogue.upkeep.rules.proposing import Purpose
from motcua.kernel.texts import nfc
from motcua.workbench.keeping.columns import said

PLAIN: dict[str, Any] = {"label_suffix": "", "use_required_attribute": False}
ANY = ("", _("Tất cả"))
LEVELS = ("COMMUNE", "DISTRICT", "CITY", "NATIONAL")


class CatalogueFilter(forms.Form):
    """Which procedures somebody wants to see; a wrong choice narrows nothing."""

    q = forms.CharField(label=_("Mã hoặc tên"), required=False, max_length=200)
    standing = forms.ChoiceField(label=_("Tình trạng"), required=False)
    field = forms.ChoiceField(label=_("Lĩnh vực"), required=False)
    level = forms.ChoiceField(label=_("Cấp"), required=False)
    on = forms.DateField(
        label=_("Vào ngày"),
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )
    proposed = forms.BooleanField(label=_("Có dự thảo"), required=False)
    vanished = forms.BooleanField(
        label=_("Không còn trong cơ sở dữ liệu quốc gia"), required=False
    )

    def __init__(self, data: Any) -> None:
        super().__init__(data, auto_id="filter_%s", **PLAIN)
        standings = [(str(one), said(one.label)) for one in Standing]
        fields = [(one.id, said(one.name)) for one in shelf().fields.values()]
        levels = [(level, said(WORDS[level])) for level in LEVELS]
        self._choose("standing", standings)
        self._choose("field", fields)
        self._choose("level", levels)
        self.full_clean()

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared so above
        field.choices = [ANY, *choices]

    def wanted(self, today: Any) -> Wanted:
        """Return what is asked for."""
        data = self.cleaned_data
        standing = data.get("standing")
        return Wanted(
            day=data.get("on") or today,
            text=nfc(data.get("q", "")),
            field=data.get("field", ""),
            level=data.get("level", ""),
            standing=Standing(standing) if standing else None,
            proposed=bool(data.get("proposed")),
            vanished=bool(data.get("vanished")),
        )

    @property
    def is_narrowed(self) -> bool:
        """Tell whether anything is asked for."""
        return any(self.cleaned_data.values())


class BeginForm(forms.Form):
    """The day of a new version, or what a new procedure begins with."""

    code = forms.RegexField(
        r"^[A-Za-z0-9][A-Za-z0-9.\-]{0,39}$",
        label=_("Mã thủ tục"),
        help_text=_("Mã trên Cơ sở dữ liệu quốc gia về thủ tục hành chính."),
    )
    name = forms.CharField(label=_("Tên thủ tục"), max_length=500)
    template = forms.ChoiceField(
        label=_("Mẫu quy trình"),
        widget=forms.RadioSelect,
        help_text=_("Chọn mẫu gần nhất; từng bước sửa được sau."),
    )
    day = forms.DateField(
        label=_("Có hiệu lực từ ngày"), widget=forms.DateInput({"type": "date"})
    )

    def __init__(
        self, data: Any, *, initial: dict[str, Any], known: bool, written_out: bool
    ) -> None:
        super().__init__(data, initial=initial, **PLAIN)
        choices = [
            (name, " → ".join(said(step.name) for step in template.steps))
            for name, template in shelf().templates.items()
        ]
        field = self.fields["template"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared so above
        field.choices = choices
        if known:
            del self.fields["name"]
            self.fields["code"].widget = forms.HiddenInput()
        if written_out:
            del self.fields["template"]

    def begin(self) -> Beginning:
        """Return what the proposal begins with. Call it when the form is valid."""
        return Beginning(**self.cleaned_data)


class CloseForm(forms.Form):
    """From which day a procedure is abolished, by which act."""

    code = forms.CharField(widget=forms.HiddenInput)
    day = forms.DateField(
        label=_("Bãi bỏ từ ngày"), widget=forms.DateInput({"type": "date"})
    )
    act = forms.CharField(
        label=_("Quyết định bãi bỏ"),
        max_length=300,
        help_text=_("Số, ký hiệu như in trên văn bản."),
    )
    successor = forms.CharField(
        label=_("Mã thủ tục thay thế"), max_length=40, required=False
    )

    def begin(self) -> Beginning:
        """Return what the proposal begins with. Call it when the form is valid."""
        data = self.cleaned_data
        return Beginning(purpose=Purpose.CLOSING, **data)
