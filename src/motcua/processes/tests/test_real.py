"""Real processes of Vietnamese authorities, written in the language."""

from pathlib import Path

import pytest

from motcua.deadlines import Limit, LimitUnit
from motcua.packs.yaml_file import read_yaml, validate
from motcua.processes import rules
from motcua.processes.definition import Document, ProcessDefinition

HOURS_A_DAY = 8  # as the published decisions count: 168 hours are 21 days
REAL = Path(__file__).parent / "real"


def load(name):
    path = REAL / f"{name}.yaml"
    marked = read_yaml(path.read_text("utf-8"), path.name)
    return rules.compile_process(validate(marked, ProcessDefinition))


def walk(process, *choices, facts=None):
    facts = facts or {}
    moves = [rules.start(process, facts)]
    for choice in choices:
        step, outcome = choice.split(".")
        marking = moves[-1].marking
        moves.append(rules.advance(process, marking, step, outcome, facts, note="Vì …"))
    return moves


def hours(limit: Limit):
    each = {LimitUnit.WORKING_DAYS: HOURS_A_DAY, LimitUnit.WORKING_HOURS: 1}
    return limit.value * each[limit.unit]


def counted_hours(process, path):
    """Return the sum of budgets on a path, a parallel part as its longest branch."""
    steps = [process.steps[name] for name in path if process.steps[name].counted]
    own = sum(hours(step.within) for step in steps if step.within)
    shared = {step.budget for step in steps if step.budget}
    return own + sum(hours(process.budgets[name].within) for name in shared)


class TestReligiousOffice:
    process = load("religious_office")
    straight = (
        *("forward.done", "assign_division.done", "assign_officer.done"),
        *("examine.propose", "review.agree", "sign_submission.agree"),
        *("office_receive.done", "office_assign.done", "office_assign_officer.done"),
        *("office_examine.done", "office_check.done", "office_submit.done"),
        *("approve.done", "issue.done", "finish.done"),
    )

    def test_is_decided_and_then_archived(self):
        *_, decided, archived = walk(self.process, *self.straight, "archive.done")

        assert (decided.result, decided.marking) == ("approved", ("archive",))
        assert archived.marking == ()

    def test_takes_the_published_thirty_days(self):
        path = [choice.split(".")[0] for choice in self.straight]

        assert counted_hours(self.process, path) == 30 * HOURS_A_DAY

    def test_shares_seven_days_among_eight_steps(self):
        budget = self.process.budgets["city_office"]

        assert len(budget.steps) == 8
        assert budget.within == Limit.parse("7 working days")

    def test_goes_back_as_often_as_needed(self):
        again = ["examine.propose", "review.return"] * 3
        moves = walk(self.process, *self.straight[:3], *again)

        assert moves[-1].marking == ("examine",)

    def test_consults_if_needed(self):
        moves = walk(
            self.process, *self.straight[:3], "examine.consult", "opinion.answered"
        )

        assert moves[-2].marking == ("opinion",)
        assert moves[-1].marking == ("examine",)

    def test_has_its_own_signer_of_supplements(self):
        signer = self.process.signers[Document.SUPPLEMENT]

        assert (signer.unit, signer.title.vi) == ("H26.20", "Lãnh đạo Sở")


class TestInvestmentPolicy:
    process = load("investment_policy")
    first = ["receive.done", "assign.done", "draft_letter.done", "review_letter.agree"]

    def test_waits_for_all_opinions_and_for_silence(self):
        moves = walk(
            self.process,
            *self.first,
            "sign_letter.send",
            "ask_environment.answered",
            "ask_construction.silent",
            "ask_finance.answered",
        )

        assert moves[-3].opened == ()
        assert moves[-2].marking == (
            "ask_finance",
            "compile<ask_construction",
            "compile<ask_environment",
        )
        assert moves[-1].marking == ("compile",)

    def test_takes_the_published_seventeen_days(self):
        path = (
            *("receive", "assign", "draft_letter"),
            *("review_letter", "sign_letter", "ask_construction"),
            *("compile", "review_report", "sign_report"),
            *("send_up", "decide", "publish"),
        )

        assert counted_hours(self.process, path) == 17 * HOURS_A_DAY

    def test_silence_lets_the_case_go_on(self):
        silence = self.process.steps["ask_finance"].silence

        assert (silence.policy, silence.outcome) == (rules.Silence.PROCEED, "silent")


class TestFirstLandCertificate:
    process = load("first_land_certificate")

    @pytest.mark.parametrize(
        ("needs", "first"), [(True, "survey"), (False, "confirm"), (None, "confirm")]
    )
    def test_is_surveyed_if_needed(self, needs, first):
        move = rules.start(self.process, {"needs_survey": needs})

        assert move.marking == (first,)

    def test_waits_for_payment_with_the_clock_stopped(self):
        moves = walk(
            self.process,
            *("confirm.done", "post.done", "check.eligible", "tax_notice.done"),
        )
        (step,) = rules.open_steps(self.process, moves[-1].marking)

        assert (step.kind, step.counted) == (rules.StepKind.PAYMENT, False)

    def test_records_a_debt_only_if_the_law_allows(self):
        with pytest.raises(rules.OutcomeNotAvailable):
            rules.advance(self.process, ("pay",), "pay", "debt", {"may_owe": False})

    @pytest.mark.parametrize(
        ("marking", "outcome", "result"),
        [("sign", "sign", "approved"), ("notice", "sign", "refused")],
    )
    def test_updates_the_records_after_the_result(self, marking, outcome, result):
        move = rules.advance(self.process, (marking,), marking, outcome, {})

        assert (move.result, move.opened) == (result, ("update_records",))


class TestBirthResidenceInsurance:
    process = load("birth_residence_insurance")

    def test_lets_each_branch_refuse_for_itself(self):
        moves = walk(
            self.process,
            *("register_birth.done", "residence.verify", "insurance.done"),
            *("verify.refuse", "hand_over.done"),
        )

        assert moves[1].opened == ("residence", "insurance")
        assert moves[-1].result == "approved"
