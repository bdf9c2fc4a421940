"""How fast a process is stepped: ten steps, three of them in parallel."""

import json
from itertools import pairwise
from time import perf_counter
from typing import Any

from motcua.processes import rules
from motcua.processes.definition import ProcessDefinition
from motcua.processes.structure import Process

ROUNDS = 20_000  # cases; ten steps each
_LINE = ("receive", "assign", "examine", "split")
_BRANCHES = ("land", "tax", "police")
_END = ("compile", "review", "sign")


def ten_steps() -> ProcessDefinition:
    """Return a process of ten steps with one parallel block of three branches."""
    steps = [_step(a, b) for a, b in pairwise(_LINE)]
    steps.append(_step("split", *_BRANCHES))
    steps += [_step(name, "compile") for name in _BRANCHES]
    join = _step("compile", "review")
    join["waits_for"] = [[name] for name in _BRANCHES]
    last = _step("sign")
    last["outcomes"][0]["result"] = "approved"
    steps += [join, _step("review", "sign"), last]
    return ProcessDefinition.model_validate_json(json.dumps({"steps": steps}))


def _step(name: str, *to: str) -> dict[str, Any]:
    done = {"id": "done", "name": {"vi": "Xong"}, "to": list(to)}
    who = {"role": "OFFICER", "unit": "competent"}
    return {"id": name, "name": {"vi": name}, "who": who, "outcomes": [done]}


def run(rounds: int = ROUNDS) -> list[dict[str, Any]]:
    """Measure the pure step, the compile, and the size of the state."""
    definition = ten_steps()
    begun = perf_counter()
    for _ in range(100):
        process = rules.compile_process(definition)
    compiled = (perf_counter() - begun) / 100
    order = (*_LINE, *_BRANCHES, *_END)
    seconds = min(_walk(process, order, rounds) for _ in range(3))
    marking = ("compile<land", "compile<tax", "police")
    return [
        {
            "name": "processes: advance, 10 steps with a parallel block",
            "value": round(rounds * len(order) / seconds),
            "unit": "steps/s",
        },
        {
            "name": "processes: compile (once per version)",
            "value": round(compiled * 1e6),
            "unit": "µs",
        },
        {
            "name": "processes: state of a running case",
            "value": len(json.dumps(marking)),
            "unit": "bytes",
        },
    ]


def _walk(process: Process, order: tuple[str, ...], rounds: int) -> float:
    begun = perf_counter()
    for _ in range(rounds):
        marking = rules.start(process, {}).marking
        for name in order:
            marking = rules.advance(process, marking, name, "done", {}).marking
    return perf_counter() - begun
