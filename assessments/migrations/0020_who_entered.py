import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def officer(**more):
    return models.ForeignKey(
        on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, **more
    )


class Migration(migrations.Migration):

    dependencies = [
        ('assessments', '0019_incidents_of_late_answers'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(model_name='performancedecision', name='officer', field=officer(null=True)),
        migrations.AddField(model_name='sheetanswer', name='typed_by', field=officer(null=True)),
        migrations.AddField(model_name='sheetanswer', name='chosen_by', field=officer(null=True)),
        migrations.AlterField(model_name='answerscan', name='by', field=officer()),
        migrations.AlterField(model_name='sheetprint', name='by', field=officer()),
    ]
