"""What the tablet API refuses, each with a stable code and a sentence."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from lms.lib.errors import Conflict, Invalid, NotAllowed, NotFoundHere, Refused


class BadProof(Refused):
    """401: the request does not prove the tablet's key. `challenge` is DPoP's error (RFC 9449 §7.1, §8)."""

    status, code = 401, "bad_proof"
    sentence = _("This tablet could not prove who it is. It will try again by itself.")
    challenge = "invalid_dpop_proof"


class NonceWanted(BadProof):
    code, challenge = "use_dpop_nonce", "use_dpop_nonce"


class UnknownToken(BadProof):
    code, challenge = "unknown_device", "invalid_token"
    sentence = _("This server does not know this tablet. Pair it again; your work stays on it.")


class Revoked(NotAllowed):
    code = "revoked"
    sentence = _("This tablet has been taken out of use. Give it to an officer; your work has been kept.")


class WrongSecret(NotAllowed):
    code = "wrong_secret"
    sentence = _("The number or the secret is not right. Try again, or ask an officer.")


class BadBatch(Invalid):
    """The batch as a whole cannot be believed: nothing of it was kept."""

    code = "bad_batch"
    sentence = _("This delivery was damaged on its way. Nothing was changed; the tablet will send it again.")


class TooLarge(Refused):
    status, code = 413, "too_large"
    sentence = _("This delivery is too large. The tablet will send smaller ones.")


class TooOld(Refused):
    status, code = 426, "protocol"
    sentence = _(
        "The app on this tablet is too old for this server. Connect it for a while so that it can renew itself."
    )


class UploadUnknown(NotFoundHere):
    code = "upload_unknown"
    sentence = _("This upload is not known here. The tablet will begin it again.")


class UploadMismatch(Conflict):
    code = "upload_offset"
    sentence = _("This upload stands elsewhere. The tablet will ask where to go on.")


class ChecksumWrong(Refused):
    status, code = 460, "checksum"  # tus: Checksum Mismatch
    sentence = _("This file was damaged on its way. The tablet will send it again.")


class AlreadyDecided(Conflict):
    code = "decided"
    sentence = _("Somebody has already decided about this record.")
