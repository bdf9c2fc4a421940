"""Everything that stands on the page of a case, gathered in a fixed number of reads."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from motcua.cases import queries
from motcua.cases.actions import Action, available_actions
from motcua.cases.calendars import present_calendar
from motcua.cases.frames import local_day
from motcua.cases.queries import CaseView, TimelineEntry
from motcua.cases.rules.frame import UNSTATED
from motcua.cases.showing import (
    CHANNEL_WORDS,
    Badge,
    Entry,
    due_badge,
    due_of,
    due_of_work,
    said,
    status_badge,
    timeline,
)
from motcua.catalogue import queries as catalogue
from motcua.catalogue.queries import ProcedureVersion
from motcua.deadlines import Clock
from motcua.documents import queries as documents
from motcua.documents.queries import FileFacts, IssuedFacts
from motcua.documents.rules import FileKind
from motcua.kernel.actors import Actor, Role
from motcua.kernel.instants import from_text
from motcua.kernel.texts import fold
from motcua.organisations import queries as organisations
from motcua.workbench import acting
from motcua.workbench.casefacts import (
    AnswerSection,
    Consultation,
    Happening,
    PaperRow,
    answer_sections,
    consultations,
    happenings,
    paper_rows,
)
from motcua.workbench.drawing import Layer, drawing
from motcua.workbench.forms import ActionForm, Choices, Ground
from motcua.workbench.keys import new_key
from motcua.workbench.lines import reference_of, role_name, unit_name, work_name

TALK = frozenset({"COMMENTED", "MESSAGE"})


@dataclass(frozen=True, slots=True)
class Work:
    """A piece of open work on the case."""

    key: str
    name: str
    unit: str
    unit_id: UUID
    role: str
    due: Badge
    due_at: datetime | None
    assignee: str
    is_mine: bool
    offer: acting.Offer | None  # to give it to somebody
    may_take: bool


class CasePage:
    """One case for one reader. Built once per request."""

    def __init__(self, case_id: UUID, actor: Actor, now: datetime) -> None:
        """Load the case.

        :raises NotFound: if there is none that the actor may see.
        """
        self.actor, self.now = actor, now
        self.view: CaseView = queries.get_case(case_id, actor)
        self.state = self.view.state
        assert self.state.version_id is not None  # noqa: S101 - set by SUBMITTED
        self.version: ProcedureVersion = catalogue.get_version(self.state.version_id)
        self.events: list[TimelineEntry] = queries.list_events(case_id, actor)
        self.calendar = present_calendar()
        self.day = local_day(now)

    def context(
        self, bound: ActionForm | None = None, changed: Sequence[Entry] = ()
    ) -> dict[str, Any]:
        """Return what the template shows."""
        state = self.state
        grounds = [self.ground(a) for a in self._allowed if self._is_offered(a)]
        return {
            "case": self,
            "state": state,
            "offers": acting.offers(grounds, bound),
            "denied": acting.denied(self.actions),
            "counter": any(a.name == acting.AT_THE_COUNTER for a in self._allowed),
            "talks": self._talks(bound),
            "work": self.work(bound),
            "tried": bound,
            "changed": changed,
        }

    # -- head

    @property
    def reference(self) -> str:
        """Return the code of the case."""
        return reference_of(self.state.id, self.state.code)

    @property
    def procedure(self) -> str:
        """Return what is applied for."""
        return said(self.version.name)

    @property
    def status(self) -> Badge:
        """Return the state in a word."""
        return status_badge(self.state.status)

    @property
    def due_badge(self) -> Badge:
        """Return how the due date stands."""
        return due_badge(self.state.due_at, self.state.status, self.now)

    @cached_property
    def due(self) -> Any:
        """Return when the case is due and why; nothing before acceptance."""
        return due_of(self.state)

    @property
    def channel(self) -> str:
        """Return how the application came in."""
        return str(CHANNEL_WORDS.get(self.state.channel, self.state.channel))

    @property
    def places(self) -> list[tuple[str, UUID, str]]:
        """Return who receives and who decides."""
        state = self.state
        assert state.receiving_unit_id  # noqa: S101 - set by SUBMITTED
        assert state.competent_unit_id  # noqa: S101 - set by SUBMITTED
        return [
            (
                _("Nơi tiếp nhận"),
                state.receiving_unit_id,
                unit_name(state.receiving_unit_id),
            ),
            (
                _("Nơi giải quyết"),
                state.competent_unit_id,
                unit_name(state.competent_unit_id),
            ),
        ]

    @property
    def applicant(self) -> list[tuple[str, str]]:
        """Return what is known of the applicant."""
        known = self.state.dossier.get("applicant", {})
        names = {
            "identity_number": _("Số định danh"),
            "phone": _("Điện thoại"),
            "email": _("Thư điện tử"),
            "address": _("Địa chỉ"),
        }
        return [(name, known[key]) for key, name in names.items() if known.get(key)]

    # -- time

    @property
    def happenings(self) -> list[Happening]:
        """Return what happened to the clock: stops, restarts, more time, new dates."""
        if "clock" not in self.state.facts:
            return []
        return list(happenings(Clock.from_json(self.state.facts["clock"])))

    # -- dossier

    @cached_property
    def asked(self) -> Mapping[tuple[str, str], str]:
        """Return why each paper and field is to be supplemented."""
        said_of = self.state.dossier.get("supplement") or {}
        return {(i["kind"], i["id"]): i["reason"] for i in said_of.get("items", ())}

    @property
    def sections(self) -> list[AnswerSection]:
        """Return the answers, section by section."""
        return answer_sections(self.version, self.state, self.asked, self.day)

    @cached_property
    def files(self) -> Sequence[FileFacts]:
        """Return the files of the case."""
        return documents.list_files(case_id=self.state.id)

    @cached_property
    def papers(self) -> list[PaperRow]:
        """Return the papers that this case needs or has, with what is there."""
        return paper_rows(self.version, self.state, self.files, self.asked)

    @cached_property
    def issued(self) -> Sequence[IssuedFacts]:
        """Return the papers that were issued."""
        return documents.list_issued(self.state.id)

    @property
    def prints_receipt(self) -> bool:
        """Tell whether the receipt may be printed here and now."""
        return self.state.code is not None and self.actor.may("cases.accept")

    @property
    def prints_slip(self) -> bool:
        """Tell whether there is a control slip: from acceptance on."""
        return self.state.accepted_at is not None

    @property
    def other_files(self) -> list[FileFacts]:
        """Return files that are neither papers of the dossier nor issued."""
        listed = {file.id for row in self.papers for file in row.files}
        listed |= {paper.file_id for paper in self.issued}
        return [
            file
            for file in self.files
            if file.id not in listed and file.kind != FileKind.FORM
        ]

    # -- story

    @cached_property
    def story(self) -> list[Entry]:
        """Return everything that happened in words, the newest first."""
        return timeline(self.state, self.events, for_applicant=False)

    @property
    def timeline(self) -> list[Entry]:
        """Return what happened, without what was only said."""
        return [entry for entry in self.story if entry.event not in TALK]

    def since(self, seq: int) -> list[Entry]:
        """Return what happened after an event, the oldest first."""
        return [entry for entry in reversed(self.story) if entry.seq > seq]

    @property
    def layers(self) -> list[Layer]:
        """Return the process as a drawing."""
        return drawing(self.state, self.version.process, self.events, self.now)

    @property
    def consultations(self) -> list[Consultation]:
        """Return the opinions asked for, with the answers."""
        return consultations(self.state, self.events)

    # -- what to do

    @cached_property
    def actions(self) -> list[Action]:
        """Return every action, allowed to this person or not."""
        return available_actions(self.view, self.actor, self.now)

    @property
    def _allowed(self) -> list[Action]:
        return [action for action in self.actions if action.allowed]

    def _is_offered(self, action: Action) -> bool:
        if action.name == "complete_step":
            return any(one.refusal is None for one in action.outcomes)
        return action.name in acting.KINDS and action.name not in acting.ELSEWHERE

    def action(self, name: str, item: str) -> Action | None:
        """Return one action, if there is such a thing on this case now."""
        same = (a for a in self.actions if a.name == name and a.item == item)
        return next(same, None)

    def ground(self, action: Action) -> Ground:
        """Return what the form of an action has to know."""
        return Ground(
            view=self.view,
            version=self.version,
            action=action,
            calendar=self.calendar,
            key=new_key(),
            units=self._units(action) if action.name == "consult_unit" else (),
            people=self._people(action) if action.name == "reassign_work" else (),
            on_paper=[(p.id, p.name) for p in self.papers if not p.is_there],
        )

    def _units(self, action: Action) -> Choices:
        """Return the units that may be asked: the likely ones first."""
        own = self.actor.unit_ids
        units = [u for u in organisations.list_units(self.day) if u.id not in own]
        likely = set(action.likely_unit_ids)
        units.sort(key=lambda u: (u.id not in likely, fold(said(u.name))))
        return [(str(unit.id), said(unit.name)) for unit in units]

    @cached_property
    def _posts(self) -> dict[UUID, list[Any]]:
        units = {a.unit_id for a in self.actions if a.name == "reassign_work"}
        return {u: organisations.people_in(u, self.day) for u in units if u}

    def _people(self, action: Action) -> Choices:
        """Return the people to whom this person may give the work."""
        assert action.unit_id is not None  # noqa: S101 - every work has a unit
        posts = self._posts[action.unit_id]
        fit = [post for post in posts if post.role == action.role]
        leads = self.actor.post_in(action.unit_id, Role.LEADER) is not None
        if not (leads and self.actor.may("cases.reassign")):
            fit = [post for post in fit if post.account_id == self.actor.id]
        return [(str(post.account_id), post.name) for post in fit]

    def work(self, bound: ActionForm | None) -> list[Work]:
        """Return the open work, with who has it and to whom it may be given."""
        moves = {a.item: a for a in self.actions if a.name == "reassign_work"}
        taken = [
            UUID(i["assignee"]) for i in self.state.items.values() if i.get("assignee")
        ]
        names = organisations.names_of(taken)
        return [
            self._work(key, item, moves, names, bound)
            for key, item in self.state.items.items()
        ]

    def _work(
        self,
        key: str,
        item: Mapping[str, Any],
        moves: Mapping[str, Action],
        names: Mapping[UUID, str],
        bound: ActionForm | None,
    ) -> Work:
        assignee = UUID(item["assignee"]) if item.get("assignee") else None
        unit_id = UUID(item["unit"])
        due_at = None if item["due"] == UNSTATED else from_text(item["due"])
        move = moves.get(key)
        offer = None
        if move is not None and move.allowed:
            offer = acting.offers([self.ground(move)], bound)[0]
        return Work(
            key=key,
            name=work_name(key, self.version.process),
            unit=unit_name(unit_id),
            unit_id=unit_id,
            role=role_name(item["role"]),
            due=due_of_work(due_at, self.now),
            due_at=due_at,
            assignee=names.get(assignee, "") if assignee else "",
            is_mine=assignee == self.actor.id,
            offer=offer,
            may_take=self.actor.post_in(unit_id, Role(item["role"])) is not None,
        )

    def _talks(self, bound: ActionForm | None) -> list[dict[str, Any]]:
        """Return what was said to the applicant and among staff, with the forms."""
        allowed = {action.name: action for action in self._allowed}
        kinds = (
            ("send_message", "MESSAGE", _("Trao đổi với người nộp")),
            ("comment_on_case", "COMMENTED", _("Trao đổi nội bộ")),
        )
        return [
            {
                "title": title,
                "entries": [e for e in reversed(self.story) if e.event == event],
                "offer": acting.offers([self.ground(allowed[name])], bound)[0]
                if name in allowed
                else None,
            }
            for name, event, title in kinds
        ]
