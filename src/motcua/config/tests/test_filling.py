from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from motcua.authority.queries import actor_of
from motcua.cases.integrity import check_cases
from motcua.cases.queries import count_all, list_cases
from motcua.catalogue.commands import load_pack as load_procedures
from motcua.config.filling import OWN_STORIES, STORIES, fill
from motcua.config.management.commands.demo import applicants
from motcua.organisations.commands import load_pack, load_people
from motcua.organisations.directory import forget
from motcua.organisations.queries import find_account

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
    controller = actor_of(find_account("controller@demo.example").id, NOW)
    submitted = [row.submitted_at for row in list_cases(controller, size=68)]
    assert submitted == sorted(submitted, reverse=True)
    assert submitted[0] < NOW
    lan = actor_of(applicants()["CITIZEN"][0], NOW)
    own = list_cases(lan, size=68)
    assert 3 <= len(own) <= len(OWN_STORIES)
    assert len({row.status for row in own}) >= 3
    assert [finding for found in check_cases() for finding in found] == []
