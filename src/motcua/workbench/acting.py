"""Actions on a case as the page offers them: what, in which form, or why not."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from motcua.cases.actions import Action
from motcua.cases.showing import said
from motcua.web.refusals import text_of
from motcua.workbench import forms
from motcua.workbench.forms import ActionForm, Ground, slug_of


@dataclass(frozen=True, slots=True)
class Kind:
    """What an action is called, what its button says, and its form."""

    title: Promise
    button: Promise
    icon: str
    form: type[ActionForm]
    leads: bool = False  # whether the case waits for it


KINDS: Mapping[str, Kind] = {
    "accept_case": Kind(
        _("Tiếp nhận hồ sơ"),
        _("Tiếp nhận và hẹn trả kết quả"),
        "inbox-arrow-down",
        forms.AcceptForm,
        leads=True,
    ),
    "complete_step": Kind(
        _("Hoàn thành bước"),
        _("Hoàn thành bước này"),
        "check-circle",
        forms.CompleteForm,
        leads=True,
    ),
    "answer_consultation": Kind(
        _("Trả lời ý kiến"),
        _("Gửi ý kiến"),
        "chat-bubble-left-right",
        forms.AnswerForm,
        leads=True,
    ),
    "return_result": Kind(
        _("Trả kết quả"),
        _("Ghi nhận đã trả kết quả"),
        "document-check",
        forms.ReturnForm,
        leads=True,
    ),
    "request_supplement": Kind(
        _("Yêu cầu bổ sung"),
        _("Gửi yêu cầu bổ sung"),
        "document-plus",
        forms.SupplementForm,
    ),
    "consult_unit": Kind(
        _("Lấy ý kiến đơn vị khác"),
        _("Gửi yêu cầu lấy ý kiến"),
        "building-office-2",
        forms.ConsultForm,
    ),
    "extend_limit": Kind(
        _("Gia hạn để xác minh"), _("Gia hạn"), "calendar-days", forms.ExtendForm
    ),
    "apologise_and_reappoint": Kind(
        _("Xin lỗi và hẹn lại ngày trả"),
        _("Xin lỗi và hẹn lại"),
        "envelope",
        forms.ApologiseForm,
    ),
    "refuse_case": Kind(
        _("Từ chối tiếp nhận"), _("Từ chối tiếp nhận"), "x-circle", forms.RefuseForm
    ),
    "stop_case": Kind(
        _("Dừng theo yêu cầu của người nộp"),
        _("Dừng giải quyết"),
        "stop-circle",
        forms.StopForm,
    ),
    "withdraw_case": Kind(
        _("Rút hồ sơ thay người nộp"),
        _("Rút hồ sơ"),
        "arrow-uturn-left",
        forms.WithdrawForm,
    ),
    "reopen_case": Kind(
        _("Mở lại hồ sơ"), _("Mở lại hồ sơ"), "lock-open", forms.ReopenForm
    ),
    "erase_case": Kind(
        _("Xóa dữ liệu cá nhân"), _("Xóa vĩnh viễn"), "trash", forms.EraseForm
    ),
    "reassign_work": Kind(_("Giao việc"), _("Giao"), "user-plus", forms.ReassignForm),
    "comment_on_case": Kind(
        _("Trao đổi nội bộ"), _("Ghi lại"), "chat-bubble-left", forms.CommentForm
    ),
    "send_message": Kind(
        _("Nhắn cho người nộp"), _("Gửi tin nhắn"), "paper-airplane", forms.MessageForm
    ),
}
ELSEWHERE = frozenset({"reassign_work", "comment_on_case", "send_message"})
AT_THE_COUNTER = "supplement_case"  # has a page of its own


@dataclass(frozen=True, slots=True)
class Offer:
    """An action that this person may take now, with its form."""

    name: str
    slug: str
    title: str
    kind: Kind
    form: ActionForm
    action: Action
    is_open: bool


@dataclass(frozen=True, slots=True)
class Denied:
    """An action that this person may not take now, and why."""

    title: str
    why: str


def title_of(action: Action) -> str:
    """Return what an action is called; a step by its own name."""
    if action.title is not None:
        return said(action.title)
    if action.name == AT_THE_COUNTER:
        return str(_("Nhận bổ sung tại quầy"))
    return str(KINDS[action.name].title)


def offers(grounds: Sequence[Ground], bound: ActionForm | None) -> list[Offer]:
    """Return what may be done, with ``bound`` in the place of its blank form.

    What the case waits for stands first, open.
    """
    found = [_offer(ground, bound) for ground in grounds]
    return sorted(found, key=lambda offer: not offer.kind.leads)


def _offer(ground: Ground, bound: ActionForm | None) -> Offer:
    kind = KINDS[ground.action.name]
    slug = slug_of(ground.action)
    tried = bound is not None and slug_of(bound.ground.action) == slug
    form = bound if tried and bound is not None else kind.form(ground)
    return Offer(
        name=ground.action.name,
        slug=slug,
        title=title_of(ground.action),
        kind=kind,
        form=form,
        action=ground.action,
        is_open=tried or (kind.leads and bound is None),
    )


def denied(actions: Sequence[Action]) -> list[Denied]:
    """Return what may not be done, each with the condition that failed."""
    return list(_denied(actions))


def _denied(actions: Sequence[Action]) -> Iterator[Denied]:
    for action in actions:
        if action.refusal is not None and action.name not in ELSEWHERE:
            yield Denied(title_of(action), text_of(action.refusal))


def outcomes_denied(action: Action) -> list[Denied]:
    """Return the outcomes of a step that cannot be chosen in this case, and why."""
    return [
        Denied(said(one.name), text_of(one.refusal))
        for one in action.outcomes
        if one.refusal is not None
    ]
