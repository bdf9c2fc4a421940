"""What a calendar promises, checked against counting day by day."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motcua.deadlines import Day, DayKind, DayStatus, OfficeHours, load_calendar
from motcua.deadlines.rules import OutsideCalendar, UnknownOfficeHours, WorkCalendar
from motcua.deadlines.tests import reference
from motcua.deadlines.tests.reference import days, minutes_of_day
from motcua.kernel.texts import Text

CALENDAR = load_calendar("vn")
HOURS = CALENDAR.with_office_hours("07:30-11:30", "13:30-17:00")
ZONE = CALENDAR.zone


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


class TestAddWorkingDays:
    @given(day=days, n=st.integers(-90, 90))
    def test_agrees_with_counting_day_by_day(self, day, n):
        expected = reference.add_working_days(CALENDAR, day, n)

        assert CALENDAR.add_working_days(day, n) == expected

    @given(st.lists(days), st.integers(-40, 40))
    def test_many_at_once_agree_with_one_by_one(self, many, n):
        expected = [CALENDAR.add_working_days(day, n) for day in many]

        assert CALENDAR.add_working_days_many(many, n) == expected
        assert CALENDAR.add_working_days_many(iter(many), n) == expected

    @given(day=days, n=st.integers(1, 60))
    def test_forth_and_back_is_where_it_was(self, day, n):
        start = CALENDAR.on_or_after(day)

        forth = CALENDAR.add_working_days(start, n)

        assert CALENDAR.add_working_days(forth, -n) == start
        assert CALENDAR.working_days_between(start, forth) == n

    def test_zero_gives_the_day_back_even_a_day_off(self):
        assert CALENDAR.add_working_days(date(2026, 5, 2), 0) == date(2026, 5, 2)

    @pytest.mark.parametrize(
        ("day", "n"),
        [
            (date(2017, 12, 31), 1),
            (date(2028, 1, 1), -1),
            (date(2027, 12, 31), 1),
            (date(2018, 1, 2), -1),
            (date(2026, 1, 1), 5000),
            (date(2026, 1, 1), -5000),
            (date(2028, 1, 1), 0),
        ],
    )
    def test_refuses_to_leave_the_calendar(self, day, n):
        with pytest.raises(OutsideCalendar) as caught:
            CALENDAR.add_working_days(day, n)
        with pytest.raises(OutsideCalendar):
            CALENDAR.add_working_days_many([day], n)
        assert caught.value.params["last"].en == "2027-12-31"

    def test_an_instant_is_not_a_day(self):
        with pytest.raises(TypeError):
            CALENDAR.add_working_days(at("2026-04-28T10:00"), 1)


class TestWorkingDaysBetween:
    @given(a=days, length=st.integers(0, 200))
    def test_agrees_with_counting_and_is_half_open(self, a, length):
        b = a + timedelta(days=length)
        expected = reference.working_days_between(CALENDAR, a, b)

        assert CALENDAR.working_days_between(a, b) == expected
        assert CALENDAR.working_days_between(b, a) == -expected

    def test_covers_the_whole_calendar(self):
        end = CALENDAR.last + timedelta(days=1)

        assert CALENDAR.working_days_between(CALENDAR.first, end) > 2400

    def test_refuses_what_it_does_not_know(self):
        with pytest.raises(OutsideCalendar):
            CALENDAR.working_days_between(date(2026, 1, 1), date(2029, 1, 1))


class TestIsWorking:
    @pytest.mark.parametrize(
        ("day", "working"),
        [
            (date(2026, 4, 28), True),
            (date(2026, 4, 30), False),  # Ngày Chiến thắng
            (date(2026, 5, 2), False),  # Saturday
            (date(2026, 1, 2), False),  # swapped off
            (date(2026, 1, 10), True),  # the Saturday that makes up for it
            (date(2026, 4, 27), False),  # in lieu of Sunday 26 April
            (date(2026, 2, 16), False),  # Tết
            (date(2026, 2, 23), True),
            (date(2026, 11, 24), True),  # Culture Day: not confirmed, not applied
        ],
    )
    def test_knows_the_days_of_2026(self, day, working):
        assert CALENDAR.is_working(day) is working

    def test_refuses_a_day_beyond_the_calendar(self):
        with pytest.raises(OutsideCalendar):
            CALENDAR.is_working(date(2028, 1, 3))


class TestWorkingTime:
    @settings(max_examples=60)
    @given(day=days, minute=minutes_of_day, minutes=st.integers(1, 2000))
    def test_adding_agrees_with_counting_minute_by_minute(self, day, minute, minutes):
        start = datetime(day.year, day.month, day.day, tzinfo=ZONE)
        start += timedelta(minutes=minute)

        found = HOURS.add_working_time(start, minutes)

        assert found == reference.add_working_time(HOURS, start, minutes)
        assert HOURS.working_minutes_between(start, found) == minutes

    @given(day=days, minute=minutes_of_day, minutes=st.integers(1, 5000))
    def test_going_back_undoes_the_count(self, day, minute, minutes):
        end = datetime(day.year, day.month, day.day, tzinfo=ZONE)
        end += timedelta(minutes=minute)

        found = HOURS.add_working_time(end, -minutes)

        assert HOURS.working_minutes_between(found, end) == minutes
        assert HOURS.start_of_work(found) == found

    @pytest.mark.parametrize(
        ("start", "minutes", "end"),
        [
            ("2026-05-05T07:30", 240, "2026-05-05T11:30"),  # the end of the morning
            ("2026-05-05T07:30", 241, "2026-05-05T13:31"),  # over lunch
            ("2026-05-05T07:30", 450, "2026-05-05T17:00"),  # never 07:30 next day
            ("2026-05-05T12:10", 30, "2026-05-05T14:00"),
            ("2026-04-29T16:00", 120, "2026-05-04T08:30"),  # over the holidays
            ("2025-11-11T05:52", 930, "2025-11-13T08:00"),
            ("2026-05-05T16:59:30", 1, "2026-05-06T07:30:30"),
            ("2026-05-05T17:00", 0, "2026-05-05T17:00"),
            ("2026-05-06T07:30", -450, "2026-05-05T07:30"),
            ("2026-05-05T17:00", -450, "2026-05-05T07:30"),
        ],
    )
    def test_the_end_of_a_session_belongs_to_it(self, start, minutes, end):
        assert HOURS.add_working_time(at(start), minutes) == at(end)

    def test_answers_in_its_own_zone(self):
        found = HOURS.add_working_time(datetime(2026, 5, 5, 1, tzinfo=UTC), 60)

        assert found.isoformat() == "2026-05-05T09:00:00+07:00"

    @pytest.mark.parametrize("minutes", [1, -1, 0])
    def test_refuses_an_instant_without_zone(self, minutes):
        with pytest.raises(ValueError, match="zone"):
            HOURS.add_working_time(datetime.fromisoformat("2026-05-05T09:00"), minutes)

    @pytest.mark.parametrize(
        ("start", "minutes"),
        [
            ("2027-12-31T16:59", 2),
            ("2018-01-02T07:31", -2),
            ("2028-01-01T09:00", 0),
            ("2026-01-01T09:00", 10**9),
        ],
    )
    def test_refuses_to_leave_the_calendar(self, start, minutes):
        with pytest.raises(OutsideCalendar):
            HOURS.add_working_time(at(start), minutes)

    def test_the_last_closing_is_still_inside(self):
        assert HOURS.add_working_time(at("2027-12-31T16:59"), 1).hour == 17
        with pytest.raises(OutsideCalendar):
            HOURS.start_of_work(at("2027-12-31T17:00"))

    def test_between_counts_whole_minutes_and_may_be_negative(self):
        a, b = at("2026-05-05T16:00:30"), at("2026-05-06T08:00")

        assert HOURS.working_minutes_between(a, b) == 89
        assert HOURS.working_minutes_between(b, a) == -89


class TestOfficeHours:
    def test_may_differ_on_a_weekday(self):
        calendar = CALENDAR.with_office_hours(
            "07:30-11:30", "13:30-17:00", sat=("07:30-11:30",)
        )

        assert calendar.is_working(date(2026, 5, 9))
        assert calendar.add_working_time(at("2026-05-08T17:00"), 60) == at(
            "2026-05-09T08:30"
        )
        assert calendar.add_working_time(at("2026-05-09T11:00"), 60) == at(
            "2026-05-11T08:00"
        )

    def test_are_dated(self):
        later = OfficeHours.of(date(2026, 6, 1), "08:00-12:00")
        calendar = CALENDAR.with_facts(hours=[later])

        assert calendar.closing(date(2026, 5, 29)).hour == 17
        assert calendar.closing(date(2026, 6, 1)).hour == 12

    def test_a_make_up_day_has_the_hours_of_the_day_it_makes_up_for(self):
        calendar = CALENDAR.with_office_hours("08:00-12:00", fri=("08:00-10:00",))

        assert calendar.closing(date(2026, 1, 10)).hour == 10  # for Friday 2 January

    def test_a_make_up_day_may_have_hours_of_its_own(self):
        morning = Day.from_json(
            {
                "date": "2026-02-14",
                "kind": "MAKE_UP",
                "name": "Trực trước Tết",
                "source": "QĐ 1",
                "sessions": ["08:00-11:00"],
            }
        )

        assert CALENDAR.with_facts(days=[morning]).closing(date(2026, 2, 14)).hour == 11

    @pytest.mark.parametrize(
        "sessions",
        [
            ["8-12"],
            ["12:00-08:00"],
            ["08:00-24:30"],
            ["08:60-10:00"],
            ["13:00-17:00", "08:00-12:00"],
            ["08:00-12:00", "11:00-17:00"],
            [],
        ],
    )
    def test_refuses_what_makes_no_sense(self, sessions):
        with pytest.raises(UnknownOfficeHours):
            CALENDAR.with_office_hours(*sessions)

    def test_refuses_an_unknown_weekday(self):
        with pytest.raises(UnknownOfficeHours):
            CALENDAR.with_office_hours("08:00-12:00", thứ_bảy=("08:00-10:00",))

    def test_may_reach_midnight(self):
        calendar = CALENDAR.with_office_hours("00:00-24:00")

        assert calendar.closing(date(2026, 5, 5)) == at("2026-05-06T00:00")

    def test_survive_json(self):
        hours = CALENDAR.hours[0]

        assert OfficeHours.from_json(hours.as_json()) == hours


class TestWhy:
    @pytest.mark.parametrize(
        ("day", "kind", "source"),
        [
            (date(2026, 1, 10), DayKind.MAKE_UP, "12729/VPCP-KGVX"),
            (date(2026, 5, 2), DayKind.WEEKLY_REST, "188/1999/QĐ-TTg"),
            (date(2026, 5, 5), DayKind.WORKDAY, "188/1999/QĐ-TTg"),
            (date(2026, 4, 27), DayKind.COMPENSATION, "khoản 3 Điều 111 45/2019/QH14"),
        ],
    )
    def test_names_the_source_of_each_day(self, day, kind, source):
        found = CALENDAR.why(day)

        assert (found.kind, found.source) == (kind, source)

    def test_keeps_the_unconfirmed_apart(self):
        assert CALENDAR.why(date(2026, 11, 24)).kind is DayKind.WORKDAY
        assert CALENDAR.unconfirmed[date(2026, 11, 24)].name.en == "Vietnam Culture Day"

    def test_refuses_a_day_beyond_the_calendar(self):
        with pytest.raises(OutsideCalendar):
            CALENDAR.why(date(2030, 1, 1))


class TestFacts:
    DAY = date(2026, 5, 5)
    CLOSED = Day(DAY, DayKind.CLOSURE, Text("Bão số 3"), "Công điện 7")

    def test_the_later_fact_holds(self):
        closed = CALENDAR.with_facts(days=[self.CLOSED])
        taken_back = Day(self.DAY, DayKind.ORDINARY, Text("Bỏ"), "Công điện 8")

        assert not closed.is_working(self.DAY)
        assert closed.with_facts(days=[taken_back]).is_working(self.DAY)

    def test_an_unconfirmed_fact_waits_until_it_is_confirmed(self):
        culture = CALENDAR.unconfirmed[date(2026, 11, 24)]
        confirmed = Day(culture.date, culture.kind, culture.name, "Luật 1/2026")

        calendar = CALENDAR.with_facts(days=[confirmed])

        assert not calendar.is_working(culture.date)
        assert not calendar.unconfirmed.keys() & {culture.date}
        assert culture.status is DayStatus.UNCONFIRMED

    def test_another_fact_is_another_version(self):
        closed = CALENDAR.with_facts(days=[self.CLOSED])

        assert closed.version != CALENDAR.version
        assert CALENDAR.with_facts().version == CALENDAR.version
        assert CALENDAR.with_facts(days=[self.CLOSED]).version == closed.version

    def test_the_horizon_may_grow(self):
        longer = CALENDAR.with_facts(last=date(2028, 12, 31))

        assert longer.add_working_days(date(2027, 12, 31), 1) == date(2028, 1, 3)

    def test_may_be_built_by_hand(self):
        calendar = WorkCalendar(
            "de",
            ZoneInfo("Europe/Berlin"),
            first=date(2026, 1, 1),
            last=date(2026, 12, 31),
            hours=[OfficeHours.of(date(2026, 1, 1), "09:00-17:00")],
        )
        before = datetime(2026, 3, 27, 16, tzinfo=calendar.zone)

        found = calendar.add_working_time(before, 120)

        assert found.isoformat() == "2026-03-30T10:00:00+02:00"  # summer time now
