"""``kill -9`` in the middle of a storm, again and again: nothing acknowledged is lost,
no job is lost, nothing has its effect twice.

Callers at the API write down, on disk, each answer that they get. Meanwhile the worker,
the web processes, all of them together and (PostgreSQL) a process of the database are
killed. Afterwards the log is compared with what the callers hold.
"""

import json
import os
import re
import signal
import socket
import time
from collections import Counter
from contextlib import ExitStack, suppress
from hashlib import sha256
from pathlib import Path

import psutil
import psycopg
import pytest
from django.conf import settings

from motcua.config.postgres import server
from tests.scratch import Scratch, in_use

pytestmark = pytest.mark.slow
CALLERS = 3
EACH = 15  # acknowledged actions between two kills
PAPERS = {  # which event gives rise to which paper
    "ACCEPTED": "RECEIPT",
    "SUPPLEMENT_REQUESTED": "SUPPLEMENT_REQUEST",
    "REFUSED": "INTAKE_REFUSAL",
    "STOPPED": "STOP_NOTICE",
    "DECIDED": "RESULT",
}
TOLD = {  # which event the applicant is told of
    "SUBMITTED", "ACCEPTED", "SUPPLEMENT_REQUESTED", "SUPPLEMENTED", "REFUSED",
    "DECIDED", "RETURNED", "STOPPED",
}  # fmt: skip


class Storm:
    """A city in service, its callers, and whoever kills."""

    def __init__(self, made: Scratch) -> None:
        self.made, self.killed = made, Counter()
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.service = self.serve()
        self.callers = [
            made.start(str(self.port), str(number), module="tests.chaos.caller")
            for number in range(CALLERS)
        ]

    def serve(self):
        return self.made.start(
            "supervisor", "--port", str(self.port), "--banner", "ready",
            module="motcua.config.serving",
        )  # fmt: skip

    def journal(self) -> list[dict]:
        lines = []
        for path in sorted(self.made.home.glob("journal-*")):
            text = path.read_text().rpartition("\n")[0]
            lines += [json.loads(line) for line in text.splitlines()]
        return lines

    def acknowledged(self) -> list[dict]:
        return [line for line in self.journal() if "case" in line]

    def go_on(self) -> None:
        """Wait until so much more was acknowledged."""
        enough = len(self.acknowledged()) + EACH
        until(lambda: len(self.acknowledged()) >= enough, self.made)

    def family(self, role: str = "") -> list[psutil.Process]:
        """Return the living processes of the service that play a role, oldest first."""
        found = []
        with suppress(psutil.Error):
            for child in psutil.Process(self.service.pid).children(recursive=True):
                with suppress(psutil.Error):
                    if not role or role in child.cmdline():
                        found.append(child)
        return sorted(found, key=lambda child: child.pid)

    def kill(self, processes: list[psutil.Process], what: str) -> None:
        assert processes, f"no {what} to kill\n{self.made.logs()}"
        for process in processes:
            with suppress(psutil.Error):
                process.kill()
        self.killed[what] += 1

    def kill_all(self) -> None:
        """Kill the supervisor and whatever it started, at one stroke."""
        family = self.family()
        self.service.kill()
        self.kill(family, "all")
        self.service.wait()
        psutil.wait_procs(family, timeout=20)

    def stop_callers(self) -> None:
        (self.made.home / "stop").touch()
        ended = [caller.wait(80) for caller in self.callers]
        assert ended == [0] * CALLERS, self.made.logs()

    def work_off(self) -> None:
        """Let a fresh worker bury the dead and do all that is left."""
        worker = self.made.start("worker")
        living = "SELECT pid FROM jobs_worker"
        until(lambda: self.made.rows(living) == [(worker.pid,)], self.made)
        left = (
            "SELECT count(*) FROM django_tasks_database_dbtaskresult"
            " WHERE status IN ('READY', 'RUNNING') AND task_path NOT LIKE '%calendar%'"
        )
        until(lambda: self.made.rows(left) == [(0,)], self.made, seconds=60)
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(30) == 0


def until(condition, made, *, seconds=60.0):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, made.logs()
        time.sleep(0.1)


