"""Proposals, changes and versions in words, as pages of the catalogue show them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from motcua.catalogue.queries import VersionFacts
from motcua.catalogue.upkeep.checking import Checked, data_in
from motcua.catalogue.upkeep.overview import Standing
from motcua.catalogue.upkeep.queries import EventFacts, ProposalView
from motcua.catalogue.upkeep.rules.differences import Aspect, Change, ChangeKind
from motcua.catalogue.upkeep.rules.proposing import OPEN, Act, Purpose, State
from motcua.kernel.actors import Actor
from motcua.workbench.keeping.columns import said
from motcua.workbench.keeping.lists import list_at
from motcua.workbench.keeping.parts import Part, parts_for
from motcua.workbench.keeping.problems import Trouble, troubles_of

STATE_LOOKS: Mapping[State, tuple[str, str]] = {  # kind of badge, icon
    State.DRAFT: ("", "pencil"),
    State.SUBMITTED: ("", "clock"),
    State.RETURNED: ("wrong", "arrow-uturn-left"),
    State.APPROVED: ("good", "check"),
    State.PUBLISHED: ("good", "check-circle"),
    State.WITHDRAWN: ("stopped", "x-mark"),
}
STANDING_LOOKS: Mapping[Standing, tuple[str, str]] = {
    Standing.APPLY: ("good", "check"),
    Standing.INFORMATION: ("", "information-circle"),
    Standing.COMING: ("", "calendar-days"),
    Standing.ENDED: ("stopped", "archive-box"),
    Standing.PROPOSED: ("", "pencil"),
}
ASPECTS: Mapping[Aspect, Promise] = {
    Aspect.CITIZEN: _("Với người dân"),
    Aspect.OFFICER: _("Với cán bộ"),
    Aspect.TIME: _("Về thời gian"),
    Aspect.MONEY: _("Về tiền"),
    Aspect.LAW: _("Căn cứ và tên gọi"),
}
CHANGE_LOOKS: Mapping[ChangeKind, tuple[Promise, str]] = {
    ChangeKind.ADDED: (_("Thêm"), "plus"),
    ChangeKind.REMOVED: (_("Bỏ"), "minus"),
    ChangeKind.CHANGED: (_("Đổi"), "arrow-right"),
}
ACTS: Mapping[Act, Promise] = {
    Act.STARTED: _("Lập dự thảo"),
    Act.SAVED: _("Lưu nội dung"),
    Act.REBASED: _("Cập nhật theo bản công bố mới"),
    Act.SUBMITTED: _("Trình phê duyệt"),
    Act.RETURNED: _("Trả lại để sửa"),
    Act.APPROVED: _("Phê duyệt"),
    Act.PUBLISHED: _("Công bố"),
    Act.WITHDRAWN: _("Rút dự thảo"),
}


@dataclass(frozen=True, slots=True)
class Badge:
    """A state in a word, with its look."""

    words: str
    kind: str
    icon_name: str


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One difference as a row."""

    kind: Promise
    icon_name: str
    where: str
    before: str
    after: str
    is_order: bool


@dataclass(frozen=True, slots=True)
class ChangeGroup:
    """What changed for somebody, or in something."""

    id: str
    title: Promise
    lines: Sequence[ChangeLine]


@dataclass(frozen=True, slots=True)
class Tab:
    """A page of the form, and how many mistakes are on it."""

    part: Part
    wrong: int


@dataclass(frozen=True, slots=True)
class EventLine:
    """What somebody did with a proposal."""

    seq: int
    title: Promise
    who: str
    at: Any
    note: str
    has_text: bool


@dataclass(frozen=True, slots=True)
class Head:
    """What every page of a proposal shows: what it is, its pages, what may be done."""

    view: ProposalView
    name: str
    state: Badge
    tabs: Sequence[Tab]
    troubles: Sequence[Trouble]
    checked: Checked
    is_closing: bool
    may_edit: bool
    may: frozenset[str]
    wrote: bool


