from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import pytest
from django.contrib.auth import get_user_model
from django.db import DatabaseError, transaction

from motcua.catalogue import commands, queries
from motcua.catalogue.models import ProcedureVersion
from motcua.catalogue.publishing import from_json, hash_of, to_json
from motcua.catalogue.tests.factories import definition
from motcua.kernel.actors import Actor, NotCompetent, Role

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 4, 28, 3, tzinfo=UTC)
DAY = date(2026, 4, 28)


@pytest.fixture
def controller():
    account = get_user_model().objects.create_user(
        "kiem.soat@example.vn", name="Kiểm soát"
    )
    return Actor(
        account.pk, account.name, Role.CONTROLLER, powers=frozenset({commands.PUBLISH})
    )


def publish(actor, **more) -> UUID:
    return commands.publish_version(definition=definition(**more), actor=actor, now=NOW)


class TestPublishVersion:
    def test_puts_it_in_force(self, controller):
        version_id = publish(controller)

        found = queries.version_in_force("1.000001", DAY)
        assert found.id == version_id
        assert found.number == 1
        assert found.process.first == "sign"

    def test_keeps_who_published_it(self, controller):
        row = ProcedureVersion.objects.get(pk=publish(controller))

        assert row.published_by_id == controller.id

    def test_refuses_who_may_not(self, controller):
        citizen = Actor(controller.id, "An", Role.CITIZEN)

        with pytest.raises(NotCompetent):
            publish(citizen)

    def test_refuses_what_is_defective(self, controller):
        with pytest.raises(commands.DefinitionRefused) as refused:
            publish(
                controller,
                competence={"level": "CITY", "unit": "territory", "place": "x"},
            )

        assert "There is no field 'x'." in str(refused.value.params["defects"])

    def test_does_nothing_the_second_time(self, controller):
        assert publish(controller) == publish(controller)
        assert ProcedureVersion.objects.count() == 1

    def test_ends_the_version_before(self, controller):
        first = publish(controller)
        second = publish(controller, in_force_from="2026-05-01")

        assert queries.version_in_force("1.000001", date(2026, 4, 30)).id == first
        assert queries.version_in_force("1.000001", date(2026, 5, 1)).id == second

    def test_fits_an_older_version_before_a_later_one(self, controller):
        later = publish(controller, in_force_from="2026-05-01")
        older = publish(controller)

        assert queries.version_in_force("1.000001", DAY).id == older
        assert queries.version_in_force("1.000001", date(2026, 5, 1)).id == later

    def test_supersedes_the_version_of_the_same_day_and_keeps_it(self, controller):
        wrong = publish(controller)
        right = publish(controller, name="Đã đính chính")

        assert queries.version_in_force("1.000001", DAY).id == right
        assert queries.get_version(wrong).name.vi == "Thủ tục thử"
        newest, oldest = queries.list_versions("1.000001")
        assert (newest.number, newest.superseded_at) == (2, None)
        assert (oldest.number, oldest.superseded_at) == (1, NOW)

    def test_ends_where_the_law_ends(self, controller):
        publish(controller, in_force_until="2026-04-01")

        with pytest.raises(queries.NotFound):
            queries.version_in_force("1.000001", DAY)

    def test_stores_what_it_hashes(self, controller):
        row = ProcedureVersion.objects.get(pk=publish(controller))
        row.refresh_from_db()

        assert hash_of(row.definition) == row.content_hash
        assert to_json(from_json(row.definition)) == row.definition


class TestPublishedVersion:
    @pytest.mark.parametrize(
        ("column", "value"),
        [
            ("definition", {}),
            ("content_hash", "0" * 64),
            ("in_force_from", DAY),
            ("published_at", NOW),
            ("number", 7),
            ("card", {}),
        ],
    )
    def test_never_changes(self, controller, column, value):
        version_id = publish(controller)

        with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
            ProcedureVersion.objects.filter(pk=version_id).update(**{column: value})

    def test_may_end(self, controller):
        rows = ProcedureVersion.objects.filter(pk=publish(controller))

        assert rows.update(in_force_until=DAY) == 1


class TestLoadPack:
    def test_publishes_once(self):
        first = commands.load_pack(pack="vn_hanoi", now=NOW)
        again = commands.load_pack(pack="vn_hanoi", now=NOW)

        assert "1.001193" in first.published
        assert again.published == ()
        assert sorted(again.unchanged) == sorted(first.published)


class TestGetVersion:
    def test_asks_the_database_once(self, controller, django_assert_num_queries):
        version_id = publish(controller)

        with django_assert_num_queries(1):
            queries.get_version(version_id)
            queries.get_version(version_id)

    def test_refuses_what_does_not_exist(self):
        with pytest.raises(queries.NotFound):
            queries.get_version(uuid4())
