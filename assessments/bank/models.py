"""The item bank: questions with versions."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.html import strip_tags
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from taggit.models import TaggedItemBase
from wagtail.fields import RichTextField, StreamField
from wagtail.models import PreviewableMixin, RevisionMixin

from lms.lib.ids import new_id

from .streams import InteractionBlock, PicturesBlock
from .streams.weights import NO_WEIGHTS

LANGUAGES = [
    ("zh-hans", "简体中文"),
    ("en", "English"),
    ("ug", "ئۇيغۇرچە"),
    ("vi", "Tiếng Việt"),
    ("my", "မြန်မာ"),
    ("ru", "Русский"),
]


# A new question opens as the most common kind, with three answers to fill in.
BEGIN_WITH = [
    ("choice", {"options": [{"text": "", "correct": False}] * 3, "multiple": False, "weights": NO_WEIGHTS}),
]


class ItemTag(TaggedItemBase):
    """A topic of an item."""

    content_object = ParentalKey("assessments.Item", related_name="tagged", on_delete=models.CASCADE)

    class Meta:
        verbose_name = _("topic tag")


class Item(PreviewableMixin, RevisionMixin, ClusterableModel):
    """试题: one question. Each save is a version; a published lesson holds a copy of the version it was built with."""

    class Kind(models.TextChoices):
        CHOICE = "choice", _("Choice")
        ORDER = "order", _("Put in order")
        MATCH = "match", _("Match pairs")
        FILL_IN = "fill_in", _("Fill in the gaps")
        INLINE_CHOICE = "inline_choice", _("Choose words in gaps")
        NUMERIC = "numeric", _("Number")
        HOTSPOT = "hotspot", _("Places on a picture")
        EXTENDED_TEXT = "extended_text", _("Long answer")
        UPLOAD = "upload", _("Photo, voice or file")
        PRACTICAL = "practical", _("Practical task")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(
        _("kind"), max_length=20, choices=Kind.choices, editable=False, db_index=True
    )  # follows interaction
    prompt = RichTextField(
        _("question"), features=["bold", "italic", "ol", "ul", "superscript", "subscript"], max_length=3000
    )
    pictures = StreamField(
        PicturesBlock(), blank=True, default=list, verbose_name=_("pictures"), help_text=_("Shown below the question.")
    )
    interaction = StreamField(InteractionBlock(), default=BEGIN_WITH, verbose_name=_("kind and answers"))
    feedback_correct = models.CharField(_("when the answer is right"), max_length=500, blank=True)
    feedback_incorrect = models.CharField(_("when the answer is not right yet"), max_length=500, blank=True)
    prison = models.ForeignKey(
        "people.Prison",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("prison"),
    )  # whose writers may change it; none: for all prisons
    language = models.CharField(_("language"), max_length=10, choices=LANGUAGES, default="zh-hans")
    tags = ClusterTaggableManager(through=ItemTag, blank=True, verbose_name=_("topic tags"))
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("item bank")
        ordering = ["-changed_at"]

    def __str__(self) -> str:
        return Truncator(" ".join(strip_tags(self.prompt.replace("<", " <")).split())).chars(80) or str(self.pk)

    @property
    def iri(self) -> str:
        return f"urn:newleaf:item:{self.pk}"

    @property
    def version(self) -> int:
        """Counts from 1; grows with every saved revision."""
        return max(1, self.revisions.count())

    def with_content_json(self, content: dict[str, Any]) -> Item:
        """Whose it is does not come and go with its versions."""
        item: Item = super().with_content_json(content)
        item.prison_id = self.prison_id
        return item

    def clean(self) -> None:
        super().clean()
        if self.interaction:
            self.kind = self.interaction[0].block_type

    def serve_preview(self, request: Any, mode_name: str) -> Any:
        from .preview import show_item

        return show_item(request, self)
