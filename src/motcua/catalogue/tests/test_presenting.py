"""A procedure in words, without a page or a database."""

import pytest
from django.utils import translation

from motcua.catalogue import presenting
from motcua.catalogue.loader import procedure_files, read_procedure, shelf_of
from motcua.packs.reading import folder

PACK = folder("vn_hanoi") / "procedures"
SHELF = shelf_of(["base", "vn", "vn_hanoi"])


def procedure(code):
    return read_procedure(procedure_files([PACK / f"{code}.yaml"])[0], SHELF)


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


class TestFeeAmount:
    def test_says_steps_and_cap(self):
        fee = procedure("2.000815").fees[0]

        said = presenting.fee_amount(fee)

        assert said == "2,000 VND / page, from number 3: 1,000 VND, at most 200,000 VND"


class TestFeeSummary:
    def test_says_that_there_may_be_more(self):
        said = presenting.fee_summary(procedure("3.000346"))

        assert said == "135,000 VND; more in some cases"


class TestUnsure:
    def test_marks_a_limit_that_nobody_has_read(self):
        (row,) = presenting.limit_rows(procedure("1.013831"))

        assert row.is_unsure

    def test_marks_nothing_where_none_is_stated(self):
        rows = {
            row.limit.vi: row for row in presenting.limit_rows(procedure("1.001776"))
        }

        assert not any(row.is_unsure for row in rows.values())

    def test_marks_an_amount_that_nobody_has_read(self):
        rows = presenting.fee_rows(procedure("2.000620"))

        assert {row.is_unsure for row in rows} == {True, False}
