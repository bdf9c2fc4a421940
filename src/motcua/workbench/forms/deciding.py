"""Forms that take a case in, stop it, or ask for what is missing."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from motcua.cases import commands
from motcua.cases.commands import Acted, Order
from motcua.cases.rules.supplement import RequestedItem
from motcua.cases.showing import said
from motcua.kernel.texts import nfc
from motcua.workbench.forms.base import ActionForm, Ground, ReasonForm, area, choose


class AcceptForm(ActionForm):
    """Take an application in; tick what was handed over on paper."""

    on_paper = forms.MultipleChoiceField(
        label=_("Giấy tờ đã nhận bản giấy tại quầy"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Chỉ đánh dấu bản giấy bạn đang cầm trên tay."),
    )
    places: ClassVar[Mapping[str, str]] = {"papers_missing": "on_paper"}

    def build(self, ground: Ground) -> None:
        """Offer the papers that are not there yet."""
        choose(self, "on_paper", ground.on_paper)
        if not ground.on_paper:
            del self.fields["on_paper"]

    def act(self, order: Order, data: dict[str, Any]) -> Acted:
        """Accept."""
        return commands.accept_case(order, on_paper=data.get("on_paper", ()))


class RefuseForm(ReasonForm):
    """Refuse an application at intake."""

    grave: ClassVar[bool] = True

    def act(self, order: Order, data: dict[str, Any]) -> Acted:
        """Refuse."""
        return commands.refuse_case(order, reason=data["reason"])


class StopForm(ReasonForm):
    """Stop a case because its applicant asked for it."""

    grave: ClassVar[bool] = True

    def act(self, order: Order, data: dict[str, Any]) -> Acted:
        """Stop."""
        return commands.stop_case(order, reason=data["reason"])


class WithdrawForm(ActionForm):
    """Withdraw an application because its applicant asked for it."""

    reason = area(_("Lý do"), required=False)
    grave: ClassVar[bool] = True

    def act(self, order: Order, data: dict[str, Any]) -> Acted:
        """Withdraw."""
        return commands.withdraw_case(order, reason=data["reason"])


class ReopenForm(ReasonForm):
    """Let a case go on that had ended."""

    grave: ClassVar[bool] = True

    def act(self, order: Order, data: dict[str, Any]) -> Acted:
        """Reopen."""
        return commands.reopen_case(order, reason=data["reason"])


class ExtendForm(ReasonForm):
    """Use the extension that the procedure knows."""

    def act(self, order: Order, data: dict[str, Any]) -> Acted:
        """Extend."""
        return commands.extend_limit(order, reason=data["reason"])


class EraseForm(ActionForm):
    """Erase the personal data of a closed case."""

    act_of = forms.CharField(
        label=_("Văn bản yêu cầu xóa"),
        max_length=300,
        help_text=_("Số, ngày và cơ quan ban hành. Việc xóa không thể hoàn lại."),
    )
    places: ClassVar[Mapping[str, str]] = {"reason_missing": "act_of"}
    grave: ClassVar[bool] = True

    def act(self, order: Order, data: dict[str, Any]) -> Acted:
        """Erase."""
        return commands.erase_case(order, act_of=data["act_of"])


class SupplementForm(ActionForm):
    """Mark every paper and field that is wrong, each with its reason, all at once."""

    repeat_reason = area(
        _("Vì sao lần trước chưa nêu"),
        required=False,
        rows=2,
        help_text=_("Hồ sơ đã được yêu cầu bổ sung một lần; lý do này được ghi lại."),
    )
    places: ClassVar[Mapping[str, str]] = {"already_asked_once": "repeat_reason"}

    def build(self, ground: Ground) -> None:
        """Offer the papers and fields of the published procedure, and no others."""
        if not ground.action.reason_owed:
            del self.fields["repeat_reason"]
        self.marks: list[tuple[str, str]] = []
        for paper in ground.action.papers:
            self._offer("paper", paper.id, said(paper.name))
        for asked in ground.action.fields:
            self._offer("field", asked.id, said(asked.name))

    def _offer(self, kind: str, id_: str, name: str) -> None:
        self.fields[f"mark-{kind}-{id_}"] = forms.BooleanField(
            label=name, required=False
        )
        self.fields[f"why-{kind}-{id_}"] = forms.CharField(
            label=_("Sai hoặc thiếu gì: %(name)s") % {"name": name},
            required=False,
            max_length=500,
        )
        self.marks.append((kind, id_))

    def groups(self) -> dict[str, list[tuple[Any, Any]]]:
        """Return the pairs of a box and a reason, papers and fields apart."""
        pairs: dict[str, list[tuple[Any, Any]]] = {"paper": [], "field": []}
        for kind, id_ in self.marks:
            pairs[kind].append((self[f"mark-{kind}-{id_}"], self[f"why-{kind}-{id_}"]))
        return pairs

    def field_of(self, name: str) -> str | None:
        """Return where the reason of a marked item is written."""
        kind, colon, id_ = name.partition(":")
        return super().field_of(f"why-{kind}-{id_}" if colon else name)

    def act(self, order: Order, data: dict[str, Any]) -> Acted:
        """Ask for the marked items."""
        items = [
            RequestedItem(kind, id_, nfc(data[f"why-{kind}-{id_}"]))
            for kind, id_ in self.marks
            if data[f"mark-{kind}-{id_}"] or data[f"why-{kind}-{id_}"]
        ]
        return commands.request_supplement(
            order, items=items, repeat_reason=data.get("repeat_reason", "")
        )
