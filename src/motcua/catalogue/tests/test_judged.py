"""Search on what the packs ship, judged."""

from datetime import UTC, date, datetime
from io import StringIO

import pytest
from django.core.management import call_command

from motcua.catalogue import commands
from motcua.catalogue.finder import queries as finder
from motcua.catalogue.national.indexing import load_index
from motcua.catalogue.search import judging, store

NOW = datetime(2026, 8, 3, 3, tzinfo=UTC)
DAY = date(2026, 8, 3)


@pytest.fixture
def shipped(db):
    """Fill the tables with what a fresh installation has."""
    commands.load_pack(pack="vn_hanoi", now=NOW)
    load_index(pack="vn", now=NOW)


@pytest.mark.usefixtures("shipped")
class TestWhatIsShipped:
    def test_answers_as_it_should(self):
        """Judged in one test: the tables are filled once."""
        questions = judging.read_judged(judging.judged_files())
        verdicts = list(judging.judge(questions, DAY))
        tuned = judging.share_of(verdicts, kept_aside=False)
        aside = judging.share_of(verdicts, kept_aside=True)

        assert [v.judged.ask for v in verdicts if v.unknown] == []
        assert aside.questions >= 50
        assert tuned.questions + aside.questions >= 150
        assert tuned.first_share >= 0.90
        assert tuned.page_share >= 0.97
        assert aside.first_share >= 0.90
        assert aside.page_share >= 0.97
        self.every_code_of_the_packs_is_there()
        self.the_command_says_so(tuned)

    def every_code_of_the_packs_is_there(self):
        known = store.current().places
        events = {s.procedure for e in finder.list_events() for s in e.steps}

        assert events - set(known) == set()

    def the_command_says_so(self, tuned):
        said = StringIO()
        call_command("catalogue", "judge", "--date", DAY.isoformat(), stdout=said)

        assert f"in the first 3: {tuned.first} = " in said.getvalue()
        assert "kept aside" in said.getvalue()


class TestSynonymsOfThePacks:
    def test_are_many(self):
        assert store.synonyms().count >= 250
