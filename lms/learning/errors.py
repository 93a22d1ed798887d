"""What learning refuses, each with its sentence."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from lms.lib.errors import Conflict, Invalid, NotAllowed


class AlreadyAnswered(Conflict):
    code, sentence = "already_answered", _("Somebody has answered this in the meantime.")


class AlreadyWithdrawn(Conflict):
    code, sentence = "already_withdrawn", _("This assignment has been withdrawn in the meantime.")


class NameTaken(Conflict):
    code, sentence = "name_taken", _("There is a group of this name already. Choose another name.")


class GroupClosed(Conflict):
    code, sentence = "group_closed", _("This group is closed.")


class NothingWritten(Invalid):
    code, sentence = "nothing_written", _("Write something first.")


class DueInThePast(Invalid):
    code, sentence = "due_in_the_past", _("The due date lies in the past. Choose a later one.")


class WrongPrison(Invalid):
    code, sentence = "wrong_prison", _("These learners do not belong to this prison.")


class NotThisRecord(Conflict):
    code, sentence = (
        "not_this_record",
        _("This record cannot be taken back: it is taken back already, or it is the learner's own letter."),
    )


class AlreadyAsked(Conflict):
    code, sentence = "already_asked", _("Another officer has asked for this already. It waits for a second one.")


class AlreadyDecided(Conflict):
    code, sentence = "already_decided", _("Somebody has decided this in the meantime.")


class SecondOfficer(NotAllowed):
    code, sentence = "second_officer", _("You asked for this yourself. A second officer has to decide.")
