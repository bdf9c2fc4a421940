"""Forms of the citizens' site that are not a procedure's own."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from motcua.organisations.queries import UnitFacts

WAYS = {
    "ONLINE": _("Trực tuyến: tải về, có mã để kiểm tra"),
    "COUNTER": _("Đến nhận tại quầy"),
    "POST": _("Qua bưu chính, đến địa chỉ dưới đây"),
}


def way_words(handover: Mapping[str, str]) -> str:
    """Say how the result comes back."""
    way = handover.get("way", "")
    if way == "POST":
        return str(_("Qua bưu chính: %(place)s") % {"place": handover.get("address")})
    return str(WAYS.get(way, ""))


class HandoverForm(forms.Form):
    """Where the application goes, and how the result comes back."""

    unit = forms.ChoiceField(
        label=_("Nơi tiếp nhận hồ sơ"),
        help_text=_("Nộp trực tuyến: hồ sơ được chuyển thẳng đến nơi này."),
    )
    way = forms.ChoiceField(
        label=_("Nhận kết quả bằng cách nào"),
        widget=forms.RadioSelect,
        choices=list(WAYS.items()),
    )
    address = forms.CharField(
        label=_("Địa chỉ nhận qua bưu chính"),
        required=False,
        max_length=300,
        widget=forms.TextInput({"autocomplete": "street-address"}),
    )

    def __init__(self, *args: Any, places: Sequence[UnitFacts], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = get_language() or settings.LANGUAGE_CODE
        field = self.fields["unit"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = [(str(one.id), one.name.to(language)) for one in places]

    def clean(self) -> dict[str, Any]:
        """Ask for an address where the result is to be sent."""
        cleaned = super().clean() or {}
        if cleaned.get("way") == "POST" and not cleaned.get("address", "").strip():
            self.add_error("address", _("Hãy ghi địa chỉ để gửi kết quả."))
        return cleaned

    def as_json(self) -> dict[str, str]:
        """Return the answers as a draft keeps them."""
        return {key: str(value) for key, value in self.cleaned_data.items()}


class TrackForm(forms.Form):
    """The code of a case and a second fact that only those concerned know."""

    code = forms.CharField(
        label=_("Mã hồ sơ"),
        max_length=60,
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )
    fact = forms.CharField(
        label=_("Bốn số cuối của điện thoại hoặc của số định danh"),
        max_length=254,
        help_text=_(
            "Của người nộp, như đã khai. Cũng có thể ghi cả địa chỉ thư điện tử."
        ),
        widget=forms.TextInput({"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, example: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = _("Mã in trên giấy tiếp nhận, ví dụ %(code)s.")
        self.fields["code"].help_text = words % {"code": example}


class ReasonForm(forms.Form):
    """Why something is asked for."""

    reason = forms.CharField(
        label=_("Lý do"), max_length=2000, widget=forms.Textarea({"rows": "3"})
    )


class MessageForm(forms.Form):
    """A message between applicant and staff."""

    text = forms.CharField(
        label=_("Nội dung"), max_length=4000, widget=forms.Textarea({"rows": "4"})
    )


class ProfileForm(forms.Form):
    """What a person says about themselves."""

    name = forms.CharField(label=_("Họ và tên / tên tổ chức"), max_length=200)
    phone = forms.CharField(
        label=_("Điện thoại"),
        required=False,
        max_length=20,
        widget=forms.TextInput({"type": "tel", "autocomplete": "tel"}),
    )
    identity_number = forms.CharField(
        label=_("Số định danh cá nhân / mã số doanh nghiệp"),
        required=False,
        max_length=20,
        widget=forms.TextInput({"inputmode": "numeric"}),
    )
    address = forms.CharField(
        label=_("Địa chỉ"),
        required=False,
        max_length=300,
        widget=forms.TextInput({"autocomplete": "street-address"}),
    )
    language = forms.ChoiceField(
        label=_("Ngôn ngữ của thông báo"),
        choices=[("vi", "Tiếng Việt"), ("en", "English"), ("de", "Deutsch")],
    )
