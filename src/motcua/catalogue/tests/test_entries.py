from datetime import UTC, date, datetime

import pytest
from django.db import DatabaseError, transaction

from motcua.catalogue.commands import PUBLISH, publish_version
from motcua.catalogue.models import EntryChange
from motcua.catalogue.national import queries
from motcua.catalogue.national.rules.facts import as_json, from_json
from motcua.catalogue.tests import factories
from motcua.catalogue.tests.entries import SEEN, entry, facts
from motcua.kernel.actors import SYSTEM_ID, Actor, Role
from motcua.kernel.refusals import NotFound

DAY = date(2026, 8, 3)
PUBLISHER = Actor(SYSTEM_ID, "motcua", Role.SYSTEM, powers=frozenset({PUBLISH}))
pytestmark = pytest.mark.django_db


def change(row, kind="ADDED", **more):
    return EntryChange.objects.create(
        entry=row,
        kind=kind,
        happened_at=SEEN,
        source="Nguồn",
        source_date=DAY,
        content_hash="1" * 64,
        **more,
    )


def publish(code):
    definition = factories.definition(code)
    publish_version(definition=definition, actor=PUBLISHER, now=SEEN)


def codes(**asked):
    return [item.code for item in queries.list_entries(DAY, **asked).items]


class TestFacts:
    def test_come_back_from_json_as_they_were(self):
        whole = facts()
        lean = facts(paper_lists=None, conditions=None, results=None)

        assert from_json(as_json(whole)) == whole
        assert from_json(as_json(lean)) == lean


class TestGetEntry:
    def test_returns_all_that_is_known(self):
        row = entry(original={"conditions": "…"})

        found = queries.get_entry(row.code, DAY)

        assert found.facts == facts()
        assert found.original == {"conditions": "…"}
        assert not found.is_written_out

    def test_says_that_a_procedure_stands_in_its_place_from_its_day_on(self):
        entry("1.000001")
        publish("1.000001")

        assert queries.get_entry("1.000001", DAY).is_written_out
        assert not queries.get_entry("1.000001", date(2025, 6, 30)).is_written_out

    def test_refuses_an_unknown_code(self):
        with pytest.raises(NotFound):
            queries.get_entry("9.999999", DAY)


class TestListEntries:
    def test_pages_by_code(self):
        for number in range(5):
            entry(f"1.00000{number}")

        first = queries.list_entries(DAY, limit=2)
        second = queries.list_entries(DAY, limit=2, after=first.next)
        last = queries.list_entries(DAY, limit=2, after=second.next)

        assert [i.code for i in first.items] == ["1.000000", "1.000001"]
        assert [i.code for i in second.items] == ["1.000002", "1.000003"]
        assert [i.code for i in last.items] == ["1.000004"]
        assert last.next is None

    def test_filters(self):
        entry("1.000001", "Đăng ký kết hôn")
        entry("1.000002", "Cấp phép xây dựng", group="land", levels=("CITY",))
        entry("1.000003", vanished_at=datetime(2026, 8, 1, tzinfo=UTC))

        assert codes() == ["1.000001", "1.000002"]
        assert codes(vanished=True) == ["1.000003"]
        assert codes(vanished=None) == ["1.000001", "1.000002", "1.000003"]
        assert codes(group="land") == ["1.000002"]
        assert codes(level="CITY") == ["1.000002"]
        assert codes(text="ket hon dang") == ["1.000001"]
        assert codes(text="1.000002") == ["1.000002"]
        assert codes(text="hôn nhân") == []

    def test_tells_written_out_from_information_only(self):
        entry("1.000001")
        entry("1.000002")
        publish("1.000002")

        assert codes(written_out=True) == ["1.000002"]
        assert codes(written_out=False) == ["1.000001"]
        counts = queries.count_entries(DAY)
        assert [(c.group, c.entries) for c in counts] == [("civil_status", 1)]

    def test_takes_one_statement(self, django_assert_num_queries):
        for number in range(5):
            entry(f"1.00000{number}")

        with django_assert_num_queries(1):
            queries.list_entries(DAY)


class TestEntryChanges:
    def test_are_listed_the_newest_first(self):
        one, two = entry("1.000001"), entry("1.000002")
        change(one)
        change(two)
        newest = change(one, "CHANGED", changes=[{"aspect": "TIME"}])

        found = queries.list_entry_changes()

        assert [c.code for c in found] == ["1.000001", "1.000002", "1.000001"]
        assert found[0].changes == ({"aspect": "TIME"},)
        assert len(queries.list_entry_changes(code="1.000002")) == 1
        assert len(queries.list_entry_changes(kinds=("CHANGED",))) == 1
        assert len(queries.list_entry_changes(before=newest.pk)) == 2

    def test_never_change(self):
        row = change(entry())

        with pytest.raises(DatabaseError), transaction.atomic():
            EntryChange.objects.filter(pk=row.pk).update(kind="VANISHED")
        with pytest.raises(DatabaseError), transaction.atomic():
            EntryChange.objects.filter(pk=row.pk).delete()

    def test_are_of_a_known_kind(self):
        with (
            pytest.raises(DatabaseError, match="entry_change_of_a_known_kind"),
            transaction.atomic(),
        ):
            change(entry(), "GUESSED")
