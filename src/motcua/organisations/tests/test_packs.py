import shutil

import pytest

from motcua.organisations.packs import read_organisation
from motcua.packs import reading
from motcua.packs.reading import PackError

GOOD = """
horizon: 2020-01-01
territories:
  - {code: "1", kind: CITY, name: {vi: A, en: A, de: A}, basis: Luật}
units:
  - {code: X, kind: CENTRE, name: {vi: B, en: B, de: B}, basis: Luật, end_date: 2021-01-01}
"""  # noqa: E501


@pytest.fixture
def pack(tmp_path, monkeypatch):
    monkeypatch.setattr(reading, "PACKS", tmp_path)
    (tmp_path / "mine" / "organisation").mkdir(parents=True)

    def write(text):
        path = tmp_path / "mine" / "organisation" / "units.yaml"
        path.write_text(text, encoding="utf-8")
        return read_organisation("mine")

    return write


class TestReadOrganisation:
    def test_starts_at_the_horizon_what_says_no_day(self, pack):
        found = pack(GOOD)

        assert found.units[0].start_date == found.horizon

    @pytest.mark.parametrize(
        ("wrong", "right", "line", "said"),
        [
            ("kind: CITY", "kind: CTY", 4, "kind"),
            ("kind: CENTRE", "kin: CENTRE", 6, "kin"),
            ("2021-01-01", "2019-01-01", 6, "later than start_date"),
            ("de: A", "fr: A", 4, "vi, en and de"),
            ("basis: Luật, end", "end", 6, "basis"),
            ("horizon", "horizont", 1, "horizon"),
            ("units:", "units: [", 6, "expected"),
        ],
    )
    def test_names_file_line_and_reason(self, pack, wrong, right, line, said):
        with pytest.raises(PackError) as error:
            pack(GOOD.replace(wrong, right, 1))

        text = str(error.value)
        assert "mine/organisation/units.yaml:" in text
        assert said in text
        if line != 1:
            assert f"units.yaml:{line}:" in text

    def test_names_the_line_of_a_table(self, tmp_path, monkeypatch):
        shutil.copytree(reading.PACKS / "vn_hanoi", tmp_path / "vn_hanoi")
        monkeypatch.setattr(reading, "PACKS", tmp_path)
        path = tmp_path / "vn_hanoi" / "organisation" / "communes.csv"
        path.write_text(path.read_text().replace("WARD", "WRD", 1))

        with pytest.raises(PackError, match=r"communes\.csv:2: kind"):
            read_organisation("vn_hanoi")
