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


class SittingOver(Conflict):
    code = "sitting_over"
    sentence = _("This sitting has ended.")
