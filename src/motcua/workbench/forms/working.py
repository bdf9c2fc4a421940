"""Forms that do a step, ask for time or an opinion, and hand the result over."""

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from motcua.cases import commands
from motcua.cases.commands import Acted, Order
from motcua.cases.showing import said
from motcua.deadlines import Limit, LimitUnit
from motcua.kernel.refusals import Refusal
from motcua.processes.rules import StepKind
from motcua.web.refusals import text_of
from motcua.workbench.forms.base import ActionForm, Ground, ReasonForm, area, choose


class CompleteForm(ActionForm):
    """Finish a step with one of its outcomes."""

    outcome = forms.ChoiceField(label=_("Kết quả của bước"), widget=forms.RadioSelect)
    note = area(_("Ý kiến, ghi chú"), required=False)
    places: ClassVar[Mapping[str, str]] = {
        "note_required": "note",
        "outcome_not_available": "outcome",
        "steps_still_open": "outcome",
        "payment_unclear": "amount",
    }

    def build(self, ground: Ground) -> None:
        """Offer the outcomes that the process allows now; ask what was paid."""
        free = [one for one in ground.action.outcomes if one.refusal is None]
        choose(self, "outcome", [(one.id, said(one.name)) for one in free])
        if ground.action.kind == StepKind.PAYMENT:
            self.fields["amount"] = forms.IntegerField(
                label=_("Số tiền đã nộp (đồng)"), min_value=0
            )
            self.fields["reference"] = forms.CharField(
                label=_("Số chứng từ"), max_length=80
            )

    def act(self, order: Order, data: dict[str, Any]) -> Acted:
        """Complete the step."""
        payment = None
        if "amount" in data:
            payment = {"amount": data["amount"], "reference": data["reference"]}
        return commands.complete_step(
            order,
            step=data["item"],
            outcome=data["outcome"],
            note=data["note"],
            payment=payment,
        )


WITHIN = (
    (LimitUnit.WORKING_DAYS.value, _("ngày làm việc")),
    (LimitUnit.WORKING_HOURS.value, _("giờ làm việc")),
)


class ConsultForm(ActionForm):
    """Ask another unit for its opinion, by a due date."""

    unit = forms.ChoiceField(label=_("Đơn vị được hỏi"))
    question = area(_("Câu hỏi"))
    within = forms.IntegerField(
        label=_("Trả lời trong"), min_value=1, max_value=60, initial=3
    )
    within_unit = forms.ChoiceField(label=_("Tính bằng"), choices=WITHIN)
    places: ClassVar[Mapping[str, str]] = {"text_missing": "question"}

    def build(self, ground: Ground) -> None:
        """Offer the units that exist today."""
        choose(self, "unit", [("", _("Chọn đơn vị")), *ground.units])

    def act(self, order: Order, data: dict[str, Any]) -> Acted:
        """Ask."""
        within = Limit(data["within"], LimitUnit(data["within_unit"]))
        return commands.consult_unit(
            order,
            unit_id=UUID(data["unit"]),
            question=data["question"],
            within=within,
        )


class AnswerForm(ActionForm):
    """Give the opinion that one's unit was asked for."""

    answer = area(_("Ý kiến trả lời"), rows=4)
    places: ClassVar[Mapping[str, str]] = {"text_missing": "answer"}

    def act(self, order: Order, data: dict[str, Any]) -> Acted:
        """Answer."""
        return commands.answer_consultation(
            order, consultation=data["item"], answer=data["answer"]
        )


class ApologiseForm(ReasonForm):
    """Apologise and give a new date, once."""

    new_date = forms.DateField(
        label=_("Ngày hẹn trả mới"), widget=forms.DateInput({"type": "date"})
    )
    field_order = ("new_date", "reason")
    places: ClassVar[Mapping[str, str]] = {
        "reason_missing": "reason",
        "not_later": "new_date",
        "new_due_not_later": "new_date",
    }

    def clean_new_date(self) -> date:
        """Take a working day that the calendar knows."""
        day: date = self.cleaned_data["new_date"]
        try:
            working = self.ground.calendar.is_working(day)
        except Refusal as refusal:
            raise forms.ValidationError(text_of(refusal)) from None
        if not working:
            raise forms.ValidationError(
                _("Đây là ngày nghỉ. Hãy chọn một ngày làm việc.")
            )
        return day

    def act(self, order: Order, data: dict[str, Any]) -> Acted:
        """Apologise; the new date ends with its office hours."""
        return commands.apologise_and_reappoint(
            order,
            reason=data["reason"],
            new_due=self.ground.calendar.closing(data["new_date"]),
        )


WAYS = (
    ("COUNTER", _("Tại quầy")),
    ("POST", _("Bưu chính")),
    ("ONLINE", _("Trực tuyến")),
)


class ReturnForm(ActionForm):
    """Hand the result over."""

    way = forms.ChoiceField(label=_("Cách trả"), choices=WAYS, widget=forms.RadioSelect)
    received_by = forms.CharField(
        label=_("Người nhận, nếu không phải người nộp"), max_length=200, required=False
    )

    def build(self, ground: Ground) -> None:
        """Offer first the way that the applicant asked for."""
        asked = ground.view.state.dossier.get("handover", {}).get("way", "COUNTER")
        self.initial["way"] = asked

    def act(self, order: Order, data: dict[str, Any]) -> Acted:
        """Hand it over."""
        return commands.return_result(
            order, way=data["way"], received_by=data["received_by"]
        )
