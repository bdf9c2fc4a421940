"""What a person fills in to open an account."""

from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language, gettext_lazy

from motcua.accounts.wording import grantable
from motcua.authority.rules import LONGEST_TOKEN
from motcua.kernel.actors import Actor
from motcua.kernel.texts import nfc


class SignUpForm(forms.Form):
    """Who signs up, besides the e-mail address and password that allauth asks for."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Bạn là"),
        choices=[
            ("CITIZEN", gettext_lazy("Cá nhân")),
            ("BUSINESS", gettext_lazy("Tổ chức, doanh nghiệp")),
        ],
        widget=forms.RadioSelect,
        initial="CITIZEN",
    )
    name = forms.CharField(
        label=gettext_lazy("Họ và tên, hoặc tên tổ chức"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        help_text=gettext_lazy("Ghi như trên giấy tờ: tên này được in lên giấy hẹn."),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Ngôn ngữ nhận thông báo"), choices=settings.LANGUAGES
    )
    field_order = ["kind", "name", "email", "password1", "language"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].initial = (get_language() or settings.LANGUAGE_CODE)[:2]

    def clean_name(self) -> str:
        """Return the name with single spaces, in the one normal form."""
        return nfc(" ".join(str(self.cleaned_data["name"]).split()))

    def signup(self, _request: HttpRequest, user: Any) -> None:
        """Write it into the new account."""
        user.name = self.cleaned_data["name"]
        user.kind = self.cleaned_data["kind"]
        user.language = self.cleaned_data["language"]
        user.save(update_fields=["name", "kind", "language"])


class TokenForm(forms.Form):
    """What a token is for, what it may do, and for how long."""

    name = forms.CharField(
        label=gettext_lazy("Tên"),
        max_length=100,
        help_text=gettext_lazy("Chương trình nào sẽ dùng mã này, ở đâu."),
    )
    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("Được làm gì"),
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy(
            "Chỉ những quyền chính bạn đang có. Chọn ít nhất có thể: ai có mã này thì "
            "làm được những việc này thay bạn."
        ),
        error_messages={
            "required": gettext_lazy("Hãy chọn ít nhất một quyền cho mã truy cập.")
        },
    )
    days = forms.IntegerField(
        label=gettext_lazy("Có hiệu lực trong bao nhiêu ngày"),
        min_value=1,
        max_value=LONGEST_TOKEN,
        initial=90,
        help_text=gettext_lazy("Từ 1 đến 366 ngày."),
    )

    def __init__(self, data: Any, actor: Actor) -> None:
        super().__init__(data, label_suffix="", use_required_attribute=False)
        field = self.fields["scopes"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 - declared so
        field.choices = grantable(actor.powers)
