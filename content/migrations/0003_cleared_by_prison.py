"""The same bytes may be cleared once in each prison."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("content", "0002_search")]

    operations = [
        migrations.RemoveConstraint(model_name="clearedfile", name="cleared_file_once"),
        migrations.AddConstraint(
            model_name="clearedfile",
            constraint=models.UniqueConstraint(fields=("clearance", "sha256"), name="cleared_file_once"),
        ),
        migrations.AddIndex(
            model_name="clearedfile",
            index=models.Index(fields=["iri", "sha256"], name="cleared_file_by_hash"),
        ),
    ]