def state_badge(state: State) -> Badge:
    """Return a proposal's state in a word."""
    kind, icon_name = STATE_LOOKS[state]
    return Badge(said(state.label), kind, icon_name)


def standing_badge(standing: Standing) -> Badge:
    """Return what one can do about a procedure, in a word."""
    kind, icon_name = STANDING_LOOKS[standing]
    return Badge(said(standing.label), kind, icon_name)


def version_badge(version: VersionFacts, day: date) -> Badge:
    """Return whether a version holds on a day, in a word."""
    if version.superseded_at is not None:
        return Badge(str(_("Đã được đính chính")), "stopped", "arrow-path")
    if version.in_force_from > day:
        return standing_badge(Standing.COMING)
    if version.in_force_until is not None and version.in_force_until <= day:
        return standing_badge(Standing.ENDED)
    return Badge(str(_("Đang có hiệu lực")), "good", "check")


def change_groups(changes: Iterable[Change]) -> list[ChangeGroup]:
    """Return differences by whom or what they concern, in reading order."""
    found: dict[Aspect, list[ChangeLine]] = {aspect: [] for aspect in ASPECTS}
    for change in sorted(changes, key=lambda one: one.kind is ChangeKind.REMOVED):
        found[change.aspect].append(_change_line(change))
    return [
        ChangeGroup(aspect.value.lower(), ASPECTS[aspect], lines)
        for aspect, lines in found.items()
        if lines
    ]


def _change_line(change: Change) -> ChangeLine:
    word, icon_name = CHANGE_LOOKS[change.kind]
    before, after = change.words
    return ChangeLine(
        kind=word,
        icon_name=icon_name,
        where=" › ".join(map(said, change.where)),
        before=said(before),
        after=said(after),
        is_order=change.is_order,
    )


def event_lines(events: Iterable[EventFacts]) -> list[EventLine]:
    """Return a proposal's story, the latest first."""
    return [
        EventLine(
            seq=event.seq,
            title=ACTS[event.act],
            who=event.capacity.get("name", ""),
            at=event.at,
            note=event.note,
            has_text=bool(event.text),
        )
        for event in reversed(list(events))
    ]


def head_of(view: ProposalView, actor: Actor) -> Head:
    """Return what every page of a proposal shows to somebody."""
    facts, checked = view.facts, view.check()
    troubles = troubles_of(checked.problems, facts.purpose, _questions(view.text))
    wrote = actor.id in view.authors
    return Head(
        view=view,
        name=facts.name or facts.code,
        state=state_badge(facts.state),
        tabs=[
            Tab(part, sum(one.part == part.id for one in troubles))
            for part in parts_for(facts.purpose)
        ],
        troubles=troubles,
        checked=checked,
        is_closing=facts.purpose is Purpose.CLOSING,
        may_edit=_is_draft(facts.state) and actor.may("catalogue.edit"),
        may=_acts(facts.state, actor, wrote=wrote, is_right=checked.is_right),
        wrote=wrote,
    )


def _is_draft(state: State) -> bool:
    return state in (State.DRAFT, State.RETURNED)


def _acts(state: State, actor: Actor, *, wrote: bool, is_right: bool) -> frozenset[str]:
    """Return what somebody may do with a proposal now."""
    may = set()
    if actor.may("catalogue.edit"):
        if state in OPEN:
            may.add("withdraw")
        if _is_draft(state) and is_right:
            may.add("submit")
    if actor.may("catalogue.approve"):
        if state is State.SUBMITTED and not wrote:
            may.add("approve")
        if state in (State.SUBMITTED, State.APPROVED):
            may.add("return")
    if actor.may("catalogue.publish") and state is State.APPROVED:
        may.add("publish")
    return frozenset(may)


def _questions(text: str) -> list[int]:
    """Return how many questions are on each page of a draft's form."""
    sections = list_at("form", "sections")["read"](data_in(text) or {})
    return [len(section.get("fields") or ()) for section in sections]
