from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from motcua.cases.integrity import check_cases
from motcua.cases.queries import count_all
from motcua.catalogue.commands import load_pack as load_procedures
from motcua.config.filling import STORIES, fill
from motcua.config.management.commands.demo import applicants
from motcua.organisations.commands import load_pack, load_people
from motcua.organisations.directory import forget

NOW = datetime(2026, 11, 25, 11, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))


@pytest.fixture
def city(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    for pack in settings.PACKS:
        load_pack(pack)
        load_procedures(pack=pack, now=NOW)
        forget()
        load_people(pack)


@pytest.mark.slow
@pytest.mark.usefixtures("city")
def test_the_demo_city_lives_and_every_hash_fits():
    stories = list(fill(now=NOW, applicants=applicants(), count=68))

    assert len(stories) == count_all() == 68
    assert set(stories) <= set(STORIES)
    assert [finding for found in check_cases() for finding in found] == []
