from motcua.cases import bulk, queries
from motcua.cases.integrity import check_cases
from motcua.cases.tests.world import MORNING, accepted


class TestFill:
    def test_makes_true_cases(self, world):
        model = accepted(world)

        assert sum(bulk.fill(model, 30)) == 30

        assert [finding for found in check_cases() for finding in found] == []
        rows = queries.list_work(
            world.officer, queries.WorkFilter(), now=MORNING, size=100
        )
        assert len(rows) == 31
