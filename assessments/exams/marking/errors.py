"""What can go wrong between the end of a sitting and a decided appeal, in a sentence."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from lms.lib.errors import Conflict, NotAllowed


class NotAllMarked(Conflict):
    code = "marking_not_done"
    sentence = _("Not everything is marked yet. What is left stands on the page of the sitting.")


class MarkTaken(Conflict):
    code = "mark_taken"
    sentence = _("You did not work on this answer for a while, so another marker has it now. Take the next one.")


class MarkGiven(Conflict):
    code = "mark_given"
    sentence = _("This mark has been given and cannot be changed any more.")


class ResponseChanged(Conflict):
    code = "response_changed"
    sentence = _("A later answer of this candidate has arrived. Take the next one: this answer comes again.")


class ChangedSince(Conflict):
    code = "marks_changed_since_approval"
    sentence = _("The marks are not the ones that were approved. Send them back and have them approved again.")


class RuledAlready(Conflict):
    code = "ruled_already"
    sentence = _("There is a decision on this question already. Take that one back first.")


class AppealDecided(Conflict):
    code = "appeal_decided"
    sentence = _("This has been decided already.")


class RequestAnswered(Conflict):
    code = "request_answered"
    sentence = _("This request has been answered already.")


class OwnWard(NotAllowed):
    code = "own_ward"
    sentence = _("The candidate is in a ward of yours. An officer of another ward has to do this.")


class HadAHand(NotAllowed):
    code = "had_a_hand"
    sentence = _(
        "You marked, approved, released, invigilated or entered this. An officer who had no part in it has to decide."
    )
