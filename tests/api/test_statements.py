"""How many statements a call of the API costs, from the token to the answer."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from motcua.cases import calendars
from motcua.cases.tests.world import accepted, decided, submitted

AROUND = {"BEGIN", "COMMIT", "SAVEPOINT", "RELEASE"}


def cost(call, *arguments, **headers) -> int:
    with CaptureQueriesContext(connection) as sent:
        response = call(*arguments, **headers)
    assert response.status_code == 200, response.content
    return len([q for q in sent if q["sql"].split()[0] not in AROUND])


@pytest.fixture
def warm(door, world, monkeypatch):
    """Tokens that were used today, permits in stock, calendar and procedures known."""
    monkeypatch.setattr(calendars, "FRESH", 3600.0)
    case_id = decided(world)
    for caller in (door.clerk, door.officer):
        assert caller.get(f"/cases/{case_id}").status_code == 200
    return door


def most(*, postgresql: int, sqlite: int) -> int:
    return {"postgresql": postgresql, "sqlite": sqlite}[connection.vendor]


class TestACall:
    def test_that_acts_costs_at_most_six_statements(self, warm, world):
        case_id, path = submitted(world), "/cases/{}"
        done = {"step": "examine", "outcome": "propose"}

        costs = [
            cost(caller.post, path.format(case_id) + action, body, **key)
            for caller, action, body, key in (
                (warm.clerk, "/accept", {}, {"idempotency_key": "a"}),
                (warm.officer, "/complete-step", done, {"idempotency_key": "b"}),
                (warm.officer, "/comment", {"text": "x"}, {"if_match": '"3"'}),
            )
        ]

        assert max(costs) <= most(postgresql=6, sqlite=9)

    @pytest.mark.parametrize(
        "path", ["/work", "/cases", "/cases/{}", "/cases/{}/actions"]
    )
    def test_that_reads_costs_three(self, warm, world, path):
        case_id = accepted(world)

        assert cost(warm.officer.get, path.format(case_id)) == 3

    def test_costs_the_same_however_much_there_is(self, warm, world):
        few = cost(warm.officer.get, "/work")
        for _ in range(10):
            accepted(world)

        assert cost(warm.officer.get, "/work") == few
