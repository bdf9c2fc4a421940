"""Filling the demo city: invented people, real commands, cases in every state."""

import random
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from functools import cache
from typing import Any, Literal
from uuid import UUID

import typst
from django.conf import settings

from motcua.authority.queries import actor_of
from motcua.cases import commands
from motcua.cases.applications import Dossier
from motcua.cases.commands import Acted, Order
from motcua.cases.frames import frame_for, local_day
from motcua.cases.rules.supplement import RequestedItem
from motcua.catalogue.queries import version_in_force
from motcua.deadlines import Limit, WorkCalendar
from motcua.deadlines.data import load_calendar
from motcua.documents.commands import store_file
from motcua.documents.rules import FileKind
from motcua.kernel.actors import Actor, Role
from motcua.kernel.ids import id_of
from motcua.kernel.refusals import NotFound
from motcua.organisations import queries as organisations
from motcua.organisations.commands import list_examples
from motcua.packs.samples import SampleApplication, load_samples
from motcua.processes.rules import StepKind, available_outcomes

Kind = Literal["pdf", "png"]
SEED = 35  # the same city every time
CASES = 120
SHOWN_SHARE = 0.6  # of the cases, in wards whose staff newcomers can sign in as
# What the applicants have whom newcomers can sign in as: one case of each, no more.
OWN_STORIES = ("returned", "running", "asked", "decided", "submitted", "denied")
STORIES: Mapping[str, int] = {  # how a case goes, and how often
    "returned": 36,
    "decided": 10,
    "running": 26,
    "accepted": 10,
    "submitted": 12,
    "asked": 8,
    "supplemented": 6,
    "consulting": 5,
    "apologised": 3,
    "refused": 3,
    "withdrawn": 2,
    "stopped": 2,
    "denied": 4,
}


class City:
    """Everybody in the demo city who can act, and a calendar to act by."""

    def __init__(self, now: datetime, applicants: Mapping[str, list[UUID]]) -> None:
        self.now = now
        self.applicants = applicants
        self.random = random.Random(SEED)  # noqa: S311 - a demo, not a secret
        self.calendar: WorkCalendar = load_calendar(settings.CALENDAR)
        self.day = local_day(now)
        self.samples = [s for pack in settings.PACKS for s in load_samples(pack)]
        self.wards = sorted(self._staffed_wards())
        self.shown = self._shown_wards() or self.wards
        self.owed = {kind: set(OWN_STORIES) for kind in applicants}

    def _staffed_wards(self) -> Iterator[str]:
        """Yield the codes of the wards where somebody works in the demo."""
        for territory in organisations.list_territories(self.day):
            try:
                place = organisations.receiving_unit_in(territory.id, self.day)
            except NotFound:
                continue
            if organisations.people_in(place.id, self.day):
                yield territory.code

    def _shown_wards(self) -> list[str]:
        """Return the wards of the people whom a newcomer may sign in as."""
        codes = []
        for pack in settings.PACKS:
            for example in list_examples(pack):
                if not example.unit_code:
                    continue
                unit = organisations.unit_by_code(example.unit_code, self.day)
                if unit.territory_id is not None:
                    territory = organisations.get_territory(unit.territory_id)
                    codes.append(territory.code)
        return [code for code in dict.fromkeys(codes) if code in self.wards]

    def ward(self, *, seen: bool = False) -> str:
        """Return a ward: mostly, or surely, one where a newcomer sees what happens."""
        often = seen or self.random.random() < SHOWN_SHARE
        return self.random.choice(self.shown if often else self.wards)

    def applicant(self, kind: str, story: str) -> UUID:
        """Return who applies: whom a newcomer may sign in as has a case of each story.

        Nobody has a hundred cases; the others share the rest.
        """
        first, *others = self.applicants[kind]
        if story in self.owed[kind] or not others:
            self.owed[kind].discard(story)
            return first
        return self.random.choice(others)

    def who(self, unit_id: UUID, role: str, at: datetime) -> Actor | None:
        """Return somebody who holds a role in a unit."""
        posts = organisations.people_in(unit_id, self.day)
        found = [post.account_id for post in posts if post.role == role]
        return actor_of(self.random.choice(found), at) if found else None

    def later(self, at: datetime, minutes: int) -> datetime:
        """Return an instant of office hours, so many worked minutes later."""
        return self.calendar.add_working_time(at, minutes)


