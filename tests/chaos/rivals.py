"""Many people at once. Runs as a process of its own, several of them side by side.

``python -m tests.chaos.rivals prepare`` builds a small city, with cases to fight for.
``python -m tests.chaos.rivals play START NUMBER`` plays scene after scene: some people
act on each of its cases at the same moment. ``START`` is a Unix time that all processes
share. It prints what each of them was told, as JSON.
``python -m tests.chaos.rivals follow START`` then does what jobs do about some cases.
"""

import json
import os
import sys
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

import django

django.setup()

from django.db import IntegrityError, connection  # noqa: E402
from django.utils import timezone  # noqa: E402

from motcua.authority.queries import actor_of  # noqa: E402
from motcua.cases import aftermath, commands, heads  # noqa: E402
from motcua.cases.applications import Dossier  # noqa: E402
from motcua.cases.commands import Acted, Order  # noqa: E402
from motcua.cases.rules.state import CaseState  # noqa: E402
from motcua.cases.tests import world as city  # noqa: E402
from motcua.kernel.refusals import Refusal  # noqa: E402

THREADS = 4
RIVALS = 8  # in all processes together
CASES = 10  # in each scene
GAP = 0.12  # seconds between two cases of a scene
PLAN = Path(os.environ["MOTCUA_HOME"]) / "plan.json"
PEOPLE = ("citizen", "clerk", "officer", "colleague", "leader", "expert")
Told = dict[str, Any]
Scene = Callable[["Rival", int, UUID], Acted]


def prepare() -> None:
    """Build the city and the cases of all scenes."""
    world = city.build_world()
    now = timezone.now()
    accepted = {"steps", "stale", "talk", "keyed_talk", "keyed_step", "reused"}
    plan: dict[str, Any] = {name: str(getattr(world, name).id) for name in PEOPLE}
    plan["centre"] = str(world.centre)
    for scene in SCENES:
        make = city.accepted if scene in accepted else city.submitted
        if scene.startswith("submit"):
            plan[scene] = [str(city.upload(world.citizen)) for _ in range(CASES)]
            continue
        count = CASES * RIVALS if scene == "accept_all" else CASES
        made = [str(make(world, now=now)) for _ in range(count)]
        plan[scene] = made[:CASES]
        plan["all"] = made if count > CASES else plan.get("all", [])
    PLAN.write_text(json.dumps(plan))


class Rival(threading.Thread):
    """One person who acts whenever the others do."""

    def __init__(self, plan: Mapping[str, Any], number: int, gate: threading.Barrier):
        super().__init__()
        self.plan, self.number, self.gate = plan, number, gate
        self.told: dict[str, list[Told]] = {}

    def who(self, name: str) -> Any:
        return actor_of(UUID(self.plan[name]), timezone.now())

    def order(self, case_id: UUID, name: str, **more: Any) -> Order:
        return Order(case_id, self.who(name), timezone.now(), **more)

    def run(self) -> None:
        moment = float(sys.argv[2])
        for scene in SCENES:
            told = self.told[scene] = []
            for number, item in enumerate(self.plan[scene]):
                moment += GAP
                time.sleep(max(0.0, moment - time.time()))
                self.gate.wait(60)
                told.append(self._try(scene, number, UUID(item)))
        connection.close()

    def _try(self, scene: str, number: int, item: UUID) -> Told:
        told: Told = {"item": str(item), "rival": self.number}
        try:
            acted = SCENES[scene](self, number, item)
        except Refusal as refusal:
            return told | {"refused": refusal.code}
        except Exception as error:  # noqa: BLE001 - a bug, to be shown by the test
            return told | {"error": f"{type(error).__name__}: {error}"}
        return told | {
            "case": str(acted.state.id),
            "seq": acted.seq,
            "code": acted.state.code,
            "repeated": acted.repeated,
            "answer": sha256(_spelt(acted.state)).hexdigest(),
        }


def _spelt(state: CaseState) -> bytes:
    """Return the one spelling of an answer; JSON has no order on PostgreSQL."""
    return json.dumps(asdict(state), sort_keys=True, default=str).encode()


def steps(me: Rival, _: int, case_id: UUID) -> Acted:
    """Two officers finish the same step."""
    order = me.order(case_id, "officer" if me.number % 2 else "colleague")
    return commands.complete_step(order, step="examine", outcome="propose")


def stale(me: Rival, _: int, case_id: UUID) -> Acted:
    """The same, with the page open in front of them."""
    name = "officer" if me.number % 2 else "colleague"
    order = me.order(case_id, name, seen=2)
    return commands.complete_step(order, step="examine", outcome="propose")


