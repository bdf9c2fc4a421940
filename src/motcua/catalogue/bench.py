"""How fast search is on the full catalogue, beside a plain LIKE in the same run."""

import gc
import tracemalloc
from collections.abc import Callable, Sequence
from statistics import median
from time import perf_counter, process_time

from motcua.catalogue.models import Entry
from motcua.catalogue.publishing import split_words
from motcua.catalogue.search import judging, store
from motcua.catalogue.search.finding import search, suggest
from motcua.catalogue.search.index import Index

NEEDS_DATABASE = True  # ``motcua bench`` makes one, and fills it from the packs
ROUNDS = 5
BUILDS = 3
HITS = 10


def run(*, rounds: str = str(ROUNDS)) -> list[dict[str, object]]:
    """Measure searching, suggesting and building the index.

    Each judged question is asked ``rounds`` times; of a question being typed every
    beginning is. The control finds the rows whose name has all the words, as LIKE
    finds them. Wall times in milliseconds; ``cpu_p95_ms`` is this process's own.
    """
    day = Entry.objects.latest("source_date").source_date
    questions = judging.read_judged(judging.judged_files())
    asked = [one.ask for one in questions] * int(rounds)
    begun = [one.ask[:n] for one in questions for n in range(1, len(one.ask) + 1)]
    store.current()  # read before anything is measured
    control = _taken(_like, asked)
    return [
        _row("search", _taken(lambda q: search(q, day, limit=HITS), asked), control),
        _row("suggest, each letter", _taken(lambda q: suggest(q, day), begun), control),
        _row("LIKE on the names", control, control),
        _building(),
    ]


def _like(question: str) -> object:
    """Ask the database for names with all the words, as one would without search."""
    rows = Entry.objects.filter(vanished_at__isnull=True)
    for word in split_words(question):
        rows = rows.filter(search_name__contains=f" {word}")
    return list(rows.order_by("code").values_list("code", "name")[:HITS])


def _taken(
    work: Callable[[str], object], asked: Sequence[str]
) -> list[tuple[float, float]]:
    """Return how long each question took: on the wall, and on the processor."""
    work(asked[0])
    taken = []
    for question in asked:
        wall, cpu = perf_counter(), process_time()
        work(question)
        taken.append((perf_counter() - wall, process_time() - cpu))
    return taken


def _row(
    name: str,
    taken: Sequence[tuple[float, float]],
    control: Sequence[tuple[float, float]],
) -> dict[str, object]:
    walls = sorted(wall for wall, _ in taken)
    cpus = sorted(cpu for _, cpu in taken)
    usual = median(wall for wall, _ in control)
    return {
        "name": name,
        "count": len(walls),
        "median_ms": round(median(walls) * 1e3, 2),
        "p95_ms": round(_p95(walls) * 1e3, 2),
        "cpu_p95_ms": round(_p95(cpus) * 1e3, 2),
        "to_like": round(median(walls) / usual, 2),
    }


def _p95(ordered: Sequence[float]) -> float:
    return ordered[min(int(len(ordered) * 0.95), len(ordered) - 1)]


def _building() -> dict[str, object]:
    """Measure reading the tables into an index, and what it keeps."""
    taken = []
    for _ in range(BUILDS):
        wall, cpu = perf_counter(), process_time()
        Index(store.documents(), store.synonyms(), store.demand())
        taken.append((perf_counter() - wall, process_time() - cpu))
    gc.collect()
    tracemalloc.start()
    kept = Index(store.documents(), store.synonyms(), store.demand())
    gc.collect()
    size, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return {
        "name": "read the index",
        "count": len(kept.documents),
        "median_ms": round(median(wall for wall, _ in taken) * 1e3, 1),
        "p95_ms": round(max(wall for wall, _ in taken) * 1e3, 1),
        "cpu_p95_ms": round(max(cpu for _, cpu in taken) * 1e3, 1),
        "megabytes": round(size / 1e6, 1),
    }
