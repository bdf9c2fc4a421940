from datetime import timedelta

from motcua.cases.demand import LATELY, count_demand
from motcua.cases.tests.world import BIRTH, MORNING, accepted
from motcua.catalogue.search import store


class TestCountDemand:
    def test_counts_the_cases_of_the_last_year_by_procedure(self, world):
        accepted(world)

        assert count_demand(now=MORNING + timedelta(days=1)) == {BIRTH: 1}
        assert store.demand() == {BIRTH: 1}

    def test_forgets_what_is_older(self, world):
        accepted(world)

        assert count_demand(now=MORNING + LATELY + timedelta(days=1)) == {}
        assert store.demand() == {}
