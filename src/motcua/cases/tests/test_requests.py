"""A request has one name, one answer and one event; time only goes forward."""

from datetime import timedelta

import pytest

from motcua.cases import commands, queries
from motcua.cases.commands import Order
from motcua.cases.integrity import check_cases
from motcua.cases.rules import refusals
from motcua.cases.tests.world import MORNING, accepted, dossier, submitted, upload
from motcua.documents.queries import list_files
from motcua.kernel.ids import new_id
from motcua.kernel.refusals import InvalidInput, NotFound


def say(world, case_id, actor, text="?", **more):
    order = Order(case_id, actor, MORNING, **more)
    return commands.send_message(order, text=text)


class TestTheNameOfARequest:
    def test_repeated_gets_the_first_answer(self, world):
        case_id = accepted(world)

        first = say(world, case_id, world.citizen, key="k", fingerprint="a")
        say(world, case_id, world.citizen)
        again = say(world, case_id, world.citizen, key="k", fingerprint="a")

        assert (again.seq, again.state) == (first.seq, first.state)
        assert again.repeated

    def test_of_somebody_else_is_another_name(self, world):
        case_id = accepted(world)

        first = say(world, case_id, world.citizen, key="k")
        other = say(world, case_id, world.officer, key="k")

        assert other.seq == first.seq + 1
        assert not other.repeated

    def test_is_refused_for_other_content(self, world):
        case_id = accepted(world)
        say(world, case_id, world.citizen, key="k", fingerprint="a")

        with pytest.raises(refusals.KeyUsedBefore):
            say(world, case_id, world.citizen, key="k", fingerprint="b")

    def test_is_refused_for_another_case(self, world):
        say(world, accepted(world), world.citizen, key="k")

        with pytest.raises(refusals.KeyUsedBefore):
            say(world, accepted(world), world.citizen, key="k")

    def test_is_looked_at_before_the_page_that_was_seen(self, world):
        case_id = accepted(world)
        first = say(world, case_id, world.citizen, key="k", seen=2)

        again = say(world, case_id, world.citizen, key="k", seen=2)

        assert again.seq == first.seq

    def test_gives_nothing_away_to_who_may_not_see_the_case(self, world):
        case_id = accepted(world)

        with pytest.raises(NotFound):
            say(world, case_id, world.stranger, key="k")


class TestTheNameOfAnApplication:
    def test_that_something_else_had_is_refused(self, world):
        say(world, accepted(world), world.citizen, key="k")
        order = Order(new_id(), world.citizen, MORNING, key="k")

        with pytest.raises(refusals.KeyUsedBefore):
            commands.submit_application(order, dossier(world))

    def test_with_other_content_is_refused(self, world):
        order = Order(new_id(), world.citizen, MORNING, key="k", fingerprint="a")
        commands.submit_application(order, dossier(world))
        other = Order(new_id(), world.citizen, MORNING, key="k", fingerprint="b")

        with pytest.raises(refusals.KeyUsedBefore):
            commands.submit_application(other, dossier(world))

    def test_leads_to_the_case_that_it_made_whatever_the_id(self, world):
        order = Order(new_id(), world.citizen, MORNING, key="k", fingerprint="a")
        first = commands.submit_application(order, dossier(world))

        other = Order(new_id(), world.citizen, MORNING, key="k", fingerprint="a")
        again = commands.submit_application(other, dossier(world))

        assert again.state.id == first.state.id == order.case_id

    def test_is_not_needed_where_the_id_is_the_same(self, world):
        order = Order(new_id(), world.citizen, MORNING)
        commands.submit_application(order, dossier(world))

        assert commands.submit_application(order, dossier(world)).repeated

    def test_may_not_be_the_id_of_somebody_elses_case(self, world):
        case_id = submitted(world)
        papers = {"attestation": [upload(world.stranger)]}

        with pytest.raises(NotFound):
            commands.submit_application(
                Order(case_id, world.stranger, MORNING), dossier(world, papers=papers)
            )


class TestFiles:
    def test_belong_to_one_case(self, world):
        papers = {"attestation": [upload(world.citizen)]}
        first = submitted(world, papers=papers)

        with pytest.raises(InvalidInput) as refused:
            submitted(world, papers=papers)

        assert isinstance(refused.value.fields["papers"], refusals.FileTaken)
        assert len(list_files(case_id=first)) == 1

    def test_that_were_taken_leave_no_second_case_behind(self, world):
        papers = {"attestation": [upload(world.citizen)]}
        submitted(world, papers=papers)
        order = Order(new_id(), world.citizen, MORNING)

        with pytest.raises(InvalidInput):
            commands.submit_application(order, dossier(world, papers=papers))

        with pytest.raises(NotFound):
            queries.get_case(order.case_id, world.citizen)


class TestTime:
    def test_of_an_event_is_never_before_the_one_before(self, world):
        case_id = accepted(world)
        earlier = MORNING - timedelta(seconds=3)

        commands.comment_on_case(Order(case_id, world.officer, earlier), text="Gấp")

        events = queries.list_events(case_id, world.officer)
        assert [event.at for event in events] == [MORNING] * 3
        assert [finding for found in check_cases() for finding in found] == []

    def test_does_not_refuse_who_had_to_wait(self, world):
        case_id = accepted(world)
        earlier = MORNING - timedelta(seconds=3)

        done = commands.apologise_and_reappoint(
            Order(case_id, world.leader, earlier),
            reason="Quá tải",
            new_due=MORNING + timedelta(days=8),
        )

        assert done.state.facts["clock"]["reappointments"][0]["at"][:4] == "2026"


class TestDrafts:
    @pytest.mark.django_db(transaction=True)
    def test_can_be_thrown_away_outside_a_transaction(self, world):
        version_id = queries.get_case(submitted(world), world.citizen).state.version_id
        draft_id = commands.start_draft(
            actor=world.citizen, version_id=version_id, now=MORNING
        )

        commands.discard_draft(actor=world.citizen, draft_id=draft_id)

        with pytest.raises(NotFound):
            queries.get_draft(draft_id, world.citizen)
