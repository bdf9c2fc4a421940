"""JSON of the entries of a national database: public, read only."""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Query, Router, Schema

from motcua.catalogue.national import queries
from motcua.catalogue.national.groups import field_text
from motcua.catalogue.national.rules.facts import as_json
from motcua.web.inputs import Day
from motcua.web.permissions import PUBLIC, permission
from motcua.web.shapes import WordsOut

router = Router(tags=["catalogue"], auth=None)

Code = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9.\-]{0,39}$")]
GroupId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,59}$")]
PageSize = Annotated[int, Field(ge=1, le=queries.MOST_ON_A_PAGE)]
Level = Literal["NATIONAL", "CITY", "COMMUNE", "OTHER"]


class StatedLimitOut(Schema):
    """A time limit as stated; ``unit`` is null where the source does not say it."""

    value: float
    unit: Literal["HOURS", "WORKING_DAYS", "DAYS", "MONTHS"] | None


class AmountOut(Schema):
    """A sum in whole units of a currency."""

    value: int
    currency: str


class StatedFeeOut(Schema):
    """A fee as stated; ``remark``: the source says more about it in words."""

    kind: Literal["AMOUNTS", "FREE", "ELSEWHERE", "NOT_STATED", "UNREAD"]
    amounts: list[AmountOut] = []
    remark: bool = False


class ChannelLineOut(Schema):
    """A line of the table of channels; a channel may have several."""

    channel: Literal["ONLINE", "COUNTER", "POST"]
    limit: StatedLimitOut | None
    fee: StatedFeeOut


class BasisOut(Schema):
    """A legal basis by the number of the instrument."""

    number: str
    title: str = ""


class EntryPaperOut(Schema):
    """A paper; null where no number is stated."""

    name: str
    originals: int | None
    copies: int | None
    forms: list[str] = []


class EntryPaperListOut(Schema):
    """The papers of one variant; ``case`` is empty for a lone list."""

    case: str
    papers: list[EntryPaperOut]


class EntryOutcomeOut(Schema):
    """What the procedure ends with."""

    name: str
    code: str = ""


class EntryFactsOut(Schema):
    """What was read; null: the source at hand does not carry that part."""

    code: str
    name: str
    field: str
    levels: list[str]
    applicants: list[str]
    channels: list[ChannelLineOut]
    bases: list[BasisOut]
    papers: list[EntryPaperListOut] | None = None
    conditions: list[str] | None = None
    results: list[EntryOutcomeOut] | None = None
    authority: str = ""
    decision: str = ""


class EntryRowOut(Schema):
    """An entry in a list."""

    code: Annotated[str, Field(max_length=40)]
    name: str
    field: str
    group: str
    levels: list[str]
    applicants: list[str]
    channels: list[str]
    is_written_out: bool
    vanished_at: datetime | None
    last_changed_at: datetime


class EntriesOut(Schema):
    """Some entries; ``next`` is the ``after`` of the next page."""

    items: Annotated[list[EntryRowOut], Field(max_length=queries.MOST_ON_A_PAGE)]
    next: Annotated[str, Field(max_length=40)] | None


class EntrySourceOut(Schema):
    """Where facts were read, and on which day they held."""

    name: str
    day: date


class EntryOut(Schema):
    """An entry in full. Information only, unless ``is_written_out``."""

    code: str
    facts: EntryFactsOut
    field_name: WordsOut
    group: str
    original: dict[str, Any]
    content_hash: str
    source: EntrySourceOut
    first_seen_at: datetime
    last_seen_at: datetime
    last_changed_at: datetime
    vanished_at: datetime | None
    is_written_out: bool


class EntryChangeOut(Schema):
    """What an import found new in an entry."""

    id: UUID
    code: str
    kind: Literal["ADDED", "COMPLETED", "CHANGED", "VANISHED", "RETURNED"]
    changes: list[dict[str, Any]]
    happened_at: datetime
    source: EntrySourceOut
    content_hash: str


class OfDay(Schema):
    """As of which day procedures are written out; today if it is not said."""

    on: Day | None = None

    @property
    def day(self) -> date:
        """Return the day that is meant."""
        return self.on or timezone.localdate()


class EntriesIn(OfDay):
    """Which entries to list."""

    group: GroupId | None = None
    level: Level | None = None
    q: Annotated[str, Field(max_length=200)] = ""
    written_out: bool | None = None
    vanished: bool = False
    after: Code | None = None
    limit: PageSize = queries.PAGE


class EntryIn(OfDay):
    """Whether to send the source's own text, too."""

    original: bool = False


class ChangesIn(Schema):
    """Of which entry, and before which change."""

    code: Code | None = None
    before: UUID | None = None
    limit: PageSize = queries.PAGE


@router.get("/catalogue/entries", response=EntriesOut, operation_id="list_entries")
@permission(PUBLIC)
def list_entries(request: HttpRequest, asked: Query[EntriesIn]) -> queries.Page:
    """List the entries of the national database, by code."""
    return queries.list_entries(
        asked.day,
        group=asked.group,
        level=asked.level,
        text=asked.q,
        written_out=asked.written_out,
        vanished=asked.vanished,
        after=asked.after,
        limit=asked.limit,
    )


@router.get("/catalogue/entries/{code}", response=EntryOut, operation_id="get_entry")
@permission(PUBLIC)
def get_entry(
    request: HttpRequest, code: Code, asked: Query[EntryIn]
) -> dict[str, Any]:
    """Return one entry: what the national database says of a procedure."""
    entry = queries.get_entry(code, asked.day)
    names = ("code", "group", "content_hash", "source", "is_written_out")
    times = ("first_seen_at", "last_seen_at", "last_changed_at", "vanished_at")
    return {
        **{name: getattr(entry, name) for name in (*names, *times)},
        "facts": as_json(entry.facts),
        "field_name": WordsOut.of(field_text(entry.facts.field)),
        "original": entry.original if asked.original else {},
    }


@router.get(
    "/catalogue/changes",
    response=list[EntryChangeOut],
    operation_id="list_entry_changes",
)
@permission(PUBLIC)
def list_entry_changes(
    request: HttpRequest, asked: Query[ChangesIn]
) -> tuple[queries.EntryChange, ...]:
    """List what imports found new, the newest first; go on with ``before``."""
    return queries.list_entry_changes(
        code=asked.code, before=asked.before, limit=asked.limit
    )
