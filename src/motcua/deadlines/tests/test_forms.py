"""What the forms read."""

from datetime import date

from motcua.deadlines import DayKind, load_calendar
from motcua.deadlines.forms import DayForm, OfficeHoursForm

DAY = {
    "date": "2026-02-14",
    "kind": "MAKE_UP",
    "name": "Làm việc trước Tết",
    "name_en": "Working day before Tết",
    "sessions": "08:00-11:00, 13:00-15:00",
    "source": "QĐ 9/QĐ-TTPVHCC",
}
HOURS = {
    "start_date": "2026-06-01",
    "mon": "07:30-11:30, 13:30-17:00",
    "sat": "07:30-11:30",
    "source": "QĐ 5/QĐ-UBND",
}


class TestDayForm:
    def test_returns_the_day_that_was_typed(self):
        form = DayForm(DAY)

        assert form.is_valid(), form.errors
        edit = form.to_edit()
        assert (edit.date, edit.kind) == (date(2026, 2, 14), DayKind.MAKE_UP)
        assert [str(s) for s in edit.sessions] == ["08:00-11:00", "13:00-15:00"]
        assert edit.name.en == "Working day before Tết"
        assert edit.source == "QĐ 9/QĐ-TTPVHCC"

    def test_reads_the_other_half_of_a_swap(self):
        form = DayForm(DAY | {"swapped_with": "2026-02-13", "sessions": ""})

        assert form.is_valid()
        assert form.to_edit().swapped_with == date(2026, 2, 13)

    def test_says_which_field_is_wrong(self):
        form = DayForm(DAY | {"sessions": "8-11", "source": "", "kind": "WORKDAY"})

        assert form.errors.keys() == {"sessions", "source", "kind"}
        assert "8-11" in form.errors["sessions"][0]


class TestOfficeHoursForm:
    def test_returns_the_hours_that_were_typed(self):
        form = OfficeHoursForm(HOURS)

        assert form.is_valid(), form.errors
        week = form.to_edit().as_json()["week"]
        assert week == {
            "mon": ["07:30-11:30", "13:30-17:00"],
            "sat": ["07:30-11:30"],
        }

    def test_starts_from_the_hours_in_force(self):
        initial = OfficeHoursForm.initial_from(load_calendar("vn").hours[0])

        assert initial["fri"] == "08:00-12:00, 13:00-17:00"
        assert "sat" not in initial

    def test_says_which_weekday_is_wrong(self):
        form = OfficeHoursForm(HOURS | {"sat": "11:00-09:00"})

        assert list(form.errors) == ["sat"]

    def test_wants_at_least_one_working_day(self):
        form = OfficeHoursForm(HOURS | {"mon": "", "sat": ""})

        assert not form.is_valid()
