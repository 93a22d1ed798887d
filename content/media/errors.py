"""What can go wrong with a media file, as sentences for the officer."""

from django.utils.translation import gettext_lazy as _

from lms.lib.errors import Invalid


class MediaRefused(Invalid):
    """The file itself is the reason."""

    code, sentence = "media_refused", _("This file cannot be used.")


class CaptionsRefused(Invalid):
    code, sentence = "captions_refused", _("These captions cannot be used.")
