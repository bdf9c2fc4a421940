"""Many people act at the same moment: one wins, the others are told, nothing is lost.

Two processes with four threads each fight for every case of every scene.
"""

import json
import subprocess
import sys
import time
from collections import Counter, defaultdict

import pytest

pytestmark = pytest.mark.slow
PROCESSES = 2
RIVALS = PROCESSES * 4


@pytest.fixture(scope="module")
def told(town):
    """What every rival was told, by scene and by what was fought for."""
    town.run("prepare", module="tests.chaos.rivals")
    found = defaultdict(lambda: defaultdict(list))
    for printed in side_by_side(town, "play"):
        for scene, answers in printed.items():
            for answer in answers:
                assert "error" not in answer, (scene, answer)
                found[scene][answer["item"]].append(answer)
    return found


def side_by_side(town, what):
    """Let the processes do something at the same time; return what they printed."""
    start = str(time.time() + 6)
    players = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.chaos.rivals", what, start, str(number)],
            env=town.environment, cwd=town.home,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )
        for number in range(PROCESSES)
    ]  # fmt: skip
    town.started += players
    for player in players:
        printed, errors = player.communicate(timeout=100)
        assert player.returncode == 0, errors.decode()
        yield json.loads(printed)


def events_of(town, cases, kind):
    """Count the events of a kind in some cases."""
    plain = str if town.url.startswith("postgresql") else lambda i: i.replace("-", "")
    names = ", ".join(f"'{plain(case)}'" for case in cases)
    ((count,),) = town.rows(
        f"SELECT count(*) FROM cases_event WHERE kind = '{kind}'"
        f" AND case_id IN ({names})"
    )
    return count


def winners(answers):
    return [answer for answer in answers if "refused" not in answer]


def refusals(answers):
    return Counter(answer["refused"] for answer in answers if "refused" in answer)


class TestTwoOfficers:
    @pytest.mark.parametrize(
        ("scene", "why"), [("steps", "step_not_open"), ("stale", "changed_meanwhile")]
    )
    def test_one_wins_and_the_others_are_told(self, told, town, scene, why):
        for answers in told[scene].values():
            assert len(winners(answers)) == 1
            assert refusals(answers) == {why: RIVALS - 1}
        assert events_of(town, told[scene], "STEP_COMPLETED") == len(told[scene])

    def test_two_clerks_accept_an_application_once(self, told, town):
        for answers in told["accept"].values():
            assert len(winners(answers)) == 1
            assert refusals(answers) == {"wrong_status": RIVALS - 1}

    def test_nothing_that_was_said_is_lost(self, told, town):
        for case, answers in told["talk"].items():
            assert sorted(answer["seq"] for answer in answers) == list(range(3, 11))
            assert events_of(town, [case], "MESSAGE") == RIVALS


class TestTheSameRequest:
    @pytest.mark.parametrize(
        "scene",
        ["keyed_talk", "keyed_step", "submit", "submit_by_key", "submit_by_id"],
    )
    def test_gives_one_event_and_equal_answers(self, told, town, scene):
        for answers in told[scene].values():
            assert not refusals(answers)
            assert Counter(a["repeated"] for a in answers) == {
                False: 1,
                True: RIVALS - 1,
            }
            assert len({(a["case"], a["seq"], a["answer"]) for a in answers}) == 1
        kind = "SUBMITTED" if scene.startswith("submit") else None
        cases = {answer["case"] for a in told[scene].values() for answer in a}
        assert len(cases) == len(told[scene])
        if kind:
            assert events_of(town, cases, kind) == len(cases)

    def test_of_another_content_is_refused_not_swallowed(self, told, town):
        answers = [answer for a in told["reused"].values() for answer in a]

        assert len({(w["case"], w["seq"]) for w in winners(answers)}) == 1
        assert set(refusals(answers)) == {"key_used_before"}
        assert events_of(town, told["reused"], "MESSAGE") == 1

    def test_a_file_goes_to_one_case_alone(self, told, town):
        for answers in told["submit_one_file"].values():
            assert len(winners(answers)) == 1
            assert refusals(answers) == {"invalid_input": RIVALS - 1}


class TestCodes:
    def test_are_without_gap_under_a_storm_of_acceptances(self, told, town):
        answers = [answer for a in told["accept_all"].values() for answer in a]
        assert len(winners(answers)) == len(answers) * 3 // 4
        assert set(refusals(answers)) == {"paper_not_listed"}

        numbers = defaultdict(list)
        for (code,) in town.rows("SELECT code FROM cases_case WHERE code IS NOT NULL"):
            day, _, number = code.rpartition("-")
            numbers[day].append(int(number))

        for taken in numbers.values():
            assert sorted(taken) == list(range(1, len(taken) + 1))


class TestJobsThatRunTwice:
    def test_at_the_same_moment_have_their_effect_once(self, told, town):
        cases = len(told["steps"])

        list(side_by_side(town, "follow"))

        issued = town.rows("SELECT kind, count(*) FROM documents_issueddocument"
                           " GROUP BY kind")  # fmt: skip
        assert issued == [("RECEIPT", cases)]
        told_of = town.rows("SELECT key, count(*) FROM notices_message"
                            " GROUP BY key ORDER BY key")  # fmt: skip
        assert told_of == [("accepted", cases), ("submitted", cases)]
        heads = str(town.home / "ledger")
        assert "every hash fits" in town.run("verify", "--heads", heads)


class TestAfterwards:
    def test_the_log_is_whole(self, told, town):
        assert "every hash fits" in town.run("verify")

    def test_every_event_has_its_job(self, told, town):
        ((events,),) = town.rows("SELECT count(*) FROM cases_event")
        jobs = town.rows(
            "SELECT args_kwargs FROM django_tasks_database_dbtaskresult"
            " WHERE task_path = 'motcua.cases.tasks.after_event'"
        )

        seen = Counter()
        for (facts,) in jobs:
            what = (facts if isinstance(facts, dict) else json.loads(facts))["kwargs"]
            for seq in range(what["first"], what["last"] + 1):
                seen[what["case_id"], seq] += 1
        assert len(seen) == events
        assert set(seen.values()) == {1}

    def test_no_time_runs_backwards(self, told, town):
        backwards = town.rows(
            "SELECT a.case_id FROM cases_event a JOIN cases_event b"
            " ON b.case_id = a.case_id AND b.seq = a.seq + 1 WHERE b.at < a.at"
        )

        assert backwards == []
