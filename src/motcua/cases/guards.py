"""Guards in the database itself: the log cannot be changed, deleted or emptied.

An erasure may take payload and salt of an event away, and nothing else, once the
act that orders it is on record (``cases_erasure``).
"""

from django.db.backends.base.base import BaseDatabaseWrapper

_KEPT = (
    "case_id", "seq", "kind", "actor", "capacity", "at", "facts", "commitment",
    "hash", "request_key",
)  # fmt: skip
_FROZEN = ("cases_ledgerhead", "cases_anchor", "cases_erasure")
_ERASURE = (
    "NEW.payload IS NULL AND NEW.salt IS NULL AND EXISTS"
    " (SELECT 1 FROM cases_erasure e WHERE e.case_id = OLD.case_id)"
)


def _postgres() -> list[str]:
    same = " AND ".join(f"NEW.{c} IS NOT DISTINCT FROM OLD.{c}" for c in _KEPT)
    statements = [
        """CREATE OR REPLACE FUNCTION cases_refuse() RETURNS trigger LANGUAGE plpgsql
        AS $$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation'; END $$""",
        f"""CREATE OR REPLACE FUNCTION cases_event_update() RETURNS trigger
        LANGUAGE plpgsql AS $$ BEGIN IF {same} AND {_ERASURE} THEN RETURN NEW; END IF;
        RAISE EXCEPTION 'cases_event is append-only'
        USING ERRCODE = 'restrict_violation'; END $$""",
        """CREATE OR REPLACE TRIGGER cases_event_update BEFORE UPDATE ON cases_event
        FOR EACH ROW EXECUTE FUNCTION cases_event_update()""",
        """CREATE OR REPLACE TRIGGER cases_event_delete BEFORE DELETE ON cases_event
        FOR EACH ROW EXECUTE FUNCTION cases_refuse()""",
    ]
    changes = [
        f"""CREATE OR REPLACE TRIGGER {table}_change BEFORE UPDATE OR DELETE
        ON {table} FOR EACH ROW EXECUTE FUNCTION cases_refuse()"""
        for table in _FROZEN
    ]
    truncations = [
        f"""CREATE OR REPLACE TRIGGER {table}_truncate BEFORE TRUNCATE
        ON {table} FOR EACH STATEMENT EXECUTE FUNCTION cases_refuse()"""
        for table in ("cases_event", *_FROZEN)
    ]
    return [*statements, *changes, *truncations]


def _sqlite() -> list[str]:
    same = " AND ".join(f"NEW.{c} IS OLD.{c}" for c in _KEPT)
    refuse = "BEGIN SELECT RAISE(ABORT, '{} is append-only'); END"
    event = refuse.format("cases_event")
    statements = [
        f"""CREATE TRIGGER IF NOT EXISTS cases_event_update BEFORE UPDATE
        ON cases_event WHEN NOT ({same} AND {_ERASURE}) {event}""",
        f"""CREATE TRIGGER IF NOT EXISTS cases_event_delete BEFORE DELETE
        ON cases_event {event}""",
    ]
    for table in _FROZEN:
        statements += [
            f"""CREATE TRIGGER IF NOT EXISTS {table}_{what.lower()} BEFORE {what}
            ON {table} {refuse.format(table)}"""
            for what in ("UPDATE", "DELETE")
        ]
    return statements


def install(connection: BaseDatabaseWrapper) -> None:
    """Put the guards up; again is harmless."""
    statements = _postgres() if connection.vendor == "postgresql" else _sqlite()
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take the guards down: only for tests, which empty their tables."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("DROP FUNCTION IF EXISTS cases_refuse() CASCADE")
            cursor.execute("DROP FUNCTION IF EXISTS cases_event_update() CASCADE")
            return
        names = ["cases_event_update", "cases_event_delete"]
        names += [f"{table}_{w}" for table in _FROZEN for w in ("update", "delete")]
        for name in names:
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
