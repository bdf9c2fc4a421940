from datetime import date

import pytest
from django.db import DatabaseError, transaction

from motcua.catalogue import queries as catalogue
from motcua.catalogue.commands import load_pack
from motcua.catalogue.models import Closing, Proposal, ProposalEvent
from motcua.catalogue.tests.entries import entry
from motcua.catalogue.upkeep import commands, queries
from motcua.catalogue.upkeep.rules.proposing import (
    MOST_CHARACTERS,
    Act,
    OwnProposal,
    ProposalNeedsReason,
    ProposalNotReady,
    ProposalTooLong,
    Purpose,
    State,
)
from motcua.catalogue.upkeep.tests.factories import (
    NEXT_YEAR,
    NOW,
    controller,
    order,
    published,
    started,
)
from motcua.kernel.actors import Actor, NotCompetent, Role
from motcua.kernel.refusals import ChangedMeanwhile, InvalidInput, NotFound

pytestmark = pytest.mark.django_db


@pytest.fixture
def writer():
    return controller("Ngô Đức Anh")


@pytest.fixture
def approver():
    return controller("Bùi Thanh Hà")


@pytest.fixture
def proposal(writer):
    published(writer)
    return started(writer)


def renamed(proposal_id, writer, name="Tên mới"):
    text = queries.get_proposal(proposal_id).text.replace(
        "vi: Thủ tục thử", f"vi: {name}"
    )
    return commands.save_proposal(order(proposal_id, writer), text=text)


def approved(proposal_id, writer, approver):
    renamed(proposal_id, writer)
    commands.submit_proposal(order(proposal_id, writer))
    commands.approve_proposal(order(proposal_id, approver))
    return proposal_id


def state(proposal_id):
    return queries.get_proposal(proposal_id).facts.state


class TestStartProposal:
    def test_begins_with_the_latest_version_from_the_day(self, writer, proposal):
        view = queries.get_proposal(proposal)

        assert view.facts.in_force_from == NEXT_YEAR
        assert view.check().problems == ()
        changes = queries.changes_of(view, view.check())
        assert [change.path for change in changes] == [("in_force_from",)]

    def test_begins_with_a_listed_entry(self, writer):
        entry("1.000009", "Cấp giấy phép thử")
        proposal = started(writer, code="1.000009", template="examine_sign")

        view = queries.get_proposal(proposal)
        assert (view.facts.base_entry, view.facts.name) == (
            "1.000009",
            "Cấp giấy phép thử",
        )
        missing = {problem.reason for problem in view.check().problems}
        assert "The key 'receiving' is missing." in missing

    def test_begins_blank_for_what_nobody_knows(self, writer):
        proposal = started(writer, name="Thủ tục mới", template="examine_sign")

        assert queries.get_proposal(proposal).facts.name == "Thủ tục mới"

    def test_needs_a_name_for_what_nobody_knows(self, writer):
        with pytest.raises(InvalidInput):
            started(writer, template="examine_sign")

    def test_needs_a_template_that_exists(self, writer):
        with pytest.raises(InvalidInput):
            started(writer, name="Thủ tục mới", template="nothing")

    def test_closes_only_what_exists(self, writer):
        with pytest.raises(NotFound):
            started(writer, purpose=Purpose.CLOSING)

    def test_refuses_who_may_not(self, writer):
        with pytest.raises(NotCompetent):
            started(Actor(writer.id, "An", Role.OFFICER), name="x")


