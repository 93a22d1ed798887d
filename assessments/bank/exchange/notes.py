"""What an officer is told about an item of a file: codes with values, so that they can be kept, and their sentences in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from ..drafts import Note

LONGEST_VALUE = 80

# Nothing is left out of the item without one of these.
LOSSES: dict[str, Any] = {
    "styling_lost": _("Styling was left out: %(what)s."),
    "link_lost": _("A link was left out; its text stays."),
    "media_lost": _("A recording or another embedded thing was left out: %(what)s."),
    "formula_lost": _("A formula was kept as plain text. Check it: %(what)s"),
    "table_lost": _("A table was kept as lines of text. Check it."),
    "picture_missing": _("The picture “%(what)s” is not in the file."),
    "picture_unreadable": _("The picture “%(what)s” cannot be read or is too big. It was left out."),
    "picture_outside": _("The picture “%(what)s” stands on another server. It was left out."),
    "picture_without_words": _("The picture “%(what)s” has no description in words. Write one."),
    "picture_moved": _("A picture stood inside the text. It stands below the question now."),
    "picture_in_answer": _("A picture in an answer was left out: %(what)s. Answers are text."),
    "penalty_lost": _("The points taken off for another try were left out."),
    "negative_marks": _("Points below zero in all count as zero."),
    "all_or_nothing": _("In the file only the whole answer counts. Here each right part counts."),
    "answer_feedback_lost": _("What was said about a single answer was left out: “%(what)s”."),
    "feedback_lost": _("Feedback was left out: “%(what)s”."),
    "feedback_cut": _("The feedback is longer than 500 characters. Its end was left out."),
    "general_feedback_joined": _("The general feedback is shown after right and after wrong answers."),
    "hint_lost": _("A hint was left out: “%(what)s”."),
    "fixed_order_lost": _("The order of the answers was fixed in the file. Here they may be mixed."),
    "choices_limit_lost": _("The limit on the number of ticks was left out: %(what)s."),
    "language_unknown": _("The language “%(what)s” is not one of the bank's. It was guessed from the text."),
    "topic_cut": _("The topic “%(what)s…” was too long and was cut."),
    "topics_left_out": _("More than 20 topics were given. The rest was left out: %(what)s."),
    "name_cut": _("The name was too long and was cut."),
    "difficulty_unclear": _("The difficulty “%(what)s” is not known and was left out."),
    "points_unclear": _("The points “%(what)s” are not a number above zero. One point is given."),
    "no_rubric": _("There is no rubric in the file. One with full marks or none was made: correct it before use."),
    "rubric_as_text": _("Notes for markers were kept as the model answer."),
    "attachments_lost": _("The learner could add files in the file's own system. Here the answer is only text."),
    "template_lost": _("A text that stood in the answer field from the start was left out."),
    "wildcard_lost": _("An answer with a * stood for many. It was left out: %(what)s."),
    "sense_of_case_mixed": _("Capital letters counted in some answers only. Here they count in none of this gap."),
    "unit_penalty_lost": _("Points taken off for a wrong unit were left out: a wrong unit is a wrong answer."),
    "tolerances_differ": _("The file accepts several numbers or tolerances. Only the best one was taken: %(what)s."),
    "relative_tolerance": _("The tolerance was a part of the value. It was written as a number: %(what)s."),
    "significant_figures": _("The file counts figures or decimal places. A tolerance of %(what)s stands for it."),
    "areas_shown": _("In the file the areas were hidden. Here the learner sees them."),
    "ellipse_as_polygon": _("An ellipse was written as a polygon."),
    "areas_numbered": _("Areas without words were numbered. Write what each one shows."),
    "processing_simplified": _(
        "The file had rules of its own for points. The usual rules for this kind apply. Check the points."
    ),
    "repeat_lost": _("In the file a choice could be used only %(what)s times. This was left out."),
    "shown_parts_lost": _("Parts that were shown only after a certain answer were left out: “%(what)s”."),
    "extension_lost": _("Something of the other system was left out: %(what)s."),
    "column_unknown": _("The column “%(what)s” is not known and was left out."),
    "general_text_lost": _("A text was left out: “%(what)s”."),
    "stimulus_lost": _("A text that several questions share was left out: “%(what)s”."),
    "occupation_unknown": _("The occupation “%(what)s” is not in the bank's list. The question is taken without one."),
    "associate_as_match": _("Pairs without sides were put on a left and a right side."),
}

# An item with one of these is refused; nothing of it is taken.
REFUSALS: dict[str, Any] = {
    "kind_unknown": _("This kind of question has no counterpart here: %(what)s."),
    "bank_refuses": _("The bank cannot hold it: %(what)s"),
    "several_interactions": _("The question asks for several things at once: %(what)s. Make one question of each."),
    "no_interaction": _("There is no question in it, only text."),
    "no_prompt": _("The question has no text."),
    "no_key": _("There is no right answer."),
    "key_unknown": _("The right answer “%(what)s” is not one of the answers."),
    "too_few": _("There are too few answers: at least two are needed."),
    "too_many": _("There are more than %(what)s answers or gaps."),
    "same_twice": _("Two answers are the same: “%(what)s”."),
    "empty_answer": _("An answer has no text."),
    "too_long": _("The text is too long: “%(what)s…”. At most %(most)s characters."),
    "several_right": _("Several answers are right, but only one may be chosen."),
    "several_partners": _("“%(what)s” belongs to several. Here each has one."),
    "no_partner": _("“%(what)s” on the left belongs to nothing."),
    "once_impossible": _("A choice is used for two gaps, though each may be used only once: “%(what)s”."),
    "gap_not_closed": _("A gap is not closed or not opened: each [[ needs its ]]."),
    "no_gap": _("There is no gap in the text."),
    "sign_not_possible": _("The signs [[, ]] and | cannot stand in an answer: “%(what)s”."),
    "number_unclear": _("“%(what)s” is not a number."),
    "unit_unclear": _("The unit “%(what)s” is not clear."),
    "area_unclear": _("The area “%(what)s” is not clear or lies outside the picture."),
    "picture_needed": _("The picture to point at is missing or cannot be read."),
    "rubric_unclear": _("The rubric is not clear at “%(what)s”."),
    "value_unclear": _("%(column)s: “%(what)s” is not clear."),
    "missing": _("%(column)s is missing."),
    "points_rule_unclear": _("The rule for points is not clear at “%(what)s”."),
    "adaptive": _("The question changes with the answers (adaptive). This is not possible here."),
    "processing_custom": _("The right answer is worked out by a program in the file. This is not possible here."),
    "not_a_question": _("This cannot be understood as a question: “%(what)s”."),
    "xml_damaged": _("The XML of this item is damaged: %(what)s"),
    "file_missing": _("The package names the file “%(what)s”, but it is not there."),
    "stray_file": _("“%(what)s” is not an item."),
    "section_only": _("A paper or section (“%(what)s”) was not taken: only its items are."),
    "shared_text": _("A text that several questions share (“%(what)s”) was not taken."),
    "sheet_unknown": _("The sheet “%(what)s” is not known. Use the names of the template."),
    "formula": _("%(column)s: there is a formula without a saved value. Write the value itself."),
    "description_only": _("This is a text without a question. The bank takes questions only."),
}
SENTENCES = LOSSES | REFUSALS


@dataclass(frozen=True)
class Known(Note):
    """A note that can be kept: its code and its values make the sentence again."""

    values: Mapping[str, str] = field(default_factory=dict)


def note(code: str, **values: object) -> Known:
    """Values are cut: they are for reading, not for keeping."""
    kept = {name: _short(value) for name, value in values.items()}
    return Known(code, _filled(code, kept), kept)


def is_refusal(found: Note) -> bool:
    return found.code in REFUSALS


def unique(notes: list[Note]) -> list[Note]:
    """Each thing said once."""
    return list({(found.code, str(sorted(getattr(found, "values", {}).items()))): found for found in notes}.values())


def _short(value: object) -> str:
    text = " ".join(str(value).split())
    return text if len(text) <= LONGEST_VALUE else text[: LONGEST_VALUE - 1] + "…"


def _fill(code: str, values: Mapping[str, str]) -> str:
    return str(SENTENCES[code]) % values


_filled = lazy(_fill, str)
