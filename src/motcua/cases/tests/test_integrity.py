"""A quiet change is found; what is erased lawfully is not called broken."""

import json
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from motcua.cases import commands, guards, heads, queries
from motcua.cases.commands import Order
from motcua.cases.integrity import check_cases, check_heads
from motcua.cases.models import CaseEvent, LedgerHead
from motcua.cases.rules import refusals
from motcua.cases.tests.world import MORNING, decided, submitted

REFUSED = (DatabaseError,)


def findings(case_ids=None) -> list:
    return [finding for found in check_cases(case_ids) for finding in found]


def execute(sql: str, params=()) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)


@pytest.fixture
def case_id(world):
    return decided(world)


@pytest.fixture
def unguarded(case_id):
    """An attacker who owns the database takes the guards down first."""
    guards.remove(connection)
    yield
    guards.install(connection)


class TestTheDatabaseItself:
    @pytest.mark.parametrize(
        "sql",
        [
            "UPDATE cases_event SET kind = 'REFUSED'",
            "UPDATE cases_event SET payload = NULL, salt = NULL",
            "DELETE FROM cases_event",
        ],
    )
    def test_refuses_to_change_the_log(self, case_id, sql):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            execute(sql)

    def test_refuses_to_change_a_signed_head(self, case_id):
        heads.sign_head(now=MORNING)

        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            execute("UPDATE cases_ledgerhead SET count = 0")


