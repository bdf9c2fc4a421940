"""Who may come in where: every route of the workbench with every role."""

import pytest
from django.test import Client

from motcua.cases import commands
from motcua.cases.commands import Order, start_draft
from motcua.cases.rules.supplement import RequestedItem
from motcua.cases.tests.world import MORNING, accepted, decided, submitted
from motcua.catalogue.queries import version_in_force
from motcua.kernel.ids import new_id
from motcua.workbench.tests.conftest import case_url, do_url

ROLES = ("citizen", "clerk", "officer", "leader", "controller", "administrator")
STAFF = {"clerk", "officer", "leader", "controller", "administrator"}
CASES = STAFF - {"administrator"}


@pytest.fixture
def clients(world, administrator, sign_in):
    people = {role: getattr(world, role) for role in ROLES if role != "administrator"}
    people["administrator"] = administrator
    return {role: sign_in(actor) for role, actor in people.items()}


def tried(client: Client, path: str, method: str) -> int:
    """Return the status of the answer; a file is read to its end."""
    answer = getattr(client, method)(path)
    if answer.streaming:
        assert b"".join(answer.streaming_content).startswith(b"%PDF")
    return answer.status_code


def let_in(clients: dict[str, Client], path: str, method: str = "get") -> set[str]:
    """Return the roles that get past the door of a route."""
    answers = {role: tried(client, path, method) for role, client in clients.items()}
    assert set(answers.values()) <= {200, 302, 303, 403, 404, 405, 409, 422}, answers
    return {role for role, status in answers.items() if status not in {403, 404}}


class TestDoors:
    @pytest.mark.parametrize(
        ("path", "roles"),
        [
            ("/workbench/", STAFF),
            ("/workbench/work/", CASES),
            ("/workbench/cases/", CASES),
            ("/workbench/register/", CASES),
            ("/workbench/counter/", {"clerk"}),
            ("/workbench/calendar/", STAFF),
            ("/workbench/calendar/?year=1900", STAFF),
            ("/workbench/calendar/new/day/", {"administrator"}),
            ("/workbench/calendar/new/hours/", {"administrator"}),
            ("/workbench/calendar/new/year/", {"administrator"}),
            ("/workbench/sign-ins/?event=X", {"administrator"}),
            ("/workbench/notices/failed/", {"administrator"}),
            ("/workbench/sign-ins/", {"administrator"}),
            ("/workbench/units/", STAFF),
            ("/workbench/units/?q=ba+dinh&on=2025-12-31", STAFF),
        ],
    )
    def test_open_to_the_roles_that_need_them(self, clients, path, roles):
        assert let_in(clients, path) == roles

    def test_a_stranger_is_asked_to_sign_in(self, db):
        for path in ("/workbench/", "/workbench/work/", case_url(new_id())):
            answer = Client().get(path)

            assert answer.status_code == 302
            assert answer["Location"].startswith("/accounts/login/")

    def test_a_unit_and_its_people_are_open_to_staff(self, clients, world):
        assert let_in(clients, f"/workbench/units/{world.ward}/") == STAFF
        assert let_in(clients, f"/workbench/people/{world.officer.id}/") == STAFF

    def test_nobody_reads_an_applicant_among_the_people(self, clients, world):
        assert let_in(clients, f"/workbench/people/{world.citizen.id}/") == set()


class TestACase:
    def test_is_open_to_its_path_and_the_controller(self, clients, world):
        case_id = accepted(world)

        assert let_in(clients, case_url(case_id)) == CASES

    def test_is_not_there_for_a_unit_off_its_path(self, world, sign_in):
        case_id = accepted(world)

        assert sign_in(world.expert).get(case_url(case_id)).status_code == 404

    def test_its_applicant_stays_on_their_own_site(self, world, sign_in):
        case_id = accepted(world)

        assert sign_in(world.citizen).get(case_url(case_id)).status_code == 403

    def test_its_files_are_open_to_its_path_alone(self, clients, world, sign_in):
        case_id = accepted(world)
        page = clients["officer"].get(case_url(case_id)).context["case"]
        file_id = page.papers[0].files[0].id
        path = f"{case_url(case_id)}files/{file_id}/"

        assert let_in(clients, path) == CASES
        assert sign_in(world.expert).get(path).status_code == 404

    def test_a_file_is_not_found_through_another_case(self, clients, world):
        case_id, other = accepted(world), accepted(world)
        page = clients["officer"].get(case_url(case_id)).context["case"]
        file_id = page.papers[0].files[0].id

        answer = clients["officer"].get(f"{case_url(other)}files/{file_id}/")

        assert answer.status_code == 404

    def test_its_receipt_is_the_clerks_to_print(self, clients, world):
        path = f"{case_url(accepted(world))}receipt/"

        assert let_in(clients, path, "post") == {"clerk"}

    def test_a_supplement_is_the_clerks_to_take_in(self, clients, world):
        case_id = submitted(world)
        items = [RequestedItem("paper", "attestation", "Mờ.")]
        commands.request_supplement(Order(case_id, world.clerk, MORNING), items=items)

        assert let_in(clients, f"{case_url(case_id)}supplement/") == {"clerk"}

    @pytest.mark.parametrize("name", ["accept_case", "refuse_case", "erase_case"])
    def test_an_action_is_tried_by_staff_only(self, clients, world, name):
        path = do_url(submitted(world), name)

        assert let_in(clients, path, "post") == CASES

    def test_an_action_that_there_is_not_is_not_found(self, clients, world):
        assert let_in(clients, do_url(decided(world), "burn_it"), "post") == set()


class TestADraft:
    def test_is_its_writers_alone(self, clients, world, sign_in):
        version = version_in_force("1.001193", MORNING.date())
        draft_id = start_draft(actor=world.clerk, version_id=version.id, now=MORNING)

        assert let_in(clients, f"/workbench/counter/{draft_id}/") == {"clerk"}


class TestEditsOfTheCalendar:
    def test_one_that_there_is_not_is_not_found(self, clients):
        path = f"/workbench/calendar/edits/{new_id()}/"

        assert let_in(clients, path) == set()

    def test_a_kind_that_there_is_not_is_not_found(self, clients):
        assert let_in(clients, "/workbench/calendar/new/moon/") == set()
