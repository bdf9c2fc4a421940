"""How many statements things cost: few, and as many for a thousand rows as for one.

On PostgreSQL every statement is a round trip: six for an action and ten for a new case
are the most, the person who acts included. SQLite has no statement that writes several
tables, and none of its statements travels: there each table counts for itself.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from motcua.authority.queries import actor_of
from motcua.cases import calendars, commands, queries
from motcua.cases.commands import Order
from motcua.cases.integrity import check_cases
from motcua.cases.rules.supplement import RequestedItem
from motcua.cases.tests.world import (
    MORNING,
    World,
    accepted,
    decided,
    dossier,
    submitted,
    upload,
)
from motcua.deadlines import Limit
from motcua.kernel.ids import new_id

AROUND = {"BEGIN", "COMMIT", "SAVEPOINT", "RELEASE"}
ITEMS = (RequestedItem("paper", "attestation", "Mờ"),)
Act = Callable[[Order], commands.Acted]


def most(*, postgresql: int, sqlite: int) -> int:
    return {"postgresql": postgresql, "sqlite": sqlite}[connection.vendor]


@contextmanager
def counted() -> Iterator[list[str]]:
    """Gather the statements that are sent, but for those that frame a transaction."""
    sent: list[str] = []
    with CaptureQueriesContext(connection) as captured:
        yield sent
    sent += [q["sql"] for q in captured if q["sql"].split()[0] not in AROUND]


@pytest.fixture
def warm(world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    """A city whose calendar, units and procedures are known, as after any start."""
    monkeypatch.setattr(calendars, "FRESH", 3600.0)
    decided(world)
    return world


def consulted(world: World) -> Any:
    case_id = accepted(world)
    done = consult(world)(Order(case_id, world.officer, MORNING))
    return case_id, done.state.facts["consultations"][0]["id"]


def consult(world: World) -> Act:
    return lambda order: commands.consult_unit(
        order,
        unit_id=world.department,
        question="?",
        within=Limit.parse("1 working day"),
    )


def step(name: str, outcome: str) -> Act:
    return lambda order: commands.complete_step(order, step=name, outcome=outcome)


def cases(world: World) -> dict[str, tuple[str, Any, Act]]:
    """Return every action: who does it, to which case, and how."""
    proposed, asked = accepted(world), accepted(world)
    step("examine", "propose")(Order(proposed, world.officer, MORNING))
    commands.request_supplement(Order(asked, world.officer, MORNING), items=ITEMS)
    consultation = consulted(world)
    closed = decided(world)
    commands.return_result(Order(closed, world.clerk, MORNING), way="POST")
    new = [upload(world.citizen) for _ in range(3)]
    colleague, later = world.colleague.id, MORNING + timedelta(days=8)
    return {
        "accept": ("clerk", submitted(world), commands.accept_case),
        "refuse": (
            "clerk",
            submitted(world),
            lambda o: commands.refuse_case(o, reason="x"),
        ),
        "withdraw": ("citizen", submitted(world), commands.withdraw_case),
        "ask": (
            "officer",
            accepted(world),
            lambda o: commands.request_supplement(o, items=ITEMS),
        ),
        "supplement": (
            "citizen",
            asked,
            lambda o: commands.supplement_case(o, form={}, papers={"attestation": new}),
        ),
        "examine": ("officer", accepted(world), step("examine", "propose")),
        "decide": ("leader", proposed, step("sign", "approve")),
        "consult": ("officer", accepted(world), consult(world)),
        "answer": (
            "expert",
            consultation[0],
            lambda o: commands.answer_consultation(
                o, consultation=consultation[1], answer="x"
            ),
        ),
        "apologise": (
            "leader",
            accepted(world),
            lambda o: commands.apologise_and_reappoint(o, reason="x", new_due=later),
        ),
        "reassign": (
            "leader",
            accepted(world),
            lambda o: commands.reassign_work(o, item="examine", assignee_id=colleague),
        ),
        "comment": (
            "officer",
            accepted(world),
            lambda o: commands.comment_on_case(o, text="x"),
        ),
        "message": (
            "citizen",
            accepted(world),
            lambda o: commands.send_message(o, text="x"),
        ),
        "return": (
            "clerk",
            decided(world),
            lambda o: commands.return_result(o, way="POST"),
        ),
        "stop": (
            "citizen",
            accepted(world),
            lambda o: commands.stop_case(o, reason="x"),
        ),
        "reopen": ("leader", closed, lambda o: commands.reopen_case(o, reason="x")),
    }


class TestAnAction:
    def test_costs_at_most_six_statements(self, warm):
        costs = {}
        for name, (who, case_id, act) in cases(warm).items():
            with counted() as sent:
                actor = actor_of(getattr(warm, who).id, MORNING)
                act(Order(case_id, actor, MORNING, key=name))
            costs[name] = len(sent)

        dear = {
            name: count
            for name, count in costs.items()
            if count > most(postgresql=6, sqlite=8)
        }
        assert not dear

    def test_writes_all_that_follows_with_one_statement_on_postgresql(self, warm):
        case_id = accepted(warm)

        with counted() as sent:
            step("examine", "propose")(Order(case_id, warm.officer, MORNING, key="k"))

        assert len(sent) == most(postgresql=2, sqlite=6)

    def test_repeated_costs_no_more(self, warm):
        order = Order(accepted(warm), warm.officer, MORNING, key="k")
        step("examine", "propose")(order)

        with counted() as sent:
            step("examine", "propose")(order)

        assert len(sent) == 2

    def test_costs_the_same_however_long_the_case_is(self, warm):
        case_id = accepted(warm)
        for _ in range(40):
            commands.comment_on_case(Order(case_id, warm.officer, MORNING), text="x")

        with counted() as sent:
            commands.comment_on_case(Order(case_id, warm.officer, MORNING), text="x")

        assert len(sent) == most(postgresql=2, sqlite=4)


class TestANewCase:
    @pytest.mark.parametrize("files", [1, 5])
    def test_costs_at_most_ten_statements_however_many_files(self, warm, files):
        papers = {"attestation": [upload(warm.citizen) for _ in range(files)]}
        application = dossier(warm, papers=papers)

        with counted() as sent:
            actor = actor_of(warm.citizen.id, MORNING)
            order = Order(new_id(), actor, MORNING, key="k", fingerprint="f")
            commands.submit_application(order, application)

        assert len(sent) <= most(postgresql=10, sqlite=11)


class TestLists:
    READS = {
        "work": lambda who: queries.list_work(who, queries.WorkFilter(), now=MORNING),
        "counts": lambda who: queries.count_work(who, now=MORNING),
        "cases": lambda who: queries.list_cases(who),
        "by name": lambda who: queries.list_cases(who, text="binh"),
    }

    @pytest.mark.parametrize("name", READS)
    def test_cost_the_same_however_much_there_is(self, warm, name):
        read = self.READS[name]
        accepted(warm)
        with counted() as few:
            read(warm.officer)
        for _ in range(12):
            accepted(warm)

        with counted() as many:
            read(warm.officer)

        assert len(many) == len(few) == (3 if name == "counts" else 1)

    def test_of_a_case_and_its_events_cost_the_same(self, warm):
        case_id = accepted(warm)
        for _ in range(20):
            commands.comment_on_case(Order(case_id, warm.officer, MORNING), text="x")

        with counted() as sent:
            queries.list_events(case_id, warm.officer)

        assert len(sent) == 2

    def test_verify_costs_the_same_for_many_cases(self, warm):
        with counted() as few:
            list(check_cases())
        for _ in range(5):
            accepted(warm)

        with counted() as many:
            list(check_cases())

        assert len(many) == len(few)
