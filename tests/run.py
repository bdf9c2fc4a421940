"""Run the whole suite twice: on SQLite, and on a PostgreSQL started for it."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))

from motcua.config.postgres import server  # noqa: E402


def suite(name: str, url: str, home: str) -> int:
    """Run pytest on the database at ``url`` and return its exit code."""
    print(f"\n== The suite on {name} ==", flush=True)
    environment = os.environ | {
        "MOTCUA_DATABASE_URL": url,
        "MOTCUA_HOME": home,
        "PYTHONPATH": str(ROOT / "src"),
    }
    command = [sys.executable, "-m", "pytest", "-q", "-n", "2", *sys.argv[1:]]
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
