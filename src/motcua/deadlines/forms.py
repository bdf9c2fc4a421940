"""Forms for edits of a calendar: they read what was typed and return an ``Edit``."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from motcua.deadlines.rules import (
    Day,
    DayKind,
    DayStatus,
    OfficeHours,
    UnknownOfficeHours,
)
from motcua.deadlines.rules.days import WEEKDAYS, parse_sessions
from motcua.kernel.texts import Text, nfc

KINDS = (
    (DayKind.HOLIDAY, _("Nghỉ lễ")),
    (DayKind.COMPENSATION, _("Nghỉ bù")),
    (DayKind.SWAP_OFF, _("Nghỉ hoán đổi")),
    (DayKind.MAKE_UP, _("Làm bù")),
    (DayKind.CLOSURE, _("Nghỉ đột xuất")),
    (DayKind.ORDINARY, _("Như thường lệ (bỏ dữ kiện đang có)")),
)
WEEKDAY_NAMES = (
    *(_("Thứ Hai"), _("Thứ Ba"), _("Thứ Tư"), _("Thứ Năm")),
    *(_("Thứ Sáu"), _("Thứ Bảy"), _("Chủ nhật")),
)


class _EditForm(forms.Form):
    source = forms.CharField(
        label=_("Căn cứ"),
        max_length=300,
        help_text=_("Số, ngày của quyết định hoặc thông báo."),
    )
    reason = forms.CharField(
        label=_("Lý do"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    expected_revision = forms.IntegerField(
        required=False, min_value=0, widget=forms.HiddenInput
    )


class DayForm(_EditForm):
    """One day that is not like its weekday (ngày nghỉ, ngày làm bù)."""

    date = forms.DateField(
        label=_("Ngày"), widget=forms.DateInput(attrs={"type": "date"})
    )
    kind = forms.ChoiceField(label=_("Loại ngày"), choices=KINDS)
    name = forms.CharField(label=_("Tên"), max_length=120)
    name_en = forms.CharField(label=_("Tên tiếng Anh"), max_length=120, required=False)
    name_de = forms.CharField(label=_("Tên tiếng Đức"), max_length=120, required=False)
    swapped_with = forms.DateField(
        label=_("Hoán đổi với ngày"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    sessions = forms.CharField(
        label=_("Giờ làm việc riêng"),
        max_length=60,
        required=False,
        help_text=_("Chỉ cho ngày làm bù có giờ khác; ví dụ: 07:30-11:30, 13:30-17:00"),
    )
    field_order = (
        *("date", "kind", "name", "name_en", "name_de"),
        *("swapped_with", "sessions", "source", "reason"),
    )

    def clean_sessions(self) -> list[str]:
        """Read the sessions, or say what is wrong with them."""
        return _read_sessions(self.cleaned_data["sessions"])

    def to_edit(self) -> Day:
        """Return the day that was typed. Call it when the form is valid."""
        data = self.cleaned_data
        names = {"vi": data["name"], "en": data["name_en"], "de": data["name_de"]}
        swapped = data["swapped_with"]
        return Day.from_json(
            {
                "date": data["date"],
                "kind": data["kind"],
                "name": Text.of(names).as_dict(),
                "source": nfc(data["source"]),
                "swapped_with": swapped or "",
                "sessions": data["sessions"],
            }
        )


class OfficeHoursForm(_EditForm):
    """Office hours of each weekday from a day on (giờ làm việc)."""

    start_date = forms.DateField(
        label=_("Áp dụng từ ngày"), widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for weekday, label in zip(WEEKDAYS, WEEKDAY_NAMES, strict=True):
            self.fields[weekday] = forms.CharField(
                label=label,
                max_length=60,
                required=False,
                help_text=_("Để trống là ngày nghỉ hằng tuần."),
            )
        self.order_fields(["start_date", *WEEKDAYS, "source", "reason"])

    @classmethod
    def initial_from(cls, hours: OfficeHours) -> dict[str, str]:
        """Return what to show of the hours in force now."""
        week = hours.as_json()["week"]
        return {weekday: ", ".join(texts) for weekday, texts in week.items()}

    def clean(self) -> dict[str, Any]:
        """Read the sessions of every weekday, or say which is wrong."""
        data = super().clean() or {}
        for weekday in WEEKDAYS:
            try:
                data[weekday] = _read_sessions(data.get(weekday, ""))
            except forms.ValidationError as error:
                self.add_error(weekday, error)
        if not any(data.get(weekday) for weekday in WEEKDAYS):
            self.add_error(None, _("Hãy ghi giờ làm việc của ít nhất một ngày."))
        return data

    def to_edit(self) -> OfficeHours:
        """Return the hours that were typed. Call it when the form is valid."""
        data = self.cleaned_data
        return OfficeHours.of(
            data["start_date"],
            weekdays={weekday: data[weekday] for weekday in WEEKDAYS},
            source=nfc(data["source"]),
            status=DayStatus.CONFIRMED,
        )


def _read_sessions(text: str) -> list[str]:
    texts = [part.strip() for part in nfc(text).split(",") if part.strip()]
    if texts:
        try:
            parse_sessions(texts)
        except UnknownOfficeHours as refusal:
            message = gettext(refusal.text).format(**refusal.params)
            raise forms.ValidationError(message, code=refusal.code) from None
    return texts
