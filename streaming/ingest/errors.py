"""What the ingest answers to a sender, each with a code for the page and a sentence for the person."""

from django.utils.translation import gettext_lazy as _

from lms.lib.errors import Conflict, NotAllowed, NotFoundHere, Refused


class TakenOver(Conflict):
    """409 for a new epoch, 403 for a chunk."""

    code = "taken_over"
    sentence = _("This broadcast is being sent from another computer. What was recorded here until then is kept.")


class ChunkTakenOver(NotAllowed):
    code, sentence = TakenOver.code, TakenOver.sentence


class Cancelled(NotAllowed):
    code, sentence = "cancelled", _("This broadcast has been cancelled.")


class UnknownEpoch(NotFoundHere):
    code, sentence = "unknown_epoch", _("The server does not know this part of the recording.")


class OtherEpoch(Conflict):
    code, sentence = "other_epoch", _("This number belongs to another recording.")


class Finished(Conflict):
    code, sentence = "finished", _("This part of the recording is already complete.")


class EmptyChunk(Refused):
    code, sentence = "empty_chunk", _("An empty piece was sent.")


class ChunkTooLarge(Refused):
    status, code = 413, "chunk_too_large"
    sentence = _("A piece of the recording is too large. A piece may have 16 MB at most.")


class LengthNeeded(Refused):
    status, code, sentence = 411, "length_needed", _("The size of the piece must be known beforehand.")


class Unreadable(Refused):
    code, sentence = "unreadable", _("The server did not understand this.")


class TooManyEpochs(Conflict):
    code, sentence = "too_many_parts", _("This recording has been begun too often. Plan a new broadcast.")


class Busy(Refused):
    status, code, sentence = 503, "busy", _("Another process is still writing this part. It goes on by itself.")
