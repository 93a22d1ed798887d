"""Questions belong to the prison of whoever wrote them first; to all prisons where that cannot be told."""

import django.db.models.deletion
from django.db import migrations, models

WRITERS = ("author", "teacher")


def give_to_their_writers(apps, schema_editor):
    Item, Prison = apps.get_model("assessments", "Item"), apps.get_model("people", "Prison")
    RoleGrant, Revision = apps.get_model("people", "RoleGrant"), apps.get_model("wagtailcore", "Revision")
    only = Prison.objects.first() if Prison.objects.count() == 1 else None
    items = {str(item.pk): item for item in Item.objects.all()}
    # By key alone: a question's uuid is nobody else's.
    revisions = Revision.objects.filter(object_id__in=items).exclude(user=None).order_by("created_at", "pk")
    writers = {}
    for object_id, user_id in revisions.values_list("object_id", "user_id"):
        writers.setdefault(object_id, user_id)
    for key, item in items.items():
        grants = RoleGrant.objects.filter(officer_id=writers.get(key), role__in=WRITERS)
        if grants.filter(prison=None).exists():
            continue
        grant = grants.order_by("granted_at", "pk").first()
        item.prison_id = grant.prison_id if grant else only.pk if only else None
        item.save(update_fields=["prison"])


class Migration(migrations.Migration):
    dependencies = [
        ("assessments", "0005_begin_answers_empty"),
        ("people", "0006_roles_once_on_every_database"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [
        migrations.AddField(
            model_name="item",
            name="prison",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="people.prison",
                verbose_name="prison",
            ),
        ),
        migrations.RunPython(give_to_their_writers, migrations.RunPython.noop),
    ]
