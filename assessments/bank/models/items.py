"""Items: questions with versions."""

from __future__ import annotations

import json
from typing import Any, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel, get_serializable_data_for_fields
from taggit.models import TaggedItemBase
from wagtail.fields import RichTextField, StreamField
from wagtail.models import PreviewableMixin, RevisionMixin

from lms.lib.ids import new_id

from ..streams import InteractionBlock, PicturesBlock
from ..streams.weights import NO_WEIGHTS
from ..texts import plain, searched_text

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


class SearchedText(models.TextField):
    """Filled at each save from the item's words, as `auto_now` fills a date."""

    def pre_save(self, model_instance: Any, add: bool) -> str:
        if hasattr(model_instance, "words"):  # not in migrations
            setattr(model_instance, self.attname, model_instance.words())
        return getattr(model_instance, self.attname)


class ItemQuerySet(models.QuerySet):
    def new(self) -> Self:
        """Those that an exam may use: on no tablet yet, and not taken out of use."""
        return self.filter(exposed_at=None, retired_at=None)

    def exposed(self) -> Self:
        return self.filter(exposed_at__isnull=False, retired_at=None)

    def retired(self) -> Self:
        return self.filter(retired_at__isnull=False)


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

    class State(models.TextChoices):
        NEW = "new", pgettext_lazy("state of a question", "New")
        EXPOSED = "exposed", pgettext_lazy("state of a question", "Exposed")
        RETIRED = "retired", pgettext_lazy("state of a question", "Retired")

    class Difficulty(models.IntegerChoices):
        VERY_EASY = 1, _("1 very easy")
        EASY = 2, _("2 easy")
        MEDIUM = 3, _("3 medium")
        HARD = 4, _("4 hard")
        VERY_HARD = 5, _("5 very hard")

    # Not what the learner sees: an earlier version that is restored leaves these as they are today.
    NOT_IN_VERSIONS = (
        "prison_id",
        "name",
        "occupation_id",
        "difficulty",
        "source",
        "points",
        "exposed_at",
        "retired_at",
        "created_at",
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(
        _("kind"), max_length=20, choices=Kind.choices, editable=False, db_index=True
    )  # follows interaction
    multiple = models.BooleanField(default=False, editable=False)  # several answers to choose; follows interaction
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
    name = models.CharField(
        _("short name"), max_length=120, blank=True, help_text=_("For officers only; learners never see it.")
    )
    occupation = models.ForeignKey(
        "assessments.Occupation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="items",
        verbose_name=_("occupation or subject"),
    )
    difficulty = models.PositiveSmallIntegerField(
        _("difficulty"), choices=Difficulty.choices, null=True, blank=True, help_text=_("As its writer judges it.")
    )
    source = models.CharField(
        _("source"), max_length=200, blank=True, help_text=_("The book, the standard or the person it comes from.")
    )
    points = models.FloatField(
        _("points"),
        default=1.0,
        validators=[MinValueValidator(0.01), MaxValueValidator(1000)],
        help_text=_("What it is worth where a paper does not say otherwise."),
    )
    exposed_at = models.DateTimeField(null=True, blank=True, editable=False)  # its key was on tablets; never taken back
    retired_at = models.DateTimeField(null=True, blank=True, editable=False)
    searched_text = SearchedText(default="", editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    objects = ItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("item bank")
        ordering = ["-changed_at"]
        indexes = [
            models.Index(fields=["-changed_at"], name="item_changed"),
            models.Index(fields=["occupation", "difficulty", "kind"], name="item_drawn"),
            models.Index(fields=["language"], name="item_language"),
            models.Index(fields=["difficulty"], name="item_difficulty"),
            models.Index(fields=["retired_at", "exposed_at"], name="item_state"),
            models.Index(fields=["name"], name="item_name"),
        ]

    def __str__(self) -> str:
        return Truncator(plain(self.prompt)).chars(80) or str(self.pk)

    @property
    def question(self) -> str:
        """The whole prompt as plain text."""
        return plain(self.prompt)

    def listed(self) -> str:
        """Name, if it has one, and the beginning of the question."""
        return f"{self.name} · {self}" if self.name else str(self)

    listed.short_description = _("question")  # type: ignore[attr-defined]
    listed.admin_order_field = "listed"  # type: ignore[attr-defined]

    @property
    def iri(self) -> str:
        return f"urn:newleaf:item:{self.pk}"

    @property
    def version(self) -> int:
        """Counts from 1; grows with every saved revision."""
        return max(1, self.revisions.count())

    @property
    def state(self) -> Item.State:
        """Retired before exposed: what is out of use needs no other word."""
        if self.retired_at:
            return self.State.RETIRED
        return self.State.EXPOSED if self.exposed_at else self.State.NEW

    def words(self) -> str:
        """Folded for search; see texts.py."""
        stored = self._meta.get_field("interaction").get_prep_value(self.interaction)
        return searched_text(
            self.prompt,
            json.loads(stored) if isinstance(stored, str) else stored,
            self.name,
            self.feedback_correct,
            self.feedback_incorrect,
        )

    def with_content_json(self, content: dict[str, Any]) -> Item:
        """Whose it is, how it is filed and whether it was exposed do not come and go with its versions."""
        tagged = [get_serializable_data_for_fields(row) for row in self.tagged.all()]
        item: Item = super().with_content_json({**content, "tagged": tagged})
        for name in self.NOT_IN_VERSIONS:
            setattr(item, name, getattr(self, name))
        return item

    def clean(self) -> None:
        super().clean()
        if self.interaction:
            self.kind = self.interaction[0].block_type
            self.multiple = bool(self.interaction[0].value.get("multiple", False))

    def serve_preview(self, request: Any, mode_name: str) -> Any:
        from ..preview import show_item

        return show_item(request, self)
