"""What broadcasts refuse, each with a sentence for the person who asked."""

from django.utils.translation import gettext_lazy as _

from lms.lib.errors import Conflict, Invalid, NotAllowed


class IllegalTransition(Conflict):
    code = "illegal_transition"
    sentence = _("This is no longer possible: its state has changed in the meantime. Load the page again.")


class AlreadyBegun(Conflict):
    code, sentence = (
        "already_begun",
        _("This broadcast has already begun. It can be ended, but not changed or cancelled."),
    )


class NotRunning(Conflict):
    code, sentence = "not_running", _("This broadcast is not running.")


class BadPlan(Invalid):
    code, sentence = "bad_plan", _("Something in this plan is not right.")


class BadGuestCode(NotAllowed):
    code = "bad_guest_code"
    sentence = _("This code is not valid. Ask the officer who invited you for a new one.")
