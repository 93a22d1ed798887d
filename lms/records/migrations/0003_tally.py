"""How much of each learner's work came from which tablet; counted once for what is in the log already."""

from uuid import UUID

from django.db import migrations, models

COUNT = (
    "INSERT INTO records_tally (learner_id, device_id, count, safe, head) "
    "SELECT learner_id, coalesce(device_id, %s), count(*), 0, max(seq) FROM records_statement GROUP BY 1, 2"
)


def count(apps, schema_editor):
    nobody = UUID(int=0)
    connection = schema_editor.connection
    with connection.cursor() as cursor:
        cursor.execute(COUNT, [nobody if connection.vendor == "postgresql" else nobody.hex])


class Migration(migrations.Migration):
    dependencies = [("records", "0002_refuse_update_and_delete")]
    operations = [
        migrations.CreateModel(
            name="Tally",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("learner_id", models.UUIDField()),
                ("device_id", models.UUIDField()),
                ("count", models.PositiveBigIntegerField(default=0)),
                ("safe", models.PositiveBigIntegerField(default=0)),
                ("head", models.PositiveBigIntegerField(default=0)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("learner_id", "device_id"), name="tally_once")],
            },
        ),
        migrations.RunPython(count, migrations.RunPython.noop),
    ]