class TestSaveProposal:
    @pytest.mark.parametrize("typed", ["", "a: [", "code: 1\nfees: tám nghìn\n"])
    def test_keeps_what_was_typed_right_or_wrong(self, writer, proposal, typed):
        commands.save_proposal(order(proposal, writer), text=typed)

        view = queries.get_proposal(proposal)
        assert view.text == typed
        assert view.check().problems

    def test_loses_no_earlier_text(self, writer, proposal):
        first = queries.get_proposal(proposal).text
        commands.save_proposal(order(proposal, writer), text="oh")

        texts = [event.text for event in queries.get_proposal(proposal).events]
        assert texts == [first, "oh"]

    def test_is_no_event_if_nothing_changed(self, writer, proposal):
        text = queries.get_proposal(proposal).text

        assert commands.save_proposal(order(proposal, writer), text=text) == 1

    def test_refuses_to_overwrite_what_was_not_seen(self, writer, approver, proposal):
        renamed(proposal, approver)

        with pytest.raises(ChangedMeanwhile):
            commands.save_proposal(order(proposal, writer, seen=1), text="oh")

    def test_refuses_what_is_too_long(self, writer, proposal):
        with pytest.raises(ProposalTooLong):
            commands.save_proposal(
                order(proposal, writer), text="x" * (MOST_CHARACTERS + 1)
            )

    def test_refuses_once_it_is_submitted(self, writer, proposal):
        renamed(proposal, writer)
        commands.submit_proposal(order(proposal, writer))

        with pytest.raises(ProposalNotReady):
            renamed(proposal, writer, "Nữa")

    def test_refuses_who_may_not(self, writer, proposal):
        with pytest.raises(NotCompetent):
            renamed(proposal, Actor(writer.id, "An", Role.OFFICER))


class TestSubmitProposal:
    def test_refuses_mistakes(self, writer, proposal):
        commands.save_proposal(order(proposal, writer), text="code: 1\n")

        with pytest.raises(commands.ProposalDefective):
            commands.submit_proposal(order(proposal, writer))

    def test_refuses_what_holds_already(self, writer):
        published(writer)
        proposal = started(writer, day=date(2025, 7, 1))

        with pytest.raises(commands.ProposalChangesNothing):
            commands.submit_proposal(order(proposal, writer))

    def test_refuses_the_text_of_another_procedure(self, writer, proposal):
        text = queries.get_proposal(proposal).text.replace("1.000001", "1.000002")
        commands.save_proposal(order(proposal, writer), text=text)

        problem = queries.get_proposal(proposal).check().problems[0]
        assert "'1.000002'" in problem.reason
        assert problem.line == 1

    def test_refuses_a_unit_that_does_not_exist(self, writer, proposal):
        text = queries.get_proposal(proposal).text
        commands.save_proposal(
            order(proposal, writer),
            text=text.replace("unit: territory", "unit: H99.99"),
        )

        reasons = [p.reason for p in queries.get_proposal(proposal).check().problems]
        assert reasons == ["There is no unit 'H99.99' on 2027-01-01."]


class TestApproveProposal:
    def test_is_for_somebody_who_did_not_write(self, writer, approver, proposal):
        approved(proposal, writer, approver)

        assert state(proposal) is State.APPROVED

    def test_refuses_whoever_wrote_it(self, writer, proposal):
        renamed(proposal, writer)
        commands.submit_proposal(order(proposal, writer))

        with pytest.raises(OwnProposal):
            commands.approve_proposal(order(proposal, writer))

    def test_refuses_an_author_after_a_trivial_save_of_another(
        self, writer, approver, proposal
    ):
        renamed(proposal, writer)
        renamed(proposal, approver, "Tên khác")
        text = queries.get_proposal(proposal).text
        commands.save_proposal(order(proposal, approver), text=f"{text}\n")
        commands.submit_proposal(order(proposal, approver))

        with pytest.raises(OwnProposal):
            commands.approve_proposal(order(proposal, writer))

    def test_refuses_whoever_submitted_it(self, writer, approver, proposal):
        renamed(proposal, writer)
        commands.submit_proposal(order(proposal, approver))

        with pytest.raises(OwnProposal):
            commands.approve_proposal(order(proposal, approver))

    def test_refuses_who_may_not(self, writer, approver, proposal):
        renamed(proposal, writer)
        commands.submit_proposal(order(proposal, writer))

        with pytest.raises(NotCompetent):
            commands.approve_proposal(
                order(proposal, Actor(approver.id, "Hà", Role.OFFICER))
            )


