"""The words of the questions that there are, for search."""

from django.db import migrations

from assessments.bank.texts import searched_text


def fill(apps, schema_editor):
    Item = apps.get_model("assessments", "Item")
    batch = []
    for item in Item.objects.iterator(chunk_size=200):
        stored = list(item.interaction.raw_data) if item.interaction else []
        item.searched_text = searched_text(item.prompt, stored, item.feedback_correct, item.feedback_incorrect)
        batch.append(item)
        if len(batch) == 200:
            Item.objects.bulk_update(batch, ["searched_text"])
            batch = []
    Item.objects.bulk_update(batch, ["searched_text"])


class Migration(migrations.Migration):
    dependencies = [("assessments", "0007_bank_for_exams")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
