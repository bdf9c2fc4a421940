import pytest

from motcua.cases import commands, queries
from motcua.cases.rules.tracking import NothingToTrack, knows_second_fact
from motcua.cases.tests.world import MORNING, accepted, decided

APPLICANT = {
    "name": "Trần Thị Bình",
    "phone": "0912 345 678",
    "identity_number": "001190004321",
    "email": "Binh@example.vn",
}


class TestKnowsSecondFact:
    @pytest.mark.parametrize("said", ["5678", " 5678 ", "4321", "binh@EXAMPLE.vn"])
    def test_takes_each_of_the_three_facts(self, said):
        assert knows_second_fact(said, APPLICANT)

    @pytest.mark.parametrize(
        "said", ["", " ", "5679", "678", "0912345678", "binh@example", "Trần Thị Bình"]
    )
    def test_takes_nothing_else(self, said):
        assert not knows_second_fact(said, APPLICANT)

    @pytest.mark.parametrize("said", ["", " ", "12", "0012"])
    def test_takes_nothing_where_nothing_is_known(self, said):
        assert not knows_second_fact(said, {"phone": "12", "email": ""})


class TestTrack:
    def test_shows_how_far_the_case_is(self, world):
        code = queries.get_case(accepted(world), world.citizen).state.code

        progress = queries.track(f" {code.lower()} ", "5678")

        assert progress.code == code
        assert progress.status == "ACCEPTED"
        assert [step.key for step in progress.steps] == ["examine"]
        assert progress.due_at == MORNING.replace(hour=17)
        assert progress.derivation

    def test_shows_nothing_about_a_person(self, world):
        code = queries.get_case(decided(world), world.citizen).state.code

        shown = str(queries.track(code, "5678"))

        for secret in (
            "Trần Thị Bình",
            "Nguyễn Minh An",
            "0912345678",
            "001190000001",
            str(world.citizen.id),
            str(world.officer.id),
        ):
            assert secret not in shown

    @pytest.mark.parametrize("fact", ["0000", "", "5678 "])
    def test_refuses_wrong_code_and_wrong_fact_alike(self, world, fact):
        code = queries.get_case(accepted(world), world.citizen).state.code
        wrong = (code, "0000") if fact == "0000" else ("H26.99-260428-9999", fact)

        with pytest.raises(NothingToTrack) as refused:
            queries.track(*wrong)

        assert refused.value.params == {}

    def test_finds_nothing_after_an_erasure(self, world):
        case_id = decided(world)
        commands.return_result(world.order(case_id, world.clerk), way="COUNTER")
        code = queries.get_case(case_id, world.citizen).state.code
        commands.erase_case(world.order(case_id, world.controller), act_of="QĐ 1/2026")

        with pytest.raises(NothingToTrack):
            queries.track(code, "5678")
