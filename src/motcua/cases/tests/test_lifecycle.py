"""Whatever people try, in whatever order: the case stays what its events made of it.

Random people do random things to a case, sensible ones more often than others. After
each try everything that must hold of a case is looked at.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import transaction
from hypothesis import HealthCheck, Phase, assume, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from motcua.cases import aftermath, commands, queries
from motcua.cases.calendars import present_calendar
from motcua.cases.commands import Order
from motcua.cases.integrity import check_cases
from motcua.cases.models import CaseEvent, WorkItem
from motcua.cases.rules.supplement import RequestedItem
from motcua.cases.tests.world import FORM, MORNING, World, dossier, upload
from motcua.cases.timers import ACTOR as SYSTEM
from motcua.deadlines import Clock, Limit, due
from motcua.kernel.actors import Actor
from motcua.kernel.ids import new_id
from motcua.kernel.refusals import NotFound, Refusal

PEOPLE = (
    "citizen", "stranger", "clerk", "officer", "colleague", "leader", "expert",
    "controller",
)  # fmt: skip
CLOSED = {"RETURNED", "REFUSED", "WITHDRAWN", "STOPPED"}
NEXT: Mapping[str, set[str]] = {  # the documented life cycle
    "": {"SUBMITTED"},
    "SUBMITTED": {"ACCEPTED", "AWAITING_SUPPLEMENT", "REFUSED", "WITHDRAWN"},
    "ACCEPTED": {"IN_PROGRESS", "AWAITING_SUPPLEMENT", "STOPPED"},
    "IN_PROGRESS": {"IN_PROGRESS", "AWAITING_SUPPLEMENT", "DECIDED", "STOPPED"},
    "AWAITING_SUPPLEMENT": {
        "SUBMITTED", "ACCEPTED", "IN_PROGRESS", "WITHDRAWN", "STOPPED",
    },
    "DECIDED": {"RETURNED", "IN_PROGRESS"},
    "RETURNED": {"IN_PROGRESS"},
    "REFUSED": {"SUBMITTED"},
    "WITHDRAWN": {"SUBMITTED"},
    "STOPPED": {"IN_PROGRESS"},
}  # fmt: skip
SENSIBLE: Mapping[str, tuple[tuple[str, str], ...]] = {
    "SUBMITTED": (
        ("clerk", "accept"), ("clerk", "accept"), ("clerk", "accept"),
        ("clerk", "ask"), ("clerk", "refuse"), ("citizen", "withdraw"),
    ),
    "ACCEPTED": (
        ("officer", "complete"), ("colleague", "complete"), ("officer", "ask"),
        ("officer", "consult"), ("leader", "apologise"), ("leader", "reassign"),
        ("officer", "extend"), ("citizen", "stop"),
    ),
    "IN_PROGRESS": (
        ("leader", "complete"), ("officer", "complete"), ("leader", "complete"),
        ("leader", "ask"), ("leader", "consult"), ("leader", "apologise"),
        ("leader", "reassign"), ("clerk", "stop"), ("officer", "ask"),
    ),
    "AWAITING_SUPPLEMENT": (
        ("citizen", "supplement"), ("clerk", "supplement"), ("citizen", "withdraw"),
        ("citizen", "stop"),
    ),
    "DECIDED": (("clerk", "give"), ("clerk", "give"), ("leader", "reopen")),
    "RETURNED": (("leader", "reopen"), ("controller", "erase")),
    "REFUSED": (("leader", "reopen"), ("controller", "erase")),
    "WITHDRAWN": (("leader", "reopen"), ("controller", "erase")),
    "STOPPED": (("leader", "reopen"), ("controller", "erase")),
}  # fmt: skip

texts = st.sampled_from(("", " ", "Vì vậy", "Đã xem"))
wanted = st.sampled_from((
    RequestedItem("field", "phone", "Sai số"),
    RequestedItem("paper", "attestation", "Mờ"),
    RequestedItem("field", "mother_name", ""),
    RequestedItem("paper", "passport", "?"),
))  # fmt: skip
sensible_items = st.sampled_from(
    ((RequestedItem("field", "phone", "Sai số"),), (
        RequestedItem("field", "phone", "Sai số"),
        RequestedItem("paper", "attestation", "Mờ"),
    ))
)  # fmt: skip
Draw = Callable[[Any], Any]
Command = Callable[[Order], commands.Acted]


class Life(RuleBasedStateMachine):
    """One case, and everybody who may or may not have to do with it."""

    world: World  # given by the test

    def __init__(self) -> None:
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()

    @initialize(
        at_counter=st.booleans(),
        elsewhere=st.booleans(),
        minutes=st.integers(0, 60 * 24 * 5),
    )
    def submit(self, at_counter: bool, elsewhere: bool, minutes: int) -> None:
        self.now = MORNING + timedelta(minutes=minutes)
        self.made: dict[tuple[str, str], commands.Acted] = {}
        form = FORM
        if elsewhere:
            father = {"father_known": True, "father_name": "Nguyễn Văn Cha"}
            form = FORM | father | {"marriage_elsewhere": True}
        who = self.world.clerk if at_counter else self.world.citizen
        more: dict[str, Any] = {"form": form}
        if at_counter:
            more |= {"channel": "COUNTER", "papers": {}}
            more["applicant"] = {"name": "Vũ Thị Quầy"}
        order = Order(new_id(), who, self.now)
        acted = commands.submit_application(order, dossier(self.world, **more))
        self.case_id, self.acted = acted.state.id, acted
        self.at_counter = at_counter

    @rule(
        data=st.data(),
        name=st.sampled_from(sorted(
            name.removeprefix("do_") for name in (
                "do_accept", "do_refuse", "do_ask", "do_supplement", "do_withdraw",
                "do_stop", "do_complete", "do_consult", "do_answer", "do_apologise",
                "do_extend", "do_give", "do_reassign", "do_comment", "do_message",
                "do_reopen", "do_erase", "do_silence", "do_calendar",
            )
        )),
        who=st.sampled_from(PEOPLE),
    )  # fmt: skip
    def try_something(self, data: Any, name: str, who: str) -> None:
        self.attempt(data, name, getattr(self.world, who))

    @rule(data=st.data())
    def do_something_sensible(self, data: Any) -> None:
        choices = SENSIBLE[self.acted.state.status]
        who, name = data.draw(st.sampled_from(choices))
        self.attempt(data, name, getattr(self.world, who))

    @rule(data=st.data())
    def go_straight_on(self, data: Any) -> None:
        """Take the shortest way to the result, so that every state is visited."""
        state = self.acted.state
        way = {
            "SUBMITTED": ("clerk", "accept"),
            "AWAITING_SUPPLEMENT": ("clerk", "supplement"),
            "DECIDED": ("clerk", "give"),
        }
        who, name = way.get(state.status, ("officer", "complete"))
        if "sign" in state.items or "refuse" in state.items:
            who = "leader"
        assume(state.status not in CLOSED)
        self.attempt(data, name, getattr(self.world, who))

    @rule(minutes=st.sampled_from((1, 30, 60 * 7, 60 * 24, 60 * 24 * 4)))
    def wait(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    def attempt(self, data: Any, name: str, actor: Actor) -> None:
        """Try one thing; a refusal changes nothing, anything else adds events."""
        command: Command = getattr(self, f"do_{name}")(data.draw)
        if name in {"silence", "calendar"}:
            actor = SYSTEM
        key = data.draw(st.sampled_from(("", "", "", "k1", "k2")))
        late = data.draw(st.sampled_from((0, 0, 2)))  # seconds spent waiting
        seen = data.draw(st.sampled_from((None, None, 0, 1)))
        order = Order(
            self.case_id,
            actor,
            self.now - timedelta(seconds=late),
            key=key,
            seen=None if seen is None else self.acted.seq - seen,
        )
        before = self.picture()
        try:
            acted = command(order)
        except Refusal:
            assert self.picture() == before
            return
        if acted.repeated:
            first = self.made[str(actor.id), key]
            erased = self.acted.state.facts.get("erased")
            same = replace(first.state, dossier={}) if erased else first.state
            assert (acted.seq, acted.state) == (first.seq, same)
            assert self.picture() == before
            return
        assert acted.seq >= self.acted.seq
        assert seen in {None, 0}, "a stale view was not noticed"
        if key and acted.seq > self.acted.seq:
            assert (str(actor.id), key) not in self.made
            self.made[str(actor.id), key] = acted
        self.acted = acted

    def picture(self) -> tuple[Any, ...]:
        """Return what a refusal must not change."""
        jobs = apps.get_model("django_tasks_database", "DBTaskResult").objects
        series = apps.get_model("cases", "CodeSeries").objects
        view = queries.get_case(self.case_id, self.world.controller)
        return (
            view.seq,
            view.head,
            view.state,
            jobs.count(),
            sorted(series.values_list("unit_id", "day", "last")),
        )

    # What people do, with right and wrong words.

    def do_accept(self, draw: Draw) -> Command:
        papers = draw(st.sampled_from(((), ("attestation",), ("nonsense",))))
        if self.at_counter and draw(st.integers(0, 3)):
            papers = ("attestation",)
        return lambda order: commands.accept_case(order, on_paper=papers)

    def do_refuse(self, draw: Draw) -> Command:
        reason = draw(texts)
        return lambda order: commands.refuse_case(order, reason=reason)

    def do_ask(self, draw: Draw) -> Command:
        items = draw(sensible_items | st.lists(wanted, max_size=2))
        reason = draw(texts)
        return lambda order: commands.request_supplement(
            order, items=items, repeat_reason=reason
        )

    def do_supplement(self, draw: Draw) -> Command:
        form = draw(st.sampled_from(({"phone": "0987654321"}, {}, {"phone": "?"})))
        enough = draw(st.integers(0, 3))

        def command(order: Order) -> commands.Acted:
            papers = {"attestation": [upload(order.actor)]} if enough else {}
            return commands.supplement_case(order, form=form, papers=papers)

        return command

    def do_withdraw(self, draw: Draw) -> Command:
        return commands.withdraw_case

    def do_stop(self, draw: Draw) -> Command:
        reason = draw(texts)
        return lambda order: commands.stop_case(order, reason=reason)

    def do_complete(self, draw: Draw) -> Command:
        steps = [key for key in self.acted.state.items if ":" not in key]
        step = draw(st.sampled_from([*steps, *steps, "examine", "sign", "nonsense"]))
        outcome = draw(st.sampled_from(OUTCOMES.get(step, ("propose",))))
        note = draw(texts)
        return lambda order: commands.complete_step(
            order, step=step, outcome=outcome, note=note
        )

    def do_consult(self, draw: Draw) -> Command:
        question = draw(texts)
        within = Limit.parse(draw(st.sampled_from(("1 working day", "4 giờ làm việc"))))
        return lambda order: commands.consult_unit(
            order, unit_id=self.world.department, question=question, within=within
        )

    def do_answer(self, draw: Draw) -> Command:
        asked = self.acted.state.facts.get("consultations", ())
        ids = [one["id"] for one in asked] or [str(new_id())]
        number, text = draw(st.sampled_from(ids)), draw(texts)
        return lambda order: commands.answer_consultation(
            order, consultation=number, answer=text
        )

    def do_apologise(self, draw: Draw) -> Command:
        reason, days = draw(texts), draw(st.sampled_from((-1, 1, 8)))
        return lambda order: commands.apologise_and_reappoint(
            order, reason=reason, new_due=self.now + timedelta(days=days)
        )

    def do_extend(self, draw: Draw) -> Command:
        reason = draw(texts)
        return lambda order: commands.extend_limit(order, reason=reason)

    def do_give(self, draw: Draw) -> Command:
        return lambda order: commands.return_result(order, way="COUNTER")

    def do_reassign(self, draw: Draw) -> Command:
        item = draw(st.sampled_from([*self.acted.state.items, "examine"]))
        name = draw(st.sampled_from(("officer", "colleague", "clerk", "")))
        assignee = getattr(self.world, name).id if name else None
        return lambda order: commands.reassign_work(
            order, item=item, assignee_id=assignee
        )

    def do_comment(self, draw: Draw) -> Command:
        text = draw(texts)
        return lambda order: commands.comment_on_case(order, text=text)

    def do_message(self, draw: Draw) -> Command:
        text = draw(texts)
        return lambda order: commands.send_message(order, text=text)

    def do_reopen(self, draw: Draw) -> Command:
        reason = draw(texts)
        return lambda order: commands.reopen_case(order, reason=reason)

    def do_erase(self, draw: Draw) -> Command:
        act = draw(st.sampled_from(("", "QĐ 1")))
        return lambda order: commands.erase_case(order, act_of=act)

    def do_silence(self, draw: Draw) -> Command:
        step = draw(st.sampled_from([*self.acted.state.items, "verify_marriage"]))
        return lambda order: commands.end_silence(order, step=step)

    def do_calendar(self, draw: Draw) -> Command:
        return lambda order: commands.follow_calendar(order, cause="QĐ 2")

    # What must hold, whatever was tried.

    def events(self) -> list[CaseEvent]:
        return list(CaseEvent.objects.filter(case_id=self.case_id).order_by("seq"))

    @invariant()
    def replay_gives_the_row(self) -> None:
        found = [one for each in check_cases([self.case_id]) for one in each]
        assert found == []

    @invariant()
    def statuses_follow_the_life_cycle(self) -> None:
        status, last = "", MORNING
        for event in self.events():
            after = event.facts.get("status", status)
            assert after == status or after in NEXT[status], (status, event.kind, after)
            assert event.at >= last, "time ran backwards"
            status, last = after, event.at
        assert status == self.acted.state.status

    @invariant()
    def closed_cases_have_no_work_and_open_ones_do(self) -> None:
        state = self.acted.state
        keys = WorkItem.objects.filter(case_id=self.case_id).values_list("key")
        assert sorted(key for (key,) in keys) == sorted(state.items)
        assert bool(state.items) == (
            state.status not in CLOSED | {"AWAITING_SUPPLEMENT"}
        )
        assert (state.closed_at is not None) == (state.status in CLOSED)
        assert (state.decided_at is not None) == (
            state.status in {"DECIDED", "RETURNED"}
        )
        assert bool(state.result) == (state.decided_at is not None)

    @invariant()
    def due_date_follows_from_the_clock(self) -> None:
        state = self.acted.state
        if state.code is None:
            assert state.due_at is None
            assert "clock" not in state.facts
            return
        clock = Clock.from_json(state.facts["clock"])
        promised = due(clock, present_calendar()).at
        expected = None if state.status == "STOPPED" else promised
        assert state.due_at == expected
        assert clock.accepted_at == state.accepted_at

    @invariant()
    def clock_stands_still_while_a_supplement_is_awaited(self) -> None:
        state, events = self.acted.state, self.events()
        asked = [e for e in events if e.kind == "SUPPLEMENT_REQUESTED"]
        assert state.facts.get("supplement_requests", 0) == len(asked)
        awaiting = state.status == "AWAITING_SUPPLEMENT"
        assert bool(state.facts.get("requested")) == awaiting
        if state.code is None:
            return
        clock = Clock.from_json(state.facts["clock"])
        accepted = next(e.seq for e in events if e.kind == "ACCEPTED")
        assert len(clock.suspensions) == sum(e.seq > accepted for e in asked)
        if state.status != "STOPPED":
            assert clock.is_stopped == awaiting

    @invariant()
    def only_who_has_to_do_with_it_sees_it(self) -> None:
        state = self.acted.state
        consulted = bool(state.facts.get("consultations"))
        sees = {
            "citizen": not self.at_counter, "stranger": False, "clerk": True,
            "officer": True, "colleague": True, "leader": True, "expert": consulted,
            "controller": True,
        }  # fmt: skip
        for name, expected in sees.items():
            actor = getattr(self.world, name)
            assert may_read(self.case_id, actor) == expected, name
            if not expected:
                listed = queries.list_cases(actor)
                assert self.case_id not in {row.id for row in listed}

    @invariant()
    def acting_staff_stand_with_their_post(self) -> None:
        outside = {str(self.world.citizen.id), str(SYSTEM.id)}
        for event in self.events():
            assert ("unit" in event.capacity) == (str(event.actor) not in outside)

    @invariant()
    def nothing_personal_is_left_where_it_was_erased(self) -> None:
        if self.acted.state.facts.get("erased"):
            assert self.acted.state.dossier == {}
            texts = [e.payload for e in self.events()]
            assert all(not payload for payload in texts)

    def teardown(self) -> None:
        """Tell everybody of everything, twice, as a job may; then forget it all."""
        try:
            if hasattr(self, "case_id") and self.acted.seq % 5 == 0:  # it is slow
                for _ in range(2):
                    aftermath.follow_up(self.case_id, 1, self.acted.seq, now=self.now)
        finally:
            transaction.set_rollback(True)
            self.undo.__exit__(None, None, None)


OUTCOMES = {
    "examine": ("propose", "propose", "verify", "propose_refusal", "nonsense"),
    "verify_marriage": ("answered", "nonsense"),
    "sign": ("approve", "approve", "send_back"),
    "refuse": ("refuse", "send_back"),
}


def may_read(case_id: UUID, actor: Actor) -> bool:
    try:
        queries.list_events(case_id, actor)
    except NotFound:
        return False
    return True


class TestTheLifeOfACase:
    def test_keeps_all_promises_whatever_people_try(self, world):
        machine = type("LifeHere", (Life,), {"world": world})

        run_state_machine_as_test(
            machine,
            settings=settings(
                max_examples=30,
                stateful_step_count=25,
                deadline=None,
                phases=(Phase.explicit, Phase.reuse, Phase.generate),  # in a minute
                suppress_health_check=list(HealthCheck),
            ),
        )
