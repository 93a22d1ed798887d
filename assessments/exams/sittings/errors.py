"""What can go wrong with a sitting, in a sentence."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from lms.lib.errors import Conflict


class AlreadySealed(Conflict):
    code = "sitting_sealed"
    sentence = _("The paper of this sitting is sealed already. Unseal it first, as long as the sitting has not begun.")


class NotOpen(Conflict):
    code = "sitting_not_open"
    sentence = _("The invigilator has not opened this sitting yet.")


class SeatElsewhere(Conflict):
    code = "seat_elsewhere"
    sentence = _("Another tablet has this seat. The invigilator can release it.")


class TooEarly(Conflict):
    code = "sitting_too_early"
    sentence = _(
        "A sitting can be opened from one hour before its planned time. Change the plan if it is held earlier."
    )


class Begun(Conflict):
    code = "sitting_begun"
    sentence = _(
        "This sitting has begun: the code was shown, or a candidate has answered. It can no longer be taken back."
    )


class HasARecord(Conflict):
    code = "seat_has_a_record"
    sentence = _("This candidate has answered or contested something in this sitting. The seat stays.")


class SittingOver(Conflict):
    code = "sitting_over"
    sentence = _("This sitting has ended.")
