"""What the verbs of people may refuse, each with a sentence."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from lms.lib.errors import Conflict, Invalid, TooMany


class TooManyTries(TooMany):
    """This learner on this tablet has to wait; `retry_after_seconds` says how long."""

    code = "too_many_tries"

    def __init__(self, retry_after_seconds: int) -> None:
        sentence = ngettext(
            "Wait %(n)s second, then try again.", "Wait %(n)s seconds, then try again.", retry_after_seconds
        ) % {"n": retry_after_seconds}
        super().__init__(sentence, retry_after_seconds=retry_after_seconds)


class BadPairingCode(Invalid):
    """The code is unknown, used or too old: the sentence says which."""

    code = "pairing_code"


class WeakSecret(Invalid):
    code = "weak_secret"
    sentence = _("This PIN is too easy to guess. Choose another one.")


class AlreadyRetired(Conflict):
    code = "retired"
    sentence = _("This learner has left. Take the learner back first.")
