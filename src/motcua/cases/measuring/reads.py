"""Reads, at more and more cases: they shall not cost more."""

from collections.abc import Callable, Iterator
from time import perf_counter
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from motcua.authority.queries import actor_of
from motcua.cases import bulk, queries
from motcua.cases.measuring import clock
from motcua.cases.measuring.city import City
from motcua.cases.models import Case
from motcua.cases.queries import WorkFilter

PAGE = 100
ROUNDS = 30
DEEP = 60  # the page that shall be as fast as the first


def at_sizes(city: City, sizes: list[int], *, filled: int) -> Iterator[dict[str, Any]]:
    """Fill up to each size, then measure list, deep page, tracking and case page."""
    for size in sizes:
        if size > filled:
            begun = perf_counter()
            missing = size - filled
            copies = bulk.fill(city.model, missing, first=filled + 1, writers=2)
            made = sum(copies)
            rate = round(made / (perf_counter() - begun))
            yield {"what": f"fill up to {size:,}", "per_second": rate}
            filled = size
            _settle()
        yield from _reads(city, size)


def _settle() -> None:
    """Let the planner know the tables as they are now."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _reads(city: City, size: int) -> Iterator[dict[str, Any]]:
    officer = actor_of(city.officer, city.now)
    rows = Case.objects.order_by("-id")[:ROUNDS]
    cases = [(case.id, str(case.code)) for case in rows]
    deep = _deep_place(city)

    def page(after: Any) -> Callable[[int], object]:
        return lambda _: queries.list_work(
            officer, WorkFilter(), now=city.now, after=after, size=PAGE
        )

    def one(number: int) -> object:
        case_id = cases[number % len(cases)][0]
        return (
            queries.get_case(case_id, officer),
            queries.list_events(case_id, officer),
        )

    def track(number: int) -> object:
        return queries.get_case(
            queries.id_of_code(cases[number % len(cases)][1]), officer
        )

    for name, do in (
        (f"worklist, first {PAGE}", page(None)),
        (f"worklist, page {DEEP}", page(deep)),
        ("counts of work", lambda _: queries.count_work(officer, now=city.now)),
        ("one case by code", track),
        ("case page with events", one),
    ):
        do(0)
        with CaptureQueriesContext(connection) as asked:
            do(0)
        taken = clock.repeat(ROUNDS, do)
        yield taken.row(f"{name}, {size:,} cases", statements=len(asked))


def _deep_place(city: City) -> tuple[str, str, str] | None:
    """Return where page 60 begins; on few cases, where the last page does."""
    officer = actor_of(city.officer, city.now)
    place = None
    for _ in range(DEEP - 1):
        rows = queries.list_work(
            officer, WorkFilter(), now=city.now, after=place, size=PAGE
        )
        if len(rows) < PAGE:
            break
        place = rows[-1].place
    return place
