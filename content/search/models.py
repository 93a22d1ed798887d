"""What the search finds: documents, and the passages that their words stand in. All of it can be made again."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from lms.lib.ids import new_id

from .fields import WordsField


class SearchDocument(models.Model):
    """A lesson or a course in one language, or the captions of one video. `subject` says what it is, for whoever put it in."""

    class Kind(models.TextChoices):
        LESSON = "lesson", _("Lesson")
        COURSE = "course", _("Course")
        CAPTION = "caption", _("Spoken")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    subject = models.CharField(max_length=200, unique=True)
    iri = models.CharField(max_length=100, blank=True, db_index=True)  # of the lesson, course or recording
    lesson_iri = models.CharField(max_length=100, blank=True, db_index=True)
    prison = models.ForeignKey("people.Prison", on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    language = models.CharField(max_length=35, blank=True)
    title = models.CharField(max_length=255)
    path = models.CharField(max_length=200, blank=True)  # of the document in its package
    address = models.CharField(max_length=300, blank=True)  # staff page that shows it, when it is no lesson
    scope = models.JSONField(default=list, blank=True)  # keys of permissions.py; empty: as the lessons of its prison
    source = models.CharField(max_length=200, blank=True, db_index=True)  # publication that it was made from

    def __str__(self) -> str:
        return self.title


class SearchPassage(models.Model):
    """A piece of a document as it is indexed. `places`: [offset in `text`, block, seconds or null], in order of offset."""

    class Place(models.TextChoices):
        TITLE = "1", _("Title")
        TEXT = "2", _("Text")
        SPOKEN = "3", _("Spoken")

    id = models.BigAutoField(primary_key=True)
    document = models.ForeignKey(SearchDocument, on_delete=models.CASCADE, related_name="passages")
    place = models.CharField(max_length=1, choices=Place.choices)
    text = models.TextField()
    places = models.JSONField(default=list)
    marks = models.TextField()  # where it may be found: place, and place with prison
    words = WordsField()

    def __str__(self) -> str:
        return self.text[:40]
