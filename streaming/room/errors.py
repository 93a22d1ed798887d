"""What the classroom refuses."""

from django.utils.translation import gettext_lazy as _

from lms.lib.errors import Conflict, Invalid, TooMany


class NotNow(Conflict):
    code, sentence = "not_now", _("The lesson is not live at the moment.")


class PollClosed(Conflict):
    code, sentence = "poll_closed", _("This poll is closed.")


class PollOpen(Conflict):
    code, sentence = "poll_open", _("Another poll is still open. Close it first.")


class BadPoll(Invalid):
    code, sentence = "bad_poll", _("A poll needs a question and two to six different answers.")


class TooManyQuestions(TooMany):
    code, sentence = (
        "too_many_questions",
        _("Your teacher has your questions. Wait a little before you ask the next one."),
    )