def kill_a_backend(made: Scratch) -> None:
    """Kill a process of the database itself: it recovers from its log, by itself."""
    with psycopg.connect(made.url, autocommit=True) as connection:
        rows = connection.execute(
            "SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend'"
            " AND pid <> pg_backend_pid() AND datname = current_database()"
        ).fetchall()
        os.kill(rows[0][0], signal.SIGKILL)
        with suppress(psycopg.OperationalError):
            for _ in range(100):  # until this connection, too, is swept away
                connection.execute("SELECT pg_sleep(0.05)")

    def answers() -> bool:
        with suppress(psycopg.OperationalError), psycopg.connect(made.url):
            return True
        return False

    until(answers, made)


@pytest.fixture(scope="module")
def storm(tmp_path_factory):
    """The storm, when it is over and a fresh worker has done what was left."""
    folder = tmp_path_factory.mktemp("storm")
    with ExitStack() as stack:
        sqlite = settings.DATABASES["default"]["ENGINE"].endswith("sqlite3")
        url = f"sqlite:///{folder}/storm.sqlite3"
        if not sqlite:
            url = stack.enter_context(server(durable=True))
        packs = ",".join(settings.PACKS)
        made = Scratch(url, folder / "home", packs=packs)
        made.environment |= {
            "DJANGO_SETTINGS_MODULE": "motcua.config.settings",
            "MOTCUA_API_PER_MINUTE": "0",
        }
        stack.enter_context(in_use(made))
        made.run("createcachetable", "-v0")
        made.run(module="tests.chaos.town")
        storm = Storm(made)
        try:
            rage(storm, sqlite=sqlite)
        finally:
            for process in storm.family():
                with suppress(psutil.Error):
                    process.kill()
        yield storm


def rage(storm: Storm, *, sqlite: bool) -> None:
    """Kill, and kill again, while the callers go on."""
    made = storm.made
    until(lambda: "ready" in made.logs(), made)
    storm.go_on()
    storm.kill(storm.family("worker"), "worker")
    storm.go_on()
    storm.kill(storm.family("web"), "web")
    storm.go_on()
    storm.kill([*storm.family("worker"), *storm.family("web")[-1:]], "both")
    storm.verified = made.run("verify")  # while people go on
    storm.go_on()
    if not sqlite:
        kill_a_backend(made)
        storm.go_on()
    storm.kill_all()
    storm.service = storm.serve()
    storm.go_on()
    storm.stop_callers()
    storm.kill_all()
    storm.work_off()


def events(storm: Storm) -> list[tuple]:
    """Return case, seq, kind and request key of every event, ids as in the journal."""
    rows = storm.made.rows("SELECT case_id, seq, kind, request_key FROM cases_event")
    return [(plain(case), seq, kind, key) for case, seq, kind, key in rows]


def plain(value) -> str:
    return str(value).replace("-", "")


class TestTheStorm:
    def test_was_one(self, storm):
        unanswered = [line for line in storm.journal() if "unanswered" in line]

        assert sum(storm.killed.values()) >= 5
        assert unanswered, "nobody was ever interrupted"
        assert len(storm.acknowledged()) >= 5 * EACH

    def test_refused_nobody_without_a_reason(self, storm):
        known = {
            "wrong_status", "changed_meanwhile", "consultation_open", "step_not_open",
            "no_such_consultation", "not_your_step",
        }  # fmt: skip

        told = Counter(line["code"] for line in storm.journal() if "code" in line)

        assert set(told) <= known


