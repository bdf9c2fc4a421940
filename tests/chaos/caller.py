"""A program at the API, in the middle of a storm. Knows nothing of Django.

``python -m tests.chaos.caller PORT NUMBER`` submits applications and acts on cases, its
own and those of the other callers, until a file ``stop`` appears. What it does not get
an answer to it sends again, under the same key, until it does.

Its journal is a file with a line for each thing that was acknowledged, on the disk
before the next is begun: what is there must be in the log, whatever was killed.
"""

import http.client
import json
import os
import random
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

HOME = Path(os.environ["MOTCUA_HOME"])
PATIENCE = 60.0  # seconds for which a request is sent again
PAUSE = 0.4  # seconds at most between two actions
LIFE = 150.0  # seconds after which a caller ends, whatever happens
Body = dict[str, Any]
Act = tuple[str, str, Body]  # who, which action, what is sent


class Unanswered(Exception):
    """The server was killed before it answered, or refused to be there at all."""


class Caller:
    """One caller: sends, waits, sends again, writes down what it was told."""

    def __init__(self, port: int, number: int) -> None:
        self.port = port
        self.random = random.Random(number)
        self.plan = json.loads((HOME / "plan.json").read_text())
        self.journal = (HOME / f"journal-{number}").open("ab", buffering=0)
        self.board = HOME / "board"
        self.board.mkdir(exist_ok=True)
        self.line: http.client.HTTPConnection | None = None
        self.ends_at = time.monotonic() + LIFE

    def note(self, what: Body) -> None:
        """Write a line to the journal, and wait until it is on the disk."""
        self.journal.write(json.dumps(what).encode() + b"\n")
        os.fsync(self.journal.fileno())

    def once(self, who: str, method: str, path: str, body: Any, headers: Body) -> Any:
        """Send a request once; return its status, headers and body."""
        if self.line is None:
            self.line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        sent = {"Authorization": f"Bearer {self.plan['tokens'][who]}", **headers}
        try:
            self.line.request(method, f"/api/v1{path}", body=body, headers=sent)
            answer = self.line.getresponse()
            content = answer.read()
        except (OSError, http.client.HTTPException) as error:
            self.line.close()
            self.line = None
            raise Unanswered(repr(error)) from error
        if answer.status >= 500:
            raise Unanswered(f"{answer.status} {content[:300]!r}")
        return answer.status, answer.headers, json.loads(content) if content else None

    def send(self, who: str, method: str, path: str, body: Any, headers: Body) -> Any:
        """Send a request until it is answered."""
        until = time.monotonic() + PATIENCE
        while True:
            try:
                return self.once(who, method, path, body, headers)
            except Unanswered as error:
                self.note({"unanswered": str(error), "path": path})
                if time.monotonic() > until:
                    raise
                time.sleep(0.1)

    def say(self, who: str, path: str, body: Body, **headers: str) -> Any:
        """Send what is to be done, under a key of its own; write down the answer."""
        key = str(uuid.UUID(int=self.random.getrandbits(128), version=4))
        named = {"Idempotency-Key": key, "Content-Type": "application/json", **headers}
        self.note({"begun": key, "path": path})
        status, head, answer = self.send(who, "POST", path, json.dumps(body), named)
        told: Body = {"key": key, "path": path, "who": who, "status": status}
        if status < 300:
            told |= {"case": answer["id"], "seq": int(head["ETag"].strip('"'))}
        else:
            told["code"] = answer["code"]
        self.note(told)
        return status, answer

    def upload(self) -> str:
        """Upload a paper and return its id."""
        edge = uuid.uuid4().hex
        content = self.plan["paper"] + f"% {edge}\n"
        body = (
            f"--{edge}\r\nContent-Disposition: form-data; name=\"file\";"
            f" filename=\"a.pdf\"\r\nContent-Type: application/pdf\r\n\r\n"
            f"{content}\r\n--{edge}--\r\n"
        )  # fmt: skip
        kind = {"Content-Type": f"multipart/form-data; boundary={edge}"}
        sent = body.encode("latin-1")
        status, _, answer = self.send("citizen", "POST", "/files", sent, kind)
        assert status == 201, answer
        return str(answer["id"])

    def submit(self) -> None:
        """Hand in an application, online or at the counter."""
        body = dict(self.plan["application"])
        who = self.random.choice(("citizen", "clerk"))
        if who == "citizen":
            body["papers"] = {"attestation": [self.upload()]}
        else:
            body["channel"] = "COUNTER"
            body["applicant"] = {"name": "Vũ Thị Quầy", "email": "quay@example.vn"}
        status, answer = self.say(who, "/cases", body)
        assert status == 201, answer
        (self.board / answer["id"]).touch()

    def act(self) -> None:
        """Do something that fits to some case of the board."""
        cases = list(self.board.iterdir())
        if not cases:
            return
        place = self.random.choice(cases)
        path = f"/cases/{place.name}"
        status, head, case = self.send("clerk", "GET", path, None, {})
        assert status == 200, case
        choices = list(fitting(case, self.plan))
        if not choices:
            with suppress(FileNotFoundError):
                place.unlink()
            return
        who, action, body = self.random.choice(choices)
        if action == "supplement" and case["channel"] == "ONLINE":
            body = {**body, "papers": {"attestation": [self.upload()]}}
        seen = {"If-Match": head["ETag"]} if self.random.random() < 0.3 else {}
        self.say(who, f"{path}/{action}", body, **seen)

    def run(self) -> None:
        """Go on until told to stop."""
        while not (HOME / "stop").exists() and time.monotonic() < self.ends_at:
            if self.random.random() < 0.2:
                self.submit()
            else:
                self.act()
            time.sleep(self.random.random() * PAUSE)


