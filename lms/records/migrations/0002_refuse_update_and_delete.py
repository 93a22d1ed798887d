"""The database itself refuses to change or delete a statement: a second lock behind the model's."""

from django.db import migrations

TABLE = "records_statement"
SQLITE = [
    f"CREATE TRIGGER {TABLE}_append_only_{action.lower()} BEFORE {action} ON {TABLE} "
    f"BEGIN SELECT RAISE(ABORT, 'a statement is never changed or deleted'); END"
    for action in ("UPDATE", "DELETE")
]
POSTGRESQL = [
    f"CREATE FUNCTION {TABLE}_refuse() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'a statement is never changed or deleted'; END $$",
    f"CREATE TRIGGER {TABLE}_append_only_rows BEFORE UPDATE OR DELETE ON {TABLE} FOR EACH ROW EXECUTE FUNCTION {TABLE}_refuse()",
    f"CREATE TRIGGER {TABLE}_append_only_table BEFORE TRUNCATE ON {TABLE} FOR EACH STATEMENT EXECUTE FUNCTION {TABLE}_refuse()",
]


def refuse(apps, schema_editor):
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


def allow(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP FUNCTION {TABLE}_refuse() CASCADE")
    else:
        for action in ("update", "delete"):
            schema_editor.execute(f"DROP TRIGGER {TABLE}_append_only_{action}")


class Migration(migrations.Migration):
    dependencies = [("records", "0001_statement_log")]
    operations = [migrations.RunPython(refuse, allow)]
