"""Every procedure of the packs, walked at random by whoever may go on.

People take one of the actions that they are offered. What is offered is never refused,
and after each step the case is what its events made of it.
"""

import random
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings

from motcua.authority.queries import actor_of
from motcua.cases import aftermath, commands
from motcua.cases.actions import Action, allowed_actions
from motcua.cases.calendars import present_calendar
from motcua.cases.commands import Order
from motcua.cases.integrity import check_cases
from motcua.cases.queries import CaseView, get_case
from motcua.cases.rules.supplement import RequestedItem
from motcua.catalogue.commands import load_pack as load_procedures
from motcua.config.filling import City, _Walk
from motcua.config.management.commands.demo import applicants
from motcua.deadlines import Clock, Limit, due
from motcua.kernel.actors import Actor
from motcua.organisations import queries as organisations
from motcua.organisations.commands import load_pack, load_people
from motcua.organisations.directory import forget
from motcua.packs.samples import SampleApplication, load_samples

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
NOW = datetime(2026, 11, 25, 11, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
WALKS, STEPS = 2, 24  # of each sample application
OFTEN = {
    "accept_case": 12,
    "complete_step": 12,
    "supplement_case": 8,
    "return_result": 6,
}
SELDOM = {"refuse_case", "withdraw_case", "stop_case", "erase_case", "comment_on_case"}


@pytest.fixture
def city(db, settings, tmp_path) -> City:
    settings.MEDIA_ROOT = tmp_path / "files"
    for pack in settings.PACKS:
        load_pack(pack)
        load_procedures(pack=pack, now=NOW)
        forget()
        load_people(pack)
    return City(NOW, applicants())


class Stroll(_Walk):
    """A case that goes where chance leads it."""

    def __init__(self, city: City, sample: SampleApplication) -> None:
        super().__init__(city, sample, "submitted")
        self.chance = city.random
        self.log: list[str] = [sample.procedure]

    def view(self, actor: Actor) -> CaseView:
        return get_case(self.case_id, actor)

    def people(self) -> list[Actor]:
        """Return everybody who may have something to do with the case."""
        state = self.view(self.applicant).state
        posts = [
            post
            for unit_id in state.path
            for post in organisations.people_in(unit_id, self.city.day)
            if post.role != "ADMINISTRATOR"  # who sees no cases
        ]
        ids = dict.fromkeys([self.applicant.id, *(post.account_id for post in posts)])
        return [actor_of(each, self.at) for each in ids]

    def step(self) -> bool:
        """Let somebody do something; tell whether anybody could."""
        offers = [
            (actor, action)
            for actor in self.people()
            for action in allowed_actions(self.view(actor), actor, self.at)
        ]
        if not offers:
            return False
        weights = [OFTEN.get(a.name, 0.2 if a.name in SELDOM else 1) for _, a in offers]
        actor, action = self.chance.choices(offers, weights)[0]
        self.actor = actor
        said = self.words(action)
        self.log.append(f"{actor.name}: {action.name} {said}")
        getattr(commands, action.name)(Order(self.case_id, actor, self.at), **said)
        self.at += timedelta(minutes=self.chance.choice((0, 5, 240, 2000)))
        return True

    def words(self, action: Action) -> dict[str, Any]:
        """Return what somebody says who takes an action."""
        make = getattr(self, f"for_{action.name}", None)
        if make is not None:
            return make(action)
        return {"reason": "Vì vậy"} if action.reason_owed else {}

    def for_accept_case(self, action: Action) -> dict[str, Any]:
        return {"on_paper": [paper.id for paper in action.papers]}

    def for_complete_step(self, action: Action) -> dict[str, Any]:
        ways = [one.id for one in action.outcomes if one.refusal is None]
        said = {"step": action.item, "outcome": self.chance.choice(ways), "note": "Xem"}
        paid = {"amount": 250_000, "reference": "BL-1"}
        return said | ({"payment": paid} if action.kind == "PAYMENT" else {})

    def for_request_supplement(self, action: Action) -> dict[str, Any]:
        form = self.view(self.applicant).state.dossier["form"]
        answered = [one for one in action.fields if one.id in form]
        both = (("paper", action.papers), ("field", answered))
        kind, choices = self.chance.choice([each for each in both if each[1]])
        item = RequestedItem(kind, self.chance.choice(choices).id, "Chưa rõ")
        return {"items": [item], "repeat_reason": "Mới phát sinh"}

    def for_supplement_case(self, action: Action) -> dict[str, Any]:
        form = self.view(self.applicant).state.dossier["form"]
        applicant, self.applicant = self.applicant, self.actor  # who uploads
        papers = {one.id: [self._upload(one.id)] for one in action.papers}
        self.applicant = applicant
        return {
            "form": {one.id: form[one.id] for one in action.fields},
            "papers": papers,
        }

    def for_consult_unit(self, action: Action) -> dict[str, Any]:
        units = [u for u in organisations.list_units(self.city.day)
                 if u.kind == "DEPARTMENT"]  # fmt: skip
        unit = self.chance.choice(units)
        return {"unit_id": unit.id, "question": "?", "within": Limit.parse("1 ngày")}

    def for_answer_consultation(self, action: Action) -> dict[str, Any]:
        return {"consultation": action.item, "answer": "Đồng ý"}

    def for_apologise_and_reappoint(self, action: Action) -> dict[str, Any]:
        due_at = self.view(self.applicant).state.due_at
        later = max(due_at, self.at) + timedelta(days=3)
        return {"reason": "Quá tải", "new_due": later}

    def for_reassign_work(self, action: Action) -> dict[str, Any]:
        return {"item": action.item, "assignee_id": None}

    def for_return_result(self, action: Action) -> dict[str, Any]:
        return {"way": "COUNTER"}

    def for_comment_on_case(self, action: Action) -> dict[str, Any]:
        return {"text": "Gấp"}

    for_send_message = for_comment_on_case

    def for_erase_case(self, action: Action) -> dict[str, Any]:
        return {"act_of": "QĐ 1"}

    def check(self) -> None:
        """Look at everything that must hold of the case."""
        assert [f for found in check_cases([self.case_id]) for f in found] == []
        view = self.view(self.applicant)
        state = view.state
        if state.code is None:
            assert state.due_at is None
            return
        clock = Clock.from_json(state.facts["clock"])
        promised = due(clock, present_calendar()).at
        assert state.due_at == (None if state.status == "STOPPED" else promised)
        if state.status not in {"STOPPED", "DECIDED", "RETURNED"}:
            waits = state.status == "AWAITING_SUPPLEMENT"
            paying = bool(state.facts.get("stopped_for"))
            assert clock.is_stopped == (waits or paying)
        if state.status in {"ACCEPTED", "IN_PROGRESS"}:
            assert state.items, "nobody has anything to do"


def samples() -> list[SampleApplication]:
    return [sample for pack in settings.PACKS for sample in load_samples(pack)]


def test_walks_end_where_the_law_lets_them(city):
    visited: set[str] = set()
    for number, sample in enumerate(samples() * WALKS):
        city.random = random.Random(number)
        stroll = Stroll(city, sample)
        stroll._submit()
        try:
            for _ in range(STEPS):
                stroll.check()
                if not stroll.step():
                    break
            stroll.check()
            seq = stroll.view(stroll.applicant).seq
            if number % 4 == 0:  # printing is slow
                aftermath.follow_up(stroll.case_id, 1, seq, now=stroll.at)
        except BaseException as error:
            error.add_note("\n".join(stroll.log))
            raise
        visited.add(stroll.view(stroll.applicant).state.status)

    assert visited >= {"RETURNED", "IN_PROGRESS"}
