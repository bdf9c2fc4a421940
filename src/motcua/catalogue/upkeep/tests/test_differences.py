from collections.abc import Iterator
from functools import cache
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from motcua.catalogue.checks import check_definition
from motcua.catalogue.definition import ProcedureDefinition
from motcua.catalogue.loader import read_procedure
from motcua.catalogue.publishing import from_json
from motcua.catalogue.tests.factories import data, definition, words
from motcua.catalogue.upkeep.library import shelf
from motcua.catalogue.upkeep.rules import differences as rules
from motcua.catalogue.upkeep.rules.differences import (
    Aspect,
    ChangeKind,
    applied,
    data_of,
    differences,
    opposite,
)
from motcua.catalogue.upkeep.rules.naming import KEYS, NOUNS
from motcua.kernel.texts import LANGUAGES
from motcua.packs.reading import folder


@cache
def written_out() -> tuple[ProcedureDefinition, ...]:
    files = sorted((folder("vn_hanoi") / "procedures").glob("*.yaml"))
    return tuple(read_procedure(file, shelf()) for file in files[:12])


def component(name, **more):
    facts = {"id": name, "name": words(name), "form": "ORIGINAL", "originals": 1}
    return {**facts, **more}


names = st.sampled_from(["a", "b", "c", "d", "e"])
components = st.lists(names, unique=True).flatmap(
    lambda ids: st.tuples(
        *(
            st.builds(
                component,
                st.just(name),
                originals=st.integers(1, 3),
                required=st.booleans(),
                types=st.lists(
                    st.sampled_from(["pdf", "jpg", "png"]), min_size=1, max_size=4
                ),
            )
            for name in ids
        )
    ).map(list)
)
requirements = st.lists(
    st.builds(
        lambda text, basis: {"text": words(text)} | ({"basis": basis} if basis else {}),
        st.sampled_from(["một", "hai"]),
        st.sampled_from([None, "60/2014/QH13", "123/2015/NĐ-CP"]),
    ),
    max_size=4,
)
definitions = st.builds(
    lambda **more: from_json(data(**more)),
    components=components,
    requirements=requirements,
    channels=st.permutations(["ONLINE", "COUNTER", "POST"]),
    name=st.sampled_from(["Một", "Hai"]),
    in_force_until=st.sampled_from([None, "2027-01-01"]),
    fees=st.integers(0, 2).map(
        lambda n: [{"id": "f", "name": words("f"), "kind": "FEE", "amount": n}]
    ),
)


def signs(changes):
    return {
        (c.kind, c.path, repr(c.before), repr(c.after), c.position) for c in changes
    }


class TestDifferences:
    @given(definitions)
    def test_are_none_between_equals(self, one):
        assert differences(one, one) == ()

    @settings(max_examples=200)
    @given(definitions, definitions)
    def test_applied_in_order_make_the_second_of_the_first(self, one, two):
        assert applied(data_of(one), differences(one, two)) == data_of(two)

    @given(definitions, definitions)
    def test_are_the_opposites_the_other_way_round(self, one, two):
        back = map(opposite, differences(one, two))

        assert signs(back) == signs(differences(two, one))

    @given(definitions, definitions)
    def test_are_none_only_between_equals(self, one, two):
        assert (differences(one, two) == ()) == (one == two)

    @pytest.mark.parametrize("step", range(12))
    def test_hold_between_real_procedures(self, step):
        one, two = written_out()[step], written_out()[step - 1]

        changes = differences(one, two)
        assert applied(data_of(one), changes) == data_of(two)
        assert signs(map(opposite, changes)) == signs(differences(two, one))

    def test_a_paper_put_first_moves_no_other(self):
        one = definition(components=[component("b")])
        two = definition(components=[component("a"), component("b")])

        (change,) = differences(one, two)
        assert change.kind is ChangeKind.ADDED
        assert change.path == ("components", "a")
        assert change.position == 0
        assert change.where[-1].vi == "Giấy tờ “a”"

    def test_another_order_is_one_change_that_names_the_things(self):
        one = definition(components=[component("a"), component("b")])
        two = definition(components=[component("b"), component("a")])

        (change,) = differences(one, two)
        assert change.is_order
        assert [text.vi for text in change.words] == ["a, b", "b, a"]

    def test_a_field_of_another_type_is_another_field(self):
        one = definition()
        section = {
            "id": "one",
            "name": words("Một"),
            "fields": [{"id": "who", "type": "NUMBER", "name": words("Ai")}],
        }
        two = definition(form={"sections": [section]})

        (change,) = differences(one, two)
        assert change.path == ("form", "sections", "one", "fields", "who")
        assert applied(data_of(one), [change]) == data_of(two)

    @pytest.mark.parametrize(
        ("more", "aspect", "where", "before", "after"),
        [
            (
                {"channels": ["ONLINE", "POST"]},
                Aspect.CITIZEN,
                "Cách nộp “Bưu chính”",
                "",
                "Bưu chính",
            ),
            (
                {"fees": [{"id": "none", "name": words("0"), "kind": "FEE",
                           "amount": 12000}]},
                Aspect.MONEY,
                "Phí, lệ phí “0” › Mức",
                "0",
                "12.000",
            ),
            (
                {"time_limits": [{"id": "all", "name": words("Chung"),
                                  "limit": "3 working days"}]},
                Aspect.TIME,
                "Thời hạn “Chung” › Thời hạn",
                "5 ngày làm việc",
                "3 ngày làm việc",
            ),
            (
                {"competence": {"level": "CITY", "unit": "territory"}},
                Aspect.OFFICER,
                "Thẩm quyền › Cấp",
                "Cấp xã",
                "Cấp tỉnh, thành phố",
            ),
            (
                {"in_force_from": "2027-01-01"},
                Aspect.LAW,
                "Có hiệu lực từ",
                "01/07/2025",
                "01/01/2027",
            ),
        ],
    )  # fmt: skip
    def test_say_in_words_what_changed(self, more, aspect, where, before, after):
        (change,) = differences(definition(), definition(**more))

        assert change.aspect is aspect
        assert " › ".join(text.vi for text in change.where) == where
        assert [text.vi for text in change.words] == [before, after]

    def test_time_of_a_step_is_a_matter_of_time(self):
        process = data()["process"]
        step = process["steps"][0] | {"within": "2 working days"}

        (change,) = differences(definition(), definition(process={"steps": [step]}))

        assert change.aspect is Aspect.TIME
        assert change.kind is ChangeKind.ADDED


def models_below(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    """Yield a model and all models in its fields."""
    waiting, seen = [model], set()
    while waiting:
        one = waiting.pop()
        waiting += get_args(one)
        if isinstance(one, type) and issubclass(one, BaseModel) and one not in seen:
            seen.add(one)
            yield one
            waiting += [field.annotation for field in one.model_fields.values()]


class TestTheLanguage:
    def test_each_part_of_a_procedure_concerns_somebody(self):
        assert set(ProcedureDefinition.model_fields) == set(rules._ASPECTS)

    def test_each_key_is_named_in_three_languages(self):
        keys = {
            name for model in models_below(ProcedureDefinition)
            for name in model.model_fields
        }  # fmt: skip

        assert keys - set(KEYS) == set()
        for text in (*KEYS.values(), *NOUNS.values()):
            assert set(text.as_dict()) == set(LANGUAGES), text

    def test_the_smallest_procedure_is_right(self):
        assert check_definition(definition()) == []