def talk(me: Rival, _: int, case_id: UUID) -> Acted:
    """Everybody says something, and everything is kept."""
    name = ("citizen", "officer", "leader", "colleague")[me.number % THREADS]
    return commands.send_message(me.order(case_id, name), text=f"{me.number}")


def keyed_talk(me: Rival, number: int, case_id: UUID) -> Acted:
    """One message, sent again and again by an impatient browser."""
    order = me.order(case_id, "citizen", key=f"talk-{number}")
    return commands.send_message(order, text="Bao giờ xong?")


def keyed_step(me: Rival, number: int, case_id: UUID) -> Acted:
    """One click, sent again and again."""
    order = me.order(case_id, "officer", key=f"step-{number}", seen=2)
    return commands.complete_step(order, step="examine", outcome="propose")


def reused(me: Rival, number: int, case_id: UUID) -> Acted:
    """A faulty program gives all its requests one name."""
    texts = [f"{number}: {n}" for n in range(THREADS)]
    text = texts[me.number % THREADS]
    order = me.order(case_id, "citizen", key="always-the-same", fingerprint=text)
    return commands.send_message(order, text=text)


def accept(me: Rival, _: int, case_id: UUID) -> Acted:
    """Two clerks accept one application."""
    return commands.accept_case(me.order(case_id, "clerk"))


def accept_all(me: Rival, number: int, _: UUID) -> Acted:
    """Everybody accepts another application of the same unit at the same moment."""
    case_id = UUID(me.plan["all"][number * RIVALS + me.number])
    on_paper = ["nonsense"] if me.number % 4 == 3 else []  # refused: leaves no gap
    return commands.accept_case(me.order(case_id, "clerk"), on_paper=on_paper)


def _dossier(me: Rival, file_id: UUID) -> Dossier:
    return Dossier(
        procedure_code=city.BIRTH,
        form=city.FORM | {"birth_date": "2026-04-20"},
        papers={"attestation": [file_id]},
        receiving_unit_id=UUID(me.plan["centre"]),
        handover={"way": "ONLINE"},
    )


def submit(me: Rival, number: int, file_id: UUID) -> Acted:
    """One application, sent again and again under one id and one key."""
    order = me.order(uuid5(file_id, "case"), "citizen", key=f"submit-{number}")
    return commands.submit_application(order, _dossier(me, file_id))


def submit_by_key(me: Rival, number: int, file_id: UUID) -> Acted:
    """The same, by a program that thinks of a new id each time."""
    case_id = uuid5(file_id, f"case {me.number} {os.getpid()}")
    order = me.order(case_id, "citizen", key=f"by-key-{number}")
    return commands.submit_application(order, _dossier(me, file_id))


def submit_by_id(me: Rival, _: int, file_id: UUID) -> Acted:
    """The same, by a browser that gives no key."""
    order = me.order(uuid5(file_id, "case"), "citizen")
    return commands.submit_application(order, _dossier(me, file_id))


def submit_one_file(me: Rival, _: int, file_id: UUID) -> Acted:
    """Two applications that hand in one and the same file."""
    order = me.order(uuid5(file_id, f"case {me.number} {os.getpid()}"), "citizen")
    return commands.submit_application(order, _dossier(me, file_id))


SCENES: Mapping[str, Scene] = {
    scene.__name__: scene
    for scene in (
        steps, stale, talk, keyed_talk, keyed_step, reused, accept, accept_all,
        submit, submit_by_key, submit_by_id, submit_one_file,
    )
}  # fmt: skip


def play() -> dict[str, list[Told]]:
    """Play all scenes; return what was told in each."""
    plan = json.loads(PLAN.read_text())
    gate, first = threading.Barrier(THREADS), int(sys.argv[3]) * THREADS
    rivals = [Rival(plan, first + number, gate) for number in range(THREADS)]
    for rival in rivals:
        rival.start()
    for rival in rivals:
        rival.join()
    return {
        scene: [told for rival in rivals for told in rival.told[scene]]
        for scene in SCENES
    }


def follow() -> dict[str, int]:
    """Do what jobs do, at the same moment as the other process: a job may run twice."""
    moment, again = float(sys.argv[2]), 0
    for case_id in json.loads(PLAN.read_text())["steps"]:
        moment += GAP
        time.sleep(max(0.0, moment - time.time()))
        aftermath.follow_up(UUID(case_id), 1, 3, now=timezone.now())
        try:
            heads.sign_head(now=timezone.now())
        except IntegrityError:  # the other one was faster; a job is tried again
            again += 1
    return {"again": again}


if __name__ == "__main__":
    plays = {"prepare": prepare, "play": play, "follow": follow}
    print(json.dumps(plays[sys.argv[1]]()))
