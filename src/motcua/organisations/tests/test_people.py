import pytest
from allauth.account.models import EmailAddress

from motcua.kernel.actors import Role
from motcua.organisations import queries
from motcua.organisations.commands import (
    DEMO_PASSWORD,
    list_examples,
    load_pack,
    load_people,
)
from motcua.organisations.models import Account, Assignment
from motcua.organisations.people import DemoInProduction, read_people
from motcua.organisations.rules import UnitKind
from motcua.organisations.tests.factories import DAY

pytestmark = pytest.mark.django_db
PACK = "vn_hanoi"


@pytest.fixture
def people():
    load_pack("vn")
    load_pack(PACK)
    return load_people(PACK)


class TestLoadPeople:
    def test_brings_everybody_with_one_password_and_a_confirmed_address(self, people):
        accounts = Account.objects.all()

        assert people.created == len(accounts) > 50
        assert accounts[0].check_password(DEMO_PASSWORD)
        assert EmailAddress.objects.filter(verified=True).count() == len(accounts)

    def test_changes_nothing_when_run_again(self, people):
        again = load_people(PACK)

        assert (again.created, again.unchanged) == (0, people.created)

    def test_keeps_the_password_somebody_has_chosen(self, people):
        account = Account.objects.get(email="citizen@demo.example")
        account.set_password("cua-toi-2026")
        account.save()

        load_people(PACK)

        account.refresh_from_db()
        assert account.check_password("cua-toi-2026")

    def test_is_refused_among_real_cases(self, settings):
        settings.PRODUCTION = True

        with pytest.raises(DemoInProduction):
            load_people(PACK)

    def test_brings_nobody_for_a_pack_without_people(self):
        assert load_people("vn").created == 0


class TestTheDemo:
    def test_has_an_example_of_every_role(self):
        roles = {example.role for example in list_examples(PACK)}

        assert roles == set(Role) - {Role.SYSTEM}

    def test_can_examine_and_decide_wherever_it_can_receive_in_a_ward(self, people):
        posts = {
            (role, unit)
            for role, unit in Assignment.objects.values_list("role", "unit")
        }
        receiving = [unit for role, unit in posts if role == Role.CLERK]
        points = [
            unit
            for unit in map(queries.get_unit, receiving)
            if unit.kind is UnitKind.SERVICE_POINT
        ]

        assert len(points) >= 4
        for point in points:
            committee = queries.unit_in(point.territory_id, UnitKind.COMMITTEE, DAY)
            assert (Role.OFFICER, committee.id) in posts
            assert (Role.LEADER, committee.id) in posts

    def test_has_a_leader_beside_every_officer(self, people):
        posts = set(Assignment.objects.values_list("role", "unit__code"))

        for role, unit in posts:
            if role == Role.OFFICER:
                assert (Role.LEADER, unit) in posts, unit

    def test_uses_addresses_that_belong_to_nobody(self):
        for person in read_people(PACK).people:
            assert person.email.endswith("@demo.example")
