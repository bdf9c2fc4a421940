"""Life events of the packs in use: all, one, and the way through one."""

from functools import cache

from django.conf import settings

from motcua.catalogue.finder.definition import FOLDER, LifeEvent, read_event
from motcua.catalogue.finder.planning import Plan, PlannedStep, SharedPaper, plan
from motcua.catalogue.search.words import split
from motcua.kernel.refusals import NotFound
from motcua.packs.reading import folder

__all__ = [
    "LifeEvent",
    "Plan",
    "PlannedStep",
    "SharedPaper",
    "events_named",
    "get_event",
    "list_events",
    "plan",
]
ENOUGH = 0.6  # share of an event's words that a question must say


@cache
def _events(packs: tuple[str, ...]) -> dict[str, LifeEvent]:
    events: dict[str, LifeEvent] = {}
    for pack in packs:
        for path in sorted((folder(pack) / FOLDER).glob("*.yaml")):
            events[path.stem] = read_event(path)
    return events


def list_events() -> tuple[LifeEvent, ...]:
    """Return the life events, then those of businesses, by id.

    :raises DefectiveFile: if a file of a pack is wrong.
    """
    events = _events(tuple(settings.PACKS)).values()
    return tuple(sorted(events, key=lambda one: (one.kind != "LIFE", one.id)))


def get_event(event_id: str) -> LifeEvent:
    """Return a life event.

    :raises NotFound: if there is none of this name.
    """
    event = _events(tuple(settings.PACKS)).get(event_id)
    if event is None:
        raise NotFound(event=event_id)
    return event


def events_named(text: str, *, most: int = 2) -> tuple[LifeEvent, ...]:
    """Return the events that a question may be about, the surest first."""
    asked = {word.bare for word in split(text[:200])}
    if not asked:
        return ()
    found = [(_surely(event, asked), event) for event in list_events()]
    best = sorted((p for p in found if p[0] >= ENOUGH), key=lambda pair: -pair[0])
    return tuple(event for _, event in best[:most])


def _surely(event: LifeEvent, asked: set[str]) -> float:
    phrases = (*event.say, *event.name.as_dict().values())
    best = 0.0
    for phrase in phrases:
        words = {word.bare for word in split(phrase)}
        if words and len(words) > 1 and words <= asked:
            best = max(best, len(words) / len(asked) + ENOUGH)
    return best
