"""The guided finder: what is asked, what is needed, in which order, with what."""

from datetime import UTC, date, datetime

import pytest

from motcua.catalogue import commands
from motcua.catalogue.finder import queries, rules
from motcua.catalogue.finder.definition import read_event
from motcua.catalogue.finder.planning import plan
from motcua.catalogue.tests.entries import entry
from motcua.catalogue.tests.factories import definition, words
from motcua.kernel.actors import SYSTEM
from motcua.kernel.refusals import NotFound
from motcua.packs.yaml_file import DefectiveFile

NOW = datetime(2026, 4, 27, 2, tzinfo=UTC)  # a Monday morning, 9:00 in Hanoi
EVENT = """
id: shop
kind: BUSINESS
name: {vi: Mở quán, en: Open a shop}
summary: {vi: Quán}
say: [mở quán]
questions:
  - {id: food, name: {vi: Bán đồ ăn}}
  - id: how
    name: {vi: Bán thế nào}
    when: food
    choices: [{id: in, name: {vi: Tại chỗ}}, {id: out, name: {vi: Mang về}}]
steps:
  - {procedure: "1.1", answers: {big: false}}
  - {procedure: "1.2", when: food, after: ["1.1"], brings: {licence: "1.1"}}
  - {procedure: "1.3", when: how == "out"}
  - {procedure: "1.4", optional: true, after: ["1.2"]}
  - {procedure: "1.9"}
"""


def paper(id_, name, form="COPY", **more):
    return {"id": id_, "name": words(name), "form": form, **more}


def fee(amount, **more):
    return {"id": "fee", "name": words("Phí"), "kind": "FEE", "amount": amount, **more}


def limit(text):
    return [{"id": "all", "name": words("Chung"), "limit": text}]


@pytest.fixture
def event(tmp_path):
    return written(tmp_path, EVENT)


def written(tmp_path, text):
    path = tmp_path / "shop.yaml"
    path.write_text(text)
    return read_event(path)


@pytest.fixture
def catalogue(db):
    big = {"id": "big", "type": "YES_NO", "name": words("Lớn")}
    form = {"sections": [{"id": "s", "name": words("S"), "fields": [big]}]}
    identity = paper("identity", "Giấy tờ tùy thân", "PRESENT", originals=1)
    for one in (
        definition(
            "1.1", "Đăng ký", form=form, fees=[fee(100_000)],
            time_limits=limit("3 working days"),
            components=[
                identity, paper("plan", "Sơ đồ", copies=1),
                paper("map", "Bản đồ", copies=1, when="big"),
            ],
        ),
        definition(
            "1.2", "An toàn", fees=[fee(None, set_by=words("Thành phố"))],
            time_limits=limit("5 working days"),
            components=[
                identity, paper("plan", "Sơ đồ", copies=2),
                paper("licence", "Giấy phép", copies=1),
            ],
        ),
        definition("1.3", "Mang về", fees=[fee(50_000)],
                   time_limits=limit("2 working days")),
    ):  # fmt: skip
        commands._publish(one, SYSTEM, NOW)
    entry("1.4", "Hóa đơn")


class TestQuestions:
    def test_appear_when_their_condition_holds(self, event):
        assert [q.id for q in rules.asked(event, {})] == ["food"]
        assert [q.id for q in rules.asked(event, {"food": "yes"})] == ["food", "how"]
        assert [q.id for q in rules.asked(event, {"food": "no"})] == ["food"]

    def test_are_complete_when_all_that_is_asked_is_answered(self, event):
        assert not rules.is_complete(event, {})
        assert rules.is_complete(event, {"food": "no"})
        assert not rules.is_complete(event, {"food": "yes", "how": "else"})
        assert rules.is_complete(event, {"food": "yes", "how": "in"})

    def test_ignore_answers_to_what_is_not_asked(self, event):
        assert rules.facts_of(event, {"food": "no", "how": "in", "x": "y"}) == {
            "food": False,
            "how": None,
        }


@pytest.mark.usefixtures("catalogue")
class TestPlan:
    def test_has_the_steps_that_apply_and_exist(self, event):
        assert [s.code for s in plan(event, {"food": "no"}, NOW).steps] == [
            "1.1",
            "1.4",
        ]

    def test_waits_where_it_must_and_nowhere_else(self, event):
        found = plan(event, {"food": "yes", "how": "out"}, NOW)
        ends = {step.code: step.ends_at.date() for step in found.steps[:3]}

        assert [step.after for step in found.steps] == [(), (1,), (), (2,)]
        assert ends["1.1"] == date(2026, 5, 4)  # 30/4 and 1/5 are holidays
        assert ends["1.3"] == date(2026, 4, 29)  # at the same time
        assert found.steps[1].starts_at == found.steps[0].ends_at
        assert found.ends_at == found.steps[1].ends_at
        assert found.all_known

    def test_lists_each_paper_once(self, event):
        found = plan(event, {"food": "yes", "how": "in"}, NOW)
        papers = {one.name.vi: one for one in found.papers if not one.depends}

        assert set(papers) == {"Giấy tờ tùy thân", "Sơ đồ", "Giấy phép"}
        assert papers["Giấy tờ tùy thân"].originals == 1  # shown, and taken back
        assert papers["Sơ đồ"].copies == 3
        assert papers["Sơ đồ"].steps == (1, 2)
        assert papers["Giấy phép"].issued_by == 1

    def test_sums_what_is_known_and_says_that_there_is_more(self, event):
        lone = plan(event, {"food": "no"}, NOW)
        both = plan(event, {"food": "yes", "how": "out"}, NOW)

        assert (lone.total.amount, lone.more_fees) == (100_000, False)
        assert (both.total.amount, both.more_fees) == (150_000, True)

    def test_takes_few_statements(self, event, django_assert_max_num_queries):
        plan(event, {"food": "yes", "how": "out"}, NOW)

        with django_assert_max_num_queries(3):
            plan(event, {"food": "yes", "how": "out"}, NOW)


class TestFile:
    @pytest.mark.parametrize(
        ("old", "new", "said"),
        [
            ("id: shop", "id: other", "shop.yaml:2:5: The file has another name."),
            ("when: food\n", "when: fod\n", "There is no field 'fod'"),
            ('after: ["1.1"]', 'after: ["1.7"]', "No step before this one is 1.7."),
            ('procedure: "1.3"', 'procedure: "1.1"', "1.1 stands here twice."),
            ("{id: food,", "{id: how,", "'how' is asked twice."),
            (', {id: out, name: {vi: Mang về}}', "", "One choice is none."),
            ("say:", "says:", "There is no key 'says' here."),
        ],
    )  # fmt: skip
    def test_says_what_is_wrong(self, tmp_path, old, new, said):
        with pytest.raises(DefectiveFile) as caught:
            written(tmp_path, EVENT.replace(old, new))

        assert said in str(caught.value)


class TestShippedEvents:
    def test_are_twelve_and_more(self):
        kinds = [event.kind for event in queries.list_events()]

        assert len(kinds) >= 12
        assert kinds == sorted(kinds, reverse=True)  # LIFE before BUSINESS

    @pytest.mark.parametrize(
        "text", ["sinh con", "em bé mới sinh", "I am moving house"]
    )
    def test_are_named_by_what_people_say(self, text):
        assert queries.events_named(text)

    @pytest.mark.parametrize("text", ["", "khai tử", "con"])
    def test_do_not_push_themselves_forward(self, text):
        assert queries.events_named(text) == ()

    def test_an_unknown_one_is_not_found(self):
        with pytest.raises(NotFound):
            queries.get_event("nothing")
