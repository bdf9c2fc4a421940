from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.processes.conditions import (
    ConditionError,
    check_variables,
    compile_condition,
)


def at(day):
    return datetime.fromisoformat(day).replace(tzinfo=UTC)


class TestHolds:
    @pytest.mark.parametrize(
        ("source", "facts", "answer"),
        [
            ("floors > 3", {"floors": 4}, True),
            ("floors > 3", {"floors": 3}, False),
            ("floors > 3", {}, False),
            ("floors > 3", {"floors": None}, False),
            ("area > 100", {"area": 100.5}, True),
            ("owned", {}, False),
            ("!owned", {}, False),
            ("owned == null", {}, True),
            ("owned == null || owned > 1", {}, True),
            ("'roof' in works", {"works": ["roof"]}, True),
            ("'roof' in works", {}, False),
            ("works.exists(w, w.startsWith('r'))", {"works": ["x", "roof"]}, True),
            ("home.ward == '00001'", {"home": {"ward": "00001"}}, True),
            ("home.ward == '00001'", {}, False),
            (
                "a - b > duration('1440h')",
                {"a": at("2026-03-03"), "b": at("2026-01-01")},
                True,
            ),
            (
                "a - b > duration('1440h')",
                {"a": at("2026-03-02"), "b": at("2026-01-01")},
                False,
            ),
            ("born.getFullYear() < 2000", {"born": at("1999-12-31")}, True),
            ("name == 'Đặng'", {"name": "Đặng"}, True),
        ],
    )
    def test_answers(self, source, facts, answer):
        assert compile_condition(source).holds(facts) is answer

    @pytest.mark.parametrize(
        ("source", "facts"),
        [("name > 3", {"name": "An"}), ("floors + 1", {"floors": 1})],
    )
    def test_refuses_what_is_neither_yes_nor_no(self, source, facts):
        with pytest.raises(ConditionError):
            compile_condition(source).holds(facts)

    @given(st.integers(-(2**53), 2**53), st.integers(-(2**53), 2**53))
    def test_compares_as_python_does(self, a, b):
        condition = compile_condition("a < b || a == b")

        assert condition.holds({"a": a, "b": b}) is (a <= b)


class TestCompileCondition:
    @pytest.mark.parametrize(
        ("source", "line", "column"),
        [("a >", 1, 4), ("a ~ b", 1, 3), ("a &&\n b ~", 2, 4), ("shout(a)", 1, 1)],
    )
    def test_says_where_it_is_wrong(self, source, line, column):
        with pytest.raises(ConditionError) as refused:
            compile_condition(source)

        assert (refused.value.line, refused.value.column) == (line, column)

    def test_knows_what_it_reads(self):
        condition = compile_condition("works.exists(w, w == kind) && home.ward != ''")

        assert condition.variables == {"works", "kind", "home"}

    def test_is_bounded(self):
        with pytest.raises(ConditionError, match="longer than"):
            compile_condition("a" * 1001)

    def test_compiles_once(self):
        assert compile_condition("a > 1") is compile_condition("a > 1")


class TestCheckVariables:
    def test_accepts_what_is_known(self):
        check_variables(compile_condition("a > b"), frozenset({"a", "b", "c"}))

    def test_names_what_is_not_and_what_is_near(self):
        with pytest.raises(ConditionError) as refused:
            check_variables(
                compile_condition("a > 1 &&\n florrs > 2"), frozenset({"a", "floors"})
            )

        assert "Did you mean 'floors'?" in refused.value.reason
        assert (refused.value.line, refused.value.column) == (2, 2)
