from datetime import timedelta

import pytest
from django.utils import translation

from motcua.cases import queries, showing
from motcua.cases.tests.world import MORNING, accepted, decided

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _vietnamese():
    with translation.override("vi"):
        yield


class TestDueOfWork:
    @pytest.mark.parametrize(
        ("from_now", "kind"),
        [
            (timedelta(days=7), "early"),
            (timedelta(hours=1), "soon"),
            (timedelta(days=-3), "overdue"),
        ],
    )
    def test_says_it_in_a_word_and_a_kind(self, from_now, kind):
        assert showing.due_of_work(MORNING + from_now, MORNING).kind == kind

    def test_names_the_hour_of_today(self):
        badge = showing.due_of_work(MORNING + timedelta(hours=1), MORNING)

        assert badge.words.startswith("Hạn hôm nay ")

    def test_knows_what_has_no_limit(self):
        assert showing.due_of_work(None, MORNING).kind == "none"


class TestDueBadge:
    @pytest.mark.parametrize(
        ("status", "kind"),
        [("AWAITING_SUPPLEMENT", "stopped"), ("RETURNED", "done"), ("DECIDED", "done")],
    )
    def test_a_clock_that_stands_still_is_never_late(self, status, kind):
        late = MORNING - timedelta(days=9)

        assert showing.due_badge(late, status, MORNING).kind == kind


class TestWords:
    def test_there_is_one_for_every_status(self):
        from motcua.cases.models import Status

        assert set(showing.STATUS_WORDS) == set(Status.values)


class TestTimeline:
    def test_tells_the_newest_first(self, world):
        case_id = decided(world)
        state = queries.get_case(case_id, world.citizen).state

        events = queries.list_events(case_id, world.citizen)
        entries = showing.timeline(state, events, for_applicant=True)

        assert entries[0].event == "DECIDED"
        assert entries[-1].title == "Nộp hồ sơ"

    def test_shows_the_applicant_posts_not_names(self, world):
        case_id = accepted(world)
        state = queries.get_case(case_id, world.citizen).state

        events = queries.list_events(case_id, world.citizen)
        entries = showing.timeline(state, events, for_applicant=True)

        assert world.clerk.name not in entries[0].who
        assert world.clerk.posts[0].title in entries[0].who
