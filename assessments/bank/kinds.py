"""The kinds of item, and who marks them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

PRACTICE = ("choice", "order", "match", "fill_in", "inline_choice", "numeric", "hotspot")
MARKED = ("extended_text", "upload", "practical")  # by a person, with a rubric
WHY_NOT_IN_A_LESSON = _(
    "A person marks this kind of question, and a lesson tells at once what is right. Use it in an exam paper."
)
