import sqlite3
from pathlib import Path

from motcua.config.database import SQLITE_PRAGMAS, database_from


class TestSqlite:
    def test_syncs_every_commit_and_knows_every_reference(self, tmp_path):
        connection = sqlite3.connect(tmp_path / "a.sqlite3")
        connection.executescript(SQLITE_PRAGMAS)

        def pragma(name: str) -> object:
            return connection.execute(f"PRAGMA {name}").fetchone()[0]

        assert pragma("journal_mode") == "wal"
        assert pragma("synchronous") == 2  # FULL
        assert pragma("foreign_keys") == 1
        assert pragma("recursive_triggers") == 1
        connection.close()

    def test_takes_the_lock_when_a_transaction_begins(self):
        options = database_from("", home=Path("/nowhere"))["OPTIONS"]

        assert options["transaction_mode"] == "IMMEDIATE"
