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
    _put_back_what_migrations_made()


def _put_back_what_migrations_made():
    """After a transactional test the tables are emptied, also of the rows that migrations made (languages, root page):
    without them every later test would fail, and which one comes later depends on how the suite is spread over processes."""
    from django.apps import apps
    from django.contrib.contenttypes.models import ContentType
    from django.db import connection
    from django.test import TransactionTestCase

    empty = TransactionTestCase._fixture_teardown

    def teardown(self):
        contents = getattr(connection, "_test_serialized_contents", None)
        self.serialized_rollback = contents is not None  # keeps post_migrate from making the same rows under new keys
        # Receivers ask for content types while rows come back: they must find them in the cache, not make new ones.
        ContentType.objects.get_for_models(*apps.get_models(), for_concrete_models=False)
        ContentType.objects.get_for_models(*apps.get_models())
        empty(self)
        if contents is not None:
            connection.creation.deserialize_db_from_string(contents)
        ContentType.objects.clear_cache()

    TransactionTestCase._fixture_teardown = teardown
