from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from motcua.kernel.actors import Actor, NotCompetent, Post, Role
from motcua.kernel.ids import new_id
from motcua.kernel.refusals import InvalidInput, NotFound
from motcua.kernel.texts import Text
from motcua.organisations import commands, queries, rules
from motcua.organisations.models import Account, Change, Unit
from motcua.organisations.tests.factories import (
    DAY,
    NOW,
    START,
    make_account,
    make_post,
    make_staff,
    make_unit,
)

pytestmark = pytest.mark.django_db
ONE = timedelta(days=1)
LATER = DAY + ONE
BASIS = "12/QĐ-UBND (01/03/2026)"


def person(account=None, role=Role.CITIZEN, powers=()):
    posts = (Post(new_id(), role, new_id(), "H26.20", "Trung tâm", "Chức danh"),)
    account_id = account.id if account else new_id()
    return Actor(account_id, "Bảo", role, posts, frozenset(powers))


@pytest.fixture
def administrator():
    return person(role=Role.ADMINISTRATOR, powers={commands.EDIT})


@pytest.fixture
def clerk():
    return person(role=Role.CLERK, powers={"cases.accept"})


def roles_on(account_id, day):
    return [p.role for p in queries.list_posts(account_id) if day in p.period]


def create(actor, code="H26.99", start_date=DAY, basis=BASIS):
    return commands.create_unit(
        code=code,
        kind=rules.UnitKind.DEPARTMENT,
        name=Text("Sở Mới", "New Department", "Neues Amt"),
        start_date=start_date,
        basis=basis,
        actor=actor,
        now=NOW,
    )


def appoint(actor, account, unit, **facts):
    wanted = {
        "role": Role.LEADER,
        "title": "Giám đốc",
        "start_date": DAY,
        "instrument": BASIS,
    }
    return commands.assign_post(
        account_id=account.id, unit_id=unit.id, actor=actor, now=NOW, **wanted | facts
    )


class TestCreateUnit:
    def test_makes_a_unit_that_exists_from_its_day_on(self, administrator):
        unit_id = create(administrator)

        assert queries.unit_by_code("H26.99", DAY).id == unit_id
        with pytest.raises(NotFound):
            queries.unit_by_code("H26.99", DAY - ONE)

    def test_records_who_did_it_in_which_capacity(self, administrator):
        unit_id = create(administrator)

        change = Change.objects.get()
        assert (change.action, change.subject) == ("create_unit", unit_id)
        assert change.actor_id == administrator.id
        assert change.capacity["role"] == "ADMINISTRATOR"

    def test_refuses_whoever_may_not_edit(self, clerk):
        with pytest.raises(NotCompetent):
            create(clerk)

    def test_refuses_a_unit_without_a_basis(self, administrator):
        with pytest.raises(rules.BasisNeeded):
            create(administrator, basis=" ")

    def test_refuses_a_code_in_use(self, administrator):
        create(administrator)

        with pytest.raises(rules.CodeTaken):
            create(administrator, start_date=LATER)

    def test_takes_a_code_again_once_its_unit_has_ended(self, administrator):
        make_unit("H26.99", end_date=DAY)

        create(administrator)

        assert Unit.objects.filter(code="H26.99").count() == 2


class TestEndUnit:
    def end(self, actor, unit, day=DAY):
        commands.end_unit(
            unit_id=unit.id, end_date=day, basis=BASIS, actor=actor, now=NOW
        )

    def test_ends_the_posts_in_it_on_the_same_day(self, administrator):
        unit = make_unit()
        leader = make_staff(Role.LEADER, unit)

        self.end(administrator, unit)

        assert roles_on(leader.id, DAY - ONE) == [Role.LEADER]
        assert roles_on(leader.id, DAY) == []

    def test_forgets_posts_that_would_have_begun_later(self, administrator):
        unit = make_unit()
        post = make_post(make_account(), unit, Role.CLERK, start_date=LATER)

        self.end(administrator, unit)

        assert not unit.assignments.filter(pk=post.pk).exists()

    def test_refuses_to_end_it_twice(self, administrator):
        unit = make_unit(end_date=DAY)

        with pytest.raises(rules.AlreadyEnded):
            self.end(administrator, unit)

    def test_refuses_an_end_before_the_start(self, administrator):
        with pytest.raises(rules.EndsBeforeItStarts):
            self.end(administrator, make_unit(), START)

    def test_refuses_whoever_may_not_edit(self, clerk):
        with pytest.raises(NotCompetent):
            self.end(clerk, make_unit())


