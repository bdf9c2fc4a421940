"""Whose sign-ins an administrator looks for."""

from datetime import datetime, time, timedelta
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from motcua.accounts.queries import SignInFilter
from motcua.accounts.rules import Event
from motcua.accounts.wording import EVENT_WORDS
from motcua.kernel.ids import new_id
from motcua.kernel.refusals import NotFound
from motcua.kernel.texts import nfc
from motcua.organisations import queries as organisations
from motcua.workbench.filters import ANY

DAY = forms.DateInput(attrs={"type": "date"})


class SignInFilterForm(forms.Form):
    """Which events are wanted; a wrong choice narrows nothing."""

    email = forms.CharField(
        label=_("Thư điện tử của tài khoản"), required=False, max_length=254
    )
    event = forms.ChoiceField(
        label=_("Sự kiện"),
        required=False,
        choices=[ANY, *((str(event), words) for event, words in EVENT_WORDS.items())],
    )
    start = forms.DateField(label=_("Từ ngày"), required=False, widget=DAY)
    end = forms.DateField(label=_("Đến hết ngày"), required=False, widget=DAY)
    account = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data, auto_id="filter_%s")
        self.full_clean()

    def chosen(self) -> SignInFilter:
        """Return what is asked for. An address without an account finds nothing."""
        data = self.cleaned_data
        start, end, event = data.get("start"), data.get("end"), data.get("event")
        return SignInFilter(
            account_id=self._account(),
            event=Event(event) if event else None,
            start=start and _midnight(datetime.combine(start, time.min)),
            end=end and _midnight(datetime.combine(end + timedelta(days=1), time.min)),
        )

    def _account(self) -> UUID | None:
        email = nfc(self.cleaned_data.get("email", "")).strip()
        if not email:
            known: UUID | None = self.cleaned_data.get("account")
            return known
        try:
            return organisations.find_account(email).id
        except NotFound:
            return new_id()

    @property
    def count(self) -> int:
        """Return how many filters are set."""
        return sum(bool(value) for value in self.cleaned_data.values())

    @property
    def is_narrowed(self) -> bool:
        """Tell whether anything is asked for."""
        return self.count > 0

    @property
    def name(self) -> str:
        """Return whose events are shown, if a person was chosen in the list."""
        account: UUID | None = self.cleaned_data.get("account")
        return organisations.names_of([account]).get(account, "") if account else ""


def _midnight(at: datetime) -> datetime:
    return timezone.make_aware(at)