class TestTheLog:
    def test_is_whole(self, storm):
        heads = str(storm.made.home / "ledger")

        assert "every hash fits" in storm.made.run("verify", "--heads", heads)

    def test_was_whole_to_who_looked_in_the_middle(self, storm):
        assert "every hash fits" in storm.verified

    def test_holds_everything_that_was_acknowledged(self, storm):
        there = {key: (case, seq) for case, seq, _, key in events(storm) if key}

        for line in storm.acknowledged():
            named = f"POST /api/v1{line['path']} {line['key']}"
            made = there.get(sha256(named.encode()).hexdigest())
            assert made == (plain(line["case"]), line["seq"]), line

    def test_holds_nothing_that_nobody_asked_for(self, storm):
        begun = {
            sha256(f"POST /api/v1{line['path']} {line['begun']}".encode()).hexdigest()
            for line in storm.journal()
            if "begun" in line
        }

        assert {key for _, _, _, key in events(storm) if key} <= begun

    def test_gives_codes_without_a_gap(self, storm):
        codes = storm.made.rows("SELECT code FROM cases_case WHERE code IS NOT NULL")
        days: dict[str, list[int]] = {}
        for (code,) in codes:
            day, _, number = code.rpartition("-")
            days.setdefault(day, []).append(int(number))

        for numbers in days.values():
            assert sorted(numbers) == list(range(1, len(numbers) + 1))


class TestJobs:
    def test_are_all_done(self, storm):
        left = storm.made.rows(
            "SELECT task_path, status, traceback"
            " FROM django_tasks_database_dbtaskresult WHERE status <> 'SUCCESSFUL'"
        )

        assert left == []

    def test_follow_every_event_once(self, storm):
        jobs = storm.made.rows(
            "SELECT args_kwargs FROM django_tasks_database_dbtaskresult"
            " WHERE task_path = 'motcua.cases.tasks.after_event'"
        )
        followed: Counter = Counter()
        for (said,) in jobs:
            ids = (said if isinstance(said, dict) else json.loads(said))["kwargs"]
            for seq in range(ids["first"], ids["last"] + 1):
                followed[plain(ids["case_id"]), seq] += 1

        assert set(followed.values()) == {1}
        assert set(followed) == {(case, seq) for case, seq, *_ in events(storm)}


class TestEffects:
    def test_each_paper_was_issued_once(self, storm):
        owed = {
            (case, str(seq), PAPERS[kind])
            for case, seq, kind, _ in events(storm)
            if kind in PAPERS
        }

        issued = storm.made.rows(
            "SELECT case_id, occasion, kind FROM documents_issueddocument"
        )

        assert len(issued) == len(owed)
        assert {(plain(case), seq, kind) for case, seq, kind in issued} == owed

    def test_the_content_of_each_file_is_there(self, storm):
        root = storm.made.home / "files"
        rows = storm.made.rows("SELECT sha256, size FROM documents_storedfile")

        assert rows
        for digest, size in rows:
            content = (root / digest[:2] / digest[2:4] / digest).read_bytes()
            assert len(content) == size
            assert sha256(content).hexdigest() == digest

    def test_each_applicant_was_told_once(self, storm):
        rows = storm.made.rows("SELECT id FROM cases_case WHERE channel = 'ONLINE'")
        online = {plain(case) for (case,) in rows}
        plan = json.loads((storm.made.home / "plan.json").read_text())
        citizen = plain(plan["accounts"]["citizen"])
        messages = storm.made.rows(
            "SELECT account_id, dedupe FROM notices_message WHERE key <> 'message'"
        )
        told = Counter(plain(key) for who, key in messages if plain(who) == citizen)

        assert set(told.values()) == {1}
        assert set(told) == {
            f"{case}#{seq}"
            for case, seq, kind, _ in events(storm)
            if kind in TOLD and case in online
        }

    def test_each_letter_was_sent_and_hardly_any_twice(self, storm):
        rows = storm.made.rows("SELECT id, channel, state FROM notices_delivery")
        assert {state for _, _, state in rows} == {"SENT"}

        sent = letters(storm.made.home / "outbox" / "email")
        mails = {plain(row) for row, channel, _ in rows if channel == "EMAIL"}

        assert set(sent) == mails
        # A worker that dies between sending and writing it down sends again, under
        # the same reference: at most one letter for each worker that was killed.
        assert sum(sent.values()) - len(sent) <= sum(storm.killed.values())


def letters(folder: Path) -> Counter:
    """Count the letters of an outbox by the reference that each bears."""
    found: Counter = Counter()
    for path in folder.glob("*"):
        for name in re.findall(r"^Message-ID: <([^@]+)@", path.read_text(), re.M):
            found[plain(name)] += 1
    return found
