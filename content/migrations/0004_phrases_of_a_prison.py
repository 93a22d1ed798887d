"""A prison may have words of its own for the learner app."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("content", "0003_cleared_by_prison"), ("people", "0006_roles_once_on_every_database")]

    operations = [
        migrations.RemoveConstraint(model_name="phrase", name="phrase_once_per_language"),
        migrations.AddField(
            model_name="phrase",
            name="prison",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="people.prison",
            ),
        ),
        migrations.AddConstraint(
            model_name="phrase",
            constraint=models.UniqueConstraint(
                condition=models.Q(("prison__isnull", True)), fields=("key", "language"), name="phrase_once_for_all"
            ),
        ),
        migrations.AddConstraint(
            model_name="phrase",
            constraint=models.UniqueConstraint(
                condition=models.Q(("prison__isnull", False)),
                fields=("prison", "key", "language"),
                name="phrase_once_per_prison",
            ),
        ),
    ]
