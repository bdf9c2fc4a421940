"""What a clock and its due date promise, for any facts."""

import json
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.deadlines import (
    Clock,
    DueStatus,
    Limit,
    LimitUnit,
    ResumeMode,
    due,
    load_calendar,
    load_policy,
)
from motcua.deadlines.rules import (
    AlreadyReappointed,
    ClockAlreadyStopped,
    ClockNotStopped,
    CountingPolicy,
    FactOutOfOrder,
    NewDueNotLater,
    OutsideCalendar,
    UnknownLimit,
    add_months,
)
from motcua.deadlines.rules.limits import COUNTED
from motcua.deadlines.tests import reference

CALENDAR = load_calendar("vn")
ZONE = CALENDAR.zone
POLICY = load_policy("vn.general", date(2026, 1, 1))
FIVE = Limit(5, LimitUnit.WORKING_DAYS)
START = datetime(2026, 4, 28, 10, tzinfo=ZONE)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def clock(limit: Limit = FIVE, accepted: datetime = START, **facts) -> Clock:
    return Clock(accepted_at=accepted, limit=limit, policy=POLICY, **facts)


instants = st.datetimes(
    datetime(2019, 1, 1),  # noqa: DTZ001 - Hypothesis adds the zone
    datetime(2023, 1, 1),  # noqa: DTZ001
    timezones=st.just(ZONE),
)
day_limits = st.builds(
    Limit,
    st.integers(1, 30),
    st.sampled_from([LimitUnit.WORKING_DAYS, LimitUnit.DAYS, LimitUnit.MONTHS]),
)
limits = st.one_of(
    day_limits,
    st.builds(Limit, st.integers(1, 120), st.just(LimitUnit.WORKING_HOURS)),
    st.just(Limit(None, LimitUnit.SAME_WORKING_DAY)),
)
extensions = st.builds(Limit, st.integers(1, 9), st.sampled_from(sorted(COUNTED)))
gaps = st.lists(st.integers(0, 60 * 24 * 12), min_size=1, max_size=6)


@st.composite
def clocks(draw: st.DrawFn) -> Clock:
    """A clock that was stopped and resumed, extended and promised anew, or not."""
    made = clock(draw(limits), draw(instants))
    now = made.accepted_at
    for minutes in draw(gaps):
        now += timedelta(minutes=minutes)
        action = draw(st.sampled_from(["stop", "extend", "reappoint", "nothing"]))
        if made.is_stopped:
            made = made.resume(now, draw(st.sampled_from(ResumeMode)))
        elif action == "stop":
            made = made.stop(now, "SUPPLEMENT")
        elif action == "extend":
            made = made.extend(draw(extensions), "VERIFICATION", at=now)
        elif action == "reappoint" and not made.is_reappointed:
            made = made.reappoint(now, now + timedelta(days=9), "x")
    return made


