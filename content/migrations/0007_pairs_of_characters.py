from django.db import migrations

from content.search import backends
from lms.lib.search_text import tokens

_AT_ONCE = 500
ORDER = "CREATE INDEX content_search_newest ON content_searchpassage (place, id)"


def write_pairs(apps, schema_editor):
    """PostgreSQL: two characters in a row become a word of the index, and the newest of a place are found at once."""
    if schema_editor.connection.vendor != "postgresql":
        return
    schema_editor.execute(ORDER)
    Passage = apps.get_model("content", "SearchPassage")
    passages = Passage.objects.only("id", "marks", "text").order_by("id")
    last = 0
    while batch := list(passages.filter(id__gt=last)[:_AT_ONCE]):
        for passage in batch:
            passage.words = backends.index_value(passage.marks, tokens(passage.text))
        Passage.objects.bulk_update(batch, ["words"])
        last = batch[-1].id


def drop_order(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX content_search_newest")


class Migration(migrations.Migration):

    dependencies = [
        ('content', '0006_chapters'),
    ]

    operations = [
        migrations.RunPython(write_pairs, drop_order),
    ]
