"""The database refuses to change or delete what is in the log."""

from django.db import migrations

from lms.audit import triggers


def install(apps, schema_editor):
    triggers.install(schema_editor.connection)


def remove(apps, schema_editor):
    triggers.remove(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_anchors_and_time_index")]
    operations = [migrations.RunPython(install, remove)]
