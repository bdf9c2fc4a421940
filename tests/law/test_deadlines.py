"""Run the examples that a legal officer can read and sign (tests/law/deadlines)."""

from datetime import datetime
from pathlib import Path

import pytest
import yaml

from motcua.deadlines import Clock, Limit, due, load_calendar, load_policy
from motcua.kernel.refusals import Refusal

CALENDAR = load_calendar("vn")
EXAMPLES = [
    pytest.param(example, id=f"{path.stem}: {example['name']}")
    for path in sorted(Path(__file__).with_name("deadlines").glob("*.yaml"))
    for example in yaml.safe_load(path.read_text("utf-8"))
]


def _at(text: object) -> datetime:
    return datetime.fromisoformat(str(text)).replace(tzinfo=CALENDAR.zone)


def _happen(clock: Clock, event: dict[str, object]) -> Clock:
    reason = str(event.get("reason", ""))
    if "stop" in event:
        return clock.stop(_at(event["stop"]), reason)
    if "resume" in event:
        return clock.resume(_at(event["resume"]), str(event["mode"]))
    if "extend" in event:
        limit = Limit.parse(str(event["extend"]))
        return clock.extend(limit, reason, at=_at(event["at"]))
    return clock.reappoint(_at(event["reappoint"]), _at(event["due"]), reason)


def _clock(example: dict[str, object]) -> Clock:
    accepted = _at(example["accepted"])
    policy = load_policy(str(example.get("policy", "vn.general")), accepted.date())
    limit = Limit.parse(str(example["limit"]))
    clock = Clock(accepted_at=accepted, limit=limit, policy=policy)
    for event in example.get("events", ()):
        clock = _happen(clock, event)
    return clock


@pytest.mark.parametrize("example", EXAMPLES)
def test_example(example):
    if code := example.get("refused"):
        with pytest.raises(Refusal) as caught:
            _clock(example)
        assert caught.value.code == code
        return

    found = due(_clock(example), CALENDAR)

    assert found.at == (_at(example["due"]) if example["due"] else None)
    text = "\n".join(line.text.vi for line in found.lines)
    bases = [line.basis for line in found.lines]
    for words in example.get("says", ()):
        assert words in text
    for basis in example.get("cites", ()):
        assert basis in bases
