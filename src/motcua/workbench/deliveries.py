"""Notices on their way: what became of them, in words; which of the failed to show."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from motcua.notices.queries import DeliveryFacts, FailedFilter
from motcua.notices.rules import Channel
from motcua.workbench.bulk import MOST, NothingPicked
from motcua.workbench.filters import ANY

CHANNELS: dict[str, Promise] = {"EMAIL": _("Thư điện tử"), "SMS": _("Tin nhắn SMS")}
KINDS: dict[str, Promise] = {
    "submitted": _("Đã nộp hồ sơ"),
    "accepted": _("Đã tiếp nhận, hẹn trả"),
    "supplement_requested": _("Yêu cầu bổ sung"),
    "supplemented": _("Đã bổ sung"),
    "refused": _("Không tiếp nhận"),
    "due_moved": _("Ngày hẹn trả thay đổi"),
    "apology": _("Xin lỗi và hẹn lại"),
    "decided": _("Đã có kết quả"),
    "returned": _("Đã trả kết quả"),
    "withdrawn": _("Đã rút hồ sơ"),
    "stopped": _("Đã dừng giải quyết"),
    "message": _("Tin nhắn trong hồ sơ"),
    "consultation_asked": _("Được lấy ý kiến"),
    "consultation_answered": _("Đã có ý kiến trả lời"),
    "step_assigned": _("Được giao việc"),
}
STATES: dict[str, tuple[Promise, str, str]] = {
    "QUEUED": (_("Đang chờ gửi"), "", "clock"),
    "SENT": (_("Đã gửi"), "good", "check"),
    "FAILED": (_("Không gửi được"), "wrong", "exclamation-circle"),
}


@dataclass(frozen=True, slots=True)
class DeliveryLine:
    """A notice on its way, for the eye."""

    facts: DeliveryFacts
    kind: str
    channel: Promise
    state: Promise
    badge: str
    icon: str

    @property
    def reason(self) -> str:
        """Return what the other side said, without the name of the error."""
        return self.facts.last_error.partition(": ")[2] or self.facts.last_error


def delivery_lines(rows: Sequence[DeliveryFacts]) -> list[DeliveryLine]:
    """Return deliveries with their words."""
    lines = []
    for row in rows:
        state, badge, icon = STATES[row.state]
        kind = str(KINDS.get(row.key, row.key))
        lines.append(DeliveryLine(row, kind, CHANNELS[row.channel], state, badge, icon))
    return lines


class FailedFilterForm(forms.Form):
    """Which of the failed are wanted; a wrong choice narrows nothing."""

    channel = forms.ChoiceField(
        label=_("Kênh"), required=False, choices=[ANY, *CHANNELS.items()]
    )
    kind = forms.ChoiceField(
        label=_("Loại thông báo"), required=False, choices=[ANY, *KINDS.items()]
    )

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data, auto_id="filter_%s")
        self.full_clean()

    def chosen(self) -> FailedFilter:
        """Return what is asked for."""
        channel = self.cleaned_data.get("channel")
        return FailedFilter(
            channel=Channel(channel) if channel else None,
            key=self.cleaned_data.get("kind", ""),
        )

    @property
    def is_narrowed(self) -> bool:
        """Tell whether anything is asked for."""
        return self.chosen() != FailedFilter()


def picked(texts: Sequence[str]) -> list[UUID]:
    """Return the ticked deliveries.

    :raises NothingPicked: if there is none.
    """
    found = []
    for text in texts[:MOST]:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    if not found:
        raise NothingPicked
    return found