@pytest.mark.usefixtures("unguarded")
class TestVerify:
    def one(self, what: str) -> None:
        found = findings()
        assert [finding.what for finding in found] == [what]

    @pytest.mark.parametrize(
        "column", ["kind", "facts", "payload", "capacity", "at", "actor", "hash"]
    )
    def test_finds_a_change_in_any_column(self, case_id, column):
        event = CaseEvent.objects.get(case_id=case_id, seq=2)
        value = {
            "kind": "REFUSED",
            "facts": {**event.facts, "code": "H26.99-260428-0009"},
            "payload": {"x": 1},
            "capacity": {**event.capacity, "name": "Người khác"},
            "at": MORNING.replace(hour=9),
            "actor": case_id,
            "hash": bytes(32),
        }[column]
        CaseEvent.objects.filter(case_id=case_id, seq=2).update(**{column: value})

        found = findings()

        assert [finding.seq for finding in found] == [2]

    def test_finds_every_flipped_bit_of_a_hash(self, case_id):
        event = CaseEvent.objects.get(case_id=case_id, seq=3)
        rows = CaseEvent.objects.filter(case_id=case_id, seq=3)
        original = bytes(event.hash)
        for bit in range(0, 256, 37):
            flipped = bytearray(original)
            flipped[bit // 8] ^= 1 << bit % 8
            rows.update(hash=bytes(flipped))

            assert findings()[0].what == "hash_differs"
        rows.update(hash=original)
        assert findings() == []

    def test_finds_a_deleted_event(self, case_id):
        CaseEvent.objects.filter(case_id=case_id, seq=3).delete()

        self.one("event_missing")

    def test_finds_two_events_that_changed_places(self, case_id):
        for old, new in ((3, 99), (4, 3), (99, 4)):
            execute("UPDATE cases_event SET seq = %s WHERE seq = %s", [new, old])

        self.one("hash_differs")

    def test_finds_an_inserted_event(self, case_id):
        last = CaseEvent.objects.get(case_id=case_id, seq=5)
        values = {
            field.attname: getattr(last, field.attname)
            for field in CaseEvent._meta.concrete_fields
        }
        CaseEvent.objects.create(**{**values, "seq": 6, "request_key": None})

        self.one("hash_differs")

    def test_finds_a_cut_tail(self, case_id):
        CaseEvent.objects.filter(case_id=case_id, seq=5).delete()

        self.one("tail_missing")

    def test_finds_a_row_that_is_not_what_its_events_made(self, case_id):
        execute("UPDATE cases_case SET due_at = NULL")

        self.one("row_differs")

    def test_finds_work_that_nobody_opened(self, case_id):
        execute("DELETE FROM cases_workitem")

        self.one("work_differs")

    def test_finds_content_that_is_gone_without_an_act(self, case_id):
        execute("UPDATE cases_event SET payload = NULL, salt = NULL WHERE seq = 1")

        self.one("payload_missing")


@pytest.mark.usefixtures("unguarded")
class TestSignedHeads:
    def test_find_a_tail_that_was_cut_together_with_the_row(self, world, case_id):
        heads.sign_head(now=MORNING)
        view = queries.get_case(case_id, world.citizen)
        earlier = CaseEvent.objects.get(case_id=case_id, seq=4)
        CaseEvent.objects.filter(case_id=case_id, seq=5).delete()
        state = {"items": {}, "path": list(view.state.path), "facts": {}}
        execute(
            "UPDATE cases_case SET seq = 4, head = %s, state = %s",
            [bytes(earlier.hash), json.dumps(state)],
        )

        assert [finding.what for finding in check_heads()] == ["tail_cut"]

    def test_find_a_changed_head(self, case_id):
        heads.sign_head(now=MORNING)
        LedgerHead.objects.update(count=7)

        assert [finding.what for finding in check_heads()] == ["head_changed"]

    def test_find_a_head_signed_by_somebody_else(self, case_id):
        heads.sign_head(now=MORNING)
        LedgerHead.objects.update(signature=bytes(64))

        assert [finding.what for finding in check_heads()] == ["signature_wrong"]

    def test_find_a_head_that_was_cut_off_by_its_published_copy(self, world, case_id):
        published = [heads.as_json(heads.sign_head(now=MORNING))]
        execute("DELETE FROM cases_anchor")
        execute("DELETE FROM cases_ledgerhead")

        assert check_heads() == []
        assert [f.what for f in check_heads(published)] == ["head_missing"]

    def test_are_clean_after_more_was_done(self, world, case_id):
        heads.sign_head(now=MORNING)
        submitted(world)
        heads.sign_head(now=MORNING.replace(hour=11))

        assert check_heads() == []


class TestSigning:
    @pytest.fixture(autouse=True)
    def _home(self, settings, tmp_path):
        settings.HOME = tmp_path
        settings.LEDGER_KEY = str(tmp_path / "ledger_key")

    def test_covers_what_was_written_late_or_by_another_clock(self, world, case_id):
        heads.sign_head(now=MORNING + timedelta(days=9))
        late = submitted(world)  # at MORNING

        head = heads.sign_head(now=MORNING + timedelta(days=10))

        assert [anchor.case_id for anchor in head.anchors.all()] == [late]

    def test_covers_a_case_once_as_long_as_nothing_happens(self, world, case_id):
        counts = [heads.sign_head(now=MORNING).count for _ in range(3)]

        assert counts == [1, 0, 0]

    def test_takes_as_many_heads_as_it_needs(self, world, case_id, monkeypatch):
        for _ in range(4):
            submitted(world)
        monkeypatch.setattr(heads, "MOST", 2)

        assert heads.sign_heads(now=MORNING) == 3

        assert LedgerHead.objects.values_list("count", flat=True).count() == 3
        assert check_heads() == []

    def test_publishes_what_a_dead_worker_did_not(
        self, world, case_id, tmp_path, django_capture_on_commit_callbacks
    ):
        heads.sign_head(now=MORNING)  # never committed as far as this test sees

        with django_capture_on_commit_callbacks(execute=True):
            heads.sign_head(now=MORNING)

        copies = sorted((tmp_path / "ledger").iterdir())
        assert [path.name for path in copies] == [
            "head-000001.json",
            "head-000002.json",
        ]
        assert check_heads([json.loads(path.read_text()) for path in copies]) == []


class TestErasure:
    def erased(self, world, case_id):
        commands.return_result(Order(case_id, world.clerk, MORNING), way="POST")
        return commands.erase_case(
            Order(case_id, world.controller, MORNING), act_of="QĐ 12/QĐ-TTPVHCC"
        )

    def test_leaves_the_chain_verifiable(self, world, case_id):
        done = self.erased(world, case_id)

        assert done.state.dossier == {}
        assert done.state.status == "RETURNED"
        assert findings() == []

    def test_leaves_nothing_personal(self, world, case_id):
        self.erased(world, case_id)

        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM cases_event")
            text = repr(cursor.fetchall())
            cursor.execute("SELECT * FROM cases_case")
            text += repr(cursor.fetchall())
        for personal in ("Bình", "Minh An", "0912345678", "001190000001"):
            assert personal not in text

    def test_takes_drafts_along_and_lets_nothing_be_added(self, world, case_id):
        version_id = queries.get_case(case_id, world.citizen).state.version_id
        mine = {"actor": world.citizen, "version_id": version_id, "now": MORNING}
        draft_id = commands.start_draft(**mine, case_id=case_id)
        other = commands.start_draft(**mine)

        self.erased(world, case_id)

        assert [d.id for d in queries.list_drafts(world.citizen)] == [other]
        assert draft_id != other
        with pytest.raises(refusals.AlreadyErased):
            commands.comment_on_case(Order(case_id, world.officer, MORNING), text="A")
        with pytest.raises(refusals.AlreadyErased):
            commands.send_message(Order(case_id, world.citizen, MORNING), text="A")

    def test_needs_the_act_and_the_power_and_a_closed_case(self, world, case_id):
        with pytest.raises(Exception, match="not_competent"):
            commands.erase_case(Order(case_id, world.leader, MORNING), act_of="QĐ 1")
        with pytest.raises(refusals.NotClosed):
            commands.erase_case(
                Order(case_id, world.controller, MORNING), act_of="QĐ 1"
            )
        commands.return_result(Order(case_id, world.clerk, MORNING), way="POST")
        with pytest.raises(refusals.ReasonMissing):
            commands.erase_case(Order(case_id, world.controller, MORNING), act_of="")

    def test_of_one_case_does_not_touch_another(self, world, case_id):
        other = submitted(world)

        self.erased(world, case_id)

        assert queries.get_case(other, world.citizen).state.applicant_name
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            execute(
                "UPDATE cases_event SET payload = NULL, salt = NULL WHERE case_id = %s",
                [other.hex if connection.vendor == "sqlite" else str(other)],
            )
