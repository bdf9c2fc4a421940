"""Run the whole suite twice: on SQLite, and on a PostgreSQL started for it.

Arguments go to pytest: ``python tests/run.py src/motcua/cases -k supplement``.
Ends with 0 if both passed; pytest's own line is the last one.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))

from motcua.config.postgres import server  # noqa: E402

PYTEST = ["-q", "-n", "auto", "--maxprocesses", "8", "--dist", "worksteal"]


def suite(name: str, url: str, home: str) -> int:
    """Run pytest on the database at ``url`` and return its exit code."""
    print(f"\n== The suite on {name} ==", flush=True)
    kept = {k: v for k, v in os.environ.items() if not k.startswith("MOTCUA_")}
    for passed in ("MOTCUA_CHROMIUM", "MOTCUA_TEST_BROWSER", "MOTCUA_POSTGRES"):
        if passed in os.environ:
            kept[passed] = os.environ[passed]
    environment = kept | {
        "MOTCUA_DATABASE_URL": url,
        "MOTCUA_HOME": home,
        "PYTHONPATH": str(ROOT / "src"),
    }
    command = [sys.executable, "-m", "pytest", *PYTEST, *sys.argv[1:]]
    return subprocess.run(command, check=False, cwd=ROOT, env=environment).returncode


def main() -> int:
    """Run both; say so if either failed."""
    with tempfile.TemporaryDirectory(prefix="motcua-test-") as home:
        sqlite = suite("SQLite", "", home)
        with server() as url:
            postgres = suite("PostgreSQL", url, home)
    return sqlite or postgres


if __name__ == "__main__":
    sys.exit(main())
