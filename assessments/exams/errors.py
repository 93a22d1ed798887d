"""What can go wrong with papers and exams, in a sentence."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from lms.lib.errors import Conflict


class NotFit(Conflict):
    """A paper with problems cannot be approved."""

    code = "paper_not_fit"
    sentence = _("The paper cannot be approved yet. What is still wrong stands on its page.")


class Unchanged(Conflict):
    code = "paper_unchanged"
    sentence = _("This is approved already: nothing has changed since then.")


class Retired(Conflict):
    code = "paper_retired"
    sentence = _("This paper has been taken out of use.")


class PaperInUse(Conflict):
    code = "paper_in_use"
    sentence = _("This paper has approved versions, so it cannot be deleted. Take it out of use instead.")


class NotNow(Conflict):
    code = "sitting_not_now"
    sentence = _("This is not possible at this moment. Load the page again to see where the sitting stands.")


class NoCandidates(Conflict):
    code = "sitting_empty"
    sentence = _("Nobody has a seat yet. Add candidates first.")


class TooFewQuestions(Conflict):
    code = "sitting_too_few_items"
    sentence = _("The paper has too few questions that may still be used in an exam. Look at the paper.")
