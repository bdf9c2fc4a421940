"""A case in words, for both sites: its status, its due date and why, its story."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import (
    get_language,
    gettext_lazy,
    ngettext,
    pgettext_lazy,
)
from django.utils.translation import gettext as _

from motcua.cases.calendars import present_calendar
from motcua.cases.queries import DUE_SOON, TimelineEntry
from motcua.cases.rules.state import (
    AWAITING_SUPPLEMENT,
    CLOSED,
    DECIDED,
    RETURNED,
    CaseState,
)
from motcua.catalogue import queries as catalogue
from motcua.catalogue.queries import ProcedureVersion
from motcua.deadlines import Clock, Due, due
from motcua.kernel.actors import Role
from motcua.kernel.instants import day_of, from_text
from motcua.kernel.texts import Text
from motcua.web import formats

STATUS_WORDS: Mapping[str, Promise] = {
    "SUBMITTED": gettext_lazy("Chờ tiếp nhận"),
    "ACCEPTED": gettext_lazy("Đã tiếp nhận"),
    "IN_PROGRESS": gettext_lazy("Đang giải quyết"),
    "AWAITING_SUPPLEMENT": gettext_lazy("Chờ bổ sung"),
    "DECIDED": gettext_lazy("Đã có kết quả"),
    "RETURNED": gettext_lazy("Đã trả kết quả"),
    "REFUSED": gettext_lazy("Từ chối tiếp nhận"),
    "WITHDRAWN": gettext_lazy("Đã rút hồ sơ"),
    "STOPPED": gettext_lazy("Đã dừng theo yêu cầu"),
}
ROLE_WORDS: Mapping[str, Promise] = {
    "CITIZEN": gettext_lazy("Cá nhân"),
    "BUSINESS": gettext_lazy("Tổ chức, doanh nghiệp"),
    "CLERK": gettext_lazy("Công chức tiếp nhận"),
    "OFFICER": gettext_lazy("Công chức thụ lý"),
    "LEADER": gettext_lazy("Lãnh đạo"),
    "CONTROLLER": gettext_lazy("Công chức kiểm soát"),
    "ADMINISTRATOR": gettext_lazy("Quản trị hệ thống"),
    "SYSTEM": gettext_lazy("Hệ thống"),
}
CHANNEL_WORDS: Mapping[str, Promise] = {
    "ONLINE": gettext_lazy("Trực tuyến"),
    "COUNTER": gettext_lazy("Tại quầy"),
    "POST": gettext_lazy("Bưu chính"),
    "API": gettext_lazy("Kết nối hệ thống"),
}
EVENT_WORDS: Mapping[str, Promise] = {
    "SUBMITTED": pgettext_lazy("event", "Nộp hồ sơ"),
    "ACCEPTED": pgettext_lazy("event", "Tiếp nhận, cấp mã và hẹn trả kết quả"),
    "REFUSED": pgettext_lazy("event", "Từ chối tiếp nhận"),
    "SUPPLEMENT_REQUESTED": pgettext_lazy("event", "Yêu cầu bổ sung"),
    "SUPPLEMENTED": pgettext_lazy("event", "Bổ sung hồ sơ"),
    "WITHDRAWN": pgettext_lazy("event", "Rút hồ sơ"),
    "STOPPED": pgettext_lazy("event", "Dừng giải quyết theo yêu cầu"),
    "STEP_COMPLETED": pgettext_lazy("event", "Hoàn thành một bước"),
    "DECIDED": pgettext_lazy("event", "Có kết quả"),
    "RETURNED": pgettext_lazy("event", "Trả kết quả"),
    "CONSULTED": pgettext_lazy("event", "Lấy ý kiến đơn vị khác"),
    "CONSULTATION_ANSWERED": pgettext_lazy("event", "Trả lời ý kiến"),
    "ESCALATED": pgettext_lazy("event", "Báo cấp trên vì chưa có trả lời"),
    "APOLOGISED": pgettext_lazy("event", "Xin lỗi và hẹn lại ngày trả"),
    "EXTENDED": pgettext_lazy("event", "Gia hạn để xác minh"),
    "REASSIGNED": pgettext_lazy("event", "Giao lại việc"),
    "COMMENTED": pgettext_lazy("event", "Trao đổi nội bộ"),
    "MESSAGE": pgettext_lazy("event", "Tin nhắn"),
    "REOPENED": pgettext_lazy("event", "Mở lại hồ sơ"),
    "ERASED": pgettext_lazy("event", "Xóa dữ liệu cá nhân"),
    "DUE_MOVED": pgettext_lazy("event", "Ngày hẹn trả thay đổi theo lịch làm việc"),
}
_ICONS = {
    "SUBMITTED": "paper-airplane",
    "ACCEPTED": "inbox-arrow-down",
    "IN_PROGRESS": "pencil-square",
    "AWAITING_SUPPLEMENT": "pause",
    "DECIDED": "document-check",
    "RETURNED": "check-circle",
    "REFUSED": "x-circle",
    "WITHDRAWN": "arrow-uturn-left",
    "STOPPED": "stop-circle",
}


@dataclass(frozen=True, slots=True)
class Badge:
    """A state in a word."""

    words: str
    kind: str
    icon_name: str


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that happened, as the timeline shows it."""

    at: datetime
    title: str
    who: str
    body: str
    items: Sequence[str]
    kind: str
    event: str
    seq: int
    hash: str
    due_at: datetime | None = None


def said(text: Text) -> str:
    """Return a text in the reader's language."""
    return text.to(get_language() or settings.LANGUAGE_CODE)


def status_badge(status: str) -> Badge:
    """Return a status as a badge."""
    kind = {DECIDED: "good", RETURNED: "good", AWAITING_SUPPLEMENT: "stopped"}
    return Badge(
        str(STATUS_WORDS.get(status, status)),
        kind.get(status, ""),
        _ICONS.get(status, "document"),
    )


