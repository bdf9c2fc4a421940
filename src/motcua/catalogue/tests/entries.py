"""Small entries for tests."""

from datetime import UTC, date, datetime
from typing import Any

from motcua.catalogue.models import Entry
from motcua.catalogue.national.rules.facts import (
    Amount,
    Basis,
    ChannelLine,
    Facts,
    FeeKind,
    Outcome,
    Paper,
    PaperList,
    StatedFee,
    StatedLimit,
    SubmissionChannel,
    TimeUnit,
    as_json,
)
from motcua.catalogue.publishing import words_of

SEEN = datetime(2026, 7, 31, 3, tzinfo=UTC)
FREE = StatedFee(FeeKind.FREE)


def line(channel: str = "ONLINE", value: int = 5, fee: StatedFee = FREE) -> ChannelLine:
    """Return a line of the table of channels, in working days."""
    limit = StatedLimit(value, TimeUnit.WORKING_DAYS)
    return ChannelLine(SubmissionChannel(channel), limit, fee)


def facts(
    code: str = "1.000001", name: str = "Cấp giấy phép thử", **more: Any
) -> Facts:
    """Return the facts of a small entry."""
    said = {
        "field": "Hộ tịch",
        "levels": ("COMMUNE",),
        "applicants": ("CITIZEN",),
        "channels": (
            line(),
            line("COUNTER", 3, StatedFee(FeeKind.AMOUNTS, (Amount(8000, "VND"),))),
        ),
        "bases": (Basis("60/2014/QH13", "Luật Hộ tịch"),),
        "paper_lists": (PaperList("", (Paper("Tờ khai", 1, 0, ("mau.docx",)),)),),
        "conditions": ("Không có tranh chấp.",),
        "results": (Outcome("Giấy phép", "KQ.G15.000001"),),
    }
    return Facts(code=code, name=name, **{**said, **more})


def entry(
    code: str = "1.000001", name: str = "Cấp giấy phép thử", **more: Any
) -> Entry:
    """Store a small entry. ``more``: columns of the row, or parts of the facts."""
    columns = {f.name for f in Entry._meta.get_fields()} - {"facts", "field"}
    own = {key: more.pop(key) for key in list(more) if key in columns}
    said = facts(code, name, **more)
    row = {
        "group": "civil_status",
        "content_hash": "0" * 64,
        "source": "Cơ sở dữ liệu thử",
        "source_date": date(2026, 7, 31),
        "first_seen_at": SEEN,
        "last_seen_at": SEEN,
        "last_changed_at": SEEN,
        "search_name": words_of(f"{name} {code}"),
        "level_words": f" {' '.join(said.levels)} ",
    }
    return Entry.objects.create(
        code=code, name=name, field=said.field, facts=as_json(said), **{**row, **own}
    )