class TestDue:
    @given(limit=st.integers(1, 60), accepted=instants)
    def test_working_days_agree_with_counting_by_hand(self, limit, accepted):
        found = due(clock(Limit(limit, LimitUnit.WORKING_DAYS), accepted), CALENDAR)

        day = reference.add_working_days(CALENDAR, accepted.date(), limit)
        assert found.at == datetime.combine(day, time(17), ZONE)

    @given(clocks())
    def test_whatever_happens_it_falls_into_office_time(self, made):
        found = due(made, CALENDAR)

        if found.at is not None and not made.is_reappointed:
            before = found.at - timedelta(microseconds=1)
            assert reference.is_open(CALENDAR, before)

    @given(clocks())
    def test_the_derivation_is_worded_in_three_languages(self, made):
        found = due(made, CALENDAR)

        assert found.lines
        assert all(x.text.vi and x.text.en and x.text.de for x in found.lines)
        assert (found.at is None) == (found.status is not DueStatus.RUNNING)
        assert not any(
            "{" in word for x in found.lines for word in x.text.as_dict().values()
        )
        json.dumps(found.as_json())

    @given(clocks())
    def test_a_clock_survives_json(self, made):
        again = Clock.from_json(json.loads(json.dumps(made.as_json())))

        assert again == made
        assert due(again, CALENDAR).at == due(made, CALENDAR).at

    @given(
        limit=limits,
        accepted=instants,
        start=st.integers(0, 60 * 24 * 20),
        length=st.integers(0, 60 * 24 * 20),
    )
    def test_a_stop_never_makes_it_earlier_nor_a_restart_earlier_than_to_continue(
        self, limit, accepted, start, length
    ):
        plain = clock(limit, accepted)
        stop = accepted + timedelta(minutes=start)
        stopped = plain.stop(stop, "SUPPLEMENT")
        end = stop + timedelta(minutes=length)

        before = due(plain, CALENDAR).at
        continued = due(stopped.resume(end, "continue"), CALENDAR).at
        restarted = due(stopped.resume(end, "restart"), CALENDAR).at

        assert before <= min(continued, restarted)
        if limit.unit is not LimitUnit.MONTHS:  # a month is not a number of days
            assert continued <= restarted
        if stop < before:
            assert continued.date() >= end.date()

    @given(limit=day_limits, accepted=instants, minutes=st.integers(0, 60 * 24 * 5))
    def test_later_acceptance_is_never_due_earlier(self, limit, accepted, minutes):
        later = accepted + timedelta(minutes=minutes)

        one, two = (due(clock(limit, t), CALENDAR).at for t in (accepted, later))

        assert one <= two

    def test_refuses_to_leave_the_calendar(self):
        with pytest.raises(OutsideCalendar):
            due(clock(FIVE, at("2027-12-29T09:00")), CALENDAR)
        with pytest.raises(OutsideCalendar):
            due(clock(FIVE, datetime.min.replace(tzinfo=ZONE)), CALENDAR)

    def test_is_in_the_calendar_s_zone_and_names_its_version(self):
        utc = datetime.fromisoformat("2026-04-28T18:00:00+00:00")  # 01:00 next day

        found = due(clock(FIVE, utc), CALENDAR)

        assert found.at.isoformat() == "2026-05-08T17:00:00+07:00"
        assert found.as_json()["calendar_version"] == CALENDAR.version

    def test_each_line_of_a_plain_derivation_has_a_basis(self):
        lines = due(clock(basis="Điều 18 60/2014/QH13"), CALENDAR).lines

        assert [x.kind for x in lines] == [
            *("ACCEPTED", "LIMIT", "FIRST_DAY", "DAY_OFF", "DAY_OFF"),
            *("WEEKLY_REST", "COUNTED", "DUE"),
        ]
        assert all(line.basis for line in lines)

    def test_is_rolled_once_at_the_end_with_the_reason(self):
        found = due(clock(Limit(4, LimitUnit.DAYS)), CALENDAR)  # 2 May, Saturday
        kinds = [line.kind for line in found.lines]

        assert found.at == at("2026-05-04T17:00")
        assert kinds.count("ROLLED") == 1

    def test_stays_on_a_day_off_where_the_policy_does_not_roll(self):
        policy = POLICY.with_values(roll_last_day=False)
        made = Clock(accepted_at=START, limit=Limit(4, LimitUnit.DAYS), policy=policy)

        assert due(made, CALENDAR).at == at("2026-05-03T00:00")  # the end of 2 May

    def test_the_first_day_counts_where_the_policy_says_so(self):
        policy = POLICY.with_values(count_first_day=True)
        made = Clock(accepted_at=START, limit=FIVE, policy=policy)

        found = due(made, CALENDAR)

        assert found.at == at("2026-05-06T17:00")
        assert "Ngày tiếp nhận được tính" in found.lines[2].text.vi

    def test_a_procedure_may_have_its_own_cut_off(self):
        policy = POLICY.with_values(
            {"same_day_cut_off": "QĐ 1/QĐ-UBND"}, same_day_cut_off=time(10, 30)
        )
        limit = Limit(None, LimitUnit.SAME_WORKING_DAY)
        made = Clock(accepted_at=at("2026-05-05T10:31"), limit=limit, policy=policy)

        found = due(made, CALENDAR)

        assert found.at == at("2026-05-06T17:00")
        assert "QĐ 1/QĐ-UBND" in [line.basis for line in found.lines]

    def test_not_stated_may_still_be_promised(self):
        made = clock(Limit(None, LimitUnit.NOT_STATED)).stop(
            at("2026-04-29T09:00"), "SUPPLEMENT"
        )
        stopped = due(made, CALENDAR)
        made = made.resume(at("2026-04-30T09:00"), "restart")
        running = due(made, CALENDAR)
        promised = made.reappoint(at("2026-05-04T09:00"), at("2026-05-12T11:00"), "x")

        assert stopped.status is DueStatus.STOPPED
        assert (running.at, running.status) == (None, DueStatus.NOT_STATED)
        assert due(promised, CALENDAR).at == at("2026-05-12T11:00")

    def test_a_stop_after_a_new_appointment_moves_it(self):
        made = (
            clock()
            .reappoint(at("2026-05-07T09:00"), at("2026-05-12T11:00"), "x")
            .stop(at("2026-05-08T09:00"), "FINANCIAL_OBLIGATION")
            .resume(at("2026-05-11T09:00"))
        )

        assert due(made, CALENDAR).at == at("2026-05-13T17:00")

    def test_hours_may_be_extended_by_days_and_days_by_hours(self):
        hours = clock(Limit(4, LimitUnit.WORKING_HOURS), at("2026-05-05T08:00"))
        by_days = hours.extend(Limit(1, LimitUnit.WORKING_DAYS), "VERIFICATION")
        by_hours = clock().extend(Limit(2, LimitUnit.WORKING_HOURS), "VERIFICATION")

        assert due(by_days, CALENDAR).at == at("2026-05-06T17:00")
        assert due(by_hours, CALENDAR).at == at("2026-05-08T10:00")

    def test_a_restart_drops_what_was_granted_before(self):
        made = (
            clock()
            .extend(FIVE, "VERIFICATION", at=at("2026-04-29T09:00"))
            .stop(at("2026-05-04T09:00"), "SUPPLEMENT")
            .resume(at("2026-05-05T09:00"), "restart")
        )

        assert due(made, CALENDAR).at == at("2026-05-12T17:00")
        assert made.restarted_at == (at("2026-05-05T09:00"),)

    def test_a_long_limit_counts_its_days_instead_of_naming_them(self):
        found = due(clock(Limit(60, FIVE.unit)), CALENDAR)
        text = [line.text.en for line in found.lines]

        assert any(t.startswith("Counting 60 working days through") for t in text)
        assert any("weekly days of rest do not count" in line for line in text)


