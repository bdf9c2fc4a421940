"""What edits of a calendar write, what they refuse, and what is read afterwards."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from motcua.deadlines import (
    Clock,
    Day,
    DayKind,
    DayStatus,
    Limit,
    OfficeHours,
    commands,
    load_calendar,
    load_policy,
    queries,
)
from motcua.deadlines.commands import EditAlreadyWithdrawn, EditNeedsReason
from motcua.deadlines.data import UnknownCalendar
from motcua.deadlines.models import CalendarEdit, CalendarState
from motcua.deadlines.rules import (
    DayKindNotStated,
    EditChangesNothing,
    EditNeedsSource,
    Horizon,
    OutsideCalendar,
    YearNotNext,
)
from motcua.deadlines.signals import calendar_edited
from motcua.deadlines.tests.factories import (
    ADMINISTRATOR,
    NOW,
    STORM_DAY,
    STRANGER,
    closure,
)
from motcua.kernel.actors import NotCompetent
from motcua.kernel.ids import new_id
from motcua.kernel.refusals import ChangedMeanwhile, NotFound
from motcua.kernel.texts import Text

pytestmark = pytest.mark.django_db
PACK = load_calendar("vn")


def edit(made=None, **facts):
    facts.setdefault("actor", ADMINISTRATOR)
    facts.setdefault("now", NOW)
    return commands.edit_calendar(edit=made or closure(), **facts)


def clock(accepted: date) -> Clock:
    at = PACK.opening(accepted)
    policy = load_policy("vn.general", accepted)
    return Clock(accepted_at=at, limit=Limit.parse("1 working day"), policy=policy)


class TestEditCalendar:
    def test_closes_a_day_and_says_who_when_and_why(self):
        made = edit(reason="Chủ tịch UBND Thành phố chỉ đạo")

        assert not queries.calendar_for("vn").is_working(STORM_DAY)
        assert queries.calendar_for("vn").why(STORM_DAY).source == made.source
        assert made == queries.list_edits("vn")[0]
        assert (made.made_by, made.made_at) == (ADMINISTRATOR.id, NOW)
        assert made.made_as["title"] == "Quản trị"
        assert made.reason == "Chủ tịch UBND Thành phố chỉ đạo"

    def test_changes_office_hours_from_a_day_on(self):
        hours = OfficeHours.of(
            date(2026, 6, 1), "07:30-11:30", "13:30-17:00", source="QĐ 5/QĐ-UBND"
        )

        edit(hours)

        calendar = queries.calendar_for("vn")
        assert calendar.opening(date(2026, 6, 1)).hour == 7
        assert calendar.opening(date(2026, 5, 29)).hour == 8

    def test_the_later_edit_holds_and_both_stay(self):
        edit()
        edit(Day(STORM_DAY, DayKind.ORDINARY, Text("Bỏ"), "Công điện 8"))

        assert queries.calendar_for("vn").is_working(STORM_DAY)
        assert [each.revision for each in queries.list_edits("vn")] == [2, 1]

    def test_confirms_what_was_unconfirmed(self):
        culture = date(2026, 11, 24)

        edit(Day(culture, DayKind.HOLIDAY, Text("Ngày Văn hóa"), "Luật 1/2026/QH16"))

        assert not queries.calendar_for("vn").is_working(culture)

    def test_tells_others_inside_the_transaction(self):
        heard = []

        def listen(**facts):
            assert transaction.get_connection().in_atomic_block
            heard.append((facts["calendar"], facts["revision"], facts["now"]))

        calendar_edited.connect(listen)
        try:
            edit()
        finally:
            calendar_edited.disconnect(listen)

        assert heard == [("vn", 1, NOW)]

    def test_refuses_a_stranger(self):
        with pytest.raises(NotCompetent):
            edit(actor=STRANGER)
        assert not CalendarEdit.objects.exists()

    def test_refuses_when_somebody_else_edited_meanwhile(self):
        seen = queries.revision_of("vn")
        edit()

        with pytest.raises(ChangedMeanwhile):
            edit(closure(date(2026, 5, 6)), expected_revision=seen)
        edit(closure(date(2026, 5, 6)), expected_revision=queries.revision_of("vn"))

    @pytest.mark.parametrize(
        ("made", "refusal"),
        [
            (closure(source="  "), EditNeedsSource),
            (closure(date(2031, 1, 1)), OutsideCalendar),
            (Day(STORM_DAY, DayKind.ORDINARY, Text("x"), "y"), EditChangesNothing),
            (Day(STORM_DAY, DayKind.WORKDAY, Text("x"), "y"), DayKindNotStated),
            (Horizon(date(2029, 12, 31), "y"), YearNotNext),
            (PACK.why(date(2026, 4, 30)), EditChangesNothing),
        ],
    )
    def test_refuses_what_makes_no_sense(self, made, refusal):
        with pytest.raises(refusal):
            edit(made)
        assert not CalendarEdit.objects.exists()

    def test_the_same_twice_changes_nothing(self):
        edit()

        with pytest.raises(EditChangesNothing):
            edit()
        assert queries.revision_of("vn") == 1

    def test_there_must_be_such_a_calendar(self):
        with pytest.raises(UnknownCalendar):
            edit(calendar="xx")


class TestWithdrawEdit:
    def withdraw(self, edit_id, **facts):
        facts.setdefault("actor", ADMINISTRATOR)
        facts.setdefault("reason", "Nhập nhầm ngày")
        facts.setdefault("now", NOW + timedelta(hours=1))
        return commands.withdraw_edit(edit_id=edit_id, **facts)

    def test_takes_the_change_back_and_keeps_both(self):
        made = edit()

        back = self.withdraw(made.id)

        assert queries.calendar_for("vn").version == PACK.version
        assert back.withdraws_id == made.id
        assert queries.get_edit(made.id).withdrawn_by_id == back.id
        assert not queries.get_edit(made.id).is_in_force
        assert back.reason == "Nhập nhầm ngày"

    def test_the_calendar_of_a_past_moment_is_still_known(self):
        self.withdraw(edit().id)

        at = queries.calendar_for("vn", at=NOW)
        earlier = queries.calendar_for("vn", at=NOW - timedelta(seconds=1))

        assert not at.is_working(STORM_DAY)
        assert earlier.is_working(STORM_DAY)

    def test_only_once_and_a_withdrawal_not_at_all(self):
        made = edit()
        back = self.withdraw(made.id)

        for edit_id in (made.id, back.id):
            with pytest.raises(EditAlreadyWithdrawn):
                self.withdraw(edit_id)

    def test_needs_a_reason(self):
        made = edit()

        with pytest.raises(EditNeedsReason):
            self.withdraw(made.id, reason=" ")

    def test_refuses_a_stranger_and_what_is_not_there(self):
        made = edit()

        with pytest.raises(NotCompetent):
            self.withdraw(made.id, actor=STRANGER)
        with pytest.raises(NotFound):
            self.withdraw(new_id())


class TestAdoptYear:
    def adopt(self, year=2028, **facts):
        facts.setdefault("actor", ADMINISTRATOR)
        facts.setdefault("source", "Điều 112 45/2019/QH14")
        return commands.adopt_year(year=year, now=NOW, **facts)

    def test_adds_the_next_year_with_the_holidays_of_the_law(self):
        made = self.adopt()

        calendar = queries.calendar_for("vn")
        assert calendar.last == date(2028, 12, 31)
        assert not calendar.is_working(date(2028, 9, 1))  # Quốc khánh
        assert calendar.why(date(2028, 5, 1)).status is DayStatus.DERIVED
        assert calendar.add_working_days(date(2027, 12, 31), 1) == date(2028, 1, 4)
        assert queries.revision_of("vn") == len(made) > 10

    def test_years_come_one_after_another(self):
        with pytest.raises(YearNotNext) as caught:
            self.adopt(2030)
        assert caught.value.params == {"year": 2028}
        self.adopt(2028)
        self.adopt(2029)

    def test_refuses_a_stranger(self):
        with pytest.raises(NotCompetent):
            self.adopt(actor=STRANGER)


class TestCalendarFor:
    def test_without_edits_it_is_the_pack_s(self, django_assert_num_queries):
        with django_assert_num_queries(1):
            assert queries.calendar_for("vn") is PACK

    def test_is_built_once_per_edit(self, django_assert_num_queries):
        edit()
        first = queries.calendar_for("vn")

        with django_assert_num_queries(1):
            assert queries.calendar_for("vn") is first

    def test_a_rolled_back_edit_leaves_nothing_behind(self):
        edit(closure(date(2026, 5, 7)))
        with transaction.atomic():
            edit()
            assert not queries.calendar_for("vn").is_working(STORM_DAY)
            transaction.set_rollback(True)

        assert queries.calendar_for("vn").is_working(STORM_DAY)
        edit(closure(date(2026, 5, 8)))
        assert queries.calendar_for("vn").is_working(STORM_DAY)


class TestListDays:
    def test_shows_each_day_of_a_year_with_its_source_and_edit(self):
        made = edit()

        days = {row.day.date: row for row in queries.list_days("vn", 2026)}

        assert len(days) == 365
        assert days[STORM_DAY].edit_id == made.id
        assert not days[STORM_DAY].is_working
        assert days[date(2026, 1, 10)].day.kind is DayKind.MAKE_UP
        assert str(days[date(2026, 1, 10)].sessions[0]) == "08:00-12:00"
        assert days[date(2026, 11, 24)].unconfirmed is not None

    def test_does_so_in_few_statements(self, django_assert_num_queries):
        edit()
        queries.calendar_for("vn")
        with django_assert_num_queries(2):
            queries.list_days("vn", 2026)

    def test_refuses_a_year_it_does_not_know(self):
        with pytest.raises(OutsideCalendar):
            queries.list_days("vn", 2040)


class TestPreview:
    CLOCKS = [("a", clock(date(2026, 5, 4))), ("b", clock(date(2026, 5, 11)))]

    def test_says_which_due_dates_would_move_and_writes_nothing(self):
        moves = queries.preview(self.CLOCKS, calendar="vn", edits=[closure()])

        assert [move.key for move in moves] == ["a"]
        assert moves[0].before.at.date() == date(2026, 5, 5)
        assert moves[0].after.at.date() == date(2026, 5, 6)
        texts = [line.text.vi for line in moves[0].after.lines]
        assert "Ngày 5/5 nghỉ đột xuất (Bão số 3), không tính." in texts
        assert not CalendarEdit.objects.exists()

    def test_of_a_withdrawal_shows_the_way_back(self):
        made = edit()

        moves = queries.preview_withdrawal(self.CLOCKS, edit_id=made.id)

        assert [(m.key, m.after.at.date()) for m in moves] == [("a", date(2026, 5, 5))]

    def test_a_longer_calendar_reaches_what_lay_beyond(self):
        beyond = [("c", clock(date(2027, 12, 31)))]

        moves = queries.preview(
            beyond, calendar="vn", edits=[Horizon(date(2028, 12, 31), "x")]
        )

        assert moves[0].before is None
        assert moves[0].after.at.date() == date(2028, 1, 3)


class TestConstraints:
    def row(self, **facts):
        state, _ = CalendarState.objects.get_or_create(
            pk="vn", defaults={"revision": 1}
        )
        facts = {"revision": 1, "subject": "DAY", "on_date": STORM_DAY} | facts
        return CalendarEdit.objects.create(
            calendar=state,
            source="x",
            made_by=new_id(),
            made_as={},
            made_at=NOW,
            **facts,
        )

    def test_one_edit_per_revision(self):
        self.row()
        with pytest.raises(IntegrityError, match="revision"):
            self.row()

    @pytest.mark.parametrize("subject", ["WITHDRAWAL", "DAY"])
    def test_a_withdrawal_withdraws_something(self, subject):
        made = self.row()
        other = made if subject == "DAY" else None
        with pytest.raises(IntegrityError, match="a_withdrawal_withdraws_something"):
            self.row(revision=2, subject=subject, withdraws=other)
