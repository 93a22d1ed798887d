"""Refusals of the credentials' folder, each with a sentence."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from lms.lib.errors import Invalid


class KeyRefused(Invalid):
    """Base of what is wrong with a key or its file."""

    code, sentence = "key_refused", _("This key cannot be used.")


class WrongPassphrase(KeyRefused):
    code, sentence = "wrong_passphrase", _("The passphrase does not open this key file. Nothing has been imported.")


class KeyFileUnreadable(KeyRefused):
    code, sentence = "key_file", _("This is not a file of an issuing key, or it is damaged. Nothing has been imported.")


class PassphraseTooShort(KeyRefused):
    code, sentence = "passphrase_short", _("The passphrase needs at least 12 characters.")


class DidUnusable(Invalid):
    code = "did"
    sentence = _(
        "This is not an address that can be used: write did:web: and the body's own domain, such as did:web:skills.example.org."
    )


class NotConformant(Invalid):
    """`problems`: what is wrong, for the log and for tests."""

    code, sentence = "not_conformant", _("This certificate cannot be written as an Open Badges credential.")

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__(str(self.sentence) + " " + "; ".join(problems))


class QrTooLong(Invalid):
    code, sentence = "qr_too_long", _("Name, number or code is too long for the QR code of a certificate.")


class BundleInvalid(Invalid):
    """`detail`: what does not hold, for the log and for tests."""

    code, sentence = "bundle", _("This trust bundle is damaged or was altered. Get a new one from the awarding body.")

    def __init__(self, detail: str) -> None:
        self.detail = detail
        super().__init__()
