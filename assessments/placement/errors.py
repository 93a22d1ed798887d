"""What placement refuses, each with its sentence."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from lms.lib.errors import Conflict, Invalid


class NoLongerPossible(Conflict):
    code, sentence = (
        "no_longer_possible",
        _("This is no longer possible: somebody has decided or ended it in the meantime."),
    )


class AlreadyOpen(Conflict):
    code, sentence = (
        "already_open",
        _("This learner has a placement in this subject that is not decided yet. Finish that one first."),
    )


class NotThisItem(Conflict):
    code, sentence = "not_this_item", _("This question has been answered already.")


class TooFewItems(Invalid):
    code, sentence = (
        "too_few_items",
        _("The item bank has too few questions for this test. Tag more questions, or change the topics of the test."),
    )


class TooFewAnswers(Invalid):
    code, sentence = "too_few_answers", _("There are too few answers for this yet.")


class OutOfUse(Conflict):
    code, sentence = "out_of_use", _("This placement test is no longer used. Choose another one.")


class NoReason(Invalid):
    code, sentence = "no_reason", _("Write why you place the learner at another level.")


class NoSuchLevel(Invalid):
    code, sentence = "no_such_level", _("Choose one of the levels of this test.")


class BadLevels(Invalid):
    code, sentence = (
        "bad_levels",
        _(
            "Give at least two levels, from low to high. The first has no beginning; each other begins above the one before."
        ),
    )


class BadAreas(Invalid):
    code, sentence = "bad_areas", _("Name at least one topic tag, each only once.")
