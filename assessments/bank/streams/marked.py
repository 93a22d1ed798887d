"""Kinds that a person marks, by a rubric."""

from __future__ import annotations

import itertools
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from .texts import BY_A_PERSON, MAX_ENTRIES, check_distinct, refuse

NO_LEVELS = [{"points": 0, "description": ""}, {"points": 1, "description": ""}]
MOST_CHARACTERS = 20_000


class LevelBlock(blocks.StructBlock):
    points = blocks.FloatBlock(min_value=0, label=_("points"))
    description = blocks.CharBlock(max_length=500, label=_("what is to be seen"))

    class Meta:
        label = _("Level")
        icon = "order"
        label_format = "{points}: {description}"
        form_classname = "nl-level struct-block"


class CriterionBlock(blocks.StructBlock):
    title = blocks.CharBlock(max_length=200, label=_("what is judged"))
    levels = blocks.ListBlock(
        LevelBlock(),
        min_num=2,
        max_num=10,
        default=NO_LEVELS,
        label=_("levels"),
        help_text=_("From the fewest points to the most."),
    )

    class Meta:
        label = _("Criterion")
        icon = "list-ul"
        label_format = "{title}"

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        points = [level["points"] for level in value["levels"]]
        if any(one >= other for one, other in itertools.pairwise(points)):
            refuse("levels", _("Each level needs more points than the one before it."))
        return value


def _rubric() -> blocks.ListBlock:
    first = {"title": "", "levels": NO_LEVELS}
    return blocks.ListBlock(
        CriterionBlock(),
        min_num=1,
        max_num=MAX_ENTRIES,
        default=[first],
        label=_("rubric"),
        help_text=_("Whoever marks chooses one level of each criterion; the points are added."),
    )


def _model_answer() -> blocks.TextBlock:
    return blocks.TextBlock(
        required=False,
        rows=4,
        max_length=4000,
        label=_("model answer"),
        help_text=_("For those who mark. Learners never see it."),
    )


class _MarkedBlock(blocks.StructBlock):
    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        check_distinct("rubric", [criterion["title"] for criterion in value["rubric"]])
        return value


class ExtendedTextBlock(_MarkedBlock):
    """问答题."""

    most_characters = blocks.IntegerBlock(
        default=2000, min_value=20, max_value=MOST_CHARACTERS, label=_("at most so many characters")
    )
    model_answer = _model_answer()
    rubric = _rubric()

    class Meta:
        label = _("Long answer")
        icon = "doc-full"
        group = BY_A_PERSON


class UploadBlock(_MarkedBlock):
    """上传题: a photo, a recording, a file."""

    accepts = blocks.MultipleChoiceBlock(
        choices=[("photo", _("photo")), ("voice", _("voice")), ("file", _("file"))],
        default=["photo"],
        label=_("what is handed in"),
    )
    model_answer = _model_answer()
    rubric = _rubric()

    class Meta:
        label = _("Photo, voice or file")
        icon = "upload"
        group = BY_A_PERSON


class PracticalBlock(_MarkedBlock):
    """实操题: performed in front of evaluators."""

    minutes = blocks.IntegerBlock(required=False, min_value=1, max_value=1440, label=_("minutes"))
    materials = blocks.TextBlock(
        required=False, rows=3, max_length=2000, label=_("tools and materials"), help_text=_("One per line.")
    )
    rubric = _rubric()

    class Meta:
        label = _("Practical task")
        icon = "tasks"
        group = BY_A_PERSON