def fitting(case: Body, plan: Body) -> Iterator[Act]:
    """Yield what people might do to a case as it is."""
    status, online = case["status"], case["channel"] == "ONLINE"
    wrong = [{"kind": "field", "id": "phone", "reason": "Sai số"}]
    if online:
        wrong.append({"kind": "paper", "id": "attestation", "reason": "Mờ"})
    ask = {"items": wrong, "repeat_reason": "Phát sinh"}
    if status == "SUBMITTED":
        paper = [] if online else ["attestation"]
        yield from [("clerk", "accept", {"on_paper": paper})] * 6
        yield "clerk", "request-supplement", ask
        yield "clerk", "refuse", {"reason": "Sai nơi nộp"}
    elif status == "AWAITING_SUPPLEMENT":
        who = "citizen" if online else "clerk"
        yield who, "supplement", {"form": {"phone": "0987654321"}}
    elif status in {"ACCEPTED", "IN_PROGRESS"}:
        yield from _working(case, ask, plan)
    elif status == "DECIDED":
        yield "clerk", "return", {"way": "COUNTER", "received_by": "Vũ Thị Quầy"}
    if status not in {"RETURNED", "REFUSED", "STOPPED"}:
        yield "officer", "comment", {"text": "Gấp"}
        yield "citizen" if online else "leader", "message", {"text": "Bao giờ xong?"}


def _working(case: Body, ask: Body, plan: Body) -> Iterator[Act]:
    steps = {item["key"] for item in case["work"]}
    if "examine" in steps:
        done = {"step": "examine", "outcome": "propose"}
        yield from [(who, "complete-step", done) for who in ("officer", "colleague")]
        yield "officer", "request-supplement", ask
        where = {"unit_id": plan["department"], "within": "1 working day"}
        yield "officer", "consult", {"question": "Có hiệu lực?", **where}
    if "sign" in steps:
        for outcome in ("approve", "approve", "send_back"):
            done = {"step": "sign", "outcome": outcome, "note": "Đã xem"}
            yield "leader", "complete-step", done
    for one in case["consultations"]:
        if not one["answered"]:
            yield "expert", "answer", {"consultation": one["id"], "answer": "Có"}
    yield "clerk", "stop", {"reason": "Đổi ý"}


if __name__ == "__main__":
    Caller(int(sys.argv[1]), int(sys.argv[2])).run()
