"""The package as installed: whole, without tests, usable where it is read-only."""

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src"
NEEDED = ("pyproject.toml", "setup.py", "README.md", "LICENSE")
DATA = {".html", ".txt", ".css", ".js", ".svg", ".yaml", ".csv", ".json", ".typ", ".po"}

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """Build the wheel from a copy of the sources; return the folder it unpacks to."""
    folder = tmp_path_factory.mktemp("wheel")
    junk = shutil.ignore_patterns("__pycache__", "*.mo", "*.egg-info")
    shutil.copytree(SOURCE, folder / "tree" / "src", ignore=junk)
    for name in NEEDED:
        shutil.copy(ROOT / name, folder / "tree" / name)
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps",
         "--disable-pip-version-check", "--no-build-isolation", "--wheel-dir", folder,
         folder / "tree"],
        check=True, capture_output=True,
    )  # fmt: skip
    with zipfile.ZipFile(next(folder.glob("*.whl"))) as wheel:
        wheel.extractall(folder / "site")
    return folder / "site"


def files(folder):
    return {
        str(path.relative_to(folder))
        for path in folder.rglob("*")
        if path.is_file() and "tests" not in path.parts
    }


class TestWheel:
    def test_brings_every_file_that_the_code_needs(self, installed):
        needed = {
            name
            for name in files(SOURCE)
            if Path(name).suffix in DATA | {".py"} and name.startswith("motcua/")
        }

        assert needed - files(installed) == set()

    def test_brings_the_translations_compiled(self, installed):
        for source in installed.rglob("*.po"):
            assert source.with_suffix(".mo").exists()

    def test_brings_no_tests_and_the_licence(self, installed):
        assert not [p for p in installed.rglob("*") if "tests" in p.parts[-2:]]
        assert list(installed.glob("*.dist-info/**/LICENSE"))

    def test_tells_a_due_date(self, installed, tmp_path):
        kept = {k: v for k, v in os.environ.items() if not k.startswith("MOTCUA_")}
        done = subprocess.run(
            [sys.executable, "-m", "motcua", "deadline", "--lang", "en",
             "--accepted", "2026-04-28T10:00", "--limit", "5 working days"],
            check=True, capture_output=True, text=True, cwd=tmp_path,
            env=kept | {"PYTHONPATH": str(installed), "MOTCUA_HOME": str(tmp_path)},
        )  # fmt: skip

        assert "Due at 17:00 on Thursday 7 May 2026." in done.stdout
