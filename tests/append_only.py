"""Lets the suite empty append-only tables between transactional tests: triggers named *_append_only_* step aside for the flush.

The product has no such door; loaded by `-p` in pyproject.toml.
"""


def _sqlite(cursor):
    cursor.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%\\_append\\_only\\_%' ESCAPE '\\'"
    )
    triggers = cursor.fetchall()
    return [f"DROP TRIGGER {name}" for name, _ in triggers], [sql for _, sql in triggers]


def _postgresql(cursor):
    cursor.execute(
        "SELECT tgname, tgrelid::regclass::text FROM pg_trigger WHERE tgname LIKE '%%\\_append\\_only\\_%%' AND NOT tgisinternal"
    )
    triggers = cursor.fetchall()
    return (
        [f"ALTER TABLE {table} DISABLE TRIGGER {name}" for name, table in triggers],
        [f"ALTER TABLE {table} ENABLE TRIGGER {name}" for name, table in triggers],
    )


def pytest_configure():
    from django.db.backends.base.operations import BaseDatabaseOperations

    execute = BaseDatabaseOperations.execute_sql_flush

    def execute_sql_flush(self, sql_list):
        with self.connection.cursor() as cursor:
            before, after = (_postgresql if self.connection.vendor == "postgresql" else _sqlite)(cursor)
        execute(self, [*before, *sql_list, *after])

    BaseDatabaseOperations.execute_sql_flush = execute_sql_flush
