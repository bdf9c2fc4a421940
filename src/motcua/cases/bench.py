"""How fast cases are, beside the bare driver writing the same rows in the same run."""

from collections.abc import Iterator
from uuid import UUID

from django.db import connection
from django.test.utils import CaptureQueriesContext

from motcua.cases import bulk, commands
from motcua.cases.measuring import clock, control, reads, web
from motcua.cases.measuring.city import City
from motcua.cases.models import Case

NEEDS_DATABASE = True  # ``motcua bench`` makes one for it
BASE = 1000  # cases before anything is measured
ACTIONS = 600
SIZES = "1000,100000,1000000"


def run(
    *, sizes: str = SIZES, actions: str = str(ACTIONS), http: str = "1,4,16"
) -> list[dict[str, object]]:
    """Measure actions three ways, then reads at growing numbers of cases.

    ``sizes`` and ``http`` are lists of numbers; ``actions`` is how many a run.
    """
    return list(_run(_numbers(sizes), int(actions), _numbers(http)))


def _numbers(text: str) -> list[int]:
    return [int(part) for part in text.split(",") if part]


def _run(
    sizes: list[int], count: int, clients: list[int]
) -> Iterator[dict[str, object]]:
    city = City.build()
    made = sum(bulk.fill(city.model, BASE))
    case_ids = list(Case.objects.order_by("id").values_list("id", flat=True))
    python, statements = _python(city, case_ids, count)
    driver = _control(city, case_ids[-200:], count)
    yield driver.row("bare driver, same rows")
    yield python.row(
        "Python API",
        statements=statements,
        rate_to_driver=round(python.rate / driver.rate, 2),
        cpu_to_driver=round(python.cpu / driver.cpu, 2),
    )
    if clients:
        yield from _http(city, case_ids[:-200], count, clients, driver)
    yield from reads.at_sizes(city, sizes, filled=made + 1)


def _python(city: City, case_ids: list[UUID], count: int) -> tuple[clock.Taken, int]:
    """Measure actions through commands: who acts is looked up for each."""

    def act(number: int) -> None:
        case_id = case_ids[number // 2 % len(case_ids)]
        if number % 2:
            who, body = city.leader, web.LEADER
        else:
            who, body = city.officer, web.OFFICER
        order = city.order(who, case_id, f"key-{number}")
        commands.complete_step(
            order, step=body["step"], outcome=body["outcome"], note=body["note"]
        )

    for number in range(40):
        act(number)
    with CaptureQueriesContext(connection) as asked:
        act(40)
    statements = sum(q["sql"] not in {"BEGIN", "COMMIT"} for q in asked)
    act(41)
    return clock.repeat(count, lambda n: act(n + 42)), statements


def _control(city: City, case_ids: list[UUID], count: int) -> clock.Taken:
    driver = control.Driver(case_ids, city.now)
    for number in range(40):
        driver.act(number)
    taken = clock.repeat(count, lambda n: driver.act(n + 40))
    driver.close()
    return taken


def _http(
    city: City,
    case_ids: list[UUID],
    count: int,
    clients: list[int],
    driver: clock.Taken,
) -> Iterator[dict[str, object]]:
    share = len(case_ids) // (len(clients) + 1)
    with web.serving(city.officer, city.leader) as site:
        web.measure(site, case_ids[:share], 4, 80)  # warms up every worker
        for number, at_once in enumerate(clients, start=1):
            mine = case_ids[number * share : (number + 1) * share]
            taken = web.measure(site, mine, at_once, count)
            yield taken.row(
                f"HTTP, {at_once} clients",
                cpu_to_driver=round(taken.cpu / driver.cpu, 2),
                memory_mb=round(clock.memory_of(clock.family_of(site.pid))),
            )
