"""What a limit promises."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.deadlines import Limit, LimitUnit
from motcua.deadlines.rules import UnknownLimit
from motcua.deadlines.rules.limits import COUNTED, LONGEST

limits = st.one_of(
    st.builds(Limit, st.integers(1, LONGEST), st.sampled_from(sorted(COUNTED))),
    st.builds(Limit, st.none(), st.sampled_from(sorted(set(LimitUnit) - COUNTED))),
)


class TestLimit:
    @given(limits)
    def test_reads_what_it_says_in_every_language(self, limit):
        text = limit.text()

        assert {Limit.parse(t) for t in (text.vi, text.en, text.de)} == {limit}

    @given(limits)
    def test_survives_json(self, limit):
        assert Limit.from_json(limit.as_json()) == limit

    @pytest.mark.parametrize(
        ("text", "value", "unit"),
        [
            ("5 working days", 5, LimitUnit.WORKING_DAYS),
            ("1 working day", 1, LimitUnit.WORKING_DAYS),
            ("  05  Ngày   LÀM việc ", 5, LimitUnit.WORKING_DAYS),
            ("8 giờ làm việc", 8, LimitUnit.WORKING_HOURS),
            ("2 Monate", 2, LimitUnit.MONTHS),
            ("3 WORKING_DAYS", 3, LimitUnit.WORKING_DAYS),
            ("same working day", None, LimitUnit.SAME_WORKING_DAY),
            ("NOT_STATED", None, LimitUnit.NOT_STATED),
        ],
    )
    def test_is_read_as_people_write_it(self, text, value, unit):
        assert Limit.parse(text) == Limit(value, unit)

    @pytest.mark.parametrize(
        "text",
        [
            *("", "5", "working days", "0 days", "-1 days", "1.5 days", "99999 days"),
            *("5 not stated", "5 weeks", "½ ngày", "5days", "x" * 1000),
        ],
    )
    def test_is_refused_when_it_makes_no_sense(self, text):
        with pytest.raises(UnknownLimit):
            Limit.parse(text)

    @pytest.mark.parametrize(
        "data",
        [
            {},
            {"value": 5},
            {"value": 5, "unit": "WEEKS"},
            {"value": "5", "unit": "DAYS"},
            {"value": None, "unit": "DAYS"},
            {"value": 1, "unit": "NOT_STATED"},
        ],
    )
    def test_json_that_makes_no_sense_is_refused(self, data):
        with pytest.raises(UnknownLimit):
            Limit.from_json(data)

    def test_one_is_singular(self):
        assert Limit(1, LimitUnit.MONTHS).text().en == "1 month"