def fill(
    *, now: datetime, applicants: Mapping[str, list[UUID]], count: int = CASES
) -> Iterator[str]:
    """Fill the city with ``count`` living cases; yield how each one went.

    Every case is made by the same commands that people use, at plausible hours of
    the past weeks.
    """
    city = City(now, applicants)
    stories = [story for story, share in STORIES.items() for _ in range(share)]
    city.random.shuffle(stories)
    for number in range(count):
        story = stories[number % len(stories)]
        sample = city.samples[number % len(city.samples)]
        yield _Walk(city, sample, story).go()


class _Walk:
    """One case on its way through the city."""

    def __init__(self, city: City, sample: SampleApplication, story: str) -> None:
        self.city, self.sample, self.story = city, sample, story
        begun = city.now - timedelta(days=self._age())
        minutes = city.random.randrange(1, 400)
        while (at := city.later(begun, minutes)) >= city.now:
            begun -= timedelta(days=1)
        self.at = at
        self.case_id = id_of(at)

    def _age(self) -> int:
        """Return how many days ago the case began: what is done began earlier."""
        span = {
            "returned": (12, 40),
            "decided": (6, 25),
            "submitted": (0, 2),
            "accepted": (0, 3),
            "running": (1, 20),
            "asked": (1, 9),
        }.get(self.story, (4, 20))
        return self.city.random.randint(*span)

    def go(self) -> str:
        acted = self._submit()
        with suppress(_Enough):
            self._live(acted)
        return self.story

    def _live(self, acted: Acted) -> None:
        if self.story == "submitted":
            return
        self._wait(20, 200)
        if self._ends_at_intake(acted):
            return
        acted = self._accept(acted)
        if self.story == "accepted":
            return
        self._tell_a_story(acted)

    def _wait(self, least: int, most: int) -> None:
        """Let time pass; the story ends where the present begins."""
        self.at = self.city.later(self.at, self.city.random.randint(least, most))
        if self.at >= self.city.now:
            raise _Enough

    def _order(self, actor: Actor) -> Order:
        return Order(self.case_id, actor, self.at)

    def _submit(self) -> Acted:
        city, sample = self.city, self.sample
        account_id = city.applicant(sample.applicant, self.story)
        ward = city.ward(seen=account_id == city.applicants[sample.applicant][0])
        territory = organisations.territory_by_code(ward, city.day)
        place = organisations.receiving_unit_in(territory.id, city.day)
        self.applicant = actor_of(account_id, self.at)
        answers = sample.answers(local_day(self.at))
        form = {key: _moved(value, sample.ward, ward) for key, value in answers.items()}
        papers = {component: [self._upload(component)] for component in sample.papers}
        channel = "ONLINE" if sample.channel == "COUNTER" else sample.channel
        offered = version_in_force(sample.procedure, city.day).definition.channels
        dossier = Dossier(
            procedure_code=sample.procedure,
            form=form,
            papers=papers,
            receiving_unit_id=place.id,
            channel=channel if channel in offered else "COUNTER",
            handover={"way": city.random.choice(["ONLINE", "COUNTER", "POST"])},
        )
        return commands.submit_application(self._order(self.applicant), dossier)

    def _upload(self, component: str) -> UUID:
        definition = version_in_force(self.sample.procedure, self.city.day).definition
        paper = next(c for c in definition.components if c.id == component)
        name = str(paper.name)
        kind: Kind = "pdf" if "pdf" in paper.types else "png"
        return store_file(
            content=_paper(name, kind),
            name=f"{name[:80]}.{kind}",
            kind=FileKind.COMPONENT,
            case_id=None,
            uploaded_by=self.applicant.id,
            now=self.at,
            component=component,
        ).id

    def _clerk(self, acted: Acted) -> Actor:
        unit_id = acted.state.receiving_unit_id
        assert unit_id is not None  # noqa: S101 - set by SUBMITTED
        clerk = self.city.who(unit_id, Role.CLERK, self.at)
        if clerk is None:
            raise _Enough
        return clerk

    def _ends_at_intake(self, acted: Acted) -> bool:
        if self.story == "withdrawn":
            commands.withdraw_case(
                self._order(self.applicant), reason="Tôi chuẩn bị thêm giấy tờ."
            )
        elif self.story == "refused":
            commands.refuse_case(
                self._order(self._clerk(acted)),
                reason="Việc này không thuộc thẩm quyền giải quyết của Thành phố.",
            )
        else:
            return False
        return True

    def _accept(self, acted: Acted) -> Acted:
        return commands.accept_case(self._order(self._clerk(acted)))

    def _tell_a_story(self, acted: Acted) -> None:
        self._wait(30, 300)
        if self.story in {"asked", "supplemented"}:
            acted = self._ask(acted)
        if self.story == "consulting":
            acted = self._consult(acted)
            return
        if self.story == "stopped":
            commands.stop_case(
                self._order(self.applicant), reason="Tôi không còn nhu cầu."
            )
            return
        if self.story == "apologised":
            self._apologise(acted)
            return
        steps = self.city.random.randint(0, 2) if self.story == "running" else 20
        self._work(acted, steps)

    def _worker(self, acted: Acted) -> tuple[str, Actor]:
        for key, item in acted.state.items.items():
            actor = self.city.who(UUID(item["unit"]), item["role"], self.at)
            if actor is not None:
                return key, actor
        raise _Enough

    def _ask(self, acted: Acted) -> Acted:
        _, actor = self._worker(acted)
        handed = list(acted.state.dossier.get("papers", {}))
        if not handed:
            raise _Enough
        item = RequestedItem("paper", handed[0], "Bản chụp bị mờ, không đọc được số.")
        acted = commands.request_supplement(self._order(actor), items=[item])
        if self.story == "asked":
            raise _Enough
        self._wait(200, 900)
        return commands.supplement_case(
            self._order(self.applicant),
            form={},
            papers={handed[0]: [self._upload(handed[0])]},
        )

    def _consult(self, acted: Acted) -> Acted:
        _, actor = self._worker(acted)
        departments = [
            unit
            for unit in organisations.list_units(self.city.day)
            if unit.kind == "DEPARTMENT"
            and organisations.people_in(unit.id, self.city.day)
        ]
        return commands.consult_unit(
            self._order(actor),
            unit_id=self.city.random.choice(departments).id,
            question="Đề nghị cho ý kiến về điều kiện của hồ sơ này.",
            within=Limit.parse("3 working days"),
        )

    def _apologise(self, acted: Acted) -> None:
        unit_id, due_at = acted.state.competent_unit_id, acted.state.due_at
        assert unit_id is not None  # noqa: S101 - set by SUBMITTED
        leader = self.city.who(unit_id, Role.LEADER, self.at)
        if leader is None or due_at is None:
            return
        day = self.city.calendar.add_working_days(
            local_day(max(due_at, self.city.now)), 3
        )
        commands.apologise_and_reappoint(
            self._order(leader),
            reason="Cần thêm thời gian kiểm tra thực địa do mưa lớn.",
            new_due=self.city.calendar.closing(day),
        )

    def _work(self, acted: Acted, steps: int) -> None:
        for _ in range(steps):
            if acted.state.status in {"DECIDED", "AWAITING_SUPPLEMENT"}:
                break
            key, actor = self._worker(acted)
            acted = self._finish(acted, key, actor)
            self._wait(30, 600)
        if acted.state.status == "DECIDED" and self.story in {"returned", "denied"}:
            commands.return_result(
                self._order(self._clerk(acted)),
                way=acted.state.dossier["handover"]["way"],
                received_by=self.applicant.name,
            )

    def _finish(self, acted: Acted, key: str, actor: Actor) -> Acted:
        frame = frame_for(acted.state, actor, self.at)
        step = frame.process.steps[key]
        ways = available_outcomes(frame.process, key, frame.facts(frame.answers))
        wanted = [o for o in ways if "refus" in o.id] if self.story == "denied" else []
        outcome = (wanted or list(ways))[0]
        payment = None
        if step.kind is StepKind.PAYMENT:
            payment = {"amount": 250_000, "reference": f"BL-{self.case_id.hex[-6:]}"}
        return commands.complete_step(
            self._order(actor),
            step=key,
            outcome=outcome.id,
            note="Hồ sơ chưa đủ điều kiện theo quy định." if wanted else "",
            payment=payment,
        )


class _Enough(Exception):
    """The story goes no further: the present is reached, or nobody is there."""


def _moved(value: Any, old: str, new: str) -> Any:
    """Return an answer in which one ward stands for another."""
    if isinstance(value, dict):
        return {key: _moved(part, old, new) for key, part in value.items()}
    return new if value == old else value


@cache
def _paper(name: str, kind: Kind) -> bytes:
    """Return a page that stands for a paper, and says that it is invented.

    ``kind`` is ``pdf``, or ``png`` where only a picture is taken.
    """
    source = (
        '#set page(paper: "a5")\n#set text(font: "Libertinus Serif", size: 14pt)\n'
        "#align(center)[*#sys.inputs.name*]\n#v(2em)\nBản mẫu của thành phố demo."
    )
    inputs = {"name": name}
    return typst.compile(source.encode(), format=kind, ppi=72.0, sys_inputs=inputs)