class TestClock:
    def test_is_stopped_once(self):
        stopped = clock().stop(at("2026-04-29T09:00"), "SUPPLEMENT")

        assert stopped.is_stopped
        with pytest.raises(ClockAlreadyStopped):
            stopped.stop(at("2026-04-29T10:00"), "SUPPLEMENT")
        with pytest.raises(ClockAlreadyStopped):
            stopped.reappoint(at("2026-04-29T10:00"), at("2026-05-29T10:00"), "x")

    def test_resumes_only_when_stopped(self):
        with pytest.raises(ClockNotStopped):
            clock().resume(at("2026-04-29T09:00"))

    def test_is_reappointed_only_as_often_as_the_policy_allows(self):
        made = clock().reappoint(at("2026-05-04T09:00"), at("2026-05-11T17:00"), "x")

        with pytest.raises(AlreadyReappointed):
            made.reappoint(at("2026-05-08T09:00"), at("2026-05-18T17:00"), "x")

    def test_a_new_date_lies_ahead(self):
        with pytest.raises(NewDueNotLater):
            clock().reappoint(at("2026-05-04T09:00"), at("2026-05-04T09:00"), "x")

    def test_facts_come_in_order(self):
        made = clock().stop(at("2026-05-04T09:00"), "SUPPLEMENT")

        with pytest.raises(FactOutOfOrder):
            made.resume(at("2026-05-04T08:59"))
        with pytest.raises(FactOutOfOrder):
            clock().stop(at("2026-04-28T09:59"), "SUPPLEMENT")
        with pytest.raises(FactOutOfOrder):
            clock().extend(FIVE, "x", at=at("2026-04-28T09:59"))

    def test_an_extension_is_a_number_of_something(self):
        with pytest.raises(UnknownLimit):
            clock().extend(Limit(None, LimitUnit.SAME_WORKING_DAY), "x")

    def test_an_instant_carries_a_zone(self):
        with pytest.raises(ValueError, match="zone"):
            clock(FIVE, datetime.fromisoformat("2026-04-28T10:00"))

    def test_a_reason_nobody_knows_is_said_as_it_was_given(self):
        stopped = clock().stop(at("2026-04-29T09:00"), "Bão số 3")

        assert "(Bão số 3)" in due(stopped, CALENDAR).lines[-1].text.en


class TestPolicy:
    @pytest.mark.parametrize(
        "code", ["vn.general", "vn.e_interlinked", "vn.received_after_15"]
    )
    def test_survives_json(self, code):
        policy = load_policy(code, date(2026, 1, 1))

        again = CountingPolicy.from_json(json.loads(json.dumps(policy.as_json())))

        assert again == policy

    def test_modes_are_read_in_any_case(self):
        assert ResumeMode("restart") is ResumeMode.RESTART
        with pytest.raises(ValueError, match="later"):
            ResumeMode("later")


class TestAddMonths:
    @pytest.mark.parametrize(
        ("day", "months", "end"),
        [
            (date(2026, 1, 31), 1, date(2026, 2, 28)),
            (date(2024, 1, 31), 1, date(2024, 2, 29)),
            (date(2026, 8, 31), 1, date(2026, 9, 30)),
            (date(2026, 11, 15), 2, date(2027, 1, 15)),
            (date(2026, 12, 31), 12, date(2027, 12, 31)),
        ],
    )
    def test_is_the_corresponding_day_or_the_last(self, day, months, end):
        assert add_months(day, months) == end
