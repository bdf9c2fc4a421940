"""Administrators give and end posts, and end units, after a look at the open work."""

from datetime import timedelta

import pytest
from django.apps import apps

from motcua.authority.queries import actor_of
from motcua.cases.queries import open_work_of_post, open_work_of_unit
from motcua.cases.tests.world import MORNING, accepted
from motcua.kernel.actors import Role
from motcua.organisations.queries import get_unit, list_posts

DAY = MORNING.date()
BASIS = "12/QĐ-UBND (25/11/2026)"


@pytest.fixture
def desk(administrator, sign_in):
    return sign_in(administrator)


def recorded(action):
    changes = apps.get_model("organisations", "Change").objects
    return changes.filter(action=action).exists()


def post_of(actor):
    return list_posts(actor.id)[0]


def end_url(actor):
    return f"/workbench/posts/{post_of(actor).id}/end/"


class TestGivingAPost:
    def url(self, world):
        return f"/workbench/people/{world.officer.id}/posts/new/"

    def sent(self, world, **changes):
        return {
            "unit": world.department,
            "role": "OFFICER",
            "title": "Chuyên viên",
            "start_date": DAY,
            "end_date": "",
            "instrument": BASIS,
            **changes,
        }

    def test_gives_its_powers_from_the_first_day(self, world, desk):
        tomorrow = DAY + timedelta(days=1)

        answer = desk.post(self.url(world), self.sent(world, start_date=tomorrow))

        assert answer["Location"] == f"/workbench/people/{world.officer.id}/"
        today = actor_of(world.officer.id, MORNING)
        later = actor_of(world.officer.id, MORNING + timedelta(days=1))
        assert today.post_in(world.department, Role.OFFICER) is None
        assert later.post_in(world.department, Role.OFFICER) is not None
        assert recorded("assign_post")

    @pytest.mark.parametrize(
        "wrong", [{"unit": ""}, {"role": "CITIZEN"}, {"title": ""}, {"instrument": ""}]
    )
    def test_says_what_is_wrong(self, world, desk, wrong):
        page = desk.post(self.url(world), self.sent(world, **wrong))

        assert page.status_code == 422
        assert set(page.context["form"].errors) == set(wrong)
        assert len(list_posts(world.officer.id)) == 1

    def test_refuses_a_day_on_which_the_unit_is_not(self, world, desk):
        page = desk.post(self.url(world), self.sent(world, start_date="1990-01-01"))

        assert page.status_code == 422
        assert page.context["form"].non_field_errors()

    def test_is_not_for_applicants(self, world, desk):
        path = f"/workbench/people/{world.citizen.id}/posts/new/"

        assert desk.get(path).status_code == 404


class TestEndingAPost:
    def test_shows_the_open_work_that_hangs_on_it(self, world, desk):
        accepted(world)

        page = desk.get(end_url(world.officer))

        assert page.context["work"].of_role == 1
        assert page.context["others"] == 1
        assert "Không còn ai cùng vai trò" not in page.content.decode()

    def test_warns_where_nobody_else_could_do_it(self, world, desk, monkeypatch):
        others = "motcua.organisations.queries.others_in_role"
        monkeypatch.setattr(others, lambda *_: 0)
        accepted(world)

        page = desk.get(end_url(world.officer)).content.decode()

        assert "Không còn ai cùng vai trò" in page

    def test_takes_its_powers_from_that_day_on(self, world, desk):
        sent = {"end_date": DAY, "instrument": BASIS}

        desk.post(end_url(world.officer), sent)

        assert actor_of(world.officer.id, MORNING).posts == ()
        assert recorded("end_post")

    def test_says_when_it_has_ended_already(self, world, desk):
        sent = {"end_date": DAY, "instrument": BASIS}
        path = end_url(world.officer)
        desk.post(path, sent)

        page = desk.post(path, sent)

        assert page.status_code == 422
        assert page.context["form"].non_field_errors()

    def test_is_offered_to_those_who_may(self, world, desk, sign_in):
        person = f"/workbench/people/{world.officer.id}/"
        link = end_url(world.officer)

        assert link in desk.get(person).content.decode()
        assert link not in sign_in(world.leader).get(person).content.decode()
        assert sign_in(world.leader).get(link).status_code == 403


class TestEndingAUnit:
    def test_shows_what_it_touches_and_ends_unit_and_posts(self, world, desk):
        accepted(world)
        path = f"/workbench/units/{world.ward}/end/"

        page = desk.get(path)
        desk.post(path, {"end_date": DAY, "instrument": BASIS})

        assert page.context["work"].of_unit == 1
        assert page.context["people"] >= 1
        assert get_unit(world.ward).period.end == DAY
        assert actor_of(world.officer.id, MORNING).posts == ()


class TestOpenWork:
    def test_is_counted_by_unit_role_and_person(self, world):
        accepted(world)

        post = post_of(world.officer)
        found = open_work_of_post(world.officer.id, post.unit_id, post.role)

        assert (found.given, found.of_role, found.of_unit) == (0, 1, 1)
        assert open_work_of_unit(world.department).of_unit == 0
