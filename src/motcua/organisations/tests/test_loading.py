from datetime import date

import pytest

from motcua.kernel.refusals import NotFound
from motcua.organisations import queries
from motcua.organisations.commands import load_pack
from motcua.organisations.models import Succession, Territory, Unit
from motcua.organisations.rules import Share, UnitKind
from motcua.packs.reading import PackError

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 2)


@pytest.fixture
def hanoi():
    load_pack("vn")
    return load_pack("vn_hanoi")


class TestLoadPack:
    def test_loads_nothing_for_a_pack_without_units(self):
        assert load_pack("base").created == 0

    def test_brings_the_city_its_districts_and_its_wards(self, hanoi):
        assert Territory.objects.filter(end_date=date(2025, 7, 1)).count() == 30
        assert Territory.objects.filter(kind="WARD").count() == 51
        assert Territory.objects.filter(kind="COMMUNE").count() == 75

    def test_changes_nothing_when_run_again(self, hanoi):
        again = load_pack("vn_hanoi")

        assert (again.created, again.updated) == (0, 0)
        assert again.unchanged == hanoi.created

    def test_brings_a_changed_fact_up_to_date(self, hanoi):
        Unit.objects.filter(code="H26.20").update(address="Nơi khác")

        again = load_pack("vn_hanoi")

        assert (again.created, again.updated) == (0, 1)
        assert Unit.objects.get(code="H26.20").address == "258 Võ Chí Công, Hà Nội"

    def test_confirms_no_code_below_that_of_the_city(self, hanoi):
        confirmed = Unit.objects.filter(code_confirmed=True)

        assert [unit.code for unit in confirmed] == ["H26"]

    def test_gives_every_fact_a_basis(self, hanoi):
        for table in (Unit, Territory, Succession):
            assert not table.objects.filter(basis="").exists()

    def test_gives_every_ward_one_committee_and_one_receiving_point(self, hanoi):
        for area in queries.list_territories(DAY, ["WARD", "COMMUNE"]):
            committee = queries.unit_in(area.id, UnitKind.COMMITTEE, DAY)
            point = queries.receiving_unit_in(area.id, DAY)

            assert not committee.receives
            assert point.kind is UnitKind.SERVICE_POINT
            assert queries.get_unit(point.parent_id).kind is UnitKind.CENTRE

    def test_records_which_points_were_the_communes_own_before(self, hanoi):
        area = queries.territory_by_code("00004", DAY)
        before = queries.receiving_unit_in(area.id, date(2025, 12, 11))
        after = queries.receiving_unit_in(area.id, date(2025, 12, 12))

        assert queries.get_unit(before.parent_id).kind is UnitKind.COMMITTEE
        succession = queries.list_successions(after.id)
        assert [s.predecessor_id for s in succession] == [before.id]
        assert succession[0].share is Share.WHOLE

    def test_records_the_areas_from_which_a_ward_was_formed(self, hanoi):
        area = queries.territory_by_code("00004", DAY)

        assert area.predecessors[0].name == "phường Quán Thánh"
        assert area.predecessors[0].share is Share.WHOLE
        assert area.basis == "khoản 3 Điều 1 1656/NQ-UBTVQH15"

    def test_names_known_packs_when_there_is_none_of_that_name(self):
        with pytest.raises(PackError, match="vn_hanoi"):
            load_pack("vn_hanoy")


class TestAuthorityOver:
    def test_is_the_committee_of_the_place_itself(self, hanoi):
        ward = queries.territory_by_code("00004", DAY)

        committee = queries.authority_over(ward.id, "COMMUNE", DAY)

        assert committee == queries.unit_in(ward.id, UnitKind.COMMITTEE, DAY)

    def test_is_the_committee_of_the_city_above(self, hanoi):
        ward = queries.territory_by_code("00004", DAY)

        assert queries.authority_over(ward.id, "CITY", DAY).code == "H26"

    def test_is_that_of_the_district_while_there_was_one(self, hanoi):
        day = date(2024, 11, 21)
        district = queries.territory_by_code("001", day)

        assert queries.authority_over(district.id, "DISTRICT", day).code == "H26.D001"

    def test_is_nobody_where_there_is_no_district_any_more(self, hanoi):
        ward = queries.territory_by_code("00004", DAY)

        with pytest.raises(NotFound):
            queries.authority_over(ward.id, "DISTRICT", DAY)
