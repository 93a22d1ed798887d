"""Publications: one row per press of the publish button, with what became of it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from content.states import PublicationState
from lms.lib.ids import new_id
from lms.lib.leases import Leased


class Publication(Leased):
    """发布: a lesson or a course on its way to the tablets. The row is the job; `state` moves by content/states.py only."""

    class Kind(models.TextChoices):
        LESSON = "lesson", _("Lesson")
        COURSE = "course", _("Course")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices)
    iri = models.CharField(max_length=60, db_index=True)  # of the lesson or course
    course_iri = models.CharField(max_length=60, db_index=True)
    prison = models.ForeignKey(
        "people.Prison", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("prison")
    )
    page = models.ForeignKey("wagtailcore.Page", on_delete=models.SET_NULL, null=True, related_name="+")
    revision = models.ForeignKey("wagtailcore.Revision", on_delete=models.SET_NULL, null=True, related_name="+")
    title = models.CharField(_("title"), max_length=255)
    state = models.CharField(
        _("state"), max_length=10, choices=PublicationState.choices, default=PublicationState.REQUESTED, db_index=True
    )
    writers = models.ManyToManyField("people.Officer", related_name="+", verbose_name=_("written by"))
    requested_by = models.ForeignKey(
        "people.Officer",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("published by"),
    )
    go_live_at = models.DateTimeField(_("goes live on"), null=True, blank=True)
    package = models.CharField(max_length=64, blank=True)  # id of the lesson package, when built
    manifest = models.TextField(blank=True)  # canonical JSON: LessonManifest, or the course card that is cleared
    bytes = models.PositiveBigIntegerField(default=0)
    replaces = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(_("requested at"), auto_now_add=True)
    changed_at = models.DateTimeField(_("last change"), auto_now=True)

    shown_title: str  # in the officer's language; content/screens/titles.py sets it

    class Meta:
        verbose_name = _("publication")
        verbose_name_plural = _("publications")
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["iri"], condition=models.Q(state="live"), name="one_live_publication_per_iri"
            ),
        ]

    def __str__(self) -> str:
        return self.title
