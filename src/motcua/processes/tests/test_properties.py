import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motcua.kernel.refusals import Refusal
from motcua.processes import rules
from motcua.processes.definition import ProcessDefinition
from motcua.processes.tests.strategies import definitions

MANY = settings(max_examples=150, deadline=None)


def is_valid(process, marking):
    """Tell whether a marking holds only open steps and tokens waiting at joins."""
    waiting = {token for join in process.joins.values() for token in join.all}
    return (
        marking == tuple(sorted(set(marking)))
        and all(token in process.steps or token in waiting for token in marking)
        and not any(join.all <= set(marking) for join in process.joins.values())
    )


class TestRandomProcesses:
    @given(definitions(), st.randoms(use_true_random=False), st.integers(0, 9))
    @MANY
    def test_end_cleanly_whatever_is_chosen(self, definition, chance, size):
        process = rules.compile_process(definition)
        facts = {"size": size}
        move = rules.start(process, facts)
        steps = 0
        while move.marking:
            assert move.result is None
            assert is_valid(process, move.marking)
            step = chance.choice(rules.open_steps(process, move.marking))
            offered = rules.available_outcomes(process, step.id, facts)
            outcome = chance.choice(offered) if steps < 30 else offered[0]
            before = set(move.marking)
            move = rules.advance(process, move.marking, step.id, outcome.id, facts)
            assert move.closed == (step.id,)
            assert set(move.opened) <= set(move.marking)
            assert before - {step.id} - set(move.marking) <= {
                token for join in process.joins.values() for token in join.all
            }
            steps += 1
            assert steps < 300
        assert move.result == "approved"

    @given(definitions(), st.text(max_size=5), st.text(max_size=5))
    @MANY
    def test_refuse_nonsense(self, definition, step_id, outcome_id):
        process = rules.compile_process(definition)
        marking = rules.start(process, {"size": 1}).marking

        with pytest.raises(Refusal):
            rules.advance(process, marking, step_id, outcome_id, {})

    @given(definitions())
    @MANY
    def test_survive_json(self, definition):
        text = json.dumps(definition.model_dump(mode="json", exclude_defaults=True))
        again = ProcessDefinition.model_validate_json(text)

        assert again == definition
        assert rules.compile_process(again).steps == rules.compile_process(again).steps

    @given(definitions(), st.integers(0, 9))
    @MANY
    def test_do_the_same_twice(self, definition, size):
        process = rules.compile_process(definition)
        move = rules.start(process, {"size": size})
        step = move.marking[0]
        outcome = process.steps[step].outcomes[0].id

        once = rules.advance(process, move.marking, step, outcome, {"size": size})
        twice = rules.advance(process, move.marking, step, outcome, {"size": size})

        assert once == twice