class TestReturnProposal:
    def test_gives_it_back_with_the_reason(self, writer, approver, proposal):
        renamed(proposal, writer)
        commands.submit_proposal(order(proposal, writer))
        commands.return_proposal(order(proposal, approver), reason="Thiếu căn cứ.")

        view = queries.get_proposal(proposal)
        assert view.facts.state is State.RETURNED
        assert view.events[-1].note == "Thiếu căn cứ."
        assert renamed(proposal, writer, "Tên đã sửa")

    def test_needs_a_reason(self, writer, approver, proposal):
        renamed(proposal, writer)
        commands.submit_proposal(order(proposal, writer))

        with pytest.raises(ProposalNeedsReason):
            commands.return_proposal(order(proposal, approver), reason=" ")

    def test_takes_an_approval_back(self, writer, approver, proposal):
        approved(proposal, writer, approver)
        commands.return_proposal(order(proposal, approver), reason="Sai ngày.")

        with pytest.raises(ProposalNotReady):
            commands.publish_proposal(order(proposal, approver))


class TestPublishProposal:
    def test_holds_from_its_day(self, writer, approver, proposal):
        commands.publish_proposal(order(approved(proposal, writer, approver), writer))

        before = catalogue.version_in_force("1.000001", date(2026, 12, 31))
        after = catalogue.version_in_force("1.000001", NEXT_YEAR)
        assert (before.name.vi, after.name.vi) == ("Thủ tục thử", "Tên mới")
        view = queries.get_proposal(proposal)
        assert view.facts.published_version_id == after.id
        assert view.facts.state is State.PUBLISHED

    def test_refuses_what_is_not_approved(self, writer, proposal):
        with pytest.raises(ProposalNotReady):
            commands.publish_proposal(order(proposal, writer))

    def test_refuses_to_undo_what_was_published_meanwhile(
        self, writer, approver, proposal
    ):
        approved(proposal, writer, approver)
        published(approver, in_force_from="2026-12-01", name="Của người khác")

        with pytest.raises(commands.ProcedureMovedOn):
            commands.publish_proposal(order(proposal, approver))

    def test_goes_on_after_it_was_based_anew(self, writer, approver, proposal):
        published(approver, in_force_from="2026-12-01", name="Của người khác")
        renamed(proposal, writer)
        with pytest.raises(commands.ProcedureMovedOn):
            commands.submit_proposal(order(proposal, writer))

        commands.rebase_proposal(order(proposal, writer))

        view = queries.get_proposal(proposal)
        changes = queries.changes_of(view, view.check())
        assert {change.path for change in changes} == {("name",), ("in_force_from",)}
        commands.submit_proposal(order(proposal, writer))

    def test_refuses_another_content_than_was_approved(
        self, writer, approver, proposal
    ):
        approved(proposal, writer, approver)
        Proposal.objects.filter(pk=proposal).update(approved_hash="0" * 64)

        with pytest.raises(commands.ApprovedOtherwise):
            commands.publish_proposal(order(proposal, approver))

    def test_refuses_who_may_not(self, writer, approver, proposal):
        approved(proposal, writer, approver)

        with pytest.raises(NotCompetent):
            commands.publish_proposal(
                order(proposal, Actor(approver.id, "Hà", Role.OFFICER))
            )


class TestWithdrawProposal:
    def test_ends_it_and_keeps_it(self, writer, proposal):
        commands.withdraw_proposal(order(proposal, writer), reason="Trùng.")

        assert state(proposal) is State.WITHDRAWN
        assert queries.list_proposals(is_open=True).items == ()
        assert len(queries.list_proposals(code="1.000001").items) == 1

    def test_refuses_what_is_published(self, writer, approver, proposal):
        commands.publish_proposal(order(approved(proposal, writer, approver), writer))

        with pytest.raises(ProposalNotReady):
            commands.withdraw_proposal(order(proposal, writer), reason="Trùng.")


