"""What the CMS refuses, each with a sentence for the person who asked."""

from django.utils.translation import gettext_lazy as _

from lms.lib.errors import Conflict, Invalid, NotAllowed


class OwnWork(NotAllowed):
    code, sentence = "own_work", _("You wrote or handed in this yourself. A second officer has to decide.")


class StillBlocked(Conflict):
    code, sentence = "still_blocked", _("There is something in it that must be removed first. Refuse it and say what.")


class NotReady(Invalid):
    code, sentence = "not_ready", _("This lesson cannot be published yet.")


class NothingLive(Conflict):
    code, sentence = "nothing_live", _("There is no live version to take back.")