def due_badge(at: datetime | None, status: str, now: datetime) -> Badge:
    """Return how a due date stands: early, due soon, overdue, stopped, or done."""
    if status in CLOSED or status == DECIDED:
        return Badge(str(_("Đã xong")), "done", "check-circle")
    if status == AWAITING_SUPPLEMENT:
        return Badge(str(_("Đang tạm dừng tính hạn")), "stopped", "pause")
    if at is None:
        return Badge(str(_("Không có hạn")), "none", "minus")
    return due_of_work(at, now)


def due_of_work(at: datetime | None, now: datetime) -> Badge:
    """Return how the due time of work stands, in working days."""
    if at is None:
        return Badge(str(_("Không có hạn")), "none", "minus")
    zone = timezone.get_default_timezone()
    calendar = present_calendar()
    today, last = day_of(now, zone), day_of(at, zone)
    if at < now:
        days = calendar.working_days_between(last, today)
        words = (
            ngettext("Quá hạn %(n)s ngày", "Quá hạn %(n)s ngày", days) % {"n": days}
            if days
            else _("Quá hạn hôm nay")
        )
        return Badge(words, "overdue", "exclamation-triangle")
    days = calendar.working_days_between(today, last)
    kind, icon = ("soon", "clock") if at - now < DUE_SOON else ("early", "check")
    if last == today:
        clock = f"{at.astimezone(zone):%H:%M}"
        return Badge(_("Hạn hôm nay %(time)s") % {"time": clock}, kind, icon)
    words = ngettext("Còn %(n)s ngày", "Còn %(n)s ngày", days) % {"n": days}
    return Badge(words, kind, icon)


def due_of(state: CaseState) -> Due | None:
    """Return when a case is due and how that follows; nothing before acceptance."""
    if "clock" not in state.facts:
        return None
    clock = Clock.from_json(state.facts["clock"])
    return due(clock, present_calendar())


def timeline(
    state: CaseState, events: Sequence[TimelineEntry], *, for_applicant: bool
) -> list[Entry]:
    """Return the story of a case, the newest first."""
    version = catalogue.get_version(state.version_id) if state.version_id else None
    teller = _Teller(state, version, for_applicant=for_applicant)
    return [teller.entry(event) for event in reversed(events)]


class _Teller:
    """Tells one event after the other."""

    def __init__(
        self, state: CaseState, version: ProcedureVersion | None, *, for_applicant: bool
    ) -> None:
        self.state = state
        self.version = version
        self.for_applicant = for_applicant

    def entry(self, event: TimelineEntry) -> Entry:
        due_at = event.facts.get("due_at")
        return Entry(
            at=event.at,
            title=self.title(event),
            who=self.who(event),
            body=self.body(event),
            items=list(self.items(event)),
            kind="open" if event.kind in {"COMMENTED", "MESSAGE"} else "",
            event=event.kind,
            seq=event.seq,
            hash=event.hash,
            due_at=from_text(due_at) if due_at else None,
        )

    def title(self, event: TimelineEntry) -> str:
        if self.version and event.kind == "STEP_COMPLETED":
            step = self.version.process.steps.get(event.facts.get("step", ""))
            if step:
                chosen = event.facts.get("outcome")
                names = [said(o.name) for o in step.outcomes if o.id == chosen]
                return ": ".join([said(step.name), *names])
        if event.kind == "DECIDED":
            return f"{EVENT_WORDS['DECIDED']}: {self.result(event.facts['result'])}"
        return str(EVENT_WORDS.get(event.kind, event.kind))

    def result(self, result: str) -> str:
        return result_name(self.version, result)

    def who(self, event: TimelineEntry) -> str:
        capacity = event.capacity
        role = capacity.get("role", "")
        if role == Role.SYSTEM:
            return str(ROLE_WORDS["SYSTEM"])
        if "unit_name" not in capacity:
            name = "" if self.for_applicant else self.state.applicant_name
            return name or _("Người nộp hồ sơ")
        place = f"{capacity.get('title', '')}, {capacity['unit_name']}"
        return place if self.for_applicant else f"{capacity['name']}, {place}"

    def body(self, event: TimelineEntry) -> str:
        if event.payload is None:
            return _("Nội dung đã được xóa theo quy định.")
        if event.kind == "CONSULTED":
            asked = event.facts["consultations"][-1]["unit_name"]
            return f"{asked}: {event.payload.get('question', '')}"
        for part in ("text", "reason", "note", "answer"):
            if words := event.payload.get(part):
                return str(words)
        if event.kind == "ERASED":
            return str(event.facts.get("act", ""))
        return ""

    def items(self, event: TimelineEntry) -> Iterator[str]:
        if (
            event.kind != "SUPPLEMENT_REQUESTED"
            or not event.payload
            or not self.version
        ):
            return
        names = item_names(self.version)
        for item in event.payload["dossier"]["supplement"]["items"]:
            name = names.get((item["kind"], item["id"]))
            yield f"{said(name) if name else item['id']}: {item['reason']}"


def result_name(version: ProcedureVersion | None, result: str) -> str:
    """Return what a result is called."""
    names = version.definition.results if version else ()
    return next((said(one.name) for one in names if one.id == result), result)


def item_names(version: ProcedureVersion) -> dict[tuple[str, str], Text]:
    """Return what the papers and fields of a procedure are called."""
    definition = version.definition
    papers = {("paper", part.id): part.name for part in definition.components}
    return papers | {
        ("field", field.id): field.name for field in definition.form.fields
    }


def day_words(at: datetime) -> str:
    """Write an instant for a sentence."""
    return formats.moment(at, get_language(), timezone.get_default_timezone())