class TestClosing:
    @pytest.fixture
    def closing(self, writer):
        published(writer)
        published(writer, code="1.000002")
        return started(
            writer,
            purpose=Purpose.CLOSING,
            act="118/2025/NĐ-CP",
            successor="1.000002",
        )

    def close(self, closing, writer, approver):
        commands.submit_proposal(order(closing, writer))
        commands.approve_proposal(order(closing, approver))
        commands.publish_proposal(order(closing, approver))

    def test_ends_the_procedure_there(self, closing, writer, approver):
        self.close(closing, writer, approver)

        assert catalogue.version_in_force("1.000001", date(2026, 12, 31))
        with pytest.raises(NotFound):
            catalogue.version_in_force("1.000001", NEXT_YEAR)
        closed = queries.closing_on("1.000001", NEXT_YEAR)
        assert (closed.act, closed.successor) == ("118/2025/NĐ-CP", "1.000002")
        assert queries.closing_on("1.000001", date(2026, 12, 31)) is None

    def test_still_ends_after_a_correction(self, closing, writer, approver):
        self.close(closing, writer, approver)
        published(approver, name="Đã đính chính")

        with pytest.raises(NotFound):
            catalogue.version_in_force("1.000001", NEXT_YEAR)

    def test_needs_an_act(self, writer):
        published(writer)
        closing = started(writer, purpose=Purpose.CLOSING)

        with pytest.raises(commands.ProposalDefective):
            commands.submit_proposal(order(closing, writer))

    @pytest.mark.parametrize(
        ("line", "reason"),
        [
            ("successor: '1.000001'", "It cannot succeed itself."),
            ("successor: '1.999999'", "There is no procedure '1.999999'."),
        ],
    )
    def test_needs_a_successor_that_can_be_one(self, writer, line, reason):
        published(writer)
        closing = started(writer, purpose=Purpose.CLOSING, act="118/2025/NĐ-CP")
        text = f"{queries.get_proposal(closing).text}{line}\n"
        commands.save_proposal(order(closing, writer), text=text)

        problems = queries.get_proposal(closing).check().problems
        assert [problem.reason for problem in problems] == [reason]

    def test_is_not_before_the_last_version(self, writer):
        published(writer, in_force_from="2027-06-01")
        closing = started(writer, purpose=Purpose.CLOSING, act="118/2025/NĐ-CP")

        problems = queries.get_proposal(closing).check().problems
        assert "2027-06-01" in problems[0].reason

    def test_is_not_of_what_has_ended(self, writer):
        published(writer, in_force_until="2026-01-01")
        closing = started(writer, purpose=Purpose.CLOSING, act="118/2025/NĐ-CP")

        assert queries.get_proposal(closing).check().problems

    def test_never_changes(self, closing, writer, approver):
        self.close(closing, writer, approver)

        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            Closing.objects.update(act="1/QĐ")


class TestStory:
    def test_is_chained(self, writer, approver, proposal):
        approved(proposal, writer, approver)

        acts = [event.act for event in queries.get_proposal(proposal).events]
        assert acts == [Act.STARTED, Act.SAVED, Act.SUBMITTED, Act.APPROVED]
        assert queries.is_intact(proposal)

    def test_keeps_in_which_capacity_somebody_acted(self, writer, proposal):
        capacity = queries.get_proposal(proposal).events[0].capacity

        assert capacity["name"] == "Ngô Đức Anh"
        assert capacity["role"] == "CONTROLLER"

    @pytest.mark.parametrize("change", ["update", "delete"])
    def test_is_only_ever_added_to(self, proposal, change):
        rows = ProposalEvent.objects.filter(proposal=proposal)

        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            rows.update(note="x") if change == "update" else rows.delete()


class TestLoadPack:
    def test_never_overrides_what_a_person_published(self, writer, approver):
        load_pack(pack="vn_hanoi", now=NOW)
        started_from = catalogue.version_in_force("1.001193", NOW.date())
        proposal = started(writer, code="1.001193", day=started_from.in_force_from)
        text = queries.get_proposal(proposal).text
        text = text.replace("vi: Đăng ký khai sinh\n", "vi: Khai sinh\n", 1)
        commands.save_proposal(order(proposal, writer), text=text)
        commands.submit_proposal(order(proposal, writer))
        commands.approve_proposal(order(proposal, approver))
        commands.publish_proposal(order(proposal, approver))

        again = load_pack(pack="vn_hanoi", now=NOW)

        assert again.kept == ("1.001193",)
        assert catalogue.version_in_force("1.001193", NOW.date()).name.vi == "Khai sinh"
