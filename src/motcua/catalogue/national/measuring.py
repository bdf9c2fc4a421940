"""How much of a national database is read: shares of its records."""

from collections import Counter
from collections.abc import Callable, Iterable

from motcua.catalogue.national.reading import Found, Refused
from motcua.catalogue.national.rules.facts import FeeKind
from motcua.catalogue.national.rules.remarks import RemarkKind

_STATED = {FeeKind.FREE, FeeKind.AMOUNTS, FeeKind.UNREAD}


def measure(
    found: Iterable[Found | Refused], tell: Callable[[], None] = lambda: None
) -> dict[str, float]:
    """Return counts of records, and shares in percent of those that state a value.

    A record states a time limit if a line of it has a number with a unit; it is read
    if each such line is. A number whose unit is not said anywhere is counted apart.
    A record states a fee if a line of it says free or an amount; it is read if each
    such line is. Where the fee is said to stand in an instrument is counted apart.
    """
    counts: Counter[str] = Counter()
    for item in found:
        tell()
        if isinstance(item, Refused):
            counts["refused"] += 1
            continue
        counts["records"] += 1
        _limits(item, counts)
        _fees(item, counts)
        lists = item.facts.paper_lists or ()
        counts["papers"] += sum(len(one.papers) for one in lists)
        counts["records_with_papers"] += any(one.papers for one in lists)
        counts["records_with_bases"] += bool(item.facts.bases)
        counts["bases"] += len(item.facts.bases)
    return _figures(counts)


def _limits(item: Found, counts: Counter[str]) -> None:
    limits = [line.limit for line in item.facts.channels]
    kinds = {remark.kind for remark in item.remarks}
    united = [one for one in limits if one is not None and one.unit is not None]
    bare = [one for one in limits if one is not None and one.unit is None]
    unread = RemarkKind.NUMBERS_RUN_TOGETHER in kinds
    counts["limit_read"] += bool(united) and not unread
    counts["limit_unread"] += unread
    counts["limit_without_unit"] += bool(bare) and not united and not unread
    counts["limit_in_words"] += RemarkKind.LIMIT_IN_WORDS in kinds and not united
    counts["limit_silent"] += not any(limits) and not kinds & {
        RemarkKind.LIMIT_IN_WORDS,
        RemarkKind.NUMBERS_RUN_TOGETHER,
    }


def _fees(item: Found, counts: Counter[str]) -> None:
    kinds = {line.fee.kind for line in item.facts.channels}
    stated = bool(kinds & _STATED)
    unread = FeeKind.UNREAD in kinds
    counts["fee_read"] += stated and not unread
    counts["fee_unread"] += unread
    counts["fee_elsewhere"] += not stated and FeeKind.ELSEWHERE in kinds
    counts["fee_silent"] += kinds <= {FeeKind.NOT_STATED}


def _figures(counts: Counter[str]) -> dict[str, float]:
    limit = counts["limit_read"] + counts["limit_unread"]
    numbers = limit + counts["limit_without_unit"]
    fee = counts["fee_read"] + counts["fee_unread"]
    return {
        "records": counts["records"],
        "refused": counts["refused"],
        "state_a_time_limit": limit,
        "of_these_read": counts["limit_read"],
        "of_these_read_percent": _percent(counts["limit_read"], limit),
        "state_a_number_without_any_unit": counts["limit_without_unit"],
        "read_percent_if_these_are_counted_too": _percent(
            counts["limit_read"], numbers
        ),
        "state_the_limit_in_words": counts["limit_in_words"],
        "state_no_limit": counts["limit_silent"],
        "state_a_fee_or_that_it_is_free": fee,
        "of_these_fees_read": counts["fee_read"],
        "of_these_fees_read_percent": _percent(counts["fee_read"], fee),
        "say_that_the_fee_stands_elsewhere": counts["fee_elsewhere"],
        "state_no_fee": counts["fee_silent"],
        "have_papers_in_the_table": counts["records_with_papers"],
        "papers": counts["papers"],
        "have_legal_bases_with_numbers": counts["records_with_bases"],
        "legal_bases": counts["bases"],
    }


def _percent(part: int, whole: int) -> float:
    return round(100 * part / whole, 2) if whole else 0.0