class TestAssignPost:
    def test_is_held_from_its_first_day_on(self, administrator):
        account = make_account(kind="STAFF")

        appoint(administrator, account, make_unit())

        assert roles_on(account.id, DAY) == [Role.LEADER]
        assert roles_on(account.id, DAY - ONE) == []

    def test_refuses_whoever_may_not_edit(self, clerk):
        with pytest.raises(NotCompetent):
            appoint(clerk, make_account(kind="STAFF"), make_unit())

    def test_refuses_a_post_without_an_instrument(self, administrator):
        with pytest.raises(rules.BasisNeeded):
            appoint(
                administrator, make_account(kind="STAFF"), make_unit(), instrument=""
            )

    def test_refuses_a_post_in_a_unit_that_has_ended(self, administrator):
        unit = make_unit(end_date=DAY)

        with pytest.raises(rules.OutsideUnitPeriod):
            appoint(administrator, make_account(kind="STAFF"), unit)

    def test_refuses_a_citizens_account(self, administrator):
        with pytest.raises(rules.NotAPost):
            appoint(administrator, make_account(), make_unit())

    @pytest.mark.parametrize("role", [Role.CITIZEN, Role.BUSINESS, Role.SYSTEM])
    def test_refuses_a_role_that_no_post_holds(self, administrator, role):
        with pytest.raises(rules.NotAPost):
            appoint(administrator, make_account(kind="STAFF"), make_unit(), role=role)


class TestEndPost:
    def test_is_held_until_before_that_day(self, administrator):
        leader = make_staff(Role.LEADER)
        post = queries.list_posts(leader.id)[0]

        commands.end_post(
            post_id=post.id,
            end_date=DAY,
            instrument=BASIS,
            actor=administrator,
            now=NOW,
        )

        assert roles_on(leader.id, DAY - ONE) == [Role.LEADER]
        assert roles_on(leader.id, DAY) == []

    def test_refuses_whoever_may_not_edit(self, clerk):
        with pytest.raises(NotCompetent):
            commands.end_post(
                post_id=queries.list_posts(make_staff(Role.LEADER).id)[0].id,
                end_date=DAY,
                instrument=BASIS,
                actor=clerk,
                now=NOW,
            )


class TestRecordSuccession:
    def test_is_found_from_both_sides(self, administrator):
        old, new = make_unit("H26.41"), make_unit("H26.04")

        commands.record_succession(
            predecessor_id=old.id,
            successor_id=new.id,
            share=rules.Share.WHOLE,
            on_date=DAY,
            basis=BASIS,
            actor=administrator,
            now=NOW,
        )

        assert queries.list_successions(old.id) == queries.list_successions(new.id)
        assert queries.list_successions(new.id)[0].share is rules.Share.WHOLE


class TestStaffAccounts:
    def test_open_without_a_password(self, administrator):
        account_id = commands.open_staff_account(
            email=" Mai@Example.VN",
            name="Lý Thị Mai",
            language="vi",
            actor=administrator,
            now=NOW,
        )

        account = Account.objects.get(pk=account_id)
        assert account.email == "mai@example.vn"
        assert not account.has_usable_password()
        assert queries.list_posts(account_id) == []

    def test_do_not_open_twice_for_one_address(self, administrator):
        make_account("mai@example.vn")

        with pytest.raises(InvalidInput):
            commands.open_staff_account(
                email="MAI@example.vn",
                name="Mai",
                language="vi",
                actor=administrator,
                now=NOW,
            )

    def test_are_closed_and_not_deleted(self, administrator):
        leader = make_staff(Role.LEADER)

        commands.close_account(account_id=leader.id, actor=administrator, now=NOW)

        assert not queries.get_account(leader.id).is_active


class TestOwnProfile:
    def change(self, actor, **facts):
        wanted = {"name": "Lan", "phone": "", "identity_number": "", "address": ""}
        commands.change_profile(**wanted | facts, actor=actor, now=NOW)

    def test_is_stored_in_the_one_normal_form(self):
        lan = make_account()

        self.change(person(lan), name="Nguyễn  Thị Lan ")

        assert queries.get_account(lan.id).name == "Nguyễn Thị Lan"

    def test_leaves_no_trace_of_what_was_written(self):
        lan = make_account()

        self.change(person(lan), phone="0900 000 001")

        assert Change.objects.get().facts == {}

    def test_refuses_an_empty_name(self):
        with pytest.raises(InvalidInput):
            self.change(person(make_account()), name=" ")

    def test_takes_one_of_our_languages_only(self):
        actor = person(make_account())

        commands.change_language(language="de", actor=actor)
        with pytest.raises(InvalidInput):
            commands.change_language(language="fr", actor=actor)

        assert queries.get_account(actor.id).language == "de"


class TestTables:
    @pytest.mark.parametrize("end_date", [START, date(2025, 1, 1)])
    def test_refuse_a_period_that_ends_before_it_starts(self, end_date):
        with pytest.raises(IntegrityError), transaction.atomic():
            make_unit(end_date=end_date)

    def test_refuse_two_units_of_one_code_on_one_day(self):
        make_unit()

        with pytest.raises(IntegrityError), transaction.atomic():
            make_unit()


class TestNobody:
    def test_has_no_account(self):
        with pytest.raises(NotFound):
            queries.get_account(new_id())
