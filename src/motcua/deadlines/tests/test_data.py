"""What the packs ship, compared with what others say."""

import re
from datetime import date

import pytest
import yaml

from motcua.deadlines import (
    DayKind,
    DayStatus,
    list_policies,
    load_calendar,
    load_policy,
)
from motcua.deadlines.data import UnknownCalendar, UnknownPolicy
from motcua.deadlines.proposals import propose_year
from motcua.kernel.law import Citation
from motcua.packs.reading import PACKS

CALENDAR = load_calendar("vn")
INSTRUMENTS = yaml.safe_load((PACKS / "vn/instruments.yaml").read_text("utf-8"))
YEARS = range(2018, 2028)

# Every day on which the package "holidays" and our facts lead to different work:
# our side has the announcement (docs/explanation/time.md).
HOLIDAYS_LACKS = {
    date(2026, 1, 2): "swapped off, 12729/VPCP-KGVX",
    date(2026, 1, 10): "makes up for it, 12729/VPCP-KGVX",
}
HOLIDAYS_HAS_TOO_MUCH = {
    date(2026, 11, 24): "Culture Day: no law yet",
    date(2027, 11, 24): "Culture Day: no law yet",
}


class TestTheCalendarOfVietNam:
    def test_covers_2018_to_2027(self):
        assert (CALENDAR.first, CALENDAR.last) == (date(2018, 1, 1), date(2027, 12, 31))

    @pytest.mark.parametrize("year", YEARS)
    def test_agrees_with_the_package_holidays_but_for_the_known_days(self, year):
        start, end = date(year, 1, 1), date(year + 1, 1, 1)
        ours = {
            day.date: CALENDAR.is_working(day.date)
            for day in CALENDAR.facts_between(start, end)
        }
        theirs = {
            day.date: day.kind is DayKind.MAKE_UP
            for day in propose_year(year)
            if day.status is not DayStatus.UNCONFIRMED
        }

        assert {
            day
            for day in ours.keys() | theirs.keys()
            if ours.get(day, CALENDAR.is_working(day))
            != theirs.get(day, day.weekday() < 5)
        } == {day for day in HOLIDAYS_LACKS if day.year == year}

    @pytest.mark.parametrize("day", HOLIDAYS_HAS_TOO_MUCH)
    def test_does_not_apply_what_no_law_says(self, day):
        assert CALENDAR.is_working(day)
        assert CALENDAR.unconfirmed[day].status is DayStatus.UNCONFIRMED
        assert day in {each.date for each in propose_year(day.year)}

    @pytest.mark.parametrize("year", YEARS)
    def test_has_at_least_the_days_of_the_labour_code(self, year):
        facts = CALENDAR.facts_between(date(year, 1, 1), date(year + 1, 1, 1))
        off = [day for day in facts if day.is_off]

        assert len(off) >= (11 if year >= 2021 else 10)

    def test_every_swap_has_its_other_half(self):
        facts = CALENDAR.facts_between(CALENDAR.first, CALENDAR.last)
        swaps = {
            day.date: day.swapped_with
            for day in facts
            if day.kind in {DayKind.SWAP_OFF, DayKind.MAKE_UP}
        }

        assert swaps
        assert all(swaps[other] == day for day, other in swaps.items())

    def test_every_fact_is_named_in_three_languages_and_has_a_source(self):
        facts = CALENDAR.facts_between(CALENDAR.first, CALENDAR.last)

        assert all(len(day.name.as_dict()) == 3 and day.source for day in facts)

    def test_2024_to_2026_are_confirmed_and_the_rest_says_that_it_is_derived(self):
        facts = CALENDAR.facts_between(CALENDAR.first, CALENDAR.last)
        confirmed = {d.date.year for d in facts if d.status is DayStatus.CONFIRMED}
        derived = {d.date.year for d in facts if d.status is DayStatus.DERIVED}

        assert confirmed == {2024, 2025, 2026}
        assert derived == set(YEARS) - confirmed

    def test_no_pack_no_calendar(self):
        with pytest.raises(UnknownCalendar) as caught:
            load_calendar("xx")
        assert "vn" in str(caught.value.params["known"])


def _citations() -> set[str]:
    facts = CALENDAR.facts_between(CALENDAR.first, CALENDAR.last)
    sources = {day.source for day in [*facts, *CALENDAR.unconfirmed.values()]}
    sources |= {hours.source for hours in CALENDAR.hours}
    for code in list_policies():
        for day in (date(2019, 1, 1), date(2026, 1, 1)):
            sources |= set(load_policy(code, day).bases.values())
    parts = {part for source in sources for part in source.split("; ")}
    return {p for p in parts if not re.match(r"https?://|gói |decision:", p)}


class TestInstruments:
    @pytest.mark.parametrize("citation", sorted(_citations()))
    def test_every_citation_names_a_registered_instrument(self, citation):
        assert Citation.parse(citation).instrument in INSTRUMENTS

    @pytest.mark.parametrize("number", INSTRUMENTS)
    def test_every_instrument_has_a_title_in_three_languages(self, number):
        assert INSTRUMENTS[number]["title"].keys() == {"vi", "en", "de"}


class TestPolicies:
    def test_keep_the_law_of_their_day(self):
        old = load_policy("vn.general", date(2025, 6, 30))
        new = load_policy("vn.general", date(2025, 7, 1))

        assert old.basis("same_day_cut_off") == "Điều 18 61/2018/NĐ-CP"
        assert new.basis("same_day_cut_off") == "Điều 18 118/2025/NĐ-CP"

    def test_a_special_one_inherits_the_general(self):
        special = load_policy("vn.e_interlinked", date(2026, 1, 1))

        assert special.intake_margin == 60
        assert special.basis("first_day") == "khoản 3 Điều 147 91/2015/QH13"
        assert special.code == "vn.e_interlinked"

    @pytest.mark.parametrize(
        ("code", "day"),
        [("vn.nothing", date(2026, 1, 1)), ("vn.general", date(2017, 1, 1))],
    )
    def test_an_unknown_one_is_refused(self, code, day):
        with pytest.raises(UnknownPolicy):
            load_policy(code, day)
