"""Nothing Vietnamese hides in the code: a city that has only `base` and `demo_xx`.

Other weekly rest, language, currency, time zone, units, numbering, formats.
"""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
PACK = HERE / "demo_xx"
TAGS = re.compile(r"<(script|style)\b.*?</\1>|<[^>]*>", re.DOTALL)
VIETNAMESE = re.compile(
    "[ăđơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]", re.IGNORECASE
)
START = (
    "import os, runpy, sys, django; "
    "os.environ['DJANGO_SETTINGS_MODULE'] = 'motcua.config.settings'; "
    "django.setup(); runpy.run_path(sys.argv[1], run_name='__main__')"
)
BRAND = "Một cửa"  # the name of the program


@pytest.fixture(scope="module")
def city(tmp_path_factory):
    kept = {k: v for k, v in os.environ.items() if not k.startswith("MOTCUA_")}
    told = {
        "MOTCUA_HOME": str(tmp_path_factory.mktemp("city")),
        "MOTCUA_PACKS": f"base,{PACK}",
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", START, str(HERE / "another_city.py")],
        env=kept | told, capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout.splitlines()[-1])


class TestAnotherCountry:
    def test_brings_a_case_from_application_to_result(self, city):
        assert city["status"] == "DECIDED"

    def test_numbers_cases_its_own_way(self, city):
        assert city["code"] == "20261126.TOWNHALL.DOOR.1"

    def test_counts_by_its_own_calendar(self, city):
        # Accepted on a Thursday. Friday and Saturday are off, so Sunday is the first
        # working day; Monday is a holiday; Tuesday and Wednesday follow.
        assert city["due"].startswith("2026-12-02T15:00:00-03:00")

    def test_has_its_own_currency(self, city):
        assert city["currency"] == "UYU"

    def test_has_its_own_formats(self, city):
        assert city["foreign_identity"]

    def test_answers_every_page(self, city):
        wrong = {p: r["status"] for p, r in city["pages"].items() if r["status"] != 200}

        assert wrong == {}

    def test_speaks_its_own_language_on_every_page(self, city):
        said = {
            path: [w for w in words_of(page["text"]) if VIETNAMESE.search(w)]
            for path, page in city["pages"].items()
        }

        assert {path: words for path, words in said.items() if words} == {}

    @pytest.mark.parametrize("word", ["H26", "VND", "Hanoi", "Hà Nội", "Ba Đình"])
    def test_names_nothing_of_another_city(self, city, word):
        assert [p for p, page in city["pages"].items() if word in page["text"]] == []

    def test_shows_its_fee_and_limit(self, city):
        page = " ".join(words_of(city["pages"]["/procedures/PARKS-7/"]["text"]))

        assert "250 UYU" in page
        assert "3 working days" in page


def words_of(text: str) -> list[str]:
    bare = TAGS.sub(" ", text).replace(BRAND, "")
    return bare.split()
