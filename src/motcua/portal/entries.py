"""An entry of the national database in words: what is said, and what is not."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.conf import settings
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from motcua.catalogue.national.queries import Entry, GroupCount
from motcua.catalogue.national.rules.facts import (
    FeeKind,
    Paper,
    StatedFee,
    StatedLimit,
    TimeUnit,
)
from motcua.catalogue.queries import FieldCount
from motcua.deadlines import Limit, LimitUnit
from motcua.kernel.money import Money
from motcua.kernel.texts import Text
from motcua.web import formats

MANY = 2  # of the plural: a day and a half are days
_LIKE = {
    TimeUnit.WORKING_DAYS: LimitUnit.WORKING_DAYS,
    TimeUnit.DAYS: LimitUnit.DAYS,
    TimeUnit.MONTHS: LimitUnit.MONTHS,
}


@dataclass(frozen=True, slots=True)
class ChannelRow:
    """A line of the table of channels; ``words`` are the source's own, if here."""

    channel: str
    limit: str
    fee: str
    words: str


@dataclass(frozen=True, slots=True)
class PaperLine:
    """A paper, how many of it, and the names of its forms."""

    name: str
    how: str
    forms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PaperGroup:
    """The papers of one variant."""

    case: str
    papers: tuple[PaperLine, ...]


@dataclass(frozen=True, slots=True)
class FieldRow:
    """A field of administration, and how many procedures it has."""

    id: str
    name: Text
    count: int


def field_rows(
    fields: Iterable[FieldCount], groups: Iterable[GroupCount]
) -> list[FieldRow]:
    """Return the fields with what is written out and what is for information."""
    found = {one.id: FieldRow(one.id, one.name, one.procedures) for one in fields}
    for group in groups:
        if group.group:
            known = found.get(group.group, FieldRow(group.group, group.name, 0))
            found[group.group] = replace(known, count=known.count + group.entries)
    return list(found.values())


def channel_rows(entry: Entry) -> list[ChannelRow]:
    """Return the lines of the table of channels."""
    names = {
        "ONLINE": _("Trực tuyến"),
        "COUNTER": _("Trực tiếp"),
        "POST": _("Qua bưu chính"),
    }
    words = list(entry.original.get("channels", ()))
    words += [{}] * (len(entry.facts.channels) - len(words))
    return [
        ChannelRow(
            channel=names[line.channel],
            limit=limit_words(line.limit),
            fee=fee_words(line.fee),
            words=_own_words(cells),
        )
        for line, cells in zip(entry.facts.channels, words, strict=False)
    ]


def _own_words(cells: dict[str, str]) -> str:
    told = [cells.get("fee", ""), cells.get("remark", "")]
    return " · ".join(filter(None, (one.strip() for one in told)))


def limit_words(limit: StatedLimit | None) -> str:
    """Say a time limit as the source states it."""
    if limit is None:
        return _("Nguồn không nêu")
    unit = _LIKE.get(limit.unit) if limit.unit else None
    if unit and float(limit.value).is_integer():
        return (
            Limit(int(limit.value), unit)
            .text()
            .to(get_language() or settings.LANGUAGE_CODE)
        )
    if limit == StatedLimit(1, TimeUnit.HOURS):
        return _("1 giờ")
    words = {
        TimeUnit.WORKING_DAYS: ngettext(
            "%(n)s ngày làm việc", "%(n)s ngày làm việc", MANY
        ),
        TimeUnit.DAYS: _("%(n)s ngày"),
        TimeUnit.HOURS: _("%(n)s giờ"),
        TimeUnit.MONTHS: _("%(n)s tháng"),
        None: _("%(n)s (nguồn không ghi đơn vị)"),
    }[limit.unit]
    return words % {"n": _number(limit.value)}


def _number(value: float) -> str:
    written = f"{value:g}"
    return written if get_language() == "en" else written.replace(".", ",")


def fee_words(fee: StatedFee) -> str:
    """Say a fee as the source states it."""
    sums = [
        formats.money(Money(one.value, one.currency), get_language())
        for one in fee.amounts
    ]
    said = {
        FeeKind.AMOUNTS: "; ".join(sums),
        FeeKind.FREE: _("Miễn phí"),
        FeeKind.ELSEWHERE: _("Theo văn bản khác"),
        FeeKind.NOT_STATED: _("Nguồn không nêu"),
        FeeKind.UNREAD: _("Nguồn ghi chưa rõ"),
    }[fee.kind]
    if fee.has_remark and fee.kind in {FeeKind.AMOUNTS, FeeKind.FREE}:
        return _("%(fee)s; nguồn có ghi chú thêm") % {"fee": said}
    return said


def paper_groups(entry: Entry) -> list[PaperGroup]:
    """Return the papers by variant; none if the source at hand has none."""
    return [
        PaperGroup(
            one.case,
            tuple(PaperLine(p.name, _how_many(p), p.forms) for p in one.papers),
        )
        for one in entry.facts.paper_lists or ()
    ]


def no_papers(entry: Entry) -> str:
    """Say why no papers are listed: not in this source, or none in the table."""
    if entry.facts.paper_lists is None:
        return _("Dữ liệu rút gọn tại đây chưa có danh sách giấy tờ.")
    return _("Nguồn không nêu")


def _how_many(paper: Paper) -> str:
    counted = []
    if paper.originals:
        counted.append(_("%(n)s bản chính") % {"n": paper.originals})
    if paper.copies:
        counted.append(_("%(n)s bản sao") % {"n": paper.copies})
    return ", ".join(counted)


def applicant_words(kinds: Sequence[str]) -> list[str]:
    """Return who may apply, as the source divides them."""
    names = {
        "CITIZEN": _("Công dân Việt Nam"),
        "OVERSEAS_VIETNAMESE": _("Người Việt Nam định cư ở nước ngoài"),
        "RESIDENT_FOREIGNER": _("Người nước ngoài cư trú tại Việt Nam"),
        "FOREIGNER": _("Người nước ngoài"),
        "OFFICIAL": _("Cán bộ, công chức, viên chức"),
        "FOREIGN_INVESTED_BUSINESS": _("Doanh nghiệp có vốn đầu tư nước ngoài"),
        "VIETNAMESE_BUSINESS": _("Doanh nghiệp Việt Nam"),
        "BUSINESS": _("Doanh nghiệp"),
        "COOPERATIVE": _("Hợp tác xã"),
        "ORGANISATION": _("Tổ chức"),
        "FOREIGN_ORGANISATION": _("Tổ chức nước ngoài"),
        "PARTY_ORGANISATION": _("Tổ chức Đảng"),
        "PARTY_MEMBER": _("Đảng viên"),
    }
    return [names.get(kind, kind) for kind in kinds]


def level_words(levels: Sequence[str]) -> list[str]:
    """Return the levels of the authorities that decide."""
    names = {
        "NATIONAL": _("Cấp bộ"),
        "CITY": _("Cấp tỉnh"),
        "COMMUNE": _("Cấp xã"),
        "OTHER": _("Cơ quan khác"),
    }
    return [names.get(level, level) for level in levels]
