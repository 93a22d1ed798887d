"""Triggers that make the database itself refuse to change or delete what is in the log.

They stop slips and ordinary SQL, not an administrator who drops them first: that is what the chain and its anchors are for.
A migration that alters these tables on SQLite builds them anew and loses the triggers: let it end with `install`.
"""

from __future__ import annotations

from typing import Any

TABLES = ("audit_auditevent", "audit_auditanchor")
_MESSAGE = "the audit log is append-only"

_POSTGRESQL_FUNCTION = f"""
CREATE OR REPLACE FUNCTION audit_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '{_MESSAGE}' USING ERRCODE = 'integrity_constraint_violation'; END $$
"""


def install(connection: Any) -> None:
    remove(connection)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_POSTGRESQL_FUNCTION)
            for table in TABLES:
                cursor.execute(
                    f"CREATE TRIGGER {table}_append_only_rows BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION audit_append_only()"
                )
                cursor.execute(
                    f"CREATE TRIGGER {table}_append_only_whole BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION audit_append_only()"
                )
            return
        for table in TABLES:
            for action in ("UPDATE", "DELETE"):
                cursor.execute(
                    f"CREATE TRIGGER {table}_append_only_{action.lower()} BEFORE {action} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, '{_MESSAGE}'); END"
                )


def remove(connection: Any) -> None:
    with connection.cursor() as cursor:
        for table in TABLES:
            if connection.vendor == "postgresql":
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_append_only_rows ON {table}")
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_append_only_whole ON {table}")
            else:
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_append_only_update")
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_append_only_delete")


def installed(connection: Any) -> bool:
    """Whether all triggers are in place and switched on."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal AND tgenabled IN ('O', 'A') AND tgrelid::regclass::text = ANY(%s)",
                [list(TABLES)],
            )
        else:
            cursor.execute(
                "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name IN (%s, %s)", list(TABLES)
            )
        return cursor.fetchone()[0] == 2 * len(TABLES)
