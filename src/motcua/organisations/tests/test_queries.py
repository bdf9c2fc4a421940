from datetime import date, timedelta

import pytest

from motcua.kernel.actors import Role
from motcua.kernel.ids import new_id
from motcua.kernel.refusals import NotFound
from motcua.organisations import directory, queries
from motcua.organisations.models import Unit
from motcua.organisations.rules import TerritoryKind, UnitKind
from motcua.organisations.tests.factories import (
    DAY,
    START,
    make_account,
    make_post,
    make_staff,
    make_territory,
    make_unit,
)

pytestmark = pytest.mark.django_db


class TestUnits:
    def test_are_known_for_ever_by_their_id(self):
        unit = make_unit(end_date=DAY)

        assert queries.get_unit(unit.id).code == unit.code

    def test_are_found_by_the_code_they_have_on_a_day(self):
        old = make_unit(end_date=DAY)
        new = make_unit(start_date=DAY)

        assert queries.unit_by_code(old.code, DAY - timedelta(days=1)).id == old.id
        assert queries.unit_by_code(old.code, DAY).id == new.id

    def test_that_never_were_are_not_found(self):
        with pytest.raises(NotFound):
            queries.get_unit(new_id())
        with pytest.raises(NotFound):
            queries.unit_by_code("H26.103", DAY)

    def test_are_listed_as_of_a_day_in_the_order_of_their_codes(self):
        make_unit("H26.2")
        make_unit("H26.1")
        make_unit("H26.0", end_date=DAY)

        assert [unit.code for unit in queries.list_units(DAY)] == ["H26.1", "H26.2"]

    def test_are_listed_by_kind_and_by_the_unit_above(self):
        top = make_unit("H26")
        make_unit("H26.1", parent=top, kind=UnitKind.DEPARTMENT)
        make_unit("H26.2", parent=top)

        found = queries.list_units(DAY, kind=UnitKind.DEPARTMENT, parent_id=top.id)

        assert [unit.code for unit in found] == ["H26.1"]

    def test_lead_to_the_top(self):
        top = make_unit("H26")
        middle = make_unit("H26.20", parent=top)
        point = make_unit("H26.20.103", parent=middle, receives=True)

        path = queries.path_to_top(point.id)

        assert [unit.code for unit in path] == ["H26.20.103", "H26.20", "H26"]
        assert [u.code for u in queries.list_receiving_units(DAY)] == ["H26.20.103"]

    def test_of_a_territory_are_told_apart_by_what_they_do(self):
        ward = make_territory()
        decides = make_unit("H26.103", territory=ward)
        make_unit(
            "H26.20.103",
            territory=ward,
            receives=True,
            kind=UnitKind.SERVICE_POINT,
        )

        committee = queries.unit_in(ward.id, UnitKind.COMMITTEE, DAY)
        assert committee.id == decides.id
        assert queries.receiving_unit_in(ward.id, DAY).code == "H26.20.103"
        with pytest.raises(NotFound):
            queries.unit_in(ward.id, UnitKind.DEPARTMENT, DAY)


class TestTerritories:
    def test_are_found_by_code_and_listed_by_kind(self):
        ward = make_territory()
        make_territory("01", kind=TerritoryKind.CITY, name={"vi": "Hà Nội"})

        found = queries.list_territories(DAY, [TerritoryKind.WARD])

        assert [area.id for area in found] == [ward.id]
        assert queries.territory_by_code("00004", DAY).id == ward.id
        assert queries.get_territory(ward.id).name.vi == "Phường Ba Đình"

    def test_are_not_found_before_they_exist(self):
        make_territory()

        with pytest.raises(NotFound):
            queries.territory_by_code("00004", START - timedelta(days=1))


class TestDirectory:
    def test_is_read_once_in_two_statements(self, django_assert_num_queries):
        unit = make_unit()

        with django_assert_num_queries(2):
            for _ in range(3):
                queries.get_unit(unit.id)
                queries.list_units(DAY)

    def test_forgets_when_a_unit_is_saved(self):
        unit = make_unit()
        queries.get_unit(unit.id)

        unit.address = "Nơi mới"
        unit.save()

        assert queries.get_unit(unit.id).address == "Nơi mới"

    def test_is_read_anew_after_a_while(self, monkeypatch):
        unit = make_unit()
        queries.get_unit(unit.id)
        Unit.objects.update(address="Nơi mới")  # as another process does it
        assert queries.get_unit(unit.id).address == ""

        monkeypatch.setattr(directory, "FRESH", 0)

        assert queries.get_unit(unit.id).address == "Nơi mới"


class TestPeople:
    def test_are_listed_by_name_with_their_posts_on_a_day(
        self, django_assert_num_queries
    ):
        unit = make_unit()
        make_staff(Role.LEADER, unit, "b@example.vn", name="Bình")
        make_staff(Role.CLERK, unit, "a@example.vn", name="An")
        gone = make_account("c@example.vn", kind="STAFF", name="Chi")
        make_post(gone, unit, Role.CLERK, end_date=DAY)

        with django_assert_num_queries(1):
            found = queries.people_in(unit.id, DAY)

        assert [(post.name, post.role) for post in found] == [
            ("An", Role.CLERK),
            ("Bình", Role.LEADER),
        ]

    def test_keep_the_posts_they_held(self):
        account = make_account(kind="STAFF")
        make_post(account, make_unit(), Role.CLERK, end_date=date(2026, 2, 1))

        assert len(queries.list_posts(account.id)) == 1

    def test_are_found_by_address_in_any_case(self):
        lan = make_account()

        assert queries.find_account(" LAN@example.vn ").id == lan.id
        with pytest.raises(NotFound):
            queries.find_account("nobody@example.vn")
